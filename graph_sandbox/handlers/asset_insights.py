"""Insights of a business image or video over all ads that use it. Business Creative Asset Management, "Creative Insights".

Fields as in the official SDK's BusinessCreativeInsights; the last day is `date_end` here, not `date_stop`. Without `time_range` it is
the past 28 days. The numbers are those of the insights edge of each ad, added up.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import auth, errors, media, paging
from .. import fields as selections
from .. import folder_rights as rights
from ..request import Request
from ..routes import edge
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SCOPE = "business_creative_insights"
COUNTS, LISTS = (
    ("impressions", "inline_link_clicks"),
    ("actions", "video_play_actions", "video_thruplay_watched_actions"),
)
OF_THE_AD = ("ad_id", "objective", "optimization_goal")
DELIVERY = ("age", "country", "device_platform", "gender", "platform_position", "publisher_platform")
DATES = ("date_start", "date_end")
FIELDS = (*COUNTS, *LISTS, *OF_THE_AD[1:], *DELIVERY, *DATES, "quality_ranking")
DEFAULT = ("impressions", "inline_link_clicks")
MANY = 5000


def show(sandbox: "Sandbox", request: Request, asset: Stored) -> dict[str, Any]:
    auth.require_scope(request, SCOPE)
    rights.need_on_asset(sandbox, request, asset, "VIEW_INSIGHTS")
    breakdowns = [str(name) for name in request.list("breakdowns")]
    for index, name in enumerate(breakdowns):
        if name not in (*OF_THE_AD, *DELIVERY):
            known = ", ".join(sorted((*OF_THE_AD, *DELIVERY)))
            raise errors.invalid(f"Param breakdowns[{index}] must be one of {{{known}}}", blame="breakdowns")
    wanted = [one.name for one in selections.asked(request)] or list(DEFAULT)
    for name in wanted:
        if name not in FIELDS:
            raise errors.unknown_field(name, "BusinessCreativeInsights")
    rows = list(_rows(sandbox, request, asset, breakdowns, wanted))
    window, page = paging.cut(request, rows)
    return {**page, "data": window}


for _kind in ("business_image", "business_video"):
    edge("GET", kind=_kind, name="insights")(show)


def _rows(
    sandbox: "Sandbox", request: Request, asset: Stored, breakdowns: list[str], wanted: list[str]
) -> Iterator[dict[str, Any]]:
    """One row a cell of the asked breakdowns, in the order in which the ads have it."""
    period = _period(sandbox, request)
    totals: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
    delivery = [name for name in breakdowns if name in DELIVERY]
    for ad in _ads(sandbox, asset):
        own = _of_the_ad(sandbox, ad)
        for row in _insights(sandbox, request, ad, period, delivery):
            cell = tuple((name, str(own.get(name, row.get(name, "")))) for name in breakdowns)
            _add(totals.setdefault(cell, {}), row)
    for cell, total in totals.items():
        shown = {name: total[name] for name in wanted if name in total}
        yield {**shown, **dict(cell), "date_start": period["since"], "date_end": period["until"]}


def _period(sandbox: "Sandbox", request: Request) -> dict[str, str]:
    given = request.json("time_range")
    if given is None:
        today = sandbox.clock.today()
        return {"since": str(today - dt.timedelta(days=28)), "until": str(today - dt.timedelta(days=1))}
    try:
        since, until = (dt.date.fromisoformat(str(given[name])) for name in ("since", "until"))
    except (TypeError, KeyError, ValueError):
        raise errors.invalid("Param time_range must have since and until as YYYY-MM-DD", blame="time_range") from None
    if since > until:
        raise errors.invalid("since must not be after until", blame="time_range")
    return {"since": str(since), "until": str(until)}


def _ads(sandbox: "Sandbox", asset: Stored) -> Iterator[Stored]:
    """All ads, in any account, whose creative shows the asset."""
    needle = asset.key if asset.kind == "business_image" else asset["video_id"]
    creatives = set(media.creatives_using(sandbox, "%", needle))
    for ad in sandbox.store.list("ad", oldest_first=True) if creatives else ():
        if any(value in creatives for value in _texts(ad)):
            yield ad


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _of_the_ad(sandbox: "Sandbox", ad: Stored) -> dict[str, Any]:
    adset: dict[str, Any] = sandbox.store.get(ad["adset_id"]) or {}
    campaign: dict[str, Any] = sandbox.store.get(ad["campaign_id"]) or {}
    goals = {"objective": campaign.get("objective"), "optimization_goal": adset.get("optimization_goal")}
    return {"ad_id": ad.id, **{name: value for name, value in goals.items() if value}}


def _insights(
    sandbox: "Sandbox", request: Request, ad: Stored, period: dict[str, str], breakdowns: list[str]
) -> list[dict[str, Any]]:
    """The rows of the ad's own edge; whoever may see the asset's insights need have no role on the ad's account."""
    params: dict[str, Any] = {"fields": ",".join((*COUNTS, *LISTS)), "time_range": period, "limit": MANY}
    if breakdowns:
        params["breakdowns"] = breakdowns
    caller = request.caller.copy() | {"reach": "*", "scopes": ["ads_read"]}
    inner = Request("GET", f"/{ad.id}/insights", request.version, params, host=request.host, caller=caller)
    return sandbox.dispatch(inner)["data"]


def _add(total: dict[str, Any], row: dict[str, Any]) -> None:
    for name in COUNTS:
        total[name] = total.get(name, 0) + int(row.get(name, 0))
    for name in LISTS:
        sums = {entry["action_type"]: int(entry["value"]) for entry in total.get(name, [])}
        for entry in row.get(name, []):
            sums[entry["action_type"]] = sums.get(entry["action_type"], 0) + int(float(entry["value"]))
        if sums:
            total[name] = [{"action_type": kind, "value": str(value)} for kind, value in sums.items()]
