"""The resumable upload of an app: /{app}/uploads, then /upload:{session}. Marketing API reference, "Resumable Upload API", line 1966."""

import base64
from typing import TYPE_CHECKING, Any

from .. import errors, uploads
from ..request import Request
from ..routes import edge, route
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

TYPES = ("application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4")


@edge("POST", kind="app", name="uploads")
def start_upload(sandbox: "Sandbox", request: Request, app: Stored) -> dict[str, str]:
    length = request.number("file_length")
    if length is None or length < 1:
        raise errors.missing("file_length")
    kind = request.required("file_type")
    if kind not in TYPES:
        raise errors.invalid(f"Param file_type must be one of {{{', '.join(TYPES)}}}", blame="file_type")
    fields = {"file_name": request.text("file_name") or "", "file_length": length, "file_type": kind, "offset": 0}
    session = sandbox.store.add("app_upload", fields, parent=app.id)
    uploads.bytes_path(sandbox, session).touch()
    return {"id": f"upload:{session.id}"}


def _session(sandbox: "Sandbox", request: Request, session: str) -> Stored:
    """The token must stand in the header; elsewhere it does not count here."""
    if "authorization" not in request.headers:
        raise errors.no_token()
    found = sandbox.store.get(session, "app_upload")
    if found is None:
        raise errors.unknown_object(f"upload:{session}", request.method)
    return found


@route("GET", "/upload:{session}")
def show_upload(sandbox: "Sandbox", request: Request, session: str) -> dict[str, str]:
    found = _session(sandbox, request, session)
    return {"id": f"upload:{found.id}", "file_offset": str(found["offset"])}


@route("POST", "/upload:{session}")
def send_upload(sandbox: "Sandbox", request: Request, session: str) -> dict[str, Any]:
    """Raw bytes with the header file_offset; answers the handle {"h": ...} when all have come."""
    found = _session(sandbox, request, session)
    with uploads.alone(found):
        found = sandbox.store.require(found.id)
        _may_lose(sandbox, request, found)
        given, offset = request.headers.get("file_offset", ""), found["offset"]
        if not given.isdigit() or int(given) != offset:
            raise errors.invalid(f"The header file_offset must be {offset}", blame="file_offset")
        if request.raw is not None:
            offset += _taken(sandbox, request, found)
            found = sandbox.store.update(found.id, {"offset": offset})
    if offset < found["file_length"]:
        return {"id": f"upload:{found.id}", "file_offset": str(offset)}
    return {"h": handle_of(found)}


def _may_lose(sandbox: "Sandbox", request: Request, found: Stored) -> None:
    """A planned wrong offset; what is complete has its handle and loses nothing any more."""
    if found["offset"] == found["file_length"]:
        return
    if (left := uploads.lost(sandbox, request, found, "offset")) is not None:
        wanted = {"start_offset": left["offset"], "end_offset": found["file_length"]}
        raise uploads.trouble(1363037, error_data=wanted)


def _taken(sandbox: "Sandbox", request: Request, found: Stored) -> int:
    """How many bytes are new. The guide's sample of a resumed upload sends the whole file again: both it and the rest are taken."""
    path, offset = request.raw, found["offset"]
    if path is None:
        return 0
    if offset and request.raw_size == found["file_length"]:
        with open(path, "r+b") as file:
            rest = file.read()[offset:]
            file.seek(0)
            file.truncate()
            file.write(rest)
    size = path.stat().st_size
    if offset + size > found["file_length"]:
        raise errors.invalid("More bytes came than file_length says", blame="file_length")
    uploads.write_at(uploads.bytes_path(sandbox, found), offset, path)
    return size


def handle_of(session: Stored) -> str:
    return "2:" + base64.b64encode(f"{session['file_name']}:{session.id}".encode()).decode()


def by_handle(sandbox: "Sandbox", handle: str, blame: str) -> Stored:
    """The complete upload that a handle stands for, else error 100."""
    try:
        session_id = base64.b64decode(handle.removeprefix("2:")).decode().rpartition(":")[2]
    except ValueError:
        session_id = ""
    found = sandbox.store.get(session_id, "app_upload")
    if found is None or found["offset"] < found["file_length"]:
        raise errors.invalid(f"Param {blame} must be the handle of a complete upload", blame=blame)
    return found
