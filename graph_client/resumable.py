"""Uploads of one stretch that resume at an offset: `video_ads` with rupload, and file handles of an app.

Both send the rest of the file in one request and ask the server how far it came after an interruption. Sources:
Marketing API reference, lines 2303-2513 (video ads) and 16287-16377 (Resumable Upload API).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

from . import retrying
from .client import Request
from .errors import ConnectionFailed, GraphError, InvalidParameter, ObjectNotFound, SessionLost, UnreadableResponse
from .multipart import FilePart, SizedBody

if TYPE_CHECKING:
    from .client import GraphClient


START, SEND, FINISH, DONE = "start", "send", "finish", "done"


@dataclass(frozen=True)
class Stretch:
    """How far an upload is; keep it, `carry` goes on from it in any process.

    owner: `act_ID` for a video ad, the app's id for a file handle. address: where the bytes go, as the server named it.
    """

    kind: str
    owner: str
    size: int
    filename: str
    file_type: str = ""
    step: str = START
    offset: int = 0
    video_id: str = ""
    address: str = ""
    handle: str = ""

    @property
    def done(self) -> bool:
        return self.step == DONE


def new_video_ad(ad_account: str, size: int, filename: str) -> Stretch:
    """A video for the ad account's `video_ads`; `video_id` is known after the first step."""
    return Stretch("video_ad", ad_account, size, filename)


def new_file_handle(app_id: str, size: int, filename: str, file_type: str) -> Stretch:
    """A file whose `handle` other edges take; a PDF, JPEG, PNG or MP4, `file_type` is its MIME type."""
    return Stretch("file_handle", app_id, size, filename, file_type)


def carry(
    client: GraphClient,
    stretch: Stretch,
    open_file: BinaryIO,
    *,
    save: Callable[[Any], Any],
    on_progress: Callable[[int, int], Any] | None = None,
    keep_going: Callable[[], bool] = lambda: True,
) -> Stretch:
    """Bring it as far as it goes. `save(stretch)` is called before each step; SessionLost means: begin anew.

    After an interruption, and for a stretch that was begun before, the server's own offset decides where to go on.
    """
    protocol = _PROTOCOLS[stretch.kind](client, open_file, on_progress)
    if stretch.step == SEND:
        stretch = _asked(protocol, stretch)
    failures = 0
    while not stretch.done and keep_going():
        try:
            following = protocol.take(stretch)
        except ObjectNotFound:
            raise _lost(stretch) from None
        except GraphError as error:
            failures += 1
            if failures > client.retries:
                raise
            if retrying.should_retry(error, repeatable=True):
                client.sleep(retrying.delay(failures, client.random))
                following = _asked(protocol, stretch)
            elif (following := _overtaken(protocol, stretch, error)) == stretch:
                raise
        if following != stretch:
            failures = 0
            save(following)
        stretch = following
    return stretch


def _asked(protocol, stretch):
    """The stretch at the server's offset; unchanged where nothing can be asked."""
    if stretch.step == START:
        return stretch
    try:
        return protocol.ask(stretch)
    except ObjectNotFound:
        raise _lost(stretch) from None
    except (ConnectionFailed, UnreadableResponse):
        return stretch


def _overtaken(protocol, stretch, error):
    """Bytes of a call that was given up may come after the offset was asked for: then ours is refused as a parameter."""
    refused = type(error) is InvalidParameter and stretch.step == SEND
    return _asked(protocol, stretch) if refused else stretch


def _lost(stretch):
    return SessionLost(f"Meta no longer knows the upload of {stretch.filename}.")


class _Protocol:
    """What both have in common; `start`, `send` and `finish` are the steps, `ask` compares with the server."""

    def __init__(self, client, open_file, on_progress):
        self.client, self._file, self._on_progress = client, open_file, on_progress

    def take(self, stretch):
        return getattr(self, stretch.step)(stretch)

    def body(self, stretch):
        return SizedBody(
            FilePart(
                stretch.filename,
                self._file,
                stretch.offset,
                stretch.size - stretch.offset,
                on_read=self._reader(stretch),
            )
        )

    def _reader(self, stretch):
        if self._on_progress is None:
            return None
        sent = stretch.offset

        def read(count):
            nonlocal sent
            sent += count
            self._on_progress(sent, stretch.size)

        return read

    def post_bytes(self, stretch, headers):
        path = urlsplit(stretch.address).path.strip("/")
        asked = Request("POST", path, raw=self.body(stretch), headers=headers, url=stretch.address, scheme="OAuth")
        data, _ = self.client.request(asked, key=self.client.quota_key(stretch.owner))
        return data if isinstance(data, dict) else {}


class _VideoAd(_Protocol):
    def start(self, stretch):
        answer = self.client.post(f"{stretch.owner}/video_ads", {"upload_phase": "start"})
        address = str(answer.get("upload_url", ""))
        if not self._ours(address):
            raise UnreadableResponse("The server names a foreign address for the upload.", status=200)
        return replace(stretch, step=SEND, video_id=str(answer["video_id"]), address=address)

    def send(self, stretch):
        self.post_bytes(stretch, {"offset": str(stretch.offset), "file_size": str(stretch.size)})
        return replace(stretch, step=FINISH, offset=stretch.size)

    def finish(self, stretch):
        self.client.post(f"{stretch.owner}/video_ads", {"upload_phase": "finish", "video_id": stretch.video_id})
        return replace(stretch, step=DONE)

    def ask(self, stretch):
        status = self.client.get(stretch.video_id, {"fields": ("status",)}).get("status") or {}
        processing = (status.get("processing_phase") or {}).get("status")
        if processing in ("in_progress", "complete"):
            return replace(stretch, step=DONE, offset=stretch.size)
        if stretch.step == FINISH:
            return stretch
        uploading = status.get("uploading_phase") or {}
        # Both spellings occur in the reference (lines 2436-2482) and in answers.
        return _at(stretch, uploading.get("bytes_transfered", uploading.get("bytes_transferred")), FINISH)

    def _ours(self, address):
        """The token goes only to the hosts that this client was given."""
        known = {urlsplit(host)[:2] for host in self.client.hosts.values()}
        return urlsplit(address)[:2] in known


class _FileHandle(_Protocol):
    def start(self, stretch):
        answer = self.client.post(
            f"{stretch.owner}/uploads",
            {"file_name": stretch.filename, "file_length": stretch.size, "file_type": stretch.file_type},
            repeatable=True,
        )
        return replace(stretch, step=SEND, address=self.client.address(str(answer["id"])))

    def send(self, stretch):
        answer = self.post_bytes(stretch, {"file_offset": str(stretch.offset)})
        if not answer.get("h"):
            raise UnreadableResponse("The upload was answered without a handle.", status=500)
        return replace(stretch, step=DONE, offset=stretch.size, handle=str(answer["h"]))

    def ask(self, stretch):
        path = urlsplit(stretch.address).path.rpartition("/")[2]
        asked = Request("GET", path, scheme="OAuth")
        data, _ = self.client.request(asked, key=self.client.quota_key(stretch.owner), repeatable=True)
        return _at(stretch, data.get("file_offset"), SEND)

    def finish(self, stretch):
        return stretch


def _at(stretch, arrived, when_whole):
    try:
        arrived = int(arrived)
    except (TypeError, ValueError):
        return stretch
    if not 0 <= arrived <= stretch.size:
        return stretch
    return replace(stretch, offset=arrived, step=when_whole if arrived == stretch.size else SEND)


_PROTOCOLS = {"video_ad": _VideoAd, "file_handle": _FileHandle}
