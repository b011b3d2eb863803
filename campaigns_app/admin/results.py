"""Insight rows and the windows that brought them."""

from django.contrib import admin

from assets_app.admin.tenant import TenantAdmin, error_of
from campaigns_app.models import InsightDay, SyncWindow


@admin.register(InsightDay)
class InsightDayAdmin(TenantAdmin):
    list_display = ["day", "ad", "impressions", "clicks", "link_clicks", "spend", "purchases"]
    list_filter = ["day"]
    search_fields = ["ad__name", "ad__graph_id"]
    list_select_related = ["ad", "ad_account"]

    @admin.display(description="Spend", ordering="spend_micros")
    def spend(self, row):
        return f"{row.spend_micros / 1_000_000:,.2f} {row.ad_account.currency}"


@admin.register(SyncWindow)
class SyncWindowAdmin(TenantAdmin):
    list_display = ["run", "since", "until", "state", "report_run_id", "rows", "reason"]
    list_filter = ["state", "cut"]
    search_fields = ["report_run_id"]
    list_select_related = ["run__ad_account", "run__business"]
    readonly_fields = ["error"]

    @admin.display(description="Error")
    def error(self, window):
        return error_of(window)
