"""Creatives, their versions and media, what Meta holds, who consented, and previews."""

from django.contrib import admin

from assets_app.admin.tenant import TenantAdmin, link, thumbnail
from assets_app.admin.work import WorkAdmin
from campaigns_app.models import ConsentEntry, Creative, CreativeMedia, CreativeVersion, Preview, ReadBack


@admin.register(Creative)
class CreativeAdmin(TenantAdmin):
    list_display = ["picture", "name", "type", "ad_account", "latest_link", "created_by", "created_at", "trashed_at"]
    list_display_links = ["name"]
    list_filter = ["type", ("trashed_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "latest__graph_id"]
    list_select_related = ["ad_account", "created_by__user", "latest__primary_media__asset__business", "business"]
    readonly_fields = ["picture"]

    @admin.display(description="Picture")
    def picture(self, creative):
        return thumbnail(creative.latest and creative.latest.primary_media)

    @admin.display(description="Latest version")
    def latest_link(self, creative):
        return link(creative.latest)


@admin.register(CreativeVersion)
class CreativeVersionAdmin(WorkAdmin):
    list_display = ["name", "number", "state", "origin", "graph_id", "author", "reason", "published_at"]
    list_filter = ["state", "origin"]
    search_fields = ["name", "graph_id", "headline", "body"]
    list_select_related = ["author__user", "business"]


@admin.register(CreativeMedia)
class CreativeMediaAdmin(TenantAdmin):
    list_display = ["picture", "version", "role", "position", "image_hash", "video_id"]
    list_display_links = ["version"]
    list_filter = ["role"]
    search_fields = ["version__name", "image_hash", "video_id"]
    list_select_related = ["version", "asset_version__asset__business"]

    @admin.display(description="Picture")
    def picture(self, media):
        return thumbnail(media.asset_version)


@admin.register(ReadBack)
class ReadBackAdmin(TenantAdmin):
    list_display = ["at", "version", "content_hash", "scheme"]
    search_fields = ["version__name", "content_hash"]
    list_select_related = ["version"]


@admin.register(ConsentEntry)
class ConsentEntryAdmin(TenantAdmin):
    list_display = ["at", "feature", "status", "version", "member", "source", "reason"]
    list_filter = ["status", "source", "feature"]
    search_fields = ["version__name"]
    list_select_related = ["version", "member__user", "business"]


@admin.register(Preview)
class PreviewAdmin(WorkAdmin):
    list_display = ["ad_format", "feature", "version", "state", "feature_status", "reason", "expires_at"]
    list_filter = ["state", "ad_format", "feature"]
    search_fields = ["version__name", "subject_hash"]
    list_select_related = ["version", "business"]
    hidden = ("url", "feature_url")
