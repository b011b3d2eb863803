"""Undo of what people do in the library: the opposite act by the same services, as a new entry of the record."""

from django.contrib import messages
from django.shortcuts import redirect

from assets_app import undo
from assets_app.access import member_view
from assets_app.models import Asset, Folder
from assets_app.services import assets, folders
from assets_app.services.refusal import Refused
from assets_app.tasks import push_folder
from assets_app.views.library import back_to_library


@member_view("library.edit", "POST")
def act_undo(request):
    """POST ?of=NOTE, as `assets_app.undo.offer` wrote it."""
    note = undo.read(request.GET.get("of", ""))
    if note is None:
        messages.error(request, "This can no longer be undone here. Activity says what was done.")
        return redirect(back_to_library(request))
    try:
        ACTS[note["act"]](request, note)
        messages.info(request, "Undone.")
    except Refused as refusal:
        messages.error(request, f"Not undone: {refusal}")
    return redirect(back_to_library(request))


def _assets(request, pks):
    return Asset.objects.visible_to(request.member).filter(pk__in=pks)


def _folder(request, pk):
    return Folder.objects.visible_to(request.member).filter(pk=pk).first()


def _own_folder(request, pk) -> Folder:
    folder = _folder(request, pk)
    if folder is None:
        raise Refused("the folder is gone.")
    return folder


def _take_out(request, note):
    assets.restore_assets(assets=_assets(request, note["assets"]), by=request.member)


def _move_back(request, note):
    for pk, pks in note["places"].items():
        folder = _folder(request, pk) if pk != "0" else None
        assets.move_assets(assets=_assets(request, pks), folder=folder, by=request.member)


def _move_folder_back(request, note):
    parent = _folder(request, note["parent"])
    folders.move_folder(folder=_own_folder(request, note["folder"]), parent=parent, by=request.member)


def _restore_folder(request, note):
    """With what had moved one level up when it went."""
    folder = folders.restore_folder(folder=_own_folder(request, note["folder"]), by=request.member)
    for child in Folder.objects.visible_to(request.member).kept().filter(pk__in=note["folders"]):
        folders.move_folder(folder=child, parent=folder, by=request.member)
    assets.move_assets(assets=_assets(request, note["assets"]).kept(), folder=folder, by=request.member)
    push_folder.delay_on_commit(folder.pk)


ACTS = {
    "trash": _take_out,
    "move": _move_back,
    "folder.move": _move_folder_back,
    "folder.trash": _restore_folder,
}
