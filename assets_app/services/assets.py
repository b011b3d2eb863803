"""Assets as people handle them: name, place, trash. Several at once; each act is one entry of the record."""

from datetime import timedelta

from django.db import transaction

from assets_app import clock
from assets_app.models import Asset, Folder, Transfer
from assets_app.permissions import require
from assets_app.services import folders
from assets_app.services.activity import record
from assets_app.services.meta_state import refresh
from assets_app.services.refusal import Refused

ONE_ACT = timedelta(seconds=5)
LIBRARY, TRASH = "the library", "the trash"


def rename_asset(*, asset: Asset, name: str, by) -> Asset:
    """Our name only: Meta keeps the name that it got with the bytes."""
    require(by, "library.edit")
    name = " ".join(name.split())
    if not name or len(name) > 255:
        raise Refused("A name has 1 to 255 characters.")
    old = asset.name
    if name == old:
        return asset
    with transaction.atomic():
        more = asset.search.removeprefix(old.casefold())
        asset.name, asset.sort_name = name, name.casefold()
        asset.search = f"{name.casefold()}{more}"[:600]
        fields = {"name": asset.name, "sort_name": asset.sort_name, "search": asset.search}
        Asset.objects.filter(pk=asset.pk).update(**fields)
        names = {"before": {"name": old}, "after": {"name": name}}
        record(
            business=asset.business, verb="asset.rename", subject=asset, text=f"renamed {old} to {name}", by=by, **names
        )
    return asset


def move_assets(*, assets, folder: Folder | None, by) -> int:
    """Into another folder (None = no folder); how many moved. What is at Meta stays where it is there."""
    require(by, "library.edit")
    if folder is not None and folder.trashed_at:
        raise Refused(f"{folder} is in the trash. Choose another folder.", "folder")
    rows = [one for one in assets if one.folder_id != (folder and folder.pk)]
    with transaction.atomic():
        Asset.objects.filter(pk__in=[one.pk for one in rows]).update(folder=folder)
        folders.recount([folder and folder.pk, *[one.folder_id for one in rows]])
        left = Folder.objects.in_bulk({one.folder_id for one in rows if one.folder_id})
        for one in rows:
            before = {"folder": str(left[one.folder_id]) if one.folder_id else LIBRARY}
            _record(one, "asset.move", f"to {folder or LIBRARY}", by, before, {"folder": str(folder or LIBRARY)})
    return len(rows)


def trash_assets(*, assets, by) -> int:
    """Into the trash for 30 days; how many went. What waits to go to Meta does not go; what is there stays there."""
    require(by, "library.edit")
    rows = [one for one in assets if one.trashed_at is None]
    with transaction.atomic():
        put_in_trash(Asset.objects.filter(pk__in=[one.pk for one in rows]), by)
        folders.recount([one.folder_id for one in rows])
        for one in rows:
            _record(one, "asset.trash", "to the trash", by, {"place": LIBRARY}, {"place": TRASH})
    return len(rows)


def restore_assets(*, assets, by) -> int:
    """Out of the trash, into their folder or, where that is gone, into none; how many came back."""
    require(by, "library.edit")
    rows = [one for one in assets if one.trashed_at is not None]
    with transaction.atomic():
        take_out_of_trash(Asset.objects.filter(pk__in=[one.pk for one in rows]))
        folders.recount([one.folder_id for one in rows])
        for one in rows:
            _record(one, "asset.restore", "out of the trash", by, {"place": TRASH}, {"place": LIBRARY})
    return len(rows)


def put_in_trash(assets, by) -> None:
    """Inside the caller's transaction."""
    pks = list(assets.values_list("pk", flat=True))
    Asset.objects.filter(pk__in=pks).update(trashed_at=clock.now(), trashed_by=by)
    waiting = Transfer.objects.filter(version__asset__in=pks, state=Transfer.State.QUEUED, claim=None)
    waiting.update(state=Transfer.State.CANCELLED, next_at=None)
    refresh(pks)


def take_out_of_trash(assets) -> None:
    """Inside the caller's transaction."""
    pks = list(assets.values_list("pk", flat=True))
    Asset.objects.filter(pk__in=pks, folder__trashed_at__isnull=False).update(folder=None)
    Asset.objects.filter(pk__in=pks).update(trashed_at=None, trashed_by=None)
    cancelled = Transfer.objects.filter(version__asset__in=pks, state=Transfer.State.CANCELLED)
    cancelled.update(state=Transfer.State.QUEUED, next_at=None, attempts=0)
    refresh(pks)


def _record(one, verb: str, where: str, by, before: dict, after: dict) -> None:
    changed = {"before": before, "after": after}
    record(business=one.business, verb=verb, subject=one, text=f"moved {one} {where}", by=by, **changed)
