"""One question to the insights edge, checked. Marketing API reference, "Ad Account, Insights", line 15799."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .. import errors, fields, paging
from ..request import Request
from ..store import Stored
from . import actions, breakdowns, columns
from .periods import Period, months_before, periods

if TYPE_CHECKING:
    from ..sandbox import Sandbox

DEFAULT_FIELDS = ("impressions", "spend")
NODE_LEVEL = {
    "ad_account": "account",
    "campaign": "campaign",
    "adset": "adset",
    "ad": "ad",
}
DOCS = "https://developers.facebook.com/docs/marketing-api/reference/ads-insights/"
REACH_MONTHS = 13
REPORT_TIMES = ("impression", "conversion", "mixed", "lifetime")


@dataclass(frozen=True)
class Query:
    """What was asked. `hidden` are breakdowns that only a filter speaks of."""

    node: Stored
    account: Stored
    level: str
    fields: tuple[str, ...]
    periods: tuple[Period, ...]
    breakdowns: tuple[str, ...]
    hidden: tuple[str, ...]
    action_breakdowns: tuple[str, ...]
    windows: tuple[str, ...]
    by_account: bool
    filters: tuple[dict[str, Any], ...]
    sort: tuple[str, bool]
    summary: tuple[str, ...] | None
    summary_actions: tuple[str, ...]
    product_limit: int | None
    left_out: frozenset[str]

    @property
    def hourly(self) -> bool:
        return bool({*self.breakdowns} & {*breakdowns.HOURLY})


def today_of(sandbox: "Sandbox", account: Stored, moment: float | None = None) -> dt.date:
    """The account's day, now or at that moment."""
    moment = sandbox.clock.whole(60) if moment is None else moment
    return dt.datetime.fromtimestamp(moment, ZoneInfo(account["timezone_name"])).date()


def account_of(sandbox: "Sandbox", node: Stored) -> Stored:
    return node if node.kind == "ad_account" else sandbox.store.require(node.parent, "ad_account")


def parse(
    sandbox: "Sandbox", request: Request, node: Stored, *, with_reach: bool = False, asked_at: float | None = None
) -> Query:
    """Raises 100 with the parameter to blame. `with_reach`: reach is not left out for its age. `asked_at`: when it was asked,
    if not now; words like yesterday are of that day."""
    account = account_of(sandbox, node)
    today = today_of(sandbox, account, asked_at)
    level = _one_of(request, "level", columns.LEVELS) or NODE_LEVEL[node.kind]
    names = tuple(dict.fromkeys(field.name for field in fields.asked(request))) or DEFAULT_FIELDS
    _check_fields(names, "fields")
    filters = tuple(paging.filters(request))
    asked = tuple(dict.fromkeys(str(name) for name in request.list("breakdowns")))
    hidden = tuple(name for name in dict.fromkeys(_last(entry) for entry in filters) if _is_cell(name, asked))
    by_action = _actions(request, "action_breakdowns", names)
    breakdowns.check((*asked, *hidden), by_action, level)
    in_summary = _actions(request, "summary_action_breakdowns", names)
    if in_summary:
        breakdowns.check((*asked, *hidden), in_summary, level, "summary_action_breakdowns")
    _check_fitting(asked, names)
    found = tuple(periods(request, today))
    _one_of(request, "action_report_time", REPORT_TIMES)
    return Query(
        node,
        account,
        level,
        names,
        found,
        asked,
        hidden,
        by_action,
        _windows(request),
        request.flag("use_account_attribution_setting") and not request.flag("use_unified_attribution_setting"),
        filters,
        _sort(request),
        _summary(request, names),
        in_summary,
        request.number("product_id_limit"),
        _left_out(asked, found, today, with_reach),
    )


def _one_of(request: Request, name: str, values: tuple[str, ...]) -> str | None:
    given = request.text(name)
    if given and given not in values:
        raise errors.invalid(f"Param {name} must be one of {{{', '.join(values)}}}", blame=name)
    return given


def _check_fields(names: tuple[str, ...], parameter: str) -> None:
    for name in names:
        if not columns.known(name):
            sentence = f"{name} is not valid for {parameter} param. please check {DOCS} for all valid values"
            raise errors.invalid(sentence, blame=parameter)


def _last(entry: dict[str, Any]) -> str:
    return str(entry["field"]).rsplit(".", 1)[-1]


def _is_cell(name: str, asked: tuple[str, ...]) -> bool:
    return name in breakdowns.HOLDERS and name not in asked and name not in breakdowns.ACTIONS


def _actions(request: Request, parameter: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Action breakdowns; they need a field with actions (line 15825). action_type is always among them (line 11853)."""
    asked = tuple(dict.fromkeys(str(name) for name in request.list(parameter)))
    if {*asked} - {"action_type"} and not {*names} & {*columns.LISTS}:
        raise errors.invalid(f"{parameter} needs the field actions", blame=parameter)
    return tuple(name for name in asked if name != "action_type")


def _check_fitting(asked: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Fields that a breakdown does not take (lines 11643 to 11731, 11917)."""
    if {*asked} & {*breakdowns.HOURLY} and any(name.startswith("video_") for name in names):
        raise errors.invalid("Video metrics cannot be requested with hourly breakdowns", blame="fields")
    if {*asked} & {*breakdowns.SKAN} and "total_postbacks" not in names:
        raise errors.invalid("This breakdown is only supported by the total_postbacks field", blame="breakdowns")


def _windows(request: Request) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(str(name) for name in request.list("action_attribution_windows")))
    for name in asked:
        if name not in actions.WINDOWS:
            values = ", ".join(actions.WINDOWS)
            raise errors.invalid(
                f"Param action_attribution_windows must be one of {{{values}}}", blame="action_attribution_windows"
            )
    return tuple(name for name in asked if name != "default")


def _sort(request: Request) -> tuple[str, bool]:
    """(field, whether the greatest comes first)."""
    asked = [str(entry) for entry in request.list("sort")]
    if len(asked) > 1:
        raise errors.invalid("Param sort must have at most one element", blame="sort")
    if not asked:
        return "", False
    name, _, direction = asked[0].rpartition("_")
    if direction not in ("ascending", "descending"):
        name, direction = asked[0], "ascending"
    _check_fields((name.partition(":")[0],), "sort")
    return name, direction == "descending"


def _summary(request: Request, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The fields of the summary; None without one. `summary` goes before `default_summary`."""
    asked = [str(name) for name in request.list("summary")]
    if asked and asked[0].lower() not in ("true", "1", "false", "0"):
        _check_fields(tuple(asked), "summary")
        return tuple(asked)
    return names if request.flag("default_summary") else None


def _left_out(asked: tuple[str, ...], found: tuple[Period, ...], today: dt.date, with_reach: bool) -> frozenset[str]:
    """Metrics that no row has: of assets, of unique people by the hour, of reach that is too old."""
    out: frozenset[str] = frozenset()
    if {*asked} & {*breakdowns.ASSETS}:
        out |= columns.NEEDED.keys() - columns.OF_ASSETS
    if {*asked} & {*breakdowns.HOURLY}:
        out |= {name for name in columns.NEEDED if columns.is_unique(name) or name == "cpp"}
    if "region" in asked:
        out |= {name for name in columns.NEEDED if name.startswith(("video_p", "video_avg"))} - {"video_play_actions"}
    if "dma" in asked:
        out |= {"estimated_ad_recall_rate", "video_thruplay_watched_actions"}
    if reach_is_old(asked, found, today) and not with_reach:
        out |= columns.OF_REACH
    return out


def reach_is_old(asked: tuple[str, ...], found: tuple[Period, ...], today: dt.date) -> bool:
    """Breakdowns that go back more than 13 months (line 11923)."""
    return bool(asked) and min(period[0] for period in found) < months_before(today, REACH_MONTHS)
