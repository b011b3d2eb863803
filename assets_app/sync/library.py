"""The business's creative folders and what is in them, from Meta into the library. One folder is one step of a run."""

from django.db import IntegrityError, transaction

from assets_app import clock
from assets_app.graph import business_api
from assets_app.models import Folder, SyncRun
from assets_app.models.folder import MAX_DEPTH
from assets_app.services import folder_names, folder_push, imports
from assets_app.services.activity import record
from assets_app.services.lease import Heartbeat
from graph_client import ObjectNotFound
from graph_client.edges import folders as meta


def sync_library(run: SyncRun, keep_going) -> bool:
    """Go on with a claimed run as long as `keep_going()`; True when all is read.

    The cursor holds the folders still to read: pairs of (our folder's id, None at the top). Killed anywhere, the run goes
    on with the folder that it was at; reading one again changes nothing.
    """
    client = business_api(run.business)
    heart = Heartbeat(run, client)
    todo = run.cursor.get("todo")
    if todo is None:
        todo = _top(run, client, heart)
    while todo:
        if not keep_going():
            return False
        todo = _folder(run, client, heart, todo[0]) + todo[1:]
        heart.beat(
            cursor={**run.cursor, "todo": todo}, done=run.done + 1, total=max(run.total, run.done + 1 + len(todo))
        )
    return True


def _top(run: SyncRun, client, heart: Heartbeat) -> list[int]:
    rows = list(meta.list_roots(client, run.business.graph_id))
    todo = take_folders(run.business, None, rows)
    heart.beat(cursor={"todo": todo, "begun_at": clock.now().isoformat()}, total=len(todo))
    return todo


def take_folders(business, parent: Folder | None, rows: list[dict]) -> list[int]:
    """Folders of one level, as Meta lists them, into ours; their ids. Those that Meta no longer lists are marked."""
    found = [_take_folder(business, parent, row) for row in rows]
    known = Folder.objects.filter(business=business, graph_id__isnull=False, missing_since=None)
    level = known.filter(parent=parent, state=Folder.State.SYNCED, trashed_at=None)
    for gone in level.exclude(graph_id__in=[str(row["id"]) for row in rows]):
        # It may hang elsewhere at Meta, since our moves are ours alone: only Meta's own "not found" counts.
        _look_for(gone)
    return [folder.pk for folder in found if folder]


def _look_for(folder: Folder) -> None:
    try:
        meta.get(business_api(folder.business), folder.meta_id)
    except ObjectNotFound:
        folder_push.mark_missing(folder)


def _take_folder(business, parent: Folder | None, row: dict) -> Folder | None:
    graph_id, link = str(row["id"]), (row.get("media_library_url") or "")[:1000]
    folder = Folder.objects.filter(business=business, graph_id=graph_id).first()
    if folder is None:
        folder = _adopted(business, parent, row) or _new(business, parent, row)
    _follow_name(folder, row.get("name") or folder.name)
    seen = {"seen_at": clock.now(), "missing_since": None}
    with transaction.atomic():
        Folder.objects.filter(pk=folder.pk).update(**seen, **({"media_library_url": link} if link else {}))
        if folder.missing_since:
            _record(folder, "back", f"found the folder {folder} at Meta again")
    return folder


def _record(folder: Folder, act: str, text: str, **changed) -> None:
    record(business=folder.business, verb=f"folder.{act}", subject=folder, text=text, **changed)


def _adopted(business, parent, row: dict) -> Folder | None:
    """A folder of ours that is not at Meta yet and has this name at this place is the same folder."""
    waiting = Folder.objects.kept().filter(business=business, parent=parent, graph_id=None, claim=None)
    folder = waiting.filter(name__iexact=_tame(row.get("name") or "")).first()
    if folder is not None:
        values = {"graph_id": str(row["id"]), "pushed_name": folder.name, "state": Folder.State.SYNCED, "reason": ""}
        with transaction.atomic():
            if not waiting.filter(pk=folder.pk).update(**values, next_at=None, sent_at=None):
                return None
            _record(folder, "meta", f"found the folder {folder} at Meta: it is this one")
        folder.refresh_from_db()
    return folder


def _tame(name: str) -> str:
    """A name of Meta's as one of ours: without slashes, no longer than ours may be."""
    name = " ".join(name.replace("/", "-").replace("\\", "-").split())
    return "".join(letter for letter in name if letter.isprintable())[: folder_names.LONGEST] or "Folder"


def _new(business, parent: Folder | None, row: dict) -> Folder:
    """At Meta folders may go deeper than ours: those hang at the deepest level that we have."""
    while parent is not None and (parent.depth >= MAX_DEPTH or parent.trashed_at):
        parent = parent.parent
    name = folder_names.free(business, parent, _tame(row.get("name") or ""))
    try:
        with transaction.atomic():
            folder = Folder.objects.create(
                business=business, parent=parent, name=name, path="", graph_id=str(row["id"]), pushed_name=name,
                description=(row.get("description") or "")[:300], state=Folder.State.SYNCED,
            )  # fmt: skip
            folder.path = f"{parent.path if parent else '/'}{folder.pk}/"
            folder.save(update_fields=["path"])
            _record(folder, "find", f"found the folder {folder} at Meta")
    except IntegrityError:
        folder = Folder.objects.get(business=business, graph_id=str(row["id"]))
    return folder


def _follow_name(folder: Folder, name: str) -> None:
    """Renamed at Meta: ours follows, unless it was renamed here too and waits to go there."""
    tame = _tame(name)
    if (
        folder.trashed_at
        or folder.state != Folder.State.SYNCED
        or tame == folder.pushed_name
        or folder.name != folder.pushed_name
    ):
        return
    if tame == folder.name:
        return
    new = folder_names.free(folder.business, folder.parent, tame, but=folder)
    old = folder.name
    with transaction.atomic():
        if Folder.objects.filter(pk=folder.pk, name=old).update(name=new, pushed_name=new):
            names = {"before": {"name": old}, "after": {"name": new}}
            _record(folder, "rename", f"renamed the folder {old} to {new}, as somebody did at Meta", **names)
    folder.name = folder.pushed_name = new


def _folder(run: SyncRun, client, heart: Heartbeat, folder_pk: int) -> list[int]:
    """One folder: its media, its subfolders. The ids of the subfolders."""
    folder = Folder.objects.select_related("business").get(pk=folder_pk)
    if folder.graph_id is None:
        return []
    try:
        rows = list(meta.list_contents(client, run.business.graph_id, folder.graph_id))
        inside = list(meta.list_children(client, folder.graph_id))
    except ObjectNotFound:
        folder_push.mark_missing(folder)
        return []
    listed = set()
    for row in rows:
        listed.add(str(row["id"]))
        imports.take(client, folder, row, on_read=heart.beat)
        heart.beat(rows=run.rows + 1)
    imports.mark_missing(folder, listed)
    return take_folders(run.business, folder, inside)
