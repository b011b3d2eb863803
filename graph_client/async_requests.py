"""Request sets that Meta works off by itself: many ads, or many calls, answered later.

Sources: Marketing API reference, lines 15447-15565 (edges) and 16938-17533 (asynchronous requests, Batch API).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import batch
from .writes import Write

if TYPE_CHECKING:
    from .batch import Call
    from .client import GraphClient


LIMIT = 1000
SET_FIELDS = (
    "id", "name", "is_completed", "total_count", "initial_count", "in_progress_count", "success_count", "error_count",
    "canceled_count",
)  # fmt: skip
REQUEST_FIELDS = ("id", "status", "result", "input", "scope_object_id")


@dataclass(frozen=True)
class RequestSet:
    """How far a set is; counts are None where Meta did not say."""

    id: str
    name: str
    completed: bool
    succeeded: int | None
    failed: int | None
    total: int | None


@dataclass(frozen=True)
class Outcome:
    """One request of a set: `made` is the new id; status is initial, in_progress, success, error or canceled."""

    id: str
    status: str
    made: str
    error_code: int | None
    error_message: str


def create_ads(client: GraphClient, ad_account: str, name: str, ad_specs: Iterable[dict[str, Any]]) -> str:
    """The id of a set that makes these ads; each spec is what `ads` takes. `name` is how `find` knows the set again."""
    specs = list(ad_specs)
    _within(specs)
    for spec in specs:
        client.allow(Write("POST", f"{ad_account}/ads", dict(spec)))
    return client.post(f"{ad_account}/asyncadrequestsets", {"name": name, "ad_specs": specs})["id"]


def create_calls(client: GraphClient, ad_account: str, name: str, calls: Iterable[Call]) -> str:
    """The id of a set that carries out POST calls (batch.Call with name, path, params), references included."""
    calls = list(calls)
    _within(calls)
    for call in calls:
        client.allow(Write(call.method, call.path, dict(call.params or {})))
    return client.post(f"{ad_account}/async_batch_requests", {"name": name, "adbatch": batch.bodies(calls)})["id"]


def state(client: GraphClient, set_id: str) -> RequestSet:
    """The RequestSet as it is now."""
    return _set(client.get(set_id, {"fields": SET_FIELDS}))


def find(client: GraphClient, ad_account: str, name: str) -> list[RequestSet]:
    """Sets of exactly this name, newest first as Meta lists them: tells whether a set with a lost answer was made."""
    rows = client.iterate(f"{ad_account}/asyncadrequestsets", {"fields": SET_FIELDS}, page_size=100)
    return [_set(row) for row in rows if row.get("name") == name]


def outcomes(client: GraphClient, set_id: str) -> Iterator[Outcome]:
    """An Outcome for each request of the set."""
    rows = client.iterate(f"{set_id}/requests", {"fields": REQUEST_FIELDS}, page_size=100)
    return (_outcome(row) for row in rows)


def cancel(client: GraphClient, set_id: str) -> None:
    """Stop what is not yet worked off."""
    client.delete(set_id)


def _within(entries):
    if not 0 < len(entries) <= LIMIT:
        raise ValueError(f"A request set takes 1 to {LIMIT} requests, not {len(entries)}.")


def _set(row):
    return RequestSet(
        id=str(row["id"]),
        name=row.get("name", ""),
        completed=row.get("is_completed") in (True, "true", 1),
        succeeded=row.get("success_count"),
        failed=row.get("error_count"),
        total=row.get("total_count"),
    )


def _outcome(row):
    result = row.get("result")
    result = result if isinstance(result, dict) else {}
    return Outcome(
        id=str(row["id"]),
        status=str(row.get("status", "")).lower(),
        made=str(result.get("id", "")),
        error_code=result.get("error_code"),
        error_message=str(result.get("error_message", "")),
    )
