"""Rows on their way to Meta or from it, with what went wrong and Retry."""

from django.contrib import admin, messages

from assets_app.admin.tenant import TenantAdmin, error_of, link
from assets_app.models import SyncRun, Transfer, Upload
from assets_app.services import transfers
from assets_app.tasks import carry_transfer


class WorkAdmin(TenantAdmin):
    readonly_fields = ["error"]

    @admin.display(description="Error")
    def error(self, row):
        return error_of(row)


@admin.register(Upload)
class UploadAdmin(WorkAdmin):
    list_display = ["filename", "member", "state", "percent", "size", "reason", "created_at"]
    list_filter = ["state"]
    search_fields = ["filename", "id"]
    list_select_related = ["member__user", "business"]


@admin.register(Transfer)
class TransferAdmin(WorkAdmin):
    list_display = ["version_link", "destination", "state", "step", "percent", "reason", "attempts", "next_at"]
    list_display_links = ["destination"]
    list_filter = ["state", "origin"]
    search_fields = ["version__filename", "image_hash", "video_id", "graph_id"]
    list_select_related = ["version", "ad_account", "folder", "business"]
    actions = ["retry"]

    @admin.display(description="Version", ordering="version__filename")
    def version_link(self, transfer):
        return link(transfer.version)

    @admin.display(description="Destination")
    def destination(self, transfer):
        return transfer.ad_account or transfer.folder

    @admin.action(description="Retry the failed ones")
    def retry(self, request, queryset):
        failed = list(queryset.filter(state=Transfer.State.FAILED))
        for transfer in failed:
            transfers.retry(transfer, self.seat_of(request, transfer))
            carry_transfer.delay_on_commit(transfer.pk)
        messages.info(request, f"{len(failed)} transfers go to Meta again.")


@admin.register(SyncRun)
class SyncRunAdmin(WorkAdmin):
    list_display = ["kind", "ad_account", "business", "state", "rows", "calls", "reason", "created_at", "finished_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["ad_account", "business"]
