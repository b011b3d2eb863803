"""Uploads by the tus protocol: opened, appended to, cancelled, decided on. The bytes lie in UPLOAD_DIR/<uuid>."""

import os
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from assets_app import clock
from assets_app.models import Transfer, Upload
from assets_app.models.work import LEASE
from assets_app.permissions import require
from assets_app.services import files, folders, ingest, transfers
from assets_app.services.activity import record
from assets_app.services.refusal import Refused

BLOCK = 1024 * 1024
COMMIT_EVERY = 8 * 1024 * 1024
RENEW_EVERY_S = 5
KEEP_FREE = 512 * 1024 * 1024
State = Upload.State


class UploadRefused(Refused):
    """An upload that cannot begin. `status` is the HTTP status of the answer."""

    def __init__(self, status: int, text: str):
        super().__init__(text, "file")
        self.status = status


def open_upload(*, by, filename: str, size: int, folder=None, relative_path: str = "") -> Upload:
    """A new upload. Raises UploadRefused or FolderRefused.

    `relative_path` is the way below `folder`, with the file's own name at its end or without: its folders are made.
    """
    require(by, "library.edit")
    name = file_name(filename)
    _require_room(by, size)
    names = [part for part in relative_path.replace("\\", "/").split("/") if part.strip()]
    if names and names[-1] == filename:
        names.pop()
    folder = folders.within(business=by.business, names=names, parent=folder, by=by)
    return Upload.objects.create(
        business=by.business,
        member=by,
        folder=folder,
        filename=name,
        relative_path=relative_path.replace("\0", "")[:500],
        size=size,
        state=State.OPEN if size else State.COMPLETE,
        expires_at=clock.now() + timedelta(hours=settings.UPLOAD_TTL_HOURS),
    )


def file_name(given: str) -> str:
    """The last part of what the browser calls the file, its ending kept when it is too long."""
    name = "".join(letter for letter in given.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable()).strip()
    if not name or name in {".", ".."}:
        raise UploadRefused(400, "The upload names no file. Send its name as filename in Upload-Metadata.")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 254 - len(ending)]}{dot}{ending}" if len(name) > 255 and len(ending) < 20 else name[:255]


def _require_room(by, size: int) -> None:
    if size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // 1024**2
        raise UploadRefused(413, f"The file has {size // 1024**2} MB; Galley takes at most {most} MB. Make it smaller.")
    open_now = Upload.objects.filter(member=by, state=State.OPEN).count()
    if open_now >= settings.UPLOADS_OPEN_MAX:
        raise UploadRefused(429, f"You have {open_now} unfinished uploads. Finish or cancel some, then add more.")
    if files.free_bytes() < size + KEEP_FREE:
        raise UploadRefused(507, "The server has no room for this file. Ask who runs Galley to free disk space.")


def let_go(claimed: Upload) -> None:
    """For the next request, with nothing added."""
    claimed.settle(State.OPEN)


def claim(upload: Upload) -> Upload | None:
    """The open upload, ours alone for the time of one request; None while another request writes to it."""
    now, ticket = clock.now(), uuid.uuid4()
    free = Q(claim=None) | Q(lease_until__lt=now)
    mine = Upload.objects.filter(free, pk=upload.pk, state=State.OPEN)
    if not mine.update(claim=ticket, lease_until=now + LEASE):
        return None
    claimed = Upload.objects.get(pk=upload.pk)
    part = files.part_path(upload.pk)
    there = part.stat().st_size if part.exists() else 0
    if there < claimed.offset:
        # The disk was exchanged, say. What is there is the truth, and HEAD tells it.
        claimed.keep(offset=there)
    return claimed


def append(upload: Upload, read) -> Upload:
    """Write what `read(n)` gives to the part file of a claimed upload, in constant memory; the upload, let go again.

    The file is first cut to the committed offset: what a killed request wrote beyond it was never acknowledged. The
    offset is committed every 8 MiB and at the end, and with it the lease; a writer that has lost it writes nothing more.
    """
    with _part(upload) as file:
        try:
            _pour(upload, file, read)
        finally:
            _commit(upload, file)
            done = upload.offset == upload.size
            upload.settle(State.COMPLETE if done else State.OPEN, attempts=0)
    return upload


def _part(upload: Upload):
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
    handle = os.open(files.part_path(upload.pk), os.O_RDWR | os.O_CREAT, 0o600)
    file = os.fdopen(handle, "r+b", buffering=0)
    file.truncate(upload.offset)
    file.seek(upload.offset)
    return file


def _pour(upload: Upload, file, read) -> None:
    written, renewed = 0, time.monotonic()
    while left := upload.size - file.tell():
        block = read(min(BLOCK, left))
        if not block:
            return
        if time.monotonic() - renewed > RENEW_EVERY_S:
            upload.keep()
            renewed = time.monotonic()
        file.write(block)
        written += len(block)
        if written >= COMMIT_EVERY:
            _commit(upload, file)
            written, renewed = 0, time.monotonic()


def _commit(upload: Upload, file) -> None:
    """Bytes first, then the number: the committed offset never promises what the disk does not have."""
    os.fdatasync(file.fileno())
    upload.keep(offset=file.tell())


def cancel(*, upload: Upload, by) -> None:
    """End an upload and delete its bytes. What has become an asset stays."""
    require(by, "library.edit")
    ended = {"state": State.CANCELLED, "dismissed_at": clock.now(), "claim": None, "next_at": None}
    unfinished = [State.OPEN, State.COMPLETE, State.CHOICE, State.REJECTED]
    with transaction.atomic():
        was_open = Upload.objects.filter(pk=upload.pk, state__in=unfinished).update(**ended)
        if was_open:
            _record(upload, "cancel", f"ended the upload of {upload.filename}", by)
    if was_open:
        ingest.discard(upload)


def choose(*, upload: Upload, answer: str, by) -> Upload:
    """The same bytes are in the library: `use` the asset that is there, or keep `both`. Then `ingest_upload` goes on."""
    require(by, "library.edit")
    if answer not in (Upload.OnDuplicate.USE, Upload.OnDuplicate.BOTH):
        raise Refused("Choose to use the one that is there, or to keep both.", "answer")
    waiting = Upload.objects.filter(pk=upload.pk, state=State.CHOICE)
    with transaction.atomic():
        if waiting.update(state=State.COMPLETE, on_duplicate=answer, next_at=None):
            kept = "kept both of" if answer == Upload.OnDuplicate.BOTH else "used the one that was there for"
            _record(upload, "choose", f"{kept} {upload.filename}", by)
    upload.refresh_from_db()
    return upload


def retry(*, upload: Upload, by) -> list[Transfer]:
    """Check a refused file again, or send again what of the asset failed; the transfers that wait now."""
    require(by, "library.edit")
    if upload.state == State.REJECTED:
        again = {
            "state": State.COMPLETE,
            "next_at": None,
            "attempts": 0,
            "reason": "",
            "error_text": "",
            "error_code": None,
        }
        with transaction.atomic():
            if Upload.objects.filter(pk=upload.pk, state=State.REJECTED).update(**again):
                _record(upload, "retry", f"had {upload.filename} checked again", by)
        upload.refresh_from_db()
    if upload.asset_id is None:
        return []
    failed = Transfer.objects.filter(version__asset=upload.asset_id, state=Transfer.State.FAILED)
    return [transfers.retry(one, by) for one in failed.select_related("version__asset", "folder")]


def dismiss(*, upload: Upload, by) -> None:
    """Out of the tray. One that is still under way is cancelled by this."""
    require(by, "library.edit")
    if upload.state in (State.OPEN, State.CHOICE, State.REJECTED):
        cancel(upload=upload, by=by)
    Upload.objects.filter(pk=upload.pk).update(dismissed_at=clock.now())


def clear_finished(*, by) -> int:
    """Every upload of this person that is done leaves their tray; how many did."""
    require(by, "library.edit")
    mine = Upload.objects.visible_to(by).filter(member=by).finished()
    return Upload.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(dismissed_at=clock.now())


def _record(upload: Upload, act: str, text: str, by) -> None:
    record(business=upload.business, verb=f"upload.{act}", subject=upload, text=text, by=by)


def expire(now=None) -> int:
    """Uploads that nobody has finished in time; how many."""
    late = Upload.objects.filter(expires_at__lt=now or clock.now())
    unfinished = late.filter(state__in=[State.OPEN, State.CHOICE, State.REJECTED])
    count = 0
    for upload in unfinished[:1000]:
        gone = {"state": State.EXPIRED, "dismissed_at": clock.now(), "claim": None}
        with transaction.atomic():
            ended = Upload.objects.filter(pk=upload.pk, state=upload.state).update(**gone)
            if ended:
                _record(upload, "expire", f"ended the upload of {upload.filename}, which nobody finished", None)
        count += ended
        ingest.discard(upload)
    return count
