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

LEAST = 1024
_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)


def start(sandbox: "Sandbox", request: Request, owner: Stored, **kept: Any) -> Stored:
    """Begin a session of `file_size` bytes; `kept` are fields for the end of it."""
    size = request.number("file_size")
    if size is None:
        raise errors.missing("file_size")
    if size < LEAST:
        raise _upload(6000, 1363022, "The video file is too small.", "The file must have at least 1 KB.")
    if size > sandbox.settings.max_video_bytes:
        raise _upload(6000, 1363023, "The video file is too large.", "The file is larger than this account may upload.")
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
    with _locks[session.id]:
        session = sandbox.store.get(session.id) or session
        if session["state"] != "open":
            raise errors.invalid("The upload session has ended", blame="upload_session_id")
        offset = _checked_offset(sandbox, request, session)
        chunk = next((file for file in request.files if file.field == "video_file_chunk"), None) or next(
            iter(request.files), None
        )
        if chunk is None:
            raise _upload(
                6001, 1363020, "No video file chunk was sent.", "The request has no file part named video_file_chunk."
            )
        if chunk.size == 0:
            raise _upload(6001, 1363033, "The video chunk was received in part only.", "Send the chunk again.")
        if offset + chunk.size > session["file_size"]:
            raise _upload(
                6000,
                1363045,
                "There was a problem uploading your video file. Please try again with another file.",
                "More bytes came than file_size says.",
            )
        write_at(bytes_path(sandbox, session), offset, chunk.path)
        session = sandbox.store.update(session.id, {"offset": offset + chunk.size})
    return next_range(sandbox, session)


def _checked_offset(sandbox: "Sandbox", request: Request, session: Stored) -> int:
    given, expected = request.number("start_offset"), session["offset"]
    if given is None:
        raise errors.missing("start_offset")
    fault = sandbox.faults.take(request.method, request.path, lambda entry: entry.action == "wrong_offset")
    if fault is not None:
        session = sandbox.store.update(session.id, {"offset": max(0, expected - fault.bytes)})
        raise wrong_offset(sandbox, session)
    # The sample of the Creative Asset Management guide sends 52428801 after the server said 52428800: taken as meant.
    if given not in (expected, expected + 1) or (given == expected + 1 and expected == 0):
        raise wrong_offset(sandbox, session)
    return expected


def wrong_offset(sandbox: "Sandbox", session: Stored) -> GraphFault:
    wanted = next_range(sandbox, session)
    data = {"start_offset": int(wanted["start_offset"]), "end_offset": int(wanted["end_offset"])}
    return _upload(
        6001,
        1363037,
        "There was a problem uploading your video. Please try again.",
        "The start offset does not match.",
        error_data=data,
    )


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
        raise _upload(
            6000,
            1363045,
            "There was a problem uploading your video file. Please try again with another file.",
            "Not all bytes have arrived.",
        )
    return bytes_path(sandbox, session)


def close(sandbox: "Sandbox", session: Stored, state: str) -> None:
    sandbox.store.update(session.id, {"state": state})
    bytes_path(sandbox, session).unlink(missing_ok=True)
    _locks.pop(session.id, None)


def bytes_path(sandbox: "Sandbox", session: Stored) -> Path:
    return sandbox.store.folder / "sessions" / session.id


def _upload(code: int, subcode: int, message: str, sentence: str, **more: Any) -> GraphFault:
    return GraphFault(
        code, f"(#{code}) {message}", subcode=subcode, user_title="Error Uploading Video", user_msg=sentence, **more
    )
