"""Campaigns, ad sets and ads are made (PAUSED unless asked otherwise), changed within the rules, archived and deleted.

Marketing API reference: campaigns line 15567, ad sets line 15049, ads line 14926, "Manage Your Ad Object's Status" line 16814.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import auth, creative_rules, errors, moments, server_fields
from ..ad_objects import changes, fields, rules, running, statuses
from ..request import Request
from ..routes import edge, node, route
from ..store import Stored
from .accounts import is_usable
from .creatives import made, with_fetched_pictures

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Spec = dict[str, Any]
FOREIGN = 1815696  # a creative of another account (community note; the documented tables lack it)


class Undone(Exception):
    """Ends a call that was to be validated only, after everything in it was done."""


def whole(sandbox: "Sandbox", only_validate: bool, act: Callable[[], Any]) -> Any:
    """All of `act` or nothing of it; nothing either when it was only to be validated."""
    found: Any = None
    try:
        with sandbox.store.transaction():
            found = act()
            if only_validate:
                raise Undone
    except Undone:
        return {"success": True}
    return found


def _status(request: Request, allowed: tuple[str, ...]) -> str | None:
    status = request.text("status") or None
    if status is not None and status not in allowed:
        creative_rules.refuse(f"status must be one of {', '.join(allowed)}.", "status")
    return status


def _parent(sandbox: "Sandbox", request: Request, account: Stored, name: str, kind: str) -> Stored:
    parent = sandbox.store.get(request.required(name), kind)
    if parent is None or parent.parent != account.id:
        creative_rules.refuse(f"No {kind} with this id exists in the ad account.", name)
    return parent


def _inner(request: Request, name: str) -> Request:
    """The call that makes an object given as a spec inside another one's."""
    spec = request.json(name)
    if not isinstance(spec, dict):
        raise errors.invalid(f"Param {name} must be an object", blame=name)
    return dataclasses.replace(request, params={str(key): value for key, value in spec.items()})


def _add(
    sandbox: "Sandbox", request: Request, account: Stored, kind: str, given: dict[str, Any], key: str = ""
) -> Stored:
    status = _status(request, ("ACTIVE", "PAUSED")) or "PAUSED"
    rules.room(sandbox, account, kind)
    return sandbox.store.add(kind, {**given, "status": status}, parent=account.id, key=key)


def add_campaign(sandbox: "Sandbox", request: Request, account: Stored) -> Stored:
    request.required("name")
    request.required("objective")
    if "special_ad_categories" not in request.params:
        raise errors.missing("special_ad_categories")
    given = fields.given(request, "campaign")
    rules.campaign(given)
    rules.ends_later(sandbox, given)
    return _add(sandbox, request, account, "campaign", given)


def add_adset(sandbox: "Sandbox", request: Request, account: Stored) -> Stored:
    request.required("name")
    if request.params.get("campaign_spec") and not request.params.get("campaign_id"):
        campaign = add_campaign(sandbox, _inner(request, "campaign_spec"), account)
    else:
        campaign = _parent(sandbox, request, account, "campaign_id", "campaign")
    if campaign["status"] in statuses.GONE:
        creative_rules.refuse(f"The campaign is {campaign['status'].lower()}.", "campaign_id")
    if "targeting" not in request.params:
        raise errors.missing("targeting")
    given = fields.given(request, "adset")
    rules.adset(sandbox, campaign, given)
    rules.ends_later(sandbox, given)
    return _add(sandbox, request, account, "adset", {**given, "campaign_id": campaign.id})


def _add_ad(sandbox: "Sandbox", request: Request, account: Stored, content: "Stored | Spec") -> Stored:
    if request.params.get("adset_spec") and not request.params.get("adset_id"):
        adset = add_adset(sandbox, _inner(request, "adset_spec"), account)
    else:
        adset = _parent(sandbox, request, account, "adset_id", "adset")
    campaign = sandbox.store.require(adset["campaign_id"], "campaign")
    given = fields.given(request, "ad")
    rules.ad(sandbox, account, campaign, given)
    creative = content if isinstance(content, Stored) else made(sandbox, account, content)
    rules.place_for_ad(sandbox, adset, creative["spec"])
    given |= _groups(sandbox, account, given)
    review = statuses.begin_review(sandbox, given["name"], creative)
    places = {"adset_id": adset.id, "campaign_id": campaign.id, "creative_id": creative.id}
    ad = _add(sandbox, request, account, "ad", {**given, **places, **review}, key=creative.id)
    return running.plan(sandbox, ad)


def _groups(sandbox: "Sandbox", account: Stored, given: dict[str, Any]) -> dict[str, Any]:
    """The groups of a flexible ad with what the server adds to them."""
    groups = given.get("creative_asset_groups_spec")
    return {"creative_asset_groups_spec": server_fields.added_to_groups(sandbox, account, groups)} if groups else {}


def _content(sandbox: "Sandbox", request: Request, account: Stored) -> "Stored | Spec":
    """The creative by its id, or the checked spec given in its place; `creative` may lie inside itself (line 15001)."""
    if request.params.get("creative") in (None, ""):
        raise errors.missing("creative")
    given = request.json("creative")
    given = given if isinstance(given, dict) else {"creative_id": given}
    if isinstance(given.get("creative"), dict):
        given = given["creative"]
    if creative_id := given.get("creative_id") or given.get("id"):
        found = sandbox.store.get(str(creative_id), "creative")
        if found is None:
            creative_rules.refuse("No ad creative with this id exists in the ad account.", "creative", "creative_id")
        if found.parent != account.id:
            sentence = "The ad creative belongs to another ad account."
            creative_rules.refuse(sentence, "creative", "creative_id", subcode=FOREIGN)
        return found
    spec = with_fetched_pictures(sandbox, account, given)
    creative_rules.check(sandbox, account, spec, request.version)
    return spec


def _prepared(sandbox: "Sandbox", request: Request, account: Stored, kind: str) -> Callable[[], Stored]:
    """What makes the object. Pictures are fetched before: nobody else can write while it is made."""
    if kind == "campaign":
        return lambda: add_campaign(sandbox, request, account)
    if kind == "adset":
        return lambda: add_adset(sandbox, request, account)
    request.required("name")
    content = _content(sandbox, request, account)
    return lambda: _add_ad(sandbox, request, account, content)


def _create(kind: str) -> Any:
    def handler(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
        is_usable(account)
        only_validate = rules.only_validates(request, kind)
        make = _prepared(sandbox, request, account, kind)
        return whole(sandbox, only_validate, lambda: {"id": make().id, "success": True})

    return handler


route("POST", "/act_{account}/campaigns")(_create("campaign"))
route("POST", "/act_{account}/adsets")(_create("adset"))
route("POST", "/act_{account}/ads")(_create("ad"))


def _change(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, bool]:
    account = auth.account_by_id(sandbox, request, item.parent)
    only_validate = rules.only_validates(request, item.kind)
    given, status = fields.given(request, item.kind), _status(request, changes.STATUSES)
    swaps = item.kind == "ad" and request.params.get("creative") not in (None, "")
    names = {*given, "creative"} if swaps else set(given)
    changes.check(sandbox, item, names, status)
    _judge(sandbox, account, item, given)
    content = _content(sandbox, request, account) if swaps else None

    def act() -> dict[str, bool]:
        done = {**given, **_groups(sandbox, account, given), **({"status": status} if status else {})}
        _apply(sandbox, account, item, done, names, content)
        return {"success": True}

    return whole(sandbox, only_validate, act)


def _judge(sandbox: "Sandbox", account: Stored, item: Stored, given: dict[str, Any]) -> None:
    """The rules for the object as it will be; what it had before is not judged when nothing of it changes."""
    if not set(given) - {"name"}:
        return
    rules.ends_later(sandbox, given)
    if item.kind == "campaign":
        rules.campaign({**item, **given})
    elif item.kind == "adset":
        campaign = sandbox.store.require(item["campaign_id"], "campaign")
        rules.adset(sandbox, campaign, {**item, **given})
    else:
        rules.ad(sandbox, account, sandbox.store.require(item["campaign_id"], "campaign"), {**item, **given})


def _apply(
    sandbox: "Sandbox",
    account: Stored,
    item: Stored,
    done: dict[str, Any],
    names: set[str],
    content: "Stored | Spec | None",
) -> None:
    key = None
    before = sandbox.store.require(item.id)
    if content is not None:
        creative = content if isinstance(content, Stored) else made(sandbox, account, content)
        old = sandbox.store.get(before["creative_id"], "creative")
        if old is not None:
            rules.swap(old["spec"], creative["spec"])
        if creative.id != before["creative_id"]:
            done["creative_id"] = key = creative.id
    item = sandbox.store.update(item.id, {**done, "updated": sandbox.clock.now()}, key=key)
    if changes.reviewed(names, before, item):
        _review(sandbox, item)
    if item.kind == "ad":
        running.plan(sandbox, sandbox.store.require(item.id), swapped=key is not None)
    elif set(done) - {"name"}:
        running.plan_below(sandbox, item)


def swap(sandbox: "Sandbox", ad: Stored, creative: Stored) -> None:
    """The ad shows another creative from now on."""
    account = sandbox.store.require(ad.parent, "ad_account")
    changes.check(sandbox, ad, {"creative"}, None)
    whole(sandbox, False, lambda: _apply(sandbox, account, ad, {}, {"creative"}, creative))


def _review(sandbox: "Sandbox", item: Stored) -> None:
    """Review an ad, or every ad of an ad set, anew."""
    ads = [item] if item.kind == "ad" else sandbox.store.list("ad", parent=item.parent)
    for ad in list(ads):
        if item.id in (ad.id, ad["adset_id"]):
            sandbox.store.update(ad.id, statuses.new_review(sandbox, ad))


def delete(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, bool]:
    account = auth.account_by_id(sandbox, request, item.parent)
    changes.check(sandbox, item, set(), "DELETED")
    whole(sandbox, False, lambda: _apply(sandbox, account, item, {"status": "DELETED"}, set(), None))
    return {"success": True}


for _kind in fields.OF:
    node("POST", kind=_kind)(_change)
    node("DELETE", kind=_kind)(delete)

STRATEGIES = ("DELETE_ANY", "DELETE_OLDEST", "DELETE_ARCHIVED_BEFORE")


@edge("DELETE", kind="ad_account", name="campaigns")
def delete_campaigns(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    """Many at once (line 15710)."""
    strategy = request.required("delete_strategy")
    if strategy not in STRATEGIES:
        raise errors.invalid(
            f"Param delete_strategy must be one of {{{', '.join(STRATEGIES)}}}", blame="delete_strategy"
        )
    account = auth.account_by_id(sandbox, request, account.id)
    before, most = moments.read(request, "before_date"), request.number("object_count")
    found = [
        one for one in sandbox.store.list("campaign", parent=account.id, oldest_first=True) if _fits(one, strategy)
    ]
    found = [one for one in found if before is None or one.created < before]
    chosen = found if most is None else found[: max(most, 0)]
    for campaign in chosen:
        delete(sandbox, request, campaign)
    return {
        "objects_left_to_delete_count": len(found) - len(chosen),
        "deleted_object_ids": [campaign.id for campaign in chosen],
    }


def _fits(campaign: Stored, strategy: str) -> bool:
    return campaign["status"] == "ARCHIVED" if strategy == STRATEGIES[2] else campaign["status"] != "DELETED"
