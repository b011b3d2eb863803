"""The log of calls: what tests count. It survives a restart; secrets never enter it."""

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from .request import Request
from .response import Response

if TYPE_CHECKING:
    from .store import Store

SECRETS = {
    "access_token",
    "appsecret_proof",
    "client_secret",
    "input_token",
    "fb_exchange_token",
    "code",
    "revoke_token",
}
LONGEST = 2000
SQL = """
INSERT INTO calls (at, method, path, params, status, code, bytes_in, bytes_out, milliseconds, fault)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def record(
    store: "Store", at: float, request: Request, response: Response, milliseconds: float, fault: str = ""
) -> None:
    line = partial(_line, at, request, response.status, _code(response), len(response.body), milliseconds, fault)
    if request.method in ("GET", "HEAD"):  # a read changes nothing: its line may wait for the next ones
        store.later(SQL, line)
    else:
        store.flush()
        store.execute(SQL, line())


def _line(
    at: float, request: Request, status: int, code: int | None, bytes_out: int, milliseconds: float, fault: str
) -> tuple[Any, ...]:
    params = {name: _short(request.text(name) or "") for name in request.params if name not in SECRETS}
    params |= {f"file:{file.field}": f"{file.filename} ({file.size} bytes)" for file in request.files}
    named = request.method, request.path, json.dumps(params)
    return at, *named, status, code, _bytes_in(request), bytes_out, milliseconds, fault


def recent(store: "Store", limit: int = 200, path: str = "", method: str = "") -> list[dict[str, Any]]:
    """Newest first."""
    store.flush()
    sql = "SELECT * FROM calls WHERE path LIKE ? AND method LIKE ? ORDER BY seq DESC LIMIT ?"
    rows = store.execute(sql, (f"%{path}%", method or "%", limit))
    return [{**dict(row), "params": json.loads(row["params"])} for row in rows]


def counts(store: "Store") -> dict[str, int]:
    """{"POST /act_1/adimages": 3, ...}, exact."""
    store.flush()
    rows = store.execute("SELECT method || ' ' || path AS name, COUNT(*) AS n FROM calls GROUP BY name ORDER BY name")
    return {row["name"]: row["n"] for row in rows}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:100]}... ({len(text)} characters)"


def _bytes_in(request: Request) -> int:
    return sum(file.size for file in request.files) + request.raw_size


def _code(response: Response) -> int | None:
    if response.status < 400:
        return None
    try:
        return json.loads(response.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return None
