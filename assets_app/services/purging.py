"""What is thrown away for good: trash after 30 days, uploads that nobody finished, bytes that no row names."""

import time
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from assets_app import clock
from assets_app.models import Asset, Folder, Rendition, Upload
from assets_app.services import sessions, uploads
from assets_app.services.activity import record

TRASH_FOR = timedelta(days=30)
KEEP_ROWS_FOR = timedelta(days=30)
SCRATCH_FOR_S = 24 * 3600
MOST = 500


def purge() -> dict[str, int]:
    """How many of each went. Media that a creative uses stays, and so does everything at Meta."""
    return {
        "assets": purge_assets(),
        "folders": purge_folders(),
        "uploads": purge_uploads(),
        "scratch": purge_scratch(),
        "sessions": sessions.forget_expired(),
    }


def purge_assets() -> int:
    late = Asset.objects.trashed().filter(trashed_at__lt=clock.now() - TRASH_FOR, use_count=0)
    return sum(_purge_asset(asset) for asset in late.order_by("trashed_at")[:MOST])


def _purge_asset(asset: Asset) -> bool:
    """The rows first, then the bytes: a crash in between leaves bytes that nobody sees, never a row without bytes."""
    names = [str(file) for version in asset.versions.all() for file in (version.file, version.sent_file) if file]
    names += [str(one.file) for one in Rendition.objects.filter(version__asset=asset)]
    try:
        with transaction.atomic():
            Upload.objects.filter(duplicate_of=asset).update(duplicate_of=None)
            text = f"deleted {asset} for good, after 30 days in the trash"
            record(business=asset.business, verb="asset.purge", subject=asset, text=text)
            asset.delete()
    except ProtectedError:
        return False
    for name in names:
        default_storage.delete(name)
    return True


def purge_folders() -> int:
    """Folders that are empty, in the trash for 30 days, and no longer at Meta; the deepest first."""
    late = Folder.objects.filter(trashed_at__lt=clock.now() - TRASH_FOR, graph_id=None, claim=None)
    return sum(_purge_folder(folder) for folder in late.order_by("-path")[:MOST])


def _purge_folder(folder: Folder) -> bool:
    try:
        with transaction.atomic():
            text = f"deleted the folder {folder} for good, after 30 days in the trash"
            record(business=folder.business, verb="folder.purge", subject=folder, text=text)
            folder.delete()
    except ProtectedError:
        return False
    return True


def purge_uploads() -> int:
    count = uploads.expire()
    done = Upload.objects.filter(state__in=["kept", "cancelled", "expired"], created_at__lt=clock.now() - KEEP_ROWS_FOR)
    for upload in done[:MOST]:
        upload.delete()
        count += 1
    return count


def purge_scratch() -> int:
    """Half-made files of workers that died."""
    count = 0
    for path in settings.UPLOAD_DIR.glob("scratch-*"):
        if time.time() - path.stat().st_mtime > SCRATCH_FOR_S:
            path.unlink(missing_ok=True)
            count += 1
    return count
