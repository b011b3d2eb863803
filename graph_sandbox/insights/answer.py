"""The rows of a question, and its summary."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import paging
from ..clock import iso
from ..request import Request
from ..store import Stored
from . import actions, breakdowns, columns
from .choosing import OF_OBJECTS, Choice, operator
from .gathering import Gatherer, Line
from .query import Query

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Row = dict[str, Any]


class Answer:
    def __init__(self, sandbox: "Sandbox", request: Request, query: Query):
        self._sandbox, self._request, self._query = sandbox, request, query
        self._choice = Choice(sandbox, query)
        self._wanted = self._wanted_types()
        self._metrics = [
            (name, paging.OPERATORS[operator(entry)], entry.get("value"))
            for entry in query.filters
            for name in [str(entry["field"]).rsplit(".", 1)[-1]]
            if name in columns.SCALARS and name not in OF_OBJECTS
        ]

    def _wanted_types(self) -> Callable[[str], bool]:
        """Filters on action_type; results off Meta's pages have no region and no hour (line 11671)."""
        tests = [
            (paging.OPERATORS[operator(entry)], entry.get("value"))
            for entry in self._query.filters
            if entry["field"] == "action_type"
        ]
        if {*self._query.breakdowns} & breakdowns.WITHOUT_OFFSITE:
            return lambda kind: kind not in actions.OFF_META and all(test(kind, value) for test, value in tests)
        return lambda kind: all(test(kind, value) for test, value in tests)

    def rows(self) -> list[Row]:
        query = self._query
        if {*query.breakdowns} & {*breakdowns.SKAN}:
            return []  # nobody's app sends postbacks here
        sorted_by = query.sort[0].partition(":")[0]
        extra = tuple(name for name in (sorted_by, *(name for name, _, _ in self._metrics)) if name in columns.NEEDED)
        shaper = self._shaper((*query.fields, *extra), query.action_breakdowns)
        groups = self._choice.groups()
        identities = {key: self._identity(key, ads, shaper.gatherer) for key, ads in groups.items()}
        found = []
        for period in query.periods:
            for key, ads in groups.items():
                for labels, line in shaper.gatherer.lines(ads, period).items():
                    row = {**identities[key], **shaper.metrics(line)}
                    for name, label in zip(query.breakdowns, labels, strict=True):
                        if label is not None:
                            row[name] = label
                    row["date_start"], row["date_stop"] = period[0].isoformat(), period[1].isoformat()
                    found.append(row)
        return self._chosen(found, {*extra} - {*query.fields})

    def _chosen(self, found: list[Row], hidden: set[str]) -> list[Row]:
        for name, test, value in self._metrics:
            found = [row for row in found if test(row.get(name, "0"), value)]
        name, greatest_first = self._query.sort
        if name:
            found.sort(key=lambda row: _value(row, name), reverse=greatest_first)
        for row in found if hidden else ():
            for extra in hidden:
                row.pop(extra, None)
        return found

    def _shaper(self, names: tuple[str, ...], by_action: tuple[str, ...]) -> "Shaper":
        query, kept = self._query, tuple(name for name in names if name not in self._query.left_out)
        needed = frozenset().union(*(columns.NEEDED.get(name, frozenset()) for name in kept))
        gatherer = Gatherer(self._sandbox, self._request, query, needed, by_action)
        return Shaper(gatherer, kept, by_action, query, self._wanted)

    def summary(self) -> Row:
        """One row over everything that the rows speak of."""
        query = self._query
        since, until = min(period[0] for period in query.periods), max(period[1] for period in query.periods)
        ads = [ad for some in self._choice.groups(in_texts=False).values() for ad in some]
        shaper = self._shaper(query.summary or (), query.summary_actions)
        whole = Line()
        for line in shaper.gatherer.lines(ads, (since, until)).values():
            whole.merge(line)
        row = shaper.metrics(whole) if whole.counts else {}
        return {**row, "date_start": since.isoformat(), "date_stop": until.isoformat()}

    def _identity(self, key: str, ads: list[Stored], gatherer: Gatherer) -> Row:
        """The asked fields that say what a row is about."""
        known = self._names(key)
        settings = {gatherer.setting(ad) for ad in ads}
        if len(settings) == 1:
            known["attribution_setting"] = actions.setting_text(settings.pop())
        return {name: known[name] for name in self._query.fields if known.get(name) is not None}

    def _names(self, key: str) -> Row:
        account = self._query.account
        known = {
            "account_id": account.id.removeprefix("act_"),
            "account_name": account["name"],
            "account_currency": account["currency"],
        }
        if self._query.level == "account":
            return known
        item = self._choice.object(key)
        for one in (
            item,
            *(self._choice.object(item[f"{kind}_id"]) for kind in ("campaign", "adset") if f"{kind}_id" in item),
        ):
            known |= {f"{one.kind}_id": one.id, f"{one.kind}_name": one["name"]}
            known |= {"objective": one.get("objective")} if one.kind == "campaign" else {}
            known |= {"optimization_goal": one.get("optimization_goal")} if one.kind == "adset" else {}
        return known | {
            "created_time": iso(item.created)[:10],
            "updated_time": iso(item.get("updated", item.created))[:10],
            "buying_type": "AUCTION",
        }


class Shaper:
    """From counts to the metrics of a row."""

    def __init__(
        self,
        gatherer: Gatherer,
        names: tuple[str, ...],
        by_action: tuple[str, ...],
        query: Query,
        wanted: Callable[[str], bool],
    ):
        self.gatherer, self._by_action = gatherer, by_action
        self._windows, self._wanted, self._hourly = query.windows, wanted, query.hourly
        self._scalars = [(name, columns.SCALARS[name]) for name in names if name in columns.SCALARS]
        self._lists = [(name, columns.LISTS[name]) for name in names if name in columns.LISTS]
        self._histograms = [(name, columns.HISTOGRAMS[name]) for name in names if name in columns.HISTOGRAMS]

    def metrics(self, line: Line) -> Row:
        counts = self.gatherer.finished(line, hourly=self._hourly)
        row: Row = {}
        for name, text in self._scalars:
            value = text(counts)
            if value is not None:
                row[name] = value
        if self._lists:
            self._add_lists(row, line, counts)
        for name, histogram in self._histograms:
            if (found := histogram(counts)) is not None:
                row[name] = found
        return row

    def _add_lists(self, row: Row, line: Line, counts: actions.Counts) -> None:
        parts = [
            (dict(zip(self._by_action, labels, strict=True)), self.gatherer.named(values))
            for labels, values in line.parts.items()
        ]
        for name, texts in self._lists:
            if (found := actions.listed(texts, counts, parts, self._windows, self._wanted)) is not None:
                row[name] = found


def _value(row: Row, name: str) -> Any:
    """A row's value for sorting: a number where it is one; `actions:link_click` looks inside the list."""
    field, _, action = name.partition(":")
    value = row.get(field)
    if isinstance(value, list):
        value = next((entry["value"] for entry in value if entry["action_type"] == action or not action), 0)
    try:
        return (0, float(value or 0), "")
    except (TypeError, ValueError):
        return (1, 0.0, str(value))
