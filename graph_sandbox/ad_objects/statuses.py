"""The status that counts: an object's own, its review, its issues, and what it inherits from the objects above it.

"Manage Your Ad Object's Status", line 16814. An ad that is made or changed is reviewed first (line 15019, what begins a review:
line 12533); the settings review_seconds and review_rejects say how long that takes on the sandbox's clock and which ads it
rejects.
"""

import json
from typing import TYPE_CHECKING, Any

from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

GONE = ("DELETED", "ARCHIVED")
# Every effective status with Ads Manager's word for it, which the filter delivery_info takes. Which status has which word is
# documented nowhere; here each has one, so that asking for all words gives each object once.
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
FEEDBACK = {"PROHIBITED_CONTENT": "The ad names something that may not be advertised."}


def above(sandbox: "Sandbox", item: Stored) -> list[Stored]:
    """The objects above it, campaign first; only to be looked at."""
    found = (sandbox.store.look(item[name]) for name in ("campaign_id", "adset_id") if item.get(name))
    return [one for one in found if one is not None]


def gone(sandbox: "Sandbox", item: Stored) -> str:
    """DELETED or ARCHIVED, itself or by what it stands in (line 16871); "" for what is still there."""
    found = {item["status"], *(parent["status"] for parent in above(sandbox, item))}
    return next((status for status in GONE if status in found), "")


def is_gone(sandbox: "Sandbox", item: Stored) -> bool:
    return bool(gone(sandbox, item))


def effective_status(sandbox: "Sandbox", item: Stored) -> str:
    if inherited := gone(sandbox, item):
        return inherited
    parents, own = above(sandbox, item), str(item["status"])
    if reviewed := review_status(sandbox, item):
        return reviewed
    if own != "ACTIVE":
        return own
    for parent in parents:
        if parent["status"] == "PAUSED":
            return f"{parent.kind.upper()}_PAUSED"
    return "WITH_ISSUES" if any(one.get("issues_info") for one in (item, *parents)) else own


def with_words(value: Any) -> list[str]:
    """The effective statuses of the words that a filter of delivery_info asks for."""
    asked = {str(one).lower() for one in (value if isinstance(value, list) else [value])}
    return [status for status, word in WORDS.items() if word in asked]


def review_status(sandbox: "Sandbox", item: Stored) -> str:
    """PENDING_REVIEW, DISAPPROVED, or "" when nothing stands against it."""
    review = item.get("review")
    if not review:
        return ""
    if not sandbox.clock.has_come(review["until"]):
        return "PENDING_REVIEW"
    return "DISAPPROVED" if review.get("feedback") else ""


def feedback(sandbox: "Sandbox", ad: Stored) -> dict[str, str]:
    """Why the review rejected it: reason -> sentence. {} while it goes on, or when it was passed."""
    rejected = review_status(sandbox, ad) == "DISAPPROVED"
    return dict(ad["review"]["feedback"]) if rejected else {}


def begin_review(sandbox: "Sandbox", name: str, creative: Stored | None) -> dict[str, Any]:
    """The fields of an ad whose review begins now; `review` is None when it is passed at once."""
    settings = sandbox.settings
    word = settings.review_rejects.lower()
    texts = f"{name} {json.dumps(creative['spec'], ensure_ascii=False) if creative is not None else ''}"
    rejected = bool(word) and word in texts.lower()
    if not rejected and not settings.review_seconds:
        return {"review": None}
    until = sandbox.clock.now() + settings.review_seconds
    return {"review": {"until": until, "feedback": FEEDBACK if rejected else {}}}


def new_review(sandbox: "Sandbox", ad: Stored) -> dict[str, Any]:
    return begin_review(sandbox, ad["name"], sandbox.store.get(ad["creative_id"], "creative"))
