"""The insights edge of an ad account, campaign, ad set or ad, at once or as a report run. Marketing API reference, "Ad Account,
Insights", line 15799."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from .. import auth, errors, paging, progress
from ..insights import exports, query, remembered
from ..insights.answer import Answer
from ..request import Request
from ..routes import edge
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SECRET = ("access_token", "appsecret_proof")
RUNS_WITH_REACH, DAY_SECONDS = 10, 86400.0


def reachable(sandbox: "Sandbox", request: Request, item: Stored) -> None:
    account_id = item.id if item.kind == "ad_account" else item.parent
    auth.account_by_id(sandbox, request, account_id)


def show(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    reachable(sandbox, request, item)
    return paged(sandbox, request, item)


def paged(sandbox: "Sandbox", request: Request, item: Stored, *, run: Stored | None = None) -> dict[str, Any]:
    """One page of rows, and the summary that was asked for. The rows of a `run` stay as they were when first read."""
    with_reach, asked_at = (bool(run.get("with_reach")), run.created) if run is not None else (False, None)
    asked = query.parse(sandbox, request, item, with_reach=with_reach, asked_at=asked_at)
    answer = Answer(sandbox, request, asked)
    key: Hashable = run.id if run is not None else remembered.of_now(sandbox, request, item)
    rows = sandbox.answers.rows(
        (key, "rows"), (lambda: _of_run(sandbox, run, answer)) if run is not None else answer.rows
    )
    most = sandbox.settings.insights_rows
    if most and len(rows) > most:
        message = "(#100) Please reduce the amount of data you're asking for, then retry your request"
        raise errors.GraphFault(100, message, subcode=1487534, type="CodeException")
    window, page = paging.cut(request, rows)
    page.pop("summary", None)
    page["data"] = window
    if asked.summary is not None:
        whole = (key, asked.summary, asked.summary_actions)
        page["summary"] = sandbox.answers.rows(whole, lambda: [answer.summary()])[0]
    return page


def _of_run(sandbox: "Sandbox", run: Stored, answer: Answer) -> list[Any]:
    """Kept with the run: what was read once is read so again, after a restart too."""
    if "rows" not in run:
        run = sandbox.store.update(run.id, {"rows": answer.rows()})
    return list(run["rows"])


def start(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, str]:
    """A report run; its question is checked now, its rows are computed when they are read."""
    auth.require_scope(request, "ads_read", "ads_management")
    asked = query.parse(sandbox, request, item)
    request.notes["account"] = asked.account.id
    params = {name: value for name, value in request.params.items() if name not in SECRET}
    fields = {"node": item.id, "params": params, "end": sandbox.settings.report_end}
    fields |= exports.checked(request, asked.fields)
    fields |= {
        "since": asked.periods[0][0].isoformat(),
        "until": asked.periods[-1][1].isoformat(),
        "with_reach": _may_have_reach(sandbox, asked),
    }
    fields |= progress.begin(sandbox, sandbox.settings.report_polls, sandbox.settings.report_seconds)
    return {"report_run_id": sandbox.store.add("report_run", fields, parent=asked.account.id).id}


def _may_have_reach(sandbox: "Sandbox", asked: query.Query) -> bool:
    """Ten runs a day of an account are told the reach of breakdowns that go back more than 13 months (line 11923)."""
    today = query.today_of(sandbox, asked.account)
    if not query.reach_is_old(asked.breakdowns, asked.periods, today):
        return False
    since = sandbox.clock.now() - DAY_SECONDS
    runs = sandbox.store.list("report_run", parent=asked.account.id)
    return sum(1 for run in runs if run.get("with_reach") and run.created > since) < RUNS_WITH_REACH


for _kind in query.NODE_LEVEL:
    edge("GET", kind=_kind, name="insights")(show)
    edge("POST", kind=_kind, name="insights")(start)
