"""What people do with folders. Each form answers with itself and its errors, or goes to the folder."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from assets_app import undo
from assets_app.access import member_view
from assets_app.forms.folder import FolderForm, FolderMoveForm, FolderTrashForm
from assets_app.models import Folder
from assets_app.services import folders as services
from assets_app.services.refusal import Refused
from assets_app.tasks import push_folder


def _folder(request, pk) -> Folder:
    return get_object_or_404(Folder.objects.visible_to(request.member).kept(), pk=pk)


def _go(request, folder):
    if folder is None:
        return redirect("assets:asset-list", slug=request.member.business.slug)
    return redirect("assets:folder-detail", slug=request.member.business.slug, pk=folder.pk)


def _form_page(request, form, verb, folder=None, status=200):
    context = {"section": "library", "form": form, "verb": verb, "folder": folder}
    if folder:
        context["above"] = Folder.objects.visible_to(request.member).above(folder)
        context["has_content"] = folder.asset_count or folder.children.filter(trashed_at=None).exists()
    return render(request, "assets/folder_form.html", context, status=status)


def _push(folder):
    push_folder.delay_on_commit(folder.pk)


@member_view("library.edit", "GET", "POST")
def folder_create(request):
    form = FolderForm(request.POST or None, initial={"parent": request.GET.get("parent")}, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            folder = services.create_folder(business=request.member.business, by=request.member, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            _push(folder)
            return _go(request, folder)
    return _form_page(request, form, "create", status=422 if form.errors else 200)


@member_view("library.edit", "GET", "POST")
def folder_rename(request, pk):
    folder = _folder(request, pk)
    form = FolderForm(request.POST or None, initial={"name": folder.name}, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_folder(folder=folder, name=form.cleaned_data["name"], by=request.member)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            _push(folder)
            return _go(request, folder)
    return _form_page(request, form, "rename", folder, 422 if form.errors else 200)


@member_view("library.edit", "GET", "POST")
def folder_move(request, pk):
    folder = _folder(request, pk)
    form = FolderMoveForm(
        request.POST or None, initial={"parent": folder.parent_id}, member=request.member, folder=folder
    )
    if request.method == "POST" and form.is_valid():
        try:
            note = undo.offer(request, "folder.move", folder=folder.pk, parent=folder.parent_id)
            services.move_folder(folder=folder, parent=form.cleaned_data["parent"], by=request.member)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            place = form.cleaned_data["parent"] or "the top level"
            messages.success(request, f"The folder {folder.name} moved to {place}.", extra_tags=note)
            return _go(request, folder)
    return _form_page(request, form, "move", folder, 422 if form.errors else 200)


def _note_of_trash(request, folder) -> str:
    """What lies directly in it, so that Undo can put it back wherever it goes now."""
    inside = {
        "folders": list(folder.children.filter(trashed_at=None).values_list("pk", flat=True)),
        "assets": list(folder.assets.filter(trashed_at=None).values_list("pk", flat=True)),
    }
    return undo.offer(request, "folder.trash", folder=folder.pk, **inside)


@member_view("library.edit", "GET", "POST")
def folder_trash(request, pk):
    """A folder with something in it asks first where its content goes."""
    folder = _folder(request, pk)
    form = FolderTrashForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        parent, note = folder.parent, _note_of_trash(request, folder)
        services.trash_folder(folder=folder, contents=form.cleaned_data["contents"], by=request.member)
        _push(folder)
        messages.success(request, f"The folder {folder.name} is in the trash.", extra_tags=note)
        return _go(request, parent)
    return _form_page(request, form, "trash", folder, 422 if form.errors else 200)


@member_view("library.edit", "POST")
def folder_restore(request, pk):
    """Out of the trash, with what went along."""
    folder = get_object_or_404(Folder.objects.visible_to(request.member), pk=pk)
    folder = services.restore_folder(folder=folder, by=request.member)
    _push(folder)
    messages.success(request, f"The folder {folder.name} is back.")
    return _go(request, folder)
