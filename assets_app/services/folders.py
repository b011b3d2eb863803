"""The folder tree: what people do with it. The push to Meta follows by itself (`folder_push`)."""

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from assets_app import clock
from assets_app.models import Asset, Folder
from assets_app.models.folder import MAX_DEPTH
from assets_app.permissions import require
from assets_app.services import folder_names
from assets_app.services.activity import record
from assets_app.services.folder_names import FolderRefused

UP, TRASH = "up", "trash"
LIBRARY, TOP = "library", "the top level"


def create_folder(*, business, name: str, parent=None, description: str = "", by) -> Folder:
    """A new folder, on its way to Meta where the business has folders there. Raises FolderRefused."""
    require(by, "library.edit")
    name = folder_names.cleaned(name)
    require_place(parent)
    folder_names.require_free(business, parent, name)
    with transaction.atomic():
        folder = _inserted(business, name, parent, description[:300])
        record(business=business, verb="folder.create", subject=folder, text=f"made the folder {name}", by=by)
    return folder


def _inserted(business, name, parent, description) -> Folder:
    try:
        with transaction.atomic():
            folder = Folder.objects.create(
                business=business, name=name, parent=parent, description=description, path="", state=_wanted(business)
            )
    except IntegrityError:
        raise FolderRefused(f"There is a folder called {name} already. Choose another name.") from None
    folder.path = f"{parent.path if parent else '/'}{folder.pk}/"
    folder.save(update_fields=["path"])
    return folder


def _wanted(business) -> str:
    return Folder.State.QUEUED if business.has_folders_at_meta else Folder.State.LOCAL


def require_place(parent, levels: int = 1) -> None:
    """`levels` more levels fit below `parent`, and it is not in the trash."""
    if parent is None:
        return
    if parent.trashed_at:
        raise FolderRefused(f"{parent} is in the trash. Restore it first.", "parent")
    if parent.depth + levels > MAX_DEPTH:
        raise FolderRefused(f"Folders go {MAX_DEPTH} levels deep. Choose a place higher up.", "parent")


def within(*, business, names: list[str], parent=None, by) -> Folder | None:
    """The folder at this way below `parent`; what is missing of it is made. Two calls at once make one folder."""
    folder = parent
    for name in names:
        name = folder_names.cleaned(name)
        found = folder_names.siblings(business, folder).filter(name__iexact=name).first()
        try:
            folder = found or create_folder(business=business, name=name, parent=folder, by=by)
        except FolderRefused:
            folder = folder_names.siblings(business, folder).filter(name__iexact=name).first()
            if folder is None:
                raise
    return folder


def rename_folder(*, folder: Folder, name: str, by) -> Folder:
    require(by, "library.edit")
    name = folder_names.cleaned(name)
    if name == folder.name:
        return folder
    folder_names.require_free(folder.business, folder.parent, name, but=folder)
    old = folder.name
    with transaction.atomic():
        folder.name = name
        folder.save(update_fields=["name"])
        to_meta([folder])
        text = f"renamed the folder {old} to {name}"
        record(
            business=folder.business,
            verb="folder.rename",
            subject=folder,
            text=text,
            by=by,
            before={"name": old},
            after={"name": name},
        )
    return folder


def move_folder(*, folder: Folder, parent: Folder | None, by) -> Folder:
    """Another place in our tree. Meta knows no such call: there the folder stays where it is."""
    require(by, "library.edit")
    if parent is not None and parent.path.startswith(folder.path):
        raise FolderRefused("A folder cannot go into itself.", "parent")
    deepest = max(one.depth for one in Folder.objects.kept().under(folder))
    require_place(parent, deepest - folder.depth + 1)
    folder_names.require_free(folder.business, parent, folder.name, but=folder)
    before = {"parent": str(folder.parent or TOP)}
    with transaction.atomic():
        put_below(folder, parent)
        where = f"into {parent}" if parent else "to the top level"
        text = f"moved the folder {folder} {where}"
        changed = {"before": before, "after": {"parent": str(parent or TOP)}}
        record(business=folder.business, verb="folder.move", subject=folder, text=text, by=by, **changed)
    return folder


def put_below(folder: Folder, parent: Folder | None) -> None:
    """Parent and path of the folder, paths of all below it."""
    old, new = folder.path, f"{parent.path if parent else '/'}{folder.pk}/"
    rest = Substr("path", len(old) + 1)
    Folder.objects.filter(business=folder.business).under(folder).update(path=Concat(Value(new), rest))
    Folder.objects.filter(pk=folder.pk).update(parent=parent)
    folder.parent, folder.path = parent, new


def trash_folder(*, folder: Folder, contents: str = UP, by) -> Folder:
    """Into the trash for 30 days. What it holds moves one level up (`up`) or goes with it (`trash`)."""
    require(by, "library.edit")
    if folder.trashed_at:
        return folder
    with transaction.atomic():
        doomed = _emptied_upwards(folder) if contents == UP else _with_contents(folder, by)
        Folder.objects.filter(pk__in=[one.pk for one in doomed]).update(trashed_at=clock.now())
        to_meta(doomed)
        recount([folder.parent_id, *[one.pk for one in doomed]])
        text = f"moved the folder {folder} to the trash"
        went = {"before": {"place": LIBRARY}, "after": {"place": TRASH}, "contents": contents}
        record(business=folder.business, verb="folder.trash", subject=folder, text=text, by=by, **went)
    folder.refresh_from_db()
    return folder


def _emptied_upwards(folder: Folder) -> list[Folder]:
    for child in folder.children.filter(trashed_at=None):
        child.name = folder_names.free(folder.business, folder.parent, child.name, but=child)
        child.save(update_fields=["name"])
        put_below(child, folder.parent)
        to_meta([child])
    Asset.objects.kept().filter(folder=folder).update(folder=folder.parent)
    return [folder]


def _with_contents(folder: Folder, by) -> list[Folder]:
    from assets_app.services import assets

    doomed = list(Folder.objects.kept().filter(business=folder.business).under(folder))
    held = Asset.objects.kept().filter(folder__in=doomed)
    assets.put_in_trash(held, by)
    return doomed


def restore_folder(*, folder: Folder, by) -> Folder:
    """Out of the trash with the folders and assets that went with it; to the top level if its parent is gone."""
    require(by, "library.edit")
    if folder.trashed_at is None:
        return folder
    parent = folder.parent if folder.parent and not folder.parent.trashed_at else None
    moment = folder.trashed_at
    with transaction.atomic():
        folder.name = folder_names.free(folder.business, parent, folder.name)
        folder.trashed_at = None
        folder.save(update_fields=["name", "trashed_at"])
        put_below(folder, parent)
        _restore_below(folder, moment)
        to_meta(list(Folder.objects.kept().filter(business=folder.business).under(folder)))
        text = f"took the folder {folder} out of the trash"
        came = {"before": {"place": TRASH}, "after": {"place": LIBRARY}}
        record(business=folder.business, verb="folder.restore", subject=folder, text=text, by=by, **came)
    folder.refresh_from_db()
    return folder


def _restore_below(folder: Folder, moment) -> None:
    """What was thrown away in the same act: the same moment, or a moment before for assets."""
    from assets_app.services import assets

    inside = Folder.objects.filter(business=folder.business).under(folder)
    inside.filter(trashed_at=moment).update(trashed_at=None)
    kept = list(inside.kept())
    held = Asset.objects.trashed().filter(folder__in=kept, trashed_at__range=(moment - assets.ONE_ACT, moment))
    assets.take_out_of_trash(held)
    recount([one.pk for one in kept])


def to_meta(folders: list[Folder]) -> None:
    """Mark what differs from Meta's copy as work, where the business has folders at Meta."""
    pks = [one.pk for one in folders if one.business.has_folders_at_meta]
    Folder.objects.filter(pk__in=pks).update(state=Folder.State.QUEUED, next_at=None, attempts=0, reason="")
    for one in folders:
        if one.pk in pks:
            one.state = Folder.State.QUEUED


def recount(pks) -> None:
    """How many kept assets lie directly in each of these folders."""
    for pk in {one for one in pks if one}:
        Folder.objects.filter(pk=pk).update(asset_count=Asset.objects.kept().filter(folder=pk).count())


def make_again(folder: Folder) -> None:
    """A folder that was deleted at Meta is to be made there once more. Inside the caller's transaction."""
    folder.graph_id, folder.pushed_name, folder.missing_since = None, "", None
    folder.save(update_fields=["graph_id", "pushed_name", "missing_since"])
    to_meta([folder])
