"""From ads and a period to counts: one line for each combination of labels."""

import datetime as dt
from operator import add
from typing import TYPE_CHECKING, Any

from .. import paging
from ..request import Request
from ..store import Stored
from . import actions, delivering, numbers
from .choosing import operator
from .dividing import Cut, Divider
from .periods import Period
from .query import Query, today_of

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SEED = "galley"
Labels = tuple[Any, ...]


class Line:
    """What comes together in one row: counts, the same by the labels of action breakdowns, the reach of each day."""

    __slots__ = ("counts", "parts", "reach")

    def __init__(self) -> None:
        self.counts: list[int] = []
        self.parts: dict[Labels, list[int]] = {}
        self.reach: dict[dt.date, int] = {}

    def take(self, values: list[int]) -> None:
        self.counts = list(map(add, self.counts, values)) if self.counts else values

    def merge(self, other: "Line") -> None:
        self.take(other.counts)
        for labels, values in other.parts.items():
            self.take_part(labels, values)
        for day, reach in other.reach.items():
            self.reach[day] = self.reach.get(day, 0) + reach

    def take_part(self, labels: Labels, values: list[int]) -> None:
        before = self.parts.get(labels)
        self.parts[labels] = list(map(add, before, values)) if before else values


class Gatherer:
    """Gathers `needed` counts for the breakdowns of a query and the action breakdowns `by_action`."""

    def __init__(
        self, sandbox: "Sandbox", request: Request, query: Query, needed: frozenset[str], by_action: tuple[str, ...]
    ):
        self._sandbox, self._query = sandbox, query
        self._last = today_of(sandbox, query.account)
        self._settings: dict[str, tuple[int, int]] = {}
        self._known: dict[str, tuple[delivering.Delivery, Cut, tuple[int, int]]] = {}
        whole = needed
        if query.windows or self._has_settings():
            whole |= {f"{name}_{part}" for name in actions.CONVERSIONS if name in needed for part in ("click", "day")}
        self.plan = numbers.plan(whole)
        self._reach = self.plan.names.index("reach") if "reach" in self.plan.names else None
        self._divider = Divider(sandbox, request, (*query.breakdowns, *query.hidden, *by_action), query.product_limit)
        self._shown = len(query.breakdowns)
        self._tested = self._shown + len(query.hidden)
        self._tests = [
            (index, paging.OPERATORS[operator(entry)], entry.get("value"))
            for index, name in enumerate((*query.breakdowns, *query.hidden))
            for entry in query.filters
            if str(entry["field"]).rsplit(".", 1)[-1] == name
        ]

    def _has_settings(self) -> bool:
        account = self._query.account
        return bool(self._query.by_account and account.get("attribution_spec")) or any(
            adset.get("attribution_spec") for adset in self._sandbox.store.list("adset", parent=account.id)
        )

    def setting(self, ad: Stored) -> tuple[int, int]:
        """By which windows the results of this ad are counted: those of its ad set or of the account."""
        if ad["adset_id"] not in self._settings:
            holder = self._query.account if self._query.by_account else self._sandbox.store.get(ad["adset_id"])
            self._settings[ad["adset_id"]] = actions.setting_of(holder.get("attribution_spec") if holder else None)
        return self._settings[ad["adset_id"]]

    def named(self, values: list[int]) -> actions.Counts:
        return dict(zip(self.plan.names, values, strict=True))

    def lines(self, ads: list[Stored], period: Period) -> dict[Labels, Line]:
        since, until = period[0], min(period[1], self._last)
        lines: dict[Labels, Line] = {}
        for ad in ads:
            delivery, cut, setting = self._known.get(ad.id) or self._learn(ad)
            for day, showing in delivery.days(since, until):
                for place, values in numbers.cells(self.plan, SEED, showing, day, cut.stage):
                    if setting != actions.DEFAULT:
                        values = list(actions.attributed(self.named(values), setting).values())
                    self._take(lines, cut.labels[place], values, day)
        return lines

    def _learn(self, ad: Stored) -> tuple[delivering.Delivery, Cut, tuple[int, int]]:
        known = self._known[ad.id] = (delivering.of(ad), self._divider.of(ad), self.setting(ad))
        return known

    def _take(self, lines: dict[Labels, Line], labels: Labels, values: list[int], day: dt.date) -> None:
        for index, test, value in self._tests:
            if not test(labels[index] or "", value):
                return
        line = lines.get(labels[: self._shown])
        if line is None:
            line = lines[labels[: self._shown]] = Line()
        line.take(values)
        if len(labels) > self._tested:
            line.take_part(labels[self._tested :], values)
        if self._reach is not None:
            line.reach[day] = line.reach.get(day, 0) + values[self._reach]

    def finished(self, line: Line, *, hourly: bool) -> actions.Counts:
        """The line's counts, with people instead of sums of people."""
        counts = self.named(line.counts)
        if self._reach is not None:
            counts["reach"] = 0 if hourly else numbers.people(list(line.reach.values()), counts["impressions"])
            for name in ("unique_clicks", "unique_link_clicks"):
                if name in counts:
                    counts[name] = min(counts[name], counts["reach"])
        return counts
