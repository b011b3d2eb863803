"""From an arrived file to an asset: checked, hashed, compared, moved into storage, entered. Runs in a worker."""

import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from assets_app.media import hashing, identify, images
from assets_app.media.rules import Rejected
from assets_app.models import Asset, AssetVersion, Business, Transfer, Upload
from assets_app.models.work import ClaimLost
from assets_app.services import files, folders, transfers
from assets_app.services.activity import record
from assets_app.services.meta_state import refresh

RENEW_EVERY_S = 5


@dataclass(frozen=True)
class Checked:
    """A file with what was measured of it."""

    path: Path
    facts: identify.Facts
    sha256: str
    size: int


def ingest(upload_id) -> Upload | None:
    """Bring one complete upload to its end; None when there is nothing to do.

    1. Claim it. 2. Check the content and hash it. 3. The same bytes in the library: ask the person, unless they have said.
    4. Make the JPEG for a format that Meta does not take. 5. Move the bytes into storage. 6. Enter asset, version and
    transfer in one transaction. Killed anywhere, the next run begins again and finds the file in either place.
    """
    upload = Upload.objects.claim(upload_id)
    if upload is None:
        return None
    try:
        upload.keep(state=Upload.State.CHECKING)
        _go(upload)
    except Rejected as refusal:
        upload.settle(
            Upload.State.REJECTED, reason=str(refusal)[:300], error_text=str(refusal), error_code=refusal.code or None
        )
    except ClaimLost:
        return None
    return upload


def _go(upload: Upload) -> None:
    path = _found(upload)
    if path is None:
        raise Rejected("The uploaded bytes are gone from this server. Upload the file again.")
    with files.on_disk(path) if isinstance(path, str) else nullcontext(path) as local:
        checked = check(local, upload.filename, on_read=_renewing(upload))
        twin = twin_of(upload.business, checked.sha256)
        if twin and upload.on_duplicate == Upload.OnDuplicate.ASK:
            upload.settle(Upload.State.CHOICE, duplicate_of=twin)
            return
        if twin and upload.on_duplicate == Upload.OnDuplicate.USE:
            _use(upload, twin)
            return
        sent = make_sent(upload.business_id, upload.id, checked)
    upload.keep()
    if isinstance(path, str):
        name = path
    else:
        name = files.original_name(upload.business_id, upload.id, checked.facts.extension)
        files.move_in(path, name)
    _enter(upload, checked, name, sent)


def _found(upload: Upload) -> Path | str | None:
    """The part file, or the storage name to which an earlier, killed run has moved it."""
    part = files.part_path(upload.id)
    if part.exists():
        return part
    name = files.original_name(upload.business_id, upload.id, "")
    folder, _, start = name.rpartition("/")
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return None
    return next((f"{folder}/{one}" for one in names if one.startswith(start)), None)


def _renewing(upload: Upload):
    """Renews the lease while a large file is read."""
    last = time.monotonic()

    def on_read(count):
        nonlocal last
        if time.monotonic() - last > RENEW_EVERY_S:
            upload.keep()
            last = time.monotonic()

    return on_read


def check(path: Path, filename: str, *, on_read=lambda count: None) -> Checked:
    """Decode, measure, hash. Raises Rejected."""
    facts = identify.measure(
        path, filename, max_pixels=settings.IMAGE_MAX_PIXELS, max_image_bytes=settings.IMAGE_MAX_BYTES
    )
    with open(path, "rb") as file:
        digest = hashing.sha256(file, on_read)
    return Checked(path, facts, digest, path.stat().st_size)


def twin_of(business, sha256: str) -> Asset | None:
    """The oldest asset in the library whose current version has the same bytes."""
    versions = AssetVersion.objects.filter(business=business, sha256=sha256)
    return Asset.objects.kept().filter(business=business, current__in=versions).order_by("pk").first()


def _use(upload: Upload, twin: Asset) -> None:
    upload.settle(Upload.State.KEPT, asset=twin)
    discard(upload)


def discard(upload: Upload) -> None:
    """Delete the bytes of an upload that has become no asset of its own, wherever they lie."""
    files.part_path(upload.id).unlink(missing_ok=True)
    stored = _found(upload)
    if isinstance(stored, str) and not AssetVersion.objects.filter(file=stored).exists():
        default_storage.delete(stored)


def make_sent(business_id: int, key, checked: Checked) -> dict:
    """`sent_file` and facts of the JPEG that Meta gets instead of the original; {} when the original goes."""
    if checked.facts.goes_as_it_is:
        return {}
    name = f"sent/{business_id}/{str(key)[:2]}/{key}.jpg"
    with files.scratch(".jpg") as made:
        size = images.make_jpeg(checked.path, made, max_pixels=settings.IMAGE_MAX_PIXELS)
        files.move_in(made, name)
    return {"file": name, "size": size}


def _enter(upload: Upload, checked: Checked, name: str, sent: dict) -> None:
    with transaction.atomic():
        # One at a time for a business: two equal files of one drop must not both find nothing.
        Business.objects.select_for_update().get(pk=upload.business_id)
        twin = twin_of(upload.business, checked.sha256)
        if twin and upload.on_duplicate == Upload.OnDuplicate.ASK:
            upload.settle(Upload.State.CHOICE, duplicate_of=twin)
            return
        folder = upload.folder if upload.folder and not upload.folder.trashed_at else None
        version = new_asset(
            business=upload.business,
            name=upload.filename,
            folder=folder,
            checked=checked,
            file=name,
            sent=sent,
            by=upload.member,
            within=upload,
        )
        transfers.on_arrival(version, folder)
        refresh([version.asset_id])
        upload.settle(Upload.State.KEPT, asset=version.asset)


def new_asset(
    *, business, name: str, folder, checked: Checked, file: str, sent: dict, by=None, within=None
) -> AssetVersion:
    """An asset with its first version, `within` an upload. Inside the caller's transaction."""
    facts = checked.facts
    measured = {"width": facts.width, "height": facts.height, "duration_ms": facts.duration_ms, "size": checked.size}
    asset = Asset.objects.create(
        business=business, folder=folder, kind=facts.kind, name=name[:255], created_by=by,
        ratio=facts.width / facts.height, colour=facts.colour, **measured,
    )  # fmt: skip
    details = dict(facts.details)
    if sent:
        details |= {"sent_as": "JPEG", "sent_size": sent["size"]}
    asset.current = AssetVersion.objects.create(
        business=business, asset=asset, file=file, filename=name[:255], sha256=checked.sha256, mime=facts.mime,
        codec=facts.codec, facts=details, sent_file=sent.get("file", ""), uploaded_by=by, **measured,
    )  # fmt: skip
    asset.save(update_fields=["current"])
    if folder:
        folders.recount([folder.pk])
    record(business=business, verb="asset.add", subject=asset, within=within, text=f"added {asset}", by=by)
    return asset.current


def transfers_to_start(upload: Upload) -> list[int]:
    waiting = Transfer.objects.open().filter(version__asset=upload.asset_id, state=Transfer.State.QUEUED)
    return list(waiting.values_list("pk", flat=True))
