"""Folders to Meta: what differs from Meta's copy is made there, renamed there or deleted there, one folder at a time."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection, business_api
from assets_app.models import Asset, Folder, Transfer
from assets_app.models.work import ClaimLost
from assets_app.services.activity import record
from graph_client import GraphError, InvalidParameter, ObjectNotFound
from graph_client.edges import folders as meta

LEASE = timedelta(seconds=60)
PARENT_WAIT = timedelta(seconds=5)
GONE = "This folder was deleted at Meta. Galley keeps it here; retry to make it at Meta again."


def push(folder_id) -> Folder | None:
    """Carry out the difference between a folder and its copy at Meta; None when there is nothing to do."""
    folder = Folder.objects.claim(folder_id, LEASE)
    if folder is None:
        return None
    try:
        _push(folder)
    except ClaimLost:
        return None
    except (GraphError, NoConnection) as error:
        _meet(folder, error)
    return folder


def _push(folder: Folder) -> None:
    if folder.trashed_at:
        _delete(folder)
    elif folder.parent and not folder.parent.graph_id:
        _wait_for(folder, folder.parent)
    elif folder.graph_id is None:
        _create(folder)
    elif folder.name != folder.pushed_name:
        _rename(folder)
    else:
        folder.settle(Folder.State.SYNCED)


def _meet(folder: Folder, error) -> None:
    if folder.graph_id and is_gone(error):
        note_missing(folder)
    else:
        trouble.meet(folder, error)


def _record(folder: Folder, act: str, text: str) -> None:
    record(business=folder.business, verb=f"folder.{act}", subject=folder, text=f"The folder {folder} {text}")


def is_gone(error) -> bool:
    return isinstance(error, ObjectNotFound)


def note_missing(folder: Folder) -> None:
    """Meta no longer has it. The row stays, says so, and can be made again."""
    with transaction.atomic():
        folder.settle(Folder.State.FAILED, missing_since=clock.now(), reason=GONE, error_text=GONE)
        _record(folder, "missing", "was deleted at Meta by somebody else")


def mark_missing(folder: Folder) -> None:
    """As `note_missing`, for a folder that somebody else may hold."""
    gone = {"state": Folder.State.FAILED, "missing_since": clock.now(), "reason": GONE, "error_text": GONE}
    with transaction.atomic():
        Folder.objects.filter(pk=folder.pk).update(**gone)
        _record(folder, "missing", "was deleted at Meta by somebody else")


def _wait_for(folder: Folder, parent: Folder) -> None:
    if parent.state in Folder.OPEN_STATES:
        folder.put_off(clock.now() + PARENT_WAIT, f"Waits for the folder {parent} to be made at Meta")
    else:
        folder.fail(f"The folder {parent}, in which it lies, is not at Meta. Retry that one first.")


def _create(folder: Folder) -> None:
    """Make it, or take one of the same name that nobody of ours holds: after a lost answer that is ours."""
    client, business = business_api(folder.business), folder.business.graph_id
    parent = folder.parent.graph_id if folder.parent else None
    folder.keep(LEASE, state=Folder.State.SENDING)
    found = next(
        (row["id"] for row in meta.find(client, business, folder.name, parent) if not held(folder, row["id"])), None
    )
    if found is None:
        folder.keep(LEASE, sent_at=clock.now())
        found = meta.create(client, business, folder.name, parent, folder.description)
        folder.keep(LEASE, sent_at=None)
    _adopt(folder, found, meta_link(client, found))


def held(folder: Folder, graph_id: str) -> bool:
    return Folder.objects.filter(business=folder.business, graph_id=graph_id).exclude(pk=folder.pk).exists()


def meta_link(client, graph_id: str) -> str:
    """The address in Meta's Media Library; '' when Meta does not say."""
    try:
        return meta.media_link(client, graph_id)[:1000]
    except GraphError:
        return ""


def _adopt(folder: Folder, graph_id: str, link: str) -> None:
    known = {"graph_id": graph_id, "pushed_name": folder.name, "media_library_url": link, "missing_since": None}
    try:
        with transaction.atomic():
            _settle_or_go_on(folder, seen_at=clock.now(), attempts=0, **known)
    except IntegrityError:
        # Another row has taken it since we looked: so this one is not ours.
        folder.put_off(clock.now(), "", count=True)


def _settle_or_go_on(folder: Folder, **fields) -> None:
    """Synced, unless somebody renamed it or threw it away while Meta was asked."""
    now = Folder.objects.values_list("name", "trashed_at").get(pk=folder.pk)
    changed = now != (fields.get("pushed_name", folder.pushed_name), None)
    what = "has its new name at Meta" if folder.graph_id and not folder.missing_since else "is at Meta"
    _record(folder, "meta", what)
    folder.settle(Folder.State.QUEUED if changed else Folder.State.SYNCED, **fields)


def _rename(folder: Folder) -> None:
    name = folder.name
    folder.keep(LEASE, state=Folder.State.SENDING)
    meta.rename(business_api(folder.business), folder.meta_id, name)
    with transaction.atomic():
        _settle_or_go_on(folder, pushed_name=name, missing_since=None, attempts=0)


def _delete(folder: Folder) -> None:
    """Delete an emptied folder. One that holds media of the library, or of others, stays at Meta and says so."""
    if folder.graph_id is None:
        folder.settle(Folder.State.LOCAL)
        return
    client = business_api(folder.business)
    folder.keep(LEASE, state=Folder.State.SENDING)
    try:
        held_back = _why_kept(client, folder)
        if held_back is None:
            folder.put_off(clock.now() + PARENT_WAIT, "Waits for the folders in it to be deleted at Meta", count=True)
            return
        if not held_back:
            meta.delete(client, folder.graph_id)
    except (ObjectNotFound, InvalidParameter):
        held_back = ""
    with transaction.atomic():
        if held_back:
            folder.settle(Folder.State.SYNCED, reason=held_back)
        else:
            folder.settle(Folder.State.LOCAL, graph_id=None, pushed_name="", media_library_url="")
        _record(folder, "meta", "stays at Meta" if held_back else "was deleted at Meta")


def _why_kept(client, folder: Folder) -> str | None:
    """'' when it may go, None when its subfolders go first, else the sentence why it stays."""
    inside = [row["id"] for row in meta.list_children(client, folder.meta_id)]
    doomed = Folder.objects.exclude(trashed_at=None).filter(business=folder.business, graph_id__in=inside)
    if len(inside) > doomed.count():
        return "Kept at Meta: it holds folders there that Galley still shows."
    if inside:
        waiting = doomed.filter(state__in=Folder.OPEN_STATES).exists()
        return None if waiting else "Kept at Meta: folders in it are kept there."
    for row in meta.list_contents(client, folder.business.graph_id, folder.meta_id):
        if not _is_done_with(folder, row):
            return "Kept at Meta: it holds media there that is in use. Meta knows no call that moves media."
    return ""


def _is_done_with(folder: Folder, row: dict) -> bool:
    """This medium at Meta is ours, in the trash, and no creative uses it."""
    copies = Transfer.objects.filter(folder=folder, graph_id=str(row["id"]))
    assets = Asset.objects.filter(versions__transfers__in=copies)
    return (
        assets.exists() and not assets.filter(trashed_at=None).exists() and not assets.filter(use_count__gt=0).exists()
    )
