"""Insights as asynchronous report runs: submit, poll, fetch. Source: Marketing API reference, lines 12019-12091."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import batch, paging

if TYPE_CHECKING:
    from .client import GraphClient
    from .protocol import Answer


COMPLETED = "Job Completed"
ENDED_BADLY = frozenset({"Job Failed", "Job Skipped"})
USE_CASE = "ads_insights"


@dataclass(frozen=True)
class Run:
    """How far a report is. `ready` needs the status and 100 per cent; `failed` means submit again or ask for less."""

    id: str
    status: str
    percent: int

    @property
    def ready(self) -> bool:
        return self.status == COMPLETED and self.percent >= 100

    @property
    def failed(self) -> bool:
        return self.status in ENDED_BADLY


def submit(client: GraphClient, node: str, params: Mapping[str, Any]) -> str:
    """Ask for a report on `act_ID`, a campaign, an ad set or an ad; the report_run_id, good for 30 days."""
    answer = client.post(f"{node}/insights", params, use_case=USE_CASE)
    return str(answer["report_run_id"])


def poll(client: GraphClient, report_run_id: str) -> Run:
    """The Run as it is now."""
    return _run(client.get(report_run_id, use_case=USE_CASE))


def poll_many(client: GraphClient, report_run_ids: Sequence[str]) -> dict[str, Run]:
    """Runs by id, in one batch; those that could not be read are missing."""
    results = batch.run(client, [batch.Call("GET", run_id) for run_id in report_run_ids])
    return {run_id: _run(result.data) for run_id, result in zip(report_run_ids, results, strict=True) if result.ok}


def fetch(
    client: GraphClient, report_run_id: str, *, page_size: int = 500, after: str | None = None
) -> Iterator[Answer]:
    """Pages of the finished report, each a list of rows with its own `paging.cursors.after` to go on from."""
    params = {"after": after} if after else {}
    return paging.pages(client, f"{report_run_id}/insights", params, page_size=page_size, use_case=USE_CASE)


def _run(answer):
    return Run(
        id=str(answer.get("id", "")),
        status=answer.get("async_status", ""),
        percent=int(answer.get("async_percent_completion") or 0),
    )
