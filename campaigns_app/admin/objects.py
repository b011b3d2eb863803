"""The mirror of campaigns, ad sets and ads: only the sync writes here."""

from django.contrib import admin

from assets_app.admin.tenant import TenantAdmin
from campaigns_app.models import Ad, AdSet, Campaign


class MirrorAdmin(TenantAdmin):
    list_filter = ["effective_status", ("missing_since", admin.EmptyFieldListFilter)]
    search_fields = ["name", "graph_id"]
    list_select_related = ["ad_account", "business"]


@admin.register(Campaign)
class CampaignAdmin(MirrorAdmin):
    list_display = ["name", "graph_id", "ad_account", "objective", "effective_status", "seen_at", "missing_since"]


@admin.register(AdSet)
class AdSetAdmin(MirrorAdmin):
    list_display = ["name", "graph_id", "campaign", "optimization_goal", "effective_status", "seen_at"]
    list_select_related = ["ad_account", "business", "campaign"]


@admin.register(Ad)
class AdAdmin(MirrorAdmin):
    list_display = ["name", "graph_id", "ad_set", "version", "effective_status", "seen_at", "missing_since"]
    list_select_related = ["ad_account", "business", "ad_set", "version"]
