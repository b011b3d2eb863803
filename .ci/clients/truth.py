"""What the drivers compare with: the sandbox asked directly, by the standard library alone.

Drivers run in environments of their own, so nothing of this project can be imported there but this file.
"""

import datetime
import hashlib
import json
import os
import struct
import urllib.parse
import urllib.request
import zlib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

URL = os.environ["SANDBOX_URL"]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
METRICS = ("impressions", "clicks", "spend")


def ask(path: str, /, **parameters: Any) -> Any:
    """GET with the seed's own token."""
    values = {
        name: value if isinstance(value, str | int) else json.dumps(value, separators=(",", ":"))
        for name, value in parameters.items()
    }
    if not path.startswith("/_control"):
        values["access_token"] = FACTS["access_token"]
    with DIRECT.open(f"{URL}{path}?{urllib.parse.urlencode(values)}", timeout=60) as answer:
        return json.load(answer)


def control(path: str, /, **values: Any) -> Any:
    request = urllib.request.Request(  # the sandbox's own address
        f"{URL}/_control/{path}", json.dumps(values).encode(), {"Content-Type": "application/json"}
    )
    with DIRECT.open(request, timeout=60) as answer:
        return json.load(answer)


def listed(edge: str, fields: str = "id", **parameters: Any) -> list[dict]:
    """Every row of an edge, page by page with the cursor."""
    rows, after = [], None
    while True:
        more = {"after": after} if after else {}
        page = ask(f"/v24.0/{edge}", fields=fields, limit=100, **parameters, **more)
        rows += page["data"]
        paging = page.get("paging", {})
        after = paging.get("cursors", {}).get("after")
        if not after or "next" not in paging:
            return rows


def ids(edge: str, **parameters: Any) -> set[str]:
    return {row["id"] for row in listed(edge, **parameters)}


def totals(rows: Any) -> dict[str, Decimal]:
    rows = list(rows)
    return {name: sum((Decimal(str(row[name])) for row in rows), Decimal(0)) for name in METRICS}


def insights(node: str, level: str = "ad", **parameters: Any) -> dict[str, Decimal]:
    """The totals of a range, whose days Meta adds, not we; a level below the account leaves out what was deleted."""
    return totals(listed(f"{node}/insights", ",".join(METRICS), level=level, **parameters))


def original(media_id: str) -> bytes:
    """The bytes that the sandbox keeps of an image or a video."""
    with DIRECT.open(f"{URL}/_control/media/{urllib.parse.quote(media_id)}", timeout=60) as answer:
        return answer.read()


def log(method: str = "", path: str = "") -> list[dict]:
    """The calls that arrived, newest first."""
    return ask("/_control/calls", method=method, path=path, limit=10_000)["data"]


def days_ago(count: int) -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=count)


def pages(path: str) -> int:
    return sum(1 for call in log("GET", path))


def equal(what: str, got: Any, wanted: Any) -> None:
    """One line for a result that holds; the end of the driver for one that does not."""
    if got != wanted:
        if isinstance(got, set) and isinstance(wanted, set):
            got, wanted = f"only there {sorted(got - wanted)[:5]}", f"only here {sorted(wanted - got)[:5]}"
        raise SystemExit(f"    {what}: {got} instead of {wanted}")
    size = f": {len(got)}" if isinstance(got, set | list | dict | Counter) and got else ""
    print(f"    {what}{size}", flush=True)


def holds(what: str, condition: Any) -> None:
    equal(what, bool(condition), True)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def picture(path: Path, colour: tuple[int, int, int] = (200, 90, 40), side: int = 1080) -> Path:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * side) * side
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )
    return path


def a_video(path: Path) -> Path:
    """The bytes of the largest of the seed's videos, for want of a video encoder here."""
    account = FACTS["ad_account_id"]
    biggest = max((original(row["id"]) for row in listed(f"{account}/advideos")), key=len)
    # A free box at the end changes the file, not the film, so that it is a new video.
    path.write_bytes(biggest + struct.pack(">I", 8 + len(path.name)) + b"free" + path.name.encode())
    return path


FACTS: dict[str, str] = ask("/_control/facts")
ACCOUNT = FACTS["ad_account_id"]
