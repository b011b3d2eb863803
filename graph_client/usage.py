"""How much of Meta's quota is used, read from the answer's headers into one value.

Sources: Marketing API reference, lines 12747-12790 (app and ad account headers), 13113-13175
(business use case header), 11983-12003 (insights throttle header).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

MINUTE = 60


@dataclass(frozen=True)
class Reading:
    """One statement of one header: `percent` of the quota of (use_case, subject), wait in seconds (0 = none)."""

    use_case: str
    subject: str
    percent: float
    wait: int = 0
    tier: str = ""


@dataclass(frozen=True)
class Usage:
    """All readings of one answer. True while there is room."""

    readings: tuple = ()

    @property
    def percent(self) -> float | None:
        """The greatest percentage of all readings; None when the answer said nothing."""
        return max((reading.percent for reading in self.readings), default=None)

    @property
    def wait(self) -> int:
        """Seconds until Meta lets calls through again; 0 when it names none."""
        return max((reading.wait for reading in self.readings), default=0)

    @property
    def tier(self) -> str:
        return next((reading.tier for reading in self.readings if reading.tier), "")

    def of(self, use_case: str, subject: str) -> Usage:
        """Only the readings for one use case; '' as subject of a reading means it holds for any."""
        return Usage(
            tuple(
                reading
                for reading in self.readings
                if reading.use_case == use_case and reading.subject in ("", subject)
            )
        )

    def __bool__(self):
        return (self.percent or 0) < 100 and self.wait == 0


def read_usage(headers: Mapping[str, str]) -> Usage:
    """Usage from response headers (any mapping of names to text). Headers that make no sense are left out."""
    found = []
    lowered = {name.lower(): value for name, value in headers.items()}
    for name, reader in _READERS.items():
        value = _json_object(lowered.get(name))
        if value:
            found.extend(reader(value))
    return Usage(tuple(_without_later_waits(found)))


def _without_later_waits(found):
    """A use case's row names when calls go again; beside it, when an account is back at zero is no wait."""
    if any(reading.wait and reading.subject and reading.use_case == "ads_management" for reading in found):
        found = [replace(one, wait=0) if not one.subject else one for one in found]
    return found


def _json_object(text):
    if not text:
        return None
    try:
        value = json.loads(text.replace("'", '"'))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _app(value):
    yield Reading("app", "", _greatest(value, "call_count", "total_time", "total_cputime"))


def _ad_account(value):
    percent = _greatest(value, "acc_id_util_pct")
    # The reset time is always there; it is a wait only once nothing is left.
    wait = _number(value.get("reset_time_duration")) if percent >= 100 else 0
    yield Reading("ads_management", "", percent, int(wait), str(value.get("ads_api_access_tier", "")))


def _insights(value):
    tier = str(value.get("ads_api_access_tier", ""))
    yield Reading("ads_insights", "", _greatest(value, "acc_id_util_pct", "app_id_util_pct"), 0, tier)


def _business(value):
    for subject, rows in value.items():
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict):
                yield _business_row(subject, row)


def _business_row(subject, row):
    return Reading(
        use_case=str(row.get("type", "")),
        subject=str(subject).removeprefix("act_"),
        percent=_greatest(row, "call_count", "total_time", "total_cputime"),
        wait=int(_number(row.get("estimated_time_to_regain_access")) * MINUTE),
        tier=str(row.get("ads_api_access_tier", "")),
    )


def _greatest(value, *names):
    return max(_number(value.get(name)) for name in names)


def _number(value):
    try:
        return max(0.0, float(value))
    except (TypeError, ValueError):
        return 0.0


_READERS = {
    "x-app-usage": _app,
    "x-ad-account-usage": _ad_account,
    "x-business-use-case-usage": _business,
    "x-fb-ads-insights-throttle": _insights,
}
