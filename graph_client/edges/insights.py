"""Figures of ads: small questions at once, large ones as report runs (see `reports`).

Source: Marketing API reference, lines 11285-12091 and 15799-16113. Metrics come as numeric text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from .. import fields, reports

if TYPE_CHECKING:
    from ..client import GraphClient
    from ..shapes import Rows


submit = reports.submit
poll = reports.poll
poll_many = reports.poll_many
fetch = reports.fetch


def daily_params(
    since: date | str,
    until: date | str,
    *,
    level: str = "ad",
    names: Sequence[str] = fields.INSIGHT,
    breakdowns: Iterable[str] = (),
    ad_ids: Iterable[str] = (),
) -> dict[str, Any]:
    """Parameters for one row an ad and day, both days included; dates are the ad account's own days.

    All statuses but deleted are named, because any filter without a status keeps only active ads.
    """
    return {
        "level": level,
        "fields": names,
        "time_range": {"since": _day(since), "until": _day(until)},
        "time_increment": 1,
        "breakdowns": ",".join(breakdowns) or None,
        "filtering": _filters(ad_ids),
    }


def iterate(client: GraphClient, node: str, params: Mapping[str, Any], *, page_size: int = 500) -> Rows:
    """Rows by a plain GET; TooMuchData means: ask for less, or use a report run."""
    return client.iterate(f"{node}/insights", params, page_size=page_size, use_case=reports.USE_CASE)


def _filters(ad_ids):
    statuses = {"field": "ad.effective_status", "operator": "IN", "value": list(fields.EVERY_STATUS_BUT_DELETED)}
    named = [{"field": "ad.id", "operator": "IN", "value": list(ad_ids)}] if ad_ids else []
    return [statuses, *named]


def _day(day):
    return day if isinstance(day, str) else day.isoformat()
