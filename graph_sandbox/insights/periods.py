"""From date_preset, time_range, time_ranges and time_increment to periods (first and last day, both included).

Marketing API reference, "Ad Account, Insights", lines 15828 and 15842.
"""

import calendar
import datetime as dt
import re
from typing import Any

from .. import errors
from ..request import Request

Period = tuple[dt.date, dt.date]
DAY = dt.timedelta(days=1)
LAST = {
    "last_3d": 3,
    "last_7d": 7,
    "last_14d": 14,
    "last_28d": 28,
    "last_30d": 30,
    "last_90d": 90,
}
PRESETS = (
    "today yesterday this_month last_month this_quarter maximum data_maximum last_3d last_7d last_14d last_28d last_30d last_90d "
    "last_week_mon_sun last_week_sun_sat last_quarter last_year this_week_mon_today this_week_sun_today this_year"
).split()
MONTHS_KEPT = 37
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def periods(request: Request, today: dt.date) -> list[Period]:
    if ranges := request.json("time_ranges"):
        if not isinstance(ranges, list):
            raise errors.invalid("Param time_ranges must be an array of time range objects", blame="time_ranges")
        return [_range(entry, today) for entry in ranges]
    if wanted := request.json("time_range"):
        whole = _range(wanted, today)
    else:
        whole = preset(request.text("date_preset") or "last_30d", today)
    return sliced(whole, request.text("time_increment") or "all_days")


def _range(value: Any, today: dt.date) -> Period:
    try:
        since, until = (_day(str(value[name])) for name in ("since", "until"))
    except (KeyError, TypeError, ValueError):
        raise errors.invalid(
            "Must be a valid date range with since and until as YYYY-MM-DD",
            blame="time_range",
        ) from None
    if since > until:
        raise errors.invalid("time_range: since must not be after until", blame="time_range")
    if since < earliest(today):
        sentence = (
            f"(#3018) The start date of the time range cannot be beyond {MONTHS_KEPT} months from the current date"
        )
        raise errors.GraphFault(3018, sentence, error_data={"blame_field_specs": [["time_range"]]})
    return since, until


def _day(text: str) -> dt.date:
    if not DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def earliest(today: dt.date) -> dt.date:
    return months_before(today, MONTHS_KEPT)


def months_before(today: dt.date, count: int) -> dt.date:
    """The same day so many months ago, or the last one of a shorter month."""
    month = _months(today, -count)
    return month.replace(day=min(today.day, calendar.monthrange(month.year, month.month)[1]))


def preset(name: str, today: dt.date) -> Period:
    """last_Nd ends yesterday; weeks run Monday to Sunday or Sunday to Saturday."""
    yesterday = today - DAY
    if name in LAST:
        return today - LAST[name] * DAY, yesterday
    if name not in PRESETS and name != "lifetime":
        raise errors.invalid(
            f"Param date_preset must be one of {{{', '.join(PRESETS)}}}",
            blame="date_preset",
        )
    if name in ("maximum", "data_maximum", "lifetime"):
        return earliest(today), today
    return {"today": (today, today), "yesterday": (yesterday, yesterday)}.get(name) or _calendar(name, today)


def _calendar(name: str, today: dt.date) -> Period:
    monday, sunday = (
        today - today.weekday() * DAY,
        today - ((today.weekday() + 1) % 7) * DAY,
    )
    month = today.replace(day=1)
    quarter = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = {
        "month": (month - DAY).replace(day=1),
        "quarter": _months(quarter, -3),
        "year": dt.date(today.year - 1, 1, 1),
    }
    return {
        "this_month": (month, today),
        "last_month": (before["month"], month - DAY),
        "this_quarter": (quarter, today),
        "last_quarter": (before["quarter"], quarter - DAY),
        "this_year": (dt.date(today.year, 1, 1), today),
        "last_year": (before["year"], dt.date(today.year - 1, 12, 31)),
        "this_week_mon_today": (monday, today),
        "this_week_sun_today": (sunday, today),
        "last_week_mon_sun": (monday - 7 * DAY, monday - DAY),
        "last_week_sun_sat": (sunday - 7 * DAY, sunday - DAY),
    }[name]


def _months(day: dt.date, count: int) -> dt.date:
    months = day.year * 12 + day.month - 1 + count
    return dt.date(months // 12, months % 12 + 1, 1)


def sliced(whole: Period, increment: str) -> list[Period]:
    since, until = whole
    if increment in ("all_days", "all_time"):
        return [whole]
    found = []
    if increment == "monthly":
        while since <= until:
            end = since.replace(day=calendar.monthrange(since.year, since.month)[1])
            found.append((since, min(end, until)))
            since = end + DAY
        return found
    if not increment.isdigit() or not 1 <= int(increment) <= 90:
        raise errors.invalid(
            "Param time_increment must be monthly, all_days or a number from 1 to 90",
            blame="time_increment",
        )
    while since <= until:
        found.append((since, min(since + (int(increment) - 1) * DAY, until)))
        since += int(increment) * DAY
    return found
