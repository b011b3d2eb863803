"""When an ad delivered, from what is kept on it: {"delivery": {"periods": [[first day, last day or null], ...], ...}}.

`video` says that it plays, `scale` how much of the usual delivery it gets, `tires` the day from which on people have seen it
often enough, `swaps` the days from which on it shows another creative, each with whether that one plays: [[day, video], ...].
"""

import datetime as dt
from typing import NamedTuple

from ..store import Stored
from .numbers import TIRING, Showing

DAY = dt.timedelta(days=1)
Run = tuple[dt.date, dt.date]


class Delivery(NamedTuple):
    """`runs` in their order, none over another."""

    runs: tuple[Run, ...]
    plain: Showing
    tires: dt.date | None
    swaps: tuple[tuple[dt.date, bool], ...]

    def days(self, since: dt.date, until: dt.date) -> list[tuple[dt.date, Showing]]:
        """Each day from `since` to `until` on which the ad delivered, with how it did."""
        found = []
        for first, last in self.runs:
            if last < since or first > until:
                continue
            day, end = max(first, since), min(last, until)
            while day <= end:
                found.append((day, self._on(day)))
                day += DAY
        return found

    def _on(self, day: dt.date) -> Showing:
        if self.tires is None and not self.swaps:
            return self.plain
        tired = max(0, (day - self.tires).days) if self.tires else 0
        shown = self.plain._replace(left=TIRING**tired)
        for since, video in self.swaps:
            if day >= since:
                shown = shown._replace(look=since.isoformat(), video=video)
        return shown


def delivered(ad: Stored) -> bool:
    return bool(ad.get("delivery"))


def of(ad: Stored) -> Delivery:
    kept = ad["delivery"]
    runs: list[Run] = []
    for first, last in sorted(kept["periods"], key=lambda period: period[0]):
        start = dt.date.fromisoformat(first)
        if runs and start <= runs[-1][1]:
            start = runs[-1][1] + DAY if runs[-1][1] < dt.date.max else dt.date.max
        runs.append((start, dt.date.fromisoformat(last) if last else dt.date.max - DAY))
    plain = Showing(ad.id, video=bool(kept.get("video")), scale=float(kept.get("scale", 1.0)))
    tires = dt.date.fromisoformat(kept["tires"]) if kept.get("tires") else None
    swaps = sorted((dt.date.fromisoformat(day), bool(video)) for day, video in kept.get("swaps", ()))
    return Delivery(tuple(runs), plain, tires, tuple(swaps))
