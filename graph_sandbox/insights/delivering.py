"""When an ad delivered, from what is kept on it: {"delivery": {"periods": [[first day, last day or null], ...], ...}}.

`video` says that it plays, `scale` how much of the usual delivery it gets, `tires` the day from which on people have seen it
often enough, `swapped` the day from which it shows another creative.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..store import Stored
from .numbers import TIRING, Showing

DAY = dt.timedelta(days=1)
Days = list[tuple[dt.date, Showing]]


def delivered(ad: Stored) -> bool:
    return bool(ad.get("delivery"))


def days(ad: Stored, since: dt.date, until: dt.date) -> Days:
    """Each day from `since` to `until` on which the ad delivered, with how it did."""
    kept = ad["delivery"]
    plain = Showing(ad.id, video=bool(kept.get("video")), scale=float(kept.get("scale", 1.0)))
    if not kept.get("tires") and not kept.get("swapped"):
        return [(day, plain) for day in _days(kept, since, until)]
    return [(day, _on(plain, kept, day)) for day in _days(kept, since, until)]


def _days(kept: dict[str, Any], since: dt.date, until: dt.date) -> Iterator[dt.date]:
    seen = since - DAY
    for first, last in kept.get("periods") or [[kept["from"], kept.get("until")]]:
        day = max(seen + DAY, dt.date.fromisoformat(first))
        end = min(until, dt.date.fromisoformat(last)) if last else until
        while day <= end:
            yield day
            seen = day
            day += DAY


def _on(plain: Showing, kept: dict[str, Any], day: dt.date) -> Showing:
    tires, swapped = kept.get("tires"), kept.get("swapped")
    tired = (day - dt.date.fromisoformat(tires)).days if tires else 0
    look = str(swapped) if swapped and day >= dt.date.fromisoformat(swapped) else ""
    return plain._replace(look=look, left=TIRING**tired if tired > 0 else 1.0)
