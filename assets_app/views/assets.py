"""One asset: its page, its panel, and what people do with a selection of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from assets_app import undo
from assets_app.access import member_view
from assets_app.forms.asset import AssetRenameForm, AssetSelectionForm
from assets_app.htmx import render_page, wants_partial
from assets_app.models import Asset, AssetVersion, Folder, Transfer
from assets_app.services import assets as services
from assets_app.services import transfers
from assets_app.services.refusal import Refused
from assets_app.tasks import carry_transfer
from assets_app.views.library import back_to_library


def _asset(request, pk) -> Asset:
    found = Asset.objects.visible_to(request.member).for_list().select_related("created_by__user")
    return get_object_or_404(found, pk=pk)


def asset_context(member, asset, **more) -> dict:
    versions = AssetVersion.objects.visible_to(member).filter(asset=asset).select_related("uploaded_by__user")
    sent = Transfer.objects.visible_to(member).filter(version__asset=asset)
    return {
        "section": "library",
        "asset": asset,
        "above": Folder.objects.visible_to(member).above(asset.folder),
        "versions": versions,
        "transfers": sent.select_related("ad_account", "folder", "version").order_by("-version__number", "pk"),
        "form": AssetRenameForm(initial={"name": asset.name}),
    } | more


@member_view("see")
def asset_detail(request, pk):
    """The asset's page; for htmx the panel that the library opens beside its grid."""
    return _page(request, asset_context(request.member, _asset(request, pk)))


def _page(request, context, status=200):
    return render_page(request, "assets/asset_detail.html", "assets/_asset_panel.html", context, status)


@member_view("library.edit", "POST")
def asset_rename(request, pk):
    asset = _asset(request, pk)
    form = AssetRenameForm(request.POST)
    if form.is_valid():
        try:
            asset = services.rename_asset(asset=asset, name=form.cleaned_data["name"], by=request.member)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
    if form.errors:
        return _page(request, asset_context(request.member, asset, form=form), status=422)
    return _shown(request, asset)


def _shown(request, asset):
    """The panel for htmx, the asset's page for a plain form."""
    if wants_partial(request):
        return _page(request, asset_context(request.member, asset))
    return redirect("assets:asset-detail", slug=request.member.business.slug, pk=asset.pk)


@member_view("library.edit", "POST")
def asset_move(request):
    def move(chosen, folder):
        places: dict[int, list[int]] = {}
        for one in chosen:
            places.setdefault(one.folder_id or 0, []).append(one.pk)
        services.move_assets(assets=chosen, folder=folder, by=request.member)
        return f"{_count(chosen)} moved to {folder or 'the library'}", undo.offer(request, "move", places=places)

    return _act_on_selection(request, move)


@member_view("library.edit", "POST")
def asset_trash(request):
    def trash(chosen, folder):
        services.trash_assets(assets=chosen, by=request.member)
        note = undo.offer(request, "trash", assets=[one.pk for one in chosen])
        return f"{_count(chosen)} moved to the trash", note

    return _act_on_selection(request, trash)


@member_view("library.edit", "POST")
def asset_restore(request):
    def restore(chosen, folder):
        services.restore_assets(assets=chosen, by=request.member)
        return f"{_count(chosen)} restored", ""

    return _act_on_selection(request, restore)


def _act_on_selection(request, act):
    form = AssetSelectionForm(request.POST, member=request.member)
    if form.is_valid():
        try:
            said, note = act(list(form.cleaned_data["asset"]), form.cleaned_data["folder"])
            messages.success(request, f"{said}.", extra_tags=note)
        except Refused as refusal:
            messages.error(request, str(refusal))
    else:
        for problem in form.errors.values():
            messages.error(request, problem[0])
    return redirect(back_to_library(request))


def _count(chosen) -> str:
    return "1 asset" if len(chosen) == 1 else f"{len(chosen)} assets"


@member_view("library.send", "POST")
def transfer_retry(request, pk):
    transfer = get_object_or_404(Transfer.objects.visible_to(request.member), pk=pk)
    transfers.retry(transfer, request.member)
    carry_transfer.delay_on_commit(transfer.pk)
    return _shown(request, _asset(request, transfer.version.asset_id))
