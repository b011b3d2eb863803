"""Campaigns, ad sets and ads as they are read, one by one and in lists.

Marketing API reference: campaigns line 15567, ad sets line 15049, ads line 14926, "Manage Your Ad Object's Status" line 16814.
"""

import json
from typing import TYPE_CHECKING, Any

from .. import auth, errors, fields, moments, paging
from ..ad_objects import fields as named
from ..ad_objects import statuses
from ..ad_objects.statuses import effective_status
from ..clock import iso
from ..insights import aggregates
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Chosen, Listing, Stored
from .async_requests import advance

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe("campaign", "Campaign", default=("id",), fields=named.CAMPAIGN)
describe("adset", "AdSet", default=("id",), fields=named.ADSET)
describe("ad", "Ad", default=("id",), fields=named.AD)

EDGES = {"campaigns": "campaign", "adsets": "adset", "ads": "ad"}
OWN = ("creative_id", "updated", "delivery", "review")  # kept beside the fields


def common_fields(sandbox: "Sandbox", item: Stored) -> dict[str, Any]:
    plain = {name: value for name, value in item.items() if name not in OWN}
    times = {name: iso(plain[name]) for name in named.TIMES & plain.keys() if isinstance(plain[name], (int, float))}
    budget = plain.get("daily_budget") or plain.get("lifetime_budget")
    return {
        **plain,
        **times,
        "account_id": item.parent.removeprefix("act_"),
        "configured_status": item["status"],
        "effective_status": lambda: effective_status(sandbox, item),
        "budget_remaining": budget,
        "created_time": iso(item.created),
        "updated_time": iso(item.get("updated", item.created)),
    }


@view("campaign")
def campaign_fields(sandbox: "Sandbox", request: Request, campaign: Stored) -> dict[str, Any]:
    categories = campaign.get("special_ad_categories") or ["NONE"]
    return {
        "buying_type": "AUCTION",
        "start_time": iso(campaign.created),
        "special_ad_category": str(categories[0] if isinstance(categories, list) else categories),
        **common_fields(sandbox, campaign),
    }


@view("adset")
def adset_fields(sandbox: "Sandbox", request: Request, adset: Stored) -> dict[str, Any]:
    return {
        "start_time": iso(adset.created),
        "is_dynamic_creative": False,
        **common_fields(sandbox, adset),
        "campaign": {"id": adset["campaign_id"]},
        "source_adset": _reference(adset.get("source_adset_id")),
        "review_feedback": lambda: _review_feedback(sandbox, adset),
    }


@view("ad")
def ad_fields(sandbox: "Sandbox", request: Request, ad: Stored) -> dict[str, Any]:
    return {
        **common_fields(sandbox, ad),
        "budget_remaining": None,
        "creative": {"id": ad["creative_id"]},
        "campaign": {"id": ad["campaign_id"]},
        "adset": {"id": ad["adset_id"]},
        "source_ad": _reference(ad.get("source_ad_id")),
        "ad_review_feedback": lambda: {"global": found} if (found := statuses.feedback(sandbox, ad)) else None,
        "preview_shareable_link": f"{sandbox.url(request)}/ads/preview/?d={ad.id}",
    }


def _reference(object_id: str | None) -> dict[str, str] | None:
    return {"id": str(object_id)} if object_id else None


def _review_feedback(sandbox: "Sandbox", adset: Stored) -> str:
    """JSON text: what the review says against the ad set's ads, "[]" when it says nothing (line 6713)."""
    ads = (ad for ad in sandbox.store.list("ad", parent=adset.parent) if ad["adset_id"] == adset.id)
    found = ((ad, statuses.feedback(sandbox, ad)) for ad in ads)
    return json.dumps([{"id": int(ad.id), "text": ad["name"], "reason": list(why)} for ad, why in found if why])


def visible(sandbox: "Sandbox", request: Request, items: Any) -> Any:
    """Archived objects are shown when effective_status or filtering asks for them. Deleted ones never are (line 16886), but
    for the filter delivery_info, in which clients ask for them by word."""
    wanted = {str(value).upper() for value in request.list("effective_status")}
    for status in wanted - set(statuses.WORDS):
        raise errors.invalid(f"Param effective_status: {status[:40]} is no status", blame="effective_status")
    shows_deleted, own = False, EDGES.get(request.path.rpartition("/")[2], "")
    for entry in paging.filters(request):
        values = entry.get("value")
        kind, _, name = str(entry["field"]).rpartition(".")
        if name == "effective_status" and kind in ("", own or kind) and paging.chooses(entry):
            wanted |= {str(one).upper() for one in (values if isinstance(values, list) else [values])}
        if name == "delivery_info":
            wanted |= {"-", *statuses.with_words(values)}
            shows_deleted = True
    if wanted == {"DELETED"}:
        raise errors.invalid("Deleted objects can only be read by their ids.", blame="effective_status")
    if not wanted:
        return _living(sandbox, items)
    found = ((item, effective_status(sandbox, item)) for item in items)
    return [item for item, status in found if status in wanted and (shows_deleted or status != "DELETED")]


def _living(sandbox: "Sandbox", items: Any) -> Any:
    """Those that are neither archived nor deleted; of a whole listing they are remembered until one of its kinds is written."""
    if not isinstance(items, Listing):
        return [item for item in items if not statuses.is_gone(sandbox, item)]
    key = ("living", items.question, sandbox.store.writes(*EDGES.values()))
    ids = sandbox.answers.rows(key, lambda: [item.id for item in items if not statuses.is_gone(sandbox, item)])
    return Chosen(sandbox.store, ids)


def _narrowed(sandbox: "Sandbox", request: Request, items: Any) -> Any:
    """The parameters of the lists that look at more than the status."""
    adsets = {str(one) for one in request.list("adset_ids")}
    since = moments.read(request, "updated_since")
    ended = request.flag("is_completed") if request.params.get("is_completed") not in (None, "") else None
    if adsets or since is not None or ended is not None:
        items = [
            item
            for item in items
            if (not adsets or item.get("adset_id") in adsets)
            and (since is None or float(item.get("updated", item.created)) >= since)
            and (ended is None or ended == _has_ended(sandbox, item))
        ]
    return visible(sandbox, request, items)


def _has_ended(sandbox: "Sandbox", item: Stored) -> bool:
    end = item.get("stop_time") or item.get("end_time") or 0
    return bool(end > 0 and sandbox.clock.has_come(end))


def _of_account(kind: str) -> Any:
    def handler(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
        advance(sandbox, account.id)
        aggregates.add(sandbox, request, account, kind)
        return _narrowed(sandbox, request, sandbox.store.list(kind, parent=account.id))

    return handler


def _below(kind: str, name: str) -> Any:
    def handler(sandbox: "Sandbox", request: Request, parent: Stored) -> Any:
        auth.account_by_id(sandbox, request, parent.parent)
        advance(sandbox, parent.parent)
        aggregates.add(sandbox, request, parent, kind)
        items = [item for item in sandbox.store.list(kind, parent=parent.parent) if item[name] == parent.id]
        return _narrowed(sandbox, request, items)

    return handler


for _name, _kind in EDGES.items():
    edge("GET", kind="ad_account", name=_name)(_of_account(_kind))
edge("GET", kind="campaign", name="adsets")(_below("adset", "campaign_id"))
edge("GET", kind="campaign", name="ads")(_below("ad", "campaign_id"))
edge("GET", kind="adset", name="ads")(_below("ad", "adset_id"))


@edge("GET", kind="ad", name="adcreatives")
def list_creatives_of_ad(sandbox: "Sandbox", request: Request, ad: Stored) -> list[Stored]:
    auth.account_by_id(sandbox, request, ad.parent)
    return sandbox.store.get_many([ad["creative_id"]])


def _show(sandbox: "Sandbox", request: Request, item: Stored) -> Any:
    auth.account_by_id(sandbox, request, item.parent)
    return fields.shown(sandbox, request, item)


for _kind in EDGES.values():
    node("GET", kind=_kind)(_show)
