"""Folders, assets, their versions and smaller pictures."""

from django.contrib import admin

from assets_app.admin.tenant import TenantAdmin, link, thumbnail
from assets_app.models import Asset, AssetVersion, Folder, Rendition


@admin.register(Folder)
class FolderAdmin(TenantAdmin):
    list_display = ["name", "parent", "business", "state", "asset_count", "graph_id", "trashed_at", "missing_since"]
    list_filter = ["state", ("trashed_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "graph_id"]
    list_select_related = ["parent", "business"]


@admin.register(Asset)
class AssetAdmin(TenantAdmin):
    list_display = ["picture", "name", "kind", "folder_link", "state", "meta_state", "width", "height", "use_count"]
    list_display_links = ["name"]
    list_filter = ["kind", "state", "meta_state", ("trashed_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "current__sha256"]
    list_select_related = ["business", "folder", "current__asset__business"]
    readonly_fields = ["picture"]

    @admin.display(description="Picture")
    def picture(self, asset):
        return thumbnail(asset.current)

    @admin.display(description="Folder", ordering="folder__name")
    def folder_link(self, asset):
        return link(asset.folder)


@admin.register(AssetVersion)
class AssetVersionAdmin(TenantAdmin):
    list_display = ["picture", "filename", "number", "asset_link", "mime", "size", "width", "height", "created_at"]
    list_display_links = ["filename"]
    list_filter = ["mime"]
    search_fields = ["filename", "sha256"]
    list_select_related = ["asset__business"]
    readonly_fields = ["picture"]
    hidden = ("file", "sent_file")

    @admin.display(description="Picture")
    def picture(self, version):
        return thumbnail(version)

    @admin.display(description="Asset", ordering="asset__name")
    def asset_link(self, version):
        return link(version.asset)


@admin.register(Rendition)
class RenditionAdmin(TenantAdmin):
    list_display = ["version", "kind", "width", "height", "size"]
    list_filter = ["kind"]
    list_select_related = ["version"]
    hidden = ("file",)
