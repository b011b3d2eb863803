"""What people do with folders. Each form answers with itself and its errors, or goes to the folder."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

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
    form = FolderMoveForm(request.POST or None, initial={"parent": folder.parent_id}, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_folder(folder=folder, parent=form.cleaned_data["parent"], by=request.member)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _go(request, folder)
    return _form_page(request, form, "move", folder, 422 if form.errors else 200)


@member_view("library.edit", "GET", "POST")
def folder_trash(request, pk):
    """A folder with something in it asks first where its content goes."""
    folder = _folder(request, pk)
    form = FolderTrashForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        parent = folder.parent
        services.trash_folder(folder=folder, contents=form.cleaned_data["contents"], by=request.member)
        _push(folder)
        messages.success(request, f"The folder {folder.name} is in the trash.")
        return _go(request, parent)
    return _form_page(request, form, "trash", folder, 422 if form.errors else 200)
