"""`delivery_info` in a filter: Ads Manager's words for how an object delivers, as the tap of Singer asks for them one by one.

Which effective status has which word is documented nowhere; here each has one, so that asking for all words gives each object once.
"""

from typing import Any

WORDS = {
    "ACTIVE": "active",
    "PAUSED": "inactive",
    "CAMPAIGN_PAUSED": "inactive",
    "ADSET_PAUSED": "inactive",
    "ARCHIVED": "archived",
    "DELETED": "deleted",
    "DISAPPROVED": "rejected",
    "PENDING_REVIEW": "pending_review",
    "IN_PROCESS": "pending_review",
    "PREAPPROVED": "scheduled",
    "PENDING_BILLING_INFO": "not_published",
    "WITH_ISSUES": "not_delivering",
}


def statuses(value: Any) -> list[str]:
    """The effective statuses of the words that a filter asks for."""
    asked = {str(one).lower() for one in (value if isinstance(value, list) else [value])}
    return [status for status, word in WORDS.items() if word in asked]
