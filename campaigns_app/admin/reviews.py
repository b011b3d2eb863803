"""Rounds, their items and the decisions, which nobody can change."""

from django.contrib import admin

from assets_app.admin.tenant import TenantAdmin
from assets_app.admin.work import WorkAdmin
from campaigns_app.models import Decision, ReviewItem, ReviewRound


@admin.register(ReviewRound)
class ReviewRoundAdmin(WorkAdmin):
    list_display = ["creative", "number", "state", "opened_by", "opened_at", "settled_at", "fingerprint"]
    list_filter = ["state"]
    search_fields = ["creative__name", "fingerprint", "content_hash"]
    list_select_related = ["creative", "opened_by__user", "business"]


@admin.register(ReviewItem)
class ReviewItemAdmin(TenantAdmin):
    list_display = ["round", "kind", "feature", "placement", "seen", "outcome"]
    list_filter = ["outcome", "seen", "kind", "placement"]
    search_fields = ["round__creative__name", "content_hash"]
    list_select_related = ["round__creative"]


@admin.register(Decision)
class DecisionAdmin(TenantAdmin):
    list_display = ["at", "item", "member", "verdict", "remark", "content_hash"]
    list_filter = ["verdict"]
    search_fields = ["remark", "content_hash", "fingerprint"]
    list_select_related = ["item", "member__user", "business"]
