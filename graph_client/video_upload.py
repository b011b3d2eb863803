"""Chunked video upload: start, transfer, finish, and a driver that survives interruptions and processes.

The server chooses the ranges [start_offset, end_offset); its numbers are sent back as they came. Sources: Marketing
API reference, lines 15355-15445; Video API error codes page; Business Creative Asset Management, Get Started.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from . import protocol, retrying
from .errors import (
    APIError,
    ConnectionFailed,
    InvalidParameter,
    ObjectNotFound,
    SessionLost,
    UnreadableResponse,
    UploadInterrupted,
    UploadOffsetWrong,
)
from .multipart import FilePart

if TYPE_CHECKING:
    from .client import GraphClient
    from .protocol import Answer


START, TRANSFER, FINISH, DONE = "start", "transfer", "finish", "done"
JUMP_EVERY = 10 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """How far an upload is. Offsets are bytes, end exclusive. Keep it; `carry` goes on from it in any process.

    target is `act_ID/advideos` or `BUSINESS_ID/videos`; extra are parameters that every phase repeats, for
    business videos {"creative_folder_id": ...}.
    """

    target: str
    size: int
    filename: str
    title: str = ""
    extra: tuple = ()
    step: str = START
    session_id: str = ""
    video_id: str = ""
    business_video_id: str = ""
    start_offset: int = 0
    end_offset: int = 0

    @property
    def done(self) -> bool:
        return self.step == DONE

    def params(self, phase: str, **more: Any) -> dict[str, Any]:
        named = {"title": self.title} if self.title and phase != TRANSFER else {}
        session = {"upload_session_id": self.session_id} if self.session_id else {}
        return {**dict(self.extra), **named, "upload_phase": phase, **session, **more}


def new_upload(
    target: str, size: int, filename: str, *, title: str = "", extra: Mapping[str, Any] | None = None
) -> Upload:
    """An upload that has not begun."""
    return Upload(target=target, size=size, filename=filename, title=title, extra=tuple((extra or {}).items()))


def start(client: GraphClient, upload: Upload) -> Upload:
    """Open a session: the upload with session, video id and the first range."""
    answer = client.post(
        upload.target,
        replace(upload, session_id="").params(START, file_size=upload.size),
        host="video",
    )
    if not answer.get("upload_session_id"):
        raise UnreadableResponse("The start of an upload was answered without a session.", status=200)
    begun = replace(
        upload,
        session_id=str(answer["upload_session_id"]),
        video_id=str(answer.get("video_id", "")),
        business_video_id=str(answer.get("business_video_id", "")),
    )
    return moved(begun, answer.get("start_offset"), answer.get("end_offset"))


def transfer(
    client: GraphClient, upload: Upload, open_file: BinaryIO, *, on_read: Callable[[int], Any] | None = None
) -> Upload:
    """Send the range that the server asked for: the upload with the next range."""
    chunk = FilePart(
        upload.filename,
        open_file,
        upload.start_offset,
        upload.end_offset - upload.start_offset,
        on_read=on_read,
    )
    answer = client.post(
        upload.target,
        upload.params(TRANSFER, start_offset=upload.start_offset),
        files={"video_file_chunk": chunk},
        host="video",
    )
    return moved(upload, answer.get("start_offset"), answer.get("end_offset"))


def finish(client: GraphClient, upload: Upload) -> Upload:
    """Close the session; Meta then processes the video."""
    answer = client.post(upload.target, upload.params(FINISH), host="video")
    return replace(
        upload, step=DONE, business_video_id=str(answer.get("business_video_id") or upload.business_video_id)
    )


def cancel(client: GraphClient, upload: Upload) -> None:
    """Give the session up at Meta."""
    client.post(upload.target, upload.params("cancel"), host="video")


def moved(upload: Upload, start_offset: Any, end_offset: Any) -> Upload:
    """The upload at another range; equal offsets mean that all bytes are there."""
    try:
        first, last = int(start_offset), int(end_offset)
    except (TypeError, ValueError):
        raise UnreadableResponse("The server gave no range to send.", status=200) from None
    if not 0 <= first <= last <= upload.size:
        raise UnreadableResponse(f"The server asks for bytes {first} to {last} of {upload.size}.", status=200)
    return replace(upload, start_offset=first, end_offset=last, step=FINISH if first == last else TRANSFER)


def carry(
    client: GraphClient,
    upload: Upload,
    open_file: BinaryIO,
    *,
    save: Callable[[Any], Any],
    on_progress: Callable[[int, int], Any] | None = None,
    keep_going: Callable[[], bool] = lambda: True,
) -> Upload:
    """Bring an upload as far as it goes: `upload.done` when it is complete.

    1. `save(upload)` is called before each step with what must be kept to go on after it; it may raise to stop.
    2. An upload that was begun before, and any step whose answer was lost, is compared with Meta's own count first, so
       that no accepted byte is sent twice.
    3. A wrong offset moves the range within the same session. Other interruptions repeat the step, `client.retries`
       times without progress, then the error is raised with everything saved.
    4. SessionLost means: begin anew with `new_upload`.
    on_progress(bytes, size) is called while bytes leave; `keep_going()` False ends between two steps.
    """
    driver = _Driver(client, open_file, save, on_progress)
    if upload.step in (TRANSFER, FINISH):
        upload = driver.compared(upload)
    while not upload.done and keep_going():
        upload = driver.step(upload)
    return upload


class _Driver:
    def __init__(self, client, open_file, save, on_progress):
        self._client, self._file, self._save, self._on_progress = client, open_file, save, on_progress
        self._failures = 0
        self._jumps = 0

    def step(self, upload):
        """One step, or one way round a failure."""
        try:
            following = self._take(upload)
        except UploadOffsetWrong as error:
            following = self._jumped(upload, error)
        except (UploadInterrupted, ConnectionFailed, UnreadableResponse, APIError) as error:
            following = self._recovered(upload, error)
        if _position(following) != _position(upload):
            self._failures = 0
            self._save(following)
        return following

    def compared(self, upload):
        """The upload as Meta counts it, which is further on when an answer was lost."""
        status = phases(self._client, upload)
        if status is None:
            return upload
        known = _further(upload, status)
        if known != upload:
            self._save(known)
        return known

    def _take(self, upload):
        if upload.step == START:
            return start(self._client, upload)
        if upload.step == TRANSFER:
            return transfer(self._client, upload, self._file, on_read=self._reader(upload))
        return finish(self._client, upload)

    def _reader(self, upload):
        if self._on_progress is None:
            return None
        sent = upload.start_offset

        def read(count):
            nonlocal sent
            sent += count
            self._on_progress(sent, upload.size)

        return read

    def _jumped(self, upload, error):
        self._jumps += 1
        if error.start_offset is None or self._jumps > max(2, upload.size // JUMP_EVERY):
            raise error
        return moved(upload, error.start_offset, error.end_offset)

    def _recovered(self, upload, error):
        if upload.step != START and _session_unknown(error):
            return self._after_lost_session(upload)
        if not retrying.should_retry(error, repeatable=True):
            raise error
        self._failures += 1
        if self._failures > self._client.retries:
            raise error
        self._client.sleep(retrying.delay(self._failures, self._client.random))
        return upload if upload.step == START else self.compared(upload)

    def _after_lost_session(self, upload):
        known = self.compared(upload)
        if known.done:
            return known
        raise SessionLost("Meta no longer knows the upload session.") from None


def phases(client: GraphClient, upload: Upload) -> dict[str, Any] | None:
    """Meta's `status` object of the video, or None where it cannot be asked."""
    if not upload.video_id:
        return None
    try:
        return client.get(upload.video_id, {"fields": ("status",)}).get("status") or None
    except (ObjectNotFound, InvalidParameter, ConnectionFailed, UnreadableResponse):
        return None


def _further(upload, status):
    uploading = status.get("uploading_phase") or {}
    processing = status.get("processing_phase") or {}
    closed = upload.step == FINISH and uploading.get("status") == "complete"
    if closed or processing.get("status") in ("in_progress", "complete"):
        return replace(upload, step=DONE, start_offset=upload.size, end_offset=upload.size)
    # Both spellings occur in the reference (lines 2436-2482) and in answers.
    arrived = uploading.get("bytes_transferred", uploading.get("bytes_transfered"))
    return _at(upload, arrived)


def _at(upload, arrived):
    try:
        arrived = int(arrived)
    except (TypeError, ValueError):
        return upload
    if upload.step != TRANSFER or not upload.start_offset < arrived <= upload.size:
        return upload
    step = upload.end_offset - upload.start_offset
    return moved(upload, arrived, min(arrived + step, upload.size))


def _position(upload):
    return upload.step, upload.session_id, upload.start_offset, upload.end_offset


def _session_unknown(error):
    """Meta documents no code for it: the object is not found, or the session parameter is blamed."""
    if isinstance(error, ObjectNotFound):
        return True
    blamed = any("upload_session_id" in path for path in getattr(error, "blame_field_specs", ()))
    return isinstance(error, InvalidParameter) and (blamed or "session" in protocol.error_words(error))


def send_whole(
    client: GraphClient,
    target: str,
    open_file: BinaryIO,
    size: int,
    filename: str,
    *,
    params: Mapping[str, Any] | None = None,
) -> Answer:
    """A small video in one request. A lost answer leaves nothing to ask about; prefer `carry`."""
    part = FilePart(filename, open_file, 0, size)
    return client.post(target, params, files={"source": part}, host="video")
