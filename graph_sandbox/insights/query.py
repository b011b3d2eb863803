"""One question to the insights edge, from parameters to rows."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .. import errors, fields, paging
from ..clock import iso
from ..request import Request
from ..store import Stored
from . import columns, numbers
from .periods import Period, periods

if TYPE_CHECKING:
    from ..sandbox import Sandbox

DEFAULT_FIELDS = ("impressions", "spend")
SEED = "galley"
GROUPS = {"campaign": "campaign_id", "adset": "adset_id", "ad": "id"}
NODE_LEVEL = {
    "ad_account": "account",
    "campaign": "campaign",
    "adset": "adset",
    "ad": "ad",
}
HIDDEN = ("DELETED", "ARCHIVED")


@dataclass(frozen=True)
class Query:
    """What was asked, checked."""

    node: Stored
    account: Stored
    level: str
    fields: tuple[str, ...]
    periods: tuple[Period, ...]
    breakdowns: tuple[str, ...]
    family: tuple[str, ...]
    filters: tuple[dict[str, Any], ...]
    sort: str
    summary: tuple[str, ...]


def today_of(sandbox: "Sandbox", account: Stored) -> dt.date:
    return dt.datetime.fromtimestamp(sandbox.clock.now(), ZoneInfo(account["timezone_name"])).date()


def parse(sandbox: "Sandbox", request: Request, node: Stored) -> Query:
    """Raises 100 with the parameter to blame."""
    account = node if node.kind == "ad_account" else sandbox.store.require(node.parent, "ad_account")
    level = request.text("level") or NODE_LEVEL[node.kind]
    if level not in columns.LEVELS:
        raise errors.invalid("Param level must be one of {ad, adset, campaign, account}", blame="level")
    breakdowns = tuple(str(name) for name in request.list("breakdowns"))
    names = tuple(field.name for field in fields.asked(request)) or DEFAULT_FIELDS
    for name in names:
        if not columns.known(name) and name not in breakdowns:
            raise errors.invalid(
                f"{name} is not valid for fields param. please check https://developers.facebook.com/docs/marketing-api/reference/ads-insights/ for all valid values",
                blame="fields",
            )
    sort = next(iter(request.list("sort")), "")
    found = tuple(periods(request, today_of(sandbox, account)))
    return Query(
        node,
        account,
        level,
        names,
        found,
        breakdowns,
        family_of(breakdowns),
        tuple(paging.filters(request)),
        str(sort),
        _summary(request, names),
    )


def _summary(request: Request, names: tuple[str, ...]) -> tuple[str, ...]:
    asked = request.list("summary")
    if asked and str(asked[0]).lower() not in ("true", "1", "false", "0"):
        return tuple(str(name) for name in asked)
    return names if request.flag("default_summary") else ()


def family_of(breakdowns: tuple[str, ...]) -> tuple[str, ...]:
    """The family that all of them belong to; Meta does not combine age with placements either."""
    for family in numbers.FAMILIES:
        if set(breakdowns) <= set(family):
            return family
    known = {name for family in numbers.FAMILIES for name in family}
    strange = sorted(set(breakdowns) - known)
    message = (
        f"breakdowns: {', '.join(strange)} is not emulated here"
        if strange
        else f"Current combination of data breakdown columns ({', '.join(breakdowns)}) is invalid"
    )
    raise errors.invalid(message, blame="breakdowns")


class Answer:
    """The rows of a query."""

    def __init__(self, sandbox: "Sandbox", query: Query):
        self._sandbox, self._query = sandbox, query
        self._objects: dict[str, Stored] = {}

    def rows(self) -> list[dict[str, Any]]:
        query = self._query
        found = []
        for period in query.periods:
            for key, ads in self._groups().items():
                found += self._rows_of(key, ads, period)
        found = [row for row in found if all(_passes(row, entry) for entry in query.filters)]
        return self._sorted(found)

    def summary(self) -> dict[str, Any]:
        """One row over everything that the rows speak of."""
        since, until = (
            min(period[0] for period in self._query.periods),
            max(period[1] for period in self._query.periods),
        )
        everything = [ad for ads in self._groups().values() for ad in ads]
        total = self._totals(everything, (since, until), ()).get(())
        row = {name: columns.METRICS[name](total) for name in self._query.summary if total and name in columns.METRICS}
        return {
            **{name: value for name, value in row.items() if value is not None},
            "date_start": since.isoformat(),
            "date_stop": until.isoformat(),
        }

    def _ads(self) -> list[Stored]:
        node, account = self._query.node, self._query.account
        every = [
            ad for ad in self._sandbox.store.list("ad", parent=account.id, oldest_first=True) if ad.get("delivery")
        ]
        if node.kind == "ad_account":
            return every
        return [ad for ad in every if node.id in (ad.id, ad["adset_id"], ad["campaign_id"])]

    def _groups(self) -> dict[str, list[Stored]]:
        """Ads by the object of the asked level that they belong to."""
        level, node = self._query.level, self._query.node
        if level == "account":
            return {self._query.account.id: self._ads()}
        groups: dict[str, list[Stored]] = {}
        for ad in self._ads():
            groups.setdefault(ad[GROUPS[level]] if level != "ad" else ad.id, []).append(ad)
        wanted = self._wanted_statuses()
        return {
            key: ads
            for key, ads in groups.items()
            if self._shown(self._object(key), key == node.id, wanted) and self._object_passes(key)
        }

    def _wanted_statuses(self) -> set[str]:
        found: set[str] = set()
        for entry in self._query.filters:
            if str(entry["field"]).endswith("effective_status"):
                value = entry.get("value")
                found |= set(value) if isinstance(value, list) else {str(value)}
        return found

    def _shown(self, item: Stored, is_node: bool, wanted: set[str]) -> bool:
        """Deleted and archived children are left out of rows of their own (line 11521); the totals of parents hold them."""
        if is_node:
            return True
        if wanted:
            from ..handlers.ad_objects import effective_status

            return effective_status(self._sandbox, item) in wanted
        return item["status"] not in HIDDEN

    def _object(self, object_id: str) -> Stored:
        if object_id not in self._objects:
            self._objects[object_id] = self._sandbox.store.require(object_id)
        return self._objects[object_id]

    def _object_passes(self, key: str) -> bool:
        """Filters on id, name and adlabels of the object itself or of those above it."""
        item = self._object(key)
        for entry in self._query.filters:
            kind, _, name = str(entry["field"]).rpartition(".")
            if name not in ("id", "name", "objective"):
                continue
            holder = self._object(item[f"{kind}_id"]) if kind and kind != item.kind and f"{kind}_id" in item else item
            test = paging.OPERATORS[str(entry.get("operator", "EQUAL")).upper()]
            if not test(holder.get(name, ""), entry.get("value")):
                return False
        return True

    def _rows_of(self, key: str, ads: list[Stored], period: Period) -> list[dict[str, Any]]:
        totals = self._totals(ads, period, self._query.breakdowns)
        return [self._row(key, period, cell, counts) for cell, counts in totals.items() if counts["impressions"]]

    def _totals(
        self, ads: list[Stored], period: Period, breakdowns: tuple[str, ...]
    ) -> dict[tuple[str, ...], dict[str, int]]:
        """Counts of each cell of the asked breakdowns over ads and days."""
        family = self._query.family if breakdowns else ()
        places = [family.index(name) for name in breakdowns]
        sums: dict[tuple[str, ...], dict[str, int]] = {}
        daily: dict[tuple[str, ...], dict[str, list[int]]] = {}
        for day, ad in self._deliveries(ads, period):
            for cell, counts in numbers.cells(SEED, ad.id, day, bool(ad["delivery"].get("video")), family).items():
                shown = tuple(cell[place] for place in places)
                total = sums.setdefault(shown, dict.fromkeys(numbers.ADDITIVE, 0))
                for name in numbers.ADDITIVE:
                    total[name] += counts[name]
                per_day = daily.setdefault(shown, {})
                per_day.setdefault(day.isoformat(), []).append(counts["reach"])
        for cell, total in sums.items():
            reach = [sum(parts) for parts in daily[cell].values()]
            total["reach"] = numbers.people(reach, total["impressions"])
            total["unique_clicks"] = min(total["unique_clicks"], total["reach"])
        return sums

    def _deliveries(self, ads: list[Stored], period: Period) -> Any:
        last = min(period[1], today_of(self._sandbox, self._query.account))
        for ad in ads:
            start = max(period[0], dt.date.fromisoformat(ad["delivery"]["from"]))
            until = ad["delivery"].get("until")
            end = min(last, dt.date.fromisoformat(until)) if until else last
            for number in range((end - start).days + 1):
                yield start + dt.timedelta(days=number), ad

    def _row(self, key: str, period: Period, cell: tuple[str, ...], counts: dict[str, int]) -> dict[str, Any]:
        known = self._identity(key)
        row: dict[str, Any] = {}
        for name in self._query.fields:
            value = columns.METRICS[name](counts) if name in columns.METRICS else known.get(name)
            if value is not None:
                row[name] = value
        return {
            **row,
            "date_start": period[0].isoformat(),
            "date_stop": period[1].isoformat(),
            **dict(zip(self._query.breakdowns, cell, strict=True)),
        }

    def _identity(self, key: str) -> dict[str, Any]:
        account = self._query.account
        known = {
            "account_id": account.id.removeprefix("act_"),
            "account_name": account["name"],
            "account_currency": account["currency"],
        }
        if self._query.level == "account":
            return known
        item = self._object(key)
        known |= {
            f"{item.kind}_id": item.id,
            f"{item.kind}_name": item["name"],
            "created_time": iso(item.created),
            "updated_time": iso(item.created),
        }
        for kind in ("campaign", "adset"):
            if above := item.get(f"{kind}_id"):
                known |= {
                    f"{kind}_id": above,
                    f"{kind}_name": self._object(above)["name"],
                }
        campaign = item if item.kind == "campaign" else self._object(item["campaign_id"])
        known |= {
            "objective": campaign.get("objective"),
            "buying_type": "AUCTION",
            "attribution_setting": "7d_click_1d_view",
        }
        return known

    def _sorted(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not self._query.sort:
            return rows
        name, _, direction = self._query.sort.rpartition("_")
        if direction not in ("ascending", "descending"):
            name, direction = self._query.sort, "ascending"
        return sorted(rows, key=lambda row: _value(row, name), reverse=direction == "descending")


def _value(row: dict[str, Any], name: str) -> Any:
    """A row's value for sorting: a number where it is one; `actions:link_click` looks inside the list."""
    field, _, action = name.partition(":")
    value = row.get(field)
    if isinstance(value, list):
        value = next(
            (entry["value"] for entry in value if entry["action_type"] == action or not action),
            0,
        )
    try:
        return (0, float(value or 0), "")
    except ValueError:
        return (1, 0.0, str(value))


def _passes(row: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Filters on metrics; those on objects were applied before."""
    name = str(entry["field"]).rsplit(".", 1)[-1]
    if name not in row or name in ("name", "id", "objective"):
        return True
    return paging.OPERATORS[str(entry.get("operator", "EQUAL")).upper()](row[name], entry.get("value"))
