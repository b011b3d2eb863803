"""Acts of other people on ads: Meta's review decides, somebody edits an ad in Ads Manager, something goes wrong and well again."""

from typing import TYPE_CHECKING, Any

from ..acts import act, stored
from ..ad_objects import running, statuses
from ..errors import GraphFault
from ..store import Stored
from .ad_object_writes import swap

if TYPE_CHECKING:
    from ..sandbox import Sandbox

LEVELS = {"campaign": "CAMPAIGN", "adset": "AD_SET", "ad": "AD"}
ISSUE = {
    "error_code": 1885029,
    "error_summary": "This does not deliver",
    "error_message": "The post that is shown was deleted or is not public any more.",
    "error_type": "HARD_ERROR",
}


@act("review")
def review(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """The review of an ad ends: {"id", "decision": "approve" or "reject", "reasons"?: {reason: sentence} or a sentence}."""
    ad, decision, reasons = stored(sandbox, values, "ad"), values.get("decision"), values.get("reasons")
    if decision not in ("approve", "reject"):
        raise GraphFault(100, "decision must be approve or reject.")
    if not isinstance(reasons, dict):
        reasons = {name: str(reasons or sentence) for name, sentence in statuses.FEEDBACK.items()}
    found = {str(name): str(sentence) for name, sentence in reasons.items()}
    rejected = {"until": sandbox.clock.now(), "feedback": found} if decision == "reject" else None
    with sandbox.store.transaction():
        running.plan(sandbox, sandbox.store.update(ad.id, {"review": rejected}))


@act("swap_creative")
def swap_creative(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """Somebody edits an ad at Meta: {"id", "creative_id"}, another creative of its account."""
    ad = stored(sandbox, values, "ad")
    creative = stored(sandbox, {"id": values.get("creative_id")}, "creative")
    if creative.parent != ad.parent:
        raise GraphFault(100, "The creative belongs to another ad account.")
    swap(sandbox, ad, creative)


@act("raise_issue")
def raise_issue(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """WITH_ISSUES: {"id" of a campaign, an ad set or an ad, any of error_code, error_summary, error_message, error_type?}."""
    item = _object(sandbox, values)
    told = {name: str(values.get(name) or usual) for name, usual in ISSUE.items()}
    if not told["error_code"].isdecimal():
        raise GraphFault(100, "error_code must be a number.")
    _told(sandbox, item, [{"level": LEVELS[item.kind], **told, "error_code": int(told["error_code"])}])


@act("clear_issues")
def clear_issues(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """All is well again: {"id"}."""
    _told(sandbox, _object(sandbox, values), None)


def _object(sandbox: "Sandbox", values: dict[str, Any]) -> Stored:
    item = stored(sandbox, values)
    if item.kind not in LEVELS:
        raise GraphFault(100, "Issues are those of campaigns, ad sets and ads.")
    return item


def _told(sandbox: "Sandbox", item: Stored, issues: list[dict[str, Any]] | None) -> None:
    with sandbox.store.transaction():
        item = sandbox.store.update(item.id, {"issues_info": issues})
        if item.kind == "ad":
            running.plan(sandbox, item)
        else:
            running.plan_below(sandbox, item)
