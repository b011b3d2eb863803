"""The library: folders on the left, assets as grid or list, filtered and paged at one address."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assets_app.access import member_view
from assets_app.forms.asset import AssetFilterForm
from assets_app.htmx import render_page
from assets_app.listing import query_with, take
from assets_app.models import Asset, Folder, Upload
from assets_app.tree import found, nested

PAGE_SIZE = 60


@member_view("see")
def asset_list(request):
    """Every asset of the business."""
    return _library(request, Asset.objects.visible_to(request.member).kept())


@member_view("see")
def folder_detail(request, pk):
    folder = get_object_or_404(Folder.objects.visible_to(request.member).kept(), pk=pk)
    return _library(request, Asset.objects.visible_to(request.member).kept().filter(folder=folder), folder=folder)


@member_view("see")
def asset_trash_list(request):
    """What was thrown away in the last 30 days."""
    return _library(request, Asset.objects.visible_to(request.member).trashed(), is_trash=True)


def _library(request, assets, *, folder=None, is_trash=False):
    form = AssetFilterForm(request.GET)
    matching = form.apply(assets)
    page = take(matching.for_list(), form.sorting, request.GET.get("after", ""), PAGE_SIZE)
    context = {
        "section": "library",
        "form": form,
        "assets": page.rows,
        "next_cursor": page.next_cursor,
        "next_query": query_with(request, after=page.next_cursor) if page.next_cursor else "",
        "folder": folder,
        "is_trash": is_trash,
        "view": form.value("view") or "grid",
    }
    if request.GET.get("after") and request.htmx:
        return render(request, "assets/_asset_page.html", context)
    context |= _around(request, matching, folder, is_trash)
    return render_page(request, "assets/asset_list.html", "assets/_asset_results.html", context)


def _around(request, matching, folder, is_trash) -> dict:
    """What stands round the rows: the tree, the way here, counts, the tray, chips that can be taken off."""
    counts = Asset.objects.visible_to(request.member).aggregate(
        kept=Count("pk", filter=Q(trashed_at=None)), trashed=Count("pk", filter=Q(trashed_at__isnull=False))
    )
    tree = Folder.objects.visible_to(request.member).for_tree()
    nodes = nested(tree, current=folder)
    here = found(nodes, folder.pk) if folder else None
    chips = [chip | {"without": query_with(request, **{chip["name"]: ""})} for chip in _form(request).chosen()]
    return {
        "total": matching.count(),
        "all_count": counts["kept"],
        "trash_count": counts["trashed"],
        "tree": nodes,
        "trashed_folders": Folder.objects.visible_to(request.member).trashed() if is_trash and not chips else [],
        "subfolders": here.children if here and not chips else [],
        "is_first_use": not (counts["kept"] or folder or chips or is_trash),
        "crumbs": _crumbs(tree, folder),
        "uploads": Upload.objects.for_tray(request.member),
        "chips": chips,
        "here": request.path,
    }


def _form(request):
    return AssetFilterForm(request.GET)


def _crumbs(tree, folder) -> list:
    if folder is None:
        return []
    above = {int(number) for number in folder.path.strip("/").split("/")} - {folder.pk}
    return sorted((one for one in tree if one.pk in above), key=lambda one: one.depth)


def back_to_library(request) -> str:
    """Where a form of the library returns to: the place it came from, if that is one of ours."""
    came_from = request.POST.get("next", "")
    library = reverse("assets:asset-list", args=[request.member.business.slug])
    return came_from if came_from.startswith(library) else library
