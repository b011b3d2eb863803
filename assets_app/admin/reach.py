"""What connections reach at Meta and through whom, and what people were told of it. To be looked at, not changed."""

from django.contrib import admin

from assets_app.admin.tenant import TenantAdmin
from assets_app.models import Access, MetaBusiness, Notice
from assets_app.models.access import TARGETS


@admin.register(MetaBusiness)
class MetaBusinessAdmin(TenantAdmin):
    list_display = ["name", "graph_id", "business", "is_used", "missing_since"]
    search_fields = ["name", "graph_id"]
    list_filter = ["is_used", ("missing_since", admin.EmptyFieldListFilter)]
    list_select_related = ["business"]


@admin.register(Access)
class AccessAdmin(TenantAdmin):
    list_display = ["target", "connection", "business", "seen_at", "missing_since"]
    search_fields = [f"{target}__name" for target in TARGETS]
    list_filter = [("missing_since", admin.EmptyFieldListFilter)]
    list_select_related = ["business", "connection", *TARGETS]


@admin.register(Notice)
class NoticeAdmin(TenantAdmin):
    list_display = ["created_at", "member", "kind", "text", "read_at", "emailed_at"]
    search_fields = ["text", "subject"]
    list_filter = ["kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["member__user", "business"]
