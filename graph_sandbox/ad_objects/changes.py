"""What may be changed on an object that exists, by its status. "Manage Your Ad Object's Status", line 16814."""

from typing import TYPE_CHECKING, Any

from .. import errors
from ..creative_rules import refuse
from ..store import Stored
from . import statuses

if TYPE_CHECKING:
    from ..sandbox import Sandbox

STATUSES = ("ACTIVE", "PAUSED", "DELETED", "ARCHIVED")
# Errors of an object that is deleted, by kind (lines 18343, 18345, 18363).
DELETED = {
    "campaign": (1487566, "This campaign has been deleted, so you can only edit the name."),
    "adset": (1487056, "This ad set has been deleted, so you can only edit the name."),
    "ad": (1885088, "Only name is allowed to be edited for this ad."),
}


def check(sandbox: "Sandbox", item: Stored, names: set[str], status: str | None) -> None:
    """`names` are the fields that the call gives, `status` what it asks for."""
    gone = statuses.gone(sandbox, item)
    if gone == "DELETED" and (names - {"name"} or status not in (None, "DELETED")):
        subcode, sentence = DELETED[item.kind]
        raise errors.invalid(sentence, subcode=subcode)
    if gone == "ARCHIVED":
        if names - {"name"}:
            raise errors.invalid("An archived object: only name and status can be changed.", subcode=1885088)
        if status not in (None, "ARCHIVED", "DELETED"):
            _stays_archived(item)
    if item.kind == "ad":
        _ad(sandbox, item, names, status)
    if status == "ARCHIVED" and item["status"] != "ARCHIVED":
        _archive(sandbox, item)


def _stays_archived(item: Stored) -> None:
    """ARCHIVED leads to DELETED alone (line 16839); for ads the table of codes has a number (line 18362)."""
    if item.kind == "ad":
        raise errors.invalid(
            "This ad has been archived and can not be edited. Only name is allowed to be edited for this ad.",
            subcode=1885088,
            blame="status",
        )
    refuse("An object that is ARCHIVED can only become DELETED.", "status")


def _ad(sandbox: "Sandbox", ad: Stored, names: set[str], status: str | None) -> None:
    adset = sandbox.store.get(ad["adset_id"])
    if adset is not None and adset.get("is_dynamic_creative") and status in statuses.GONE:
        if adset["status"] not in statuses.GONE:
            raise errors.invalid(
                "Currently deletion of Dynamic Creative Ad is not allowed. Please proceed by deleting parent Ad Set",
                subcode=1340029,
            )
    ended = adset is not None and adset.get("end_time") and adset["end_time"] <= sandbox.clock.now()
    if ended and "creative" in names:
        raise errors.invalid(
            "You can't edit this ad because it's part of a scheduled ad set that has reached its end date.",
            subcode=1487007,
        )
    rejected = statuses.review_status(sandbox, ad) == "DISAPPROVED"
    if rejected and status == "ACTIVE" and "creative" not in names:
        raise errors.invalid(
            "Your ad has been rejected in its latest review and is currently disabled.", subcode=2490468
        )


def _archive(sandbox: "Sandbox", item: Stored) -> None:
    """An account has only so many archived objects of a kind (line 16837)."""
    most = sandbox.settings.archived_per_account
    same = sandbox.store.list(item.kind, parent=item.parent)
    if len(same) > most and sum(one["status"] == "ARCHIVED" for one in same) >= most:
        raise errors.invalid(
            "This Ad Account has already too many archived adgroups. You need to delete some of them before being able "
            "to archive any more.",
            subcode=1487990,
        )


def reviewed(names: set[str], before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether these changes of an ad or its ad set begin a review (line 12533)."""
    watched = names & {"creative", "creative_asset_groups_spec", "targeting", "optimization_goal", "billing_event"}
    return any(name == "creative" or before.get(name) != after.get(name) for name in watched)
