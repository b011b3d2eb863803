"""From which day to which an ad delivers; insights read it.

What is kept on the ad, {"delivery": {"periods": [[first day, last day or null], ...]}}, is its past together with what will come
if nobody changes anything: it is worked out anew after every change to the ad or to an object above it, and what lies before
that change stays.
"""

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .. import story
from ..store import Stored
from . import statuses

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Moments = tuple[float, float | None]
DAY = dt.timedelta(days=1)


def delivers(sandbox: "Sandbox", ad: Stored) -> Moments | None:
    """From when on the ad delivers and until when (None: on and on), as all stands now; None when it will not."""
    chain = [*statuses.above(sandbox, ad), ad]
    if any(one["status"] != "ACTIVE" or one.get("issues_info") for one in chain):
        return None
    review = ad.get("review") or {}
    if review.get("feedback"):
        return None
    starts = [sandbox.clock.now(), review.get("until", 0.0)]
    starts += [one[name] for one in chain for name in ("start_time", "ad_schedule_start_time") if one.get(name)]
    ends = [one[name] for one in chain for name in ("stop_time", "end_time", "ad_schedule_end_time") if one.get(name)]
    begin, end = max(starts), min(ends, default=None)
    return (begin, end) if end is None or end > begin else None


def today(sandbox: "Sandbox", account: Stored) -> dt.date:
    return _day(sandbox.clock.now(), account)


def _day(moment: float, account: Stored) -> dt.date:
    return dt.datetime.fromtimestamp(moment, ZoneInfo(account["timezone_name"])).date()


def plan(sandbox: "Sandbox", ad: Stored, swapped: bool = False) -> Stored:
    """Write down anew when this ad delivers. `swapped`: from today on it shows another creative."""
    account = sandbox.store.require(ad.parent, "ad_account")
    kept = dict(ad.get("delivery") or {})
    periods = _past(kept.get("periods", []), today(sandbox, account))
    if (moments := delivers(sandbox, ad)) is not None:
        begin, end = moments
        last = _day(end, account).isoformat() if end is not None else None
        periods = _joined(periods, [_day(begin, account).isoformat(), last])
    plays = _is_video(sandbox, account, ad)
    if swapped and kept:
        day = today(sandbox, account).isoformat()
        kept["swaps"] = [*(swap for swap in kept.get("swaps", ()) if swap[0] != day), [day, plays]]
    delivery = {"video": plays, **kept, "periods": periods} if periods else None
    return ad if delivery == ad.get("delivery") else sandbox.store.update(ad.id, {"delivery": delivery})


def plan_below(sandbox: "Sandbox", parent: Stored) -> None:
    """The same for every ad of a campaign or an ad set."""
    name = f"{parent.kind}_id"
    for ad in sandbox.store.list("ad", parent=parent.parent):
        if ad[name] == parent.id:
            plan(sandbox, ad)


def _past(periods: list[list[str | None]], today: dt.date) -> list[list[str | None]]:
    """What has been delivered up to today."""
    day = today.isoformat()
    return [[first, min(last or day, day)] for first, last in periods if first is not None and first <= day]


def _joined(periods: list[list[str | None]], new: list[str | None]) -> list[list[str | None]]:
    """Periods that meet or stand side by side are one."""
    if not periods:
        return [new]
    first, last = periods[-1]
    if last is not None and new[0] is not None and new[0] <= (dt.date.fromisoformat(last) + DAY).isoformat():
        return [*periods[:-1], [first, new[1]]]
    return [*periods, new]


def _is_video(sandbox: "Sandbox", account: Stored, ad: Stored) -> bool:
    creative = sandbox.store.get(ad["creative_id"], "creative")
    return creative is not None and story.kind_of(creative["spec"]) == "video"
