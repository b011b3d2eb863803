"""The insights edge, at once or as a report run. Marketing API reference, "Ad Account, Insights", line 15799; report runs,
line 12019."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, paging, progress
from ..insights.answer import Answer
from ..insights.query import NODE_LEVEL, parse
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

RUN_FIELDS = (
    "account_id async_percent_completion async_status date_start date_stop error_code error_message error_subcode error_user_msg "
    "error_user_title friendly_name is_bookmarked is_running schedule_id time_completed time_ref"
).split()
describe(
    "report_run",
    "AdReportRun",
    default=(
        "id",
        "account_id",
        "time_ref",
        "time_completed",
        "async_status",
        "async_percent_completion",
    ),
    fields=RUN_FIELDS,
)
KEPT_SECONDS = 30 * 86400
SECRET = ("access_token", "appsecret_proof")


def _reachable(sandbox: "Sandbox", request: Request, item: Stored) -> None:
    account_id = item.id if item.kind == "ad_account" else item.parent
    auth.account(sandbox, request, account_id.removeprefix("act_"))


def show(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    _reachable(sandbox, request, item)
    return _page(sandbox, request, item)


def _page(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    query = parse(sandbox, request, item)
    answer = Answer(sandbox, request, query)
    rows = answer.rows()
    most = sandbox.settings.insights_rows
    if most and len(rows) > most:
        message = "(#100) Please reduce the amount of data you're asking for, then retry your request"
        raise errors.GraphFault(100, message, subcode=1487534, type="CodeException")
    window, page = paging.cut(request, rows)
    page.pop("summary", None)
    page["data"] = window
    if query.summary is not None:
        page["summary"] = answer.summary()
    return page


def start(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, str]:
    """A report run; its question is checked now, its rows are computed when they are read."""
    granted = request.caller.get("scopes", ()) if request.caller is not None else ()
    if not {"ads_read", "ads_management"} & set(granted):
        raise errors.permission_missing("ads_read")
    query = parse(sandbox, request, item)
    request.notes["account"] = query.account.id
    params = {name: value for name, value in request.params.items() if name not in SECRET}
    fields = {"node": item.id, "params": params, "end": sandbox.settings.report_end}
    fields |= {
        "since": query.periods[0][0].isoformat(),
        "until": query.periods[-1][1].isoformat(),
    }
    fields |= progress.begin(sandbox, sandbox.settings.report_polls, sandbox.settings.report_seconds)
    return {"report_run_id": sandbox.store.add("report_run", fields, parent=query.account.id).id}


for _kind in NODE_LEVEL:
    edge("GET", kind=_kind, name="insights")(show)
    edge("POST", kind=_kind, name="insights")(start)


def status_of(share: float, end: str) -> tuple[str, int]:
    """(async_status, percent). A run that fails does so at 99 %."""
    if share >= 1:
        return end, 100 if end == "Job Completed" else 99 if end == "Job Failed" else 0
    percent = min(99, int(share * 100))
    return ("Job Not Started" if share == 0 else "Job Started" if share < 0.25 else "Job Running"), percent


def _live(sandbox: "Sandbox", request: Request, run: Stored) -> None:
    if sandbox.clock.now() - run.created > KEPT_SECONDS:
        raise errors.unknown_object(run.id)
    _reachable(sandbox, request, run)


@view("report_run")
def run_fields(sandbox: "Sandbox", request: Request, run: Stored) -> dict[str, Any]:
    _live(sandbox, request, run)
    state = progress.look(sandbox, run)
    status, percent = status_of(state.share, run["end"])
    fields = {
        "id": run.id,
        "account_id": run.parent.removeprefix("act_"),
        "time_ref": int(run.created),
        "time_completed": int(sandbox.clock.now()) if state.done else 0,
        "async_status": status,
        "async_percent_completion": percent,
        "is_running": not state.done,
        "date_start": run["since"],
        "date_stop": run["until"],
    }
    if status == "Job Failed":
        fields |= {
            "error_code": 1,
            "error_message": "Job failed",
            "error_user_msg": "Review your query and try again.",
        }
    return fields


@edge("GET", kind="report_run", name="insights")
def run_insights(sandbox: "Sandbox", request: Request, run: Stored) -> dict[str, Any]:
    _live(sandbox, request, run)
    if not progress.look(sandbox, run, counts=False).done or run["end"] != "Job Completed":
        raise errors.GraphFault(
            100,
            "(#100) Loading async results needs the job to be completed",
            subcode=33,
        )
    node_item = sandbox.store.get(run["node"])
    if node_item is None:
        raise errors.unknown_object(run["node"])
    own: dict[str, Any] = {
        name: request.params[name] for name in ("limit", "after", "before", "offset") if name in request.params
    }
    inner = Request(
        request.method,
        request.path,
        request.version,
        {**run["params"], **own},
        headers=request.headers,
        token=request.token,
        host=request.host,
        caller=request.caller,
        notes=request.notes,
    )
    return _page(sandbox, inner, node_item)


@node("DELETE", kind="report_run")
def forget_run(sandbox: "Sandbox", request: Request, run: Stored) -> dict[str, bool]:
    _live(sandbox, request, run)
    return {"success": sandbox.store.delete(run.id)}
