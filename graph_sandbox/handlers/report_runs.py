"""Report runs: their six states, their rows, their files. Insights API, asynchronous jobs, line 12019; export, line 12092."""

import dataclasses
from typing import TYPE_CHECKING, Any

from .. import auth, errors, fields, progress
from ..insights import exports
from ..request import Request
from ..response import Response
from ..routes import describe, edge, node, page, view
from ..store import Stored
from .insights import paged, reachable

if TYPE_CHECKING:
    from ..sandbox import Sandbox

ASKED = (
    "action_attribution_windows action_breakdowns action_report_time breakdowns date_preset default_summary fields filtering level "
    "product_id_limit sort summary summary_action_breakdowns time_increment time_range time_ranges "
    "use_account_attribution_setting use_unified_attribution_setting"
).split()  # what a run says of its own question
RUN_FIELDS = [
    *(
        "account_id async_percent_completion async_report_url async_status date_start date_stop error_code error_message "
        "error_subcode error_user_msg error_user_title export_columns export_format export_name friendly_name is_async_export "
        "is_bookmarked is_running schedule_id time_completed time_ref"
    ).split(),
    *ASKED,
]
describe(
    "report_run",
    "AdReportRun",
    default=("id", "account_id", "time_ref", "time_completed", "async_status", "async_percent_completion"),
    fields=RUN_FIELDS,
)
KEPT_SECONDS = 30 * 86400
OWN = ("limit", "after", "before", "offset", "summary", "default_summary")  # what reading a run may say itself


def status_of(share: float, end: str) -> tuple[str, int]:
    """(async_status, percent). A run that fails does so at 99 %."""
    if share >= 1:
        return end, 100 if end == "Job Completed" else 99 if end == "Job Failed" else 0
    percent = min(99, int(share * 100))
    return ("Job Not Started" if share == 0 else "Job Started" if share < 0.25 else "Job Running"), percent


def _live(sandbox: "Sandbox", request: Request, run: Stored) -> None:
    if sandbox.clock.now() - run.created > KEPT_SECONDS:
        raise errors.unknown_object(run.id)
    reachable(sandbox, request, run)


@view("report_run")
def run_fields(sandbox: "Sandbox", request: Request, run: Stored) -> dict[str, Any]:
    _live(sandbox, request, run)
    state = progress.look(sandbox, run)
    status, percent = status_of(state.share, run["end"])
    if state.done and "completed" not in run:
        run = sandbox.store.update(run.id, {"completed": int(sandbox.clock.now())})
    found = {
        **{name: run["params"][name] for name in ASKED if name in run["params"]},
        **{name: run[name] for name in exports.PARAMETERS if name in run},
        "id": run.id,
        "account_id": run.parent.removeprefix("act_"),
        "time_ref": int(run.created),
        "time_completed": run.get("completed", 0),
        "async_status": status,
        "async_percent_completion": percent,
        "is_running": not state.done,
        "is_async_export": "export_format" in run,
        "date_start": run["since"],
        "date_stop": run["until"],
    }
    if status == "Job Completed" and "export_format" in run:
        found["async_report_url"] = exports.address(sandbox.url(request), run)
    if status == "Job Failed":
        found |= {
            "error_code": 1,
            "error_message": "Job failed",
            "error_user_msg": "Review your query and try again.",
        }
    return found


def _rows(sandbox: "Sandbox", request: Request, run: Stored, own: dict[str, Any]) -> dict[str, Any]:
    """A page of the run's rows."""
    _live(sandbox, request, run)
    if not progress.look(sandbox, run, counts=False).done or run["end"] != "Job Completed":
        raise errors.GraphFault(100, "(#100) Loading async results needs the job to be completed", subcode=33)
    item = sandbox.store.get(run["node"])
    if item is None:
        raise errors.unknown_object(run["node"])
    inner = dataclasses.replace(request, params={**run["params"], **own}, files=[], raw=None)
    return paged(sandbox, inner, item, run=run)


@edge("GET", kind="report_run", name="insights")
def run_insights(sandbox: "Sandbox", request: Request, run: Stored) -> dict[str, Any]:
    own = {name: request.params[name] for name in OWN if name in request.params}
    known = {field.name for field in fields.asked(dataclasses.replace(request, params=run["params"]))}
    strange = [str(name) for name in request.list("summary") if str(name).lower() not in ("true", "false", "1", "0")]
    strange = [name for name in strange if known and name not in known]
    if strange:
        sentence = "in summary param because they weren't there while creating the report run"
        raise errors.invalid(f"Cannot include {', '.join(strange)} {sentence}", blame="summary")
    return _rows(sandbox, request, run, own)


@node("DELETE", kind="report_run")
def forget_run(sandbox: "Sandbox", request: Request, run: Stored) -> dict[str, bool]:
    _live(sandbox, request, run)
    return {"success": sandbox.store.delete(run.id)}


@page("GET", "/ads/ads_insights/export_report")
def export_report(sandbox: "Sandbox", request: Request) -> Response:
    """The whole report as a file. At Meta it stands at www.facebook.com."""
    auth.identify(sandbox, request)
    run = sandbox.store.get(request.required("report_run_id"), "report_run")
    if run is None:
        raise errors.unknown_object(request.required("report_run_id"))
    kind = request.text("format") or run.get("export_format", "csv")
    found: list[dict[str, Any]] = []
    while True:
        got = _rows(sandbox, request, run, {"limit": 5000, "offset": len(found)})
        found += got["data"]
        if "next" not in got.get("paging", {}):
            break
    name = request.text("name") or run.get("export_name") or f"report-{run.id}"
    return exports.file(found, run, kind, name)
