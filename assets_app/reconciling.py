"""What the reconciler looks for: due rows that nobody holds, at most 200 a table, and none that wait for a sick connection."""

from datetime import timedelta

from assets_app import clock
from assets_app.models import Asset, Connection, Folder, SyncRun, Transfer, Upload
from assets_app.services import polling
from assets_app.sync.runs import KINDS

MOST = 200
RENDER_AFTER = timedelta(seconds=60)


def connected():
    """Businesses whose work for Meta can go on."""
    return Connection.objects.usable().values("business")


def due_uploads() -> list[str]:
    return [str(pk) for pk in Upload.objects.due().order_by("created_at").values_list("pk", flat=True)[:MOST]]


def due_transfers() -> list[int]:
    due = Transfer.objects.due().filter(state__in=["queued", "sending"], business__in=connected())
    return list(due.order_by("pk").values_list("pk", flat=True)[:MOST])


def due_polls() -> list[tuple[int, int | None]]:
    return polling.due_places()


def due_folders() -> list[int]:
    """Parents before what is in them."""
    due = Folder.objects.due().filter(business__in=connected(), business__has_folders_at_meta=True)
    return list(due.order_by("path").values_list("pk", flat=True)[:MOST])


def due_runs() -> list[int]:
    due = SyncRun.objects.due().filter(kind__in=KINDS, business__in=connected())
    return list(due.order_by("pk").values_list("pk", flat=True)[:MOST])


def unrendered_versions() -> list[int]:
    """Assets whose thumbnails were never made: the worker died in between."""
    late = Asset.objects.filter(state=Asset.State.ARRIVING, created_at__lt=clock.now() - RENDER_AFTER)
    return list(late.exclude(current=None).order_by("pk").values_list("current", flat=True)[:MOST])
