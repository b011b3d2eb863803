"""Chunked uploads: the server chooses the ranges, the client follows. What was acknowledged survives SIGKILL.

Marketing API reference, "Ad Videos", line 15355; codes of the phases: Video API error codes. A session is kind "upload_session"
with parent = the account or business, key = the video's id, and the bytes in sessions/<id>.
"""

import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import errors
from .errors import GraphFault
from .request import Request
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

LEAST, TITLE = 1024, "Error Uploading Video"
FILE, SENDING = (
    "There was a problem uploading your video file. Please try again with another file.",
    "There was a problem uploading your video. Please try again.",
)
# subcode: (code, what a person may read). Codes of start and finish are 6000, those of transfer 6001.
TROUBLES: dict[int, tuple[int, str]] = {
    1363042: (6000, "You do not have permission to upload videos here."),
    1363023: (6000, "The file is larger than this account may upload."),
    1363022: (6000, "The file must have at least 1 KB."),
    1363030: (6001, "The upload timed out."),
    1363019: (6001, "The chunk could not be taken. Send it again."),
    1363037: (6001, "The start offset does not match. Go on at the offsets of error_data."),
    1363033: (6001, "The chunk arrived in part only. Send it again."),
    1363021: (6001, "The chunk could not be taken. Send it again."),
    1363041: (6001, "The chunk could not be taken. Send it again."),
    1363020: (6001, "The request has no file part named video_file_chunk, or the part has no file name."),
    1363005: (6001, "You do not have permission to edit this video."),
    1363031: (6001, "The file is not a video. Choose another file."),
    1363011: (6000, "The video could not be finished. Try again."),
    1363045: (6000, "The bytes that came do not fit file_size."),
}
# How files begin that are surely no videos.
OTHER_FILES = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"%PDF",
    b"PK\x03\x04",
    b"II*\0",
    b"MM\0*",
    b"<!DOCTYPE",
    b"<html",
    b"#EXTM3U",
)
_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)


def alone(session: Stored) -> threading.Lock:
    """The lock of one session: its chunks are taken one after the other."""
    return _locks[session.id]


def start(sandbox: "Sandbox", request: Request, owner: Stored, **kept: Any) -> Stored:
    """Begin a session of `file_size` bytes; `kept` are fields for the end of it."""
    size = request.number("file_size")
    if size is None:
        raise errors.missing("file_size")
    if size < LEAST:
        raise trouble(1363022)
    if size > sandbox.settings.max_video_bytes:
        raise trouble(1363023)
    with sandbox.store.transaction():
        fields = {"file_size": size, "offset": 0, "state": "open", "video_id": sandbox.store.new_id(), **kept}
        session = sandbox.store.add("upload_session", fields, parent=owner.id, key=fields["video_id"])
    bytes_path(sandbox, session).touch()
    return session


def video_in_progress(sandbox: "Sandbox", video_id: str) -> Stored | None:
    """The video whose upload is open, with `uploading` = bytes that have come: its status can be read before the end."""
    session = sandbox.store.find("upload_session", video_id)
    if session is None or session["state"] != "open":
        return None
    session["id"] = session.id = video_id
    session.kind, session["uploading"] = "video", session["offset"]
    return session


def session_of(sandbox: "Sandbox", request: Request, owner: Stored) -> Stored:
    session = sandbox.store.get(request.required("upload_session_id"), "upload_session")
    if session is None or session.parent != owner.id:
        raise errors.invalid("There is no upload session with this id", blame="upload_session_id")
    return session


def transfer(sandbox: "Sandbox", request: Request, session: Stored) -> dict[str, str]:
    """Take one chunk; answers the next range."""
    with alone(session):
        session = sandbox.store.get(session.id) or session
        if session["state"] != "open":
            raise errors.invalid("The upload session has ended", blame="upload_session_id")
        offset = _checked_offset(sandbox, request, session)
        chunk = next((file for file in request.files if file.field == "video_file_chunk"), None) or next(
            iter(request.files), None
        )
        if chunk is None:
            raise trouble(1363020)
        if chunk.size == 0:
            raise trouble(1363033)
        if offset + chunk.size > session["file_size"]:
            raise trouble(1363045)
        if offset == 0 and _begins(chunk.path).startswith(OTHER_FILES):
            raise trouble(1363031)
        write_at(bytes_path(sandbox, session), offset, chunk.path)
        session = sandbox.store.update(session.id, {"offset": offset + chunk.size})
    return next_range(sandbox, session)


def _checked_offset(sandbox: "Sandbox", request: Request, session: Stored) -> int:
    given, expected = request.number("start_offset"), session["offset"]
    if given is None:
        raise errors.missing("start_offset")
    if (left := lost(sandbox, request, session, "offset")) is not None:
        raise wrong_offset(sandbox, left)
    # Also one byte too high, as in the sample of the Creative Asset Management guide (52428801 after 52428800).
    if given != expected:
        raise wrong_offset(sandbox, session)
    return expected


def lost(sandbox: "Sandbox", request: Request, upload: Stored, field: str) -> Stored | None:
    """The upload as it is after a fault took the last of its bytes, if one waits; `field` counts those that came."""
    fault = sandbox.faults.take(request.method, request.path, lambda entry: entry.action == "wrong_offset")
    if fault is None:
        return None
    return sandbox.store.update(upload.id, {field: max(0, upload[field] - fault.bytes)})


def _begins(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(16)


def wrong_offset(sandbox: "Sandbox", session: Stored) -> GraphFault:
    wanted = next_range(sandbox, session)
    data = {"start_offset": int(wanted["start_offset"]), "end_offset": int(wanted["end_offset"])}
    return trouble(1363037, error_data=data)


def next_range(sandbox: "Sandbox", session: Stored) -> dict[str, str]:
    """start_offset and end_offset as texts; equal when all bytes are here."""
    begin, size = session["offset"], session["file_size"]
    return {"start_offset": str(begin), "end_offset": str(min(size, begin + sandbox.settings.chunk_bytes))}


def write_at(target: Path, offset: int, source: Path) -> None:
    with open(target, "r+b") as into, open(source, "rb") as chunk:
        into.seek(offset)
        while data := chunk.read(1024 * 1024):
            into.write(data)


def finish(sandbox: "Sandbox", session: Stored) -> Path | None:
    """The complete file, or None when the session was finished before (the answer may have been lost)."""
    if session["state"] == "finished":
        return None
    if session["state"] == "cancelled":
        raise errors.invalid("The upload session has ended", blame="upload_session_id")
    if session["offset"] != session["file_size"]:
        raise trouble(1363045)
    return bytes_path(sandbox, session)


def close(sandbox: "Sandbox", session: Stored, state: str) -> None:
    sandbox.store.update(session.id, {"state": state})
    bytes_path(sandbox, session).unlink(missing_ok=True)
    _locks.pop(session.id, None)


def bytes_path(sandbox: "Sandbox", session: Stored) -> Path:
    return sandbox.store.folder / "sessions" / session.id


def trouble(subcode: int, **more: Any) -> GraphFault:
    """An upload error as Graph answers it; is_transient is false for all of them."""
    code, sentence = TROUBLES[subcode]
    words = {"user_title": TITLE, "user_msg": sentence, **more}
    return GraphFault(code, f"(#{code}) {FILE if code == 6000 else SENDING}", subcode=subcode, **words)
