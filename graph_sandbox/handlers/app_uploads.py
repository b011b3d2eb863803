"""The resumable upload of an app: /{app}/uploads, then /upload:{session}. Marketing API reference, "Resumable Upload API", line 1966."""

import base64
from typing import TYPE_CHECKING, Any

from .. import auth, errors, uploads
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
    auth.identify(sandbox, request)
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
    given = request.headers.get("file_offset", "")
    if not given.isdigit() or int(given) != found["offset"]:
        raise errors.invalid(f"The header file_offset must be {found['offset']}", blame="file_offset")
    if request.raw is not None:
        uploads.write_at(uploads.bytes_path(sandbox, found), found["offset"], request.raw)
    found = sandbox.store.update(found.id, {"offset": found["offset"] + request.raw_size})
    if found["offset"] < found["file_length"]:
        return {"id": f"upload:{found.id}", "file_offset": str(found["offset"])}
    return {"h": "2:" + base64.b64encode(f"{found['file_name']}:{found.id}".encode()).decode()}
