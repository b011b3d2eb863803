"""Businesses, their people, their connections and what those reach."""

from django import forms
from django.contrib import admin, messages

from assets_app.admin.tenant import TenantAdmin
from assets_app.models import (
    ActivityEntry,
    AdAccount,
    Business,
    Connection,
    InstagramAccount,
    Member,
    Page,
    Quota,
    SyncRun,
)
from assets_app.numbers import is_number
from assets_app.services import businesses, members, reach, readings
from assets_app.services.refusal import Refused
from assets_app.tasks import advance_run, check_connection


class BusinessAdminForm(forms.ModelForm):
    def clean_default_ad_account(self):
        account = self.cleaned_data["default_ad_account"]
        if account is None and self.instance.default_ad_account_id:
            raise forms.ValidationError("New work always begins in some account. Choose another one.")
        return account


@admin.register(Business)
class BusinessAdmin(TenantAdmin):
    list_display = ["name", "slug", "graph_id", "default_ad_account", "has_folders_at_meta", "closed_at"]
    search_fields = ["name", "slug", "graph_id"]
    form = BusinessAdminForm
    editable = ("name", "default_ad_account")
    actions = ["read_accounts_now", "read_library_now"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The default ad account is one of this business, not of another that the same person administers."""
        pk = request.resolver_match.kwargs.get("object_id", "")
        kwargs["queryset"] = AdAccount.objects.filter(business=int(pk) if is_number(pk) else None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """By the services, so that the record says who did it."""
        business, account = Business.objects.get(pk=obj.pk), obj.default_ad_account
        by = self.seat_of(request, business)
        businesses.rename(business=business, name=obj.name, by=by)
        try:
            if account and account != business.default_ad_account:
                reach.begin_in(ad_account=account, by=by)
        except Refused as refusal:
            messages.error(request, str(refusal))

    @admin.action(description="Read accounts and Pages now")
    def read_accounts_now(self, request, queryset):
        self._read(request, queryset, SyncRun.Kind.ACCOUNTS)

    @admin.action(description="Read the library now")
    def read_library_now(self, request, queryset):
        self._read(request, queryset, SyncRun.Kind.LIBRARY)

    def _read(self, request, businesses, kind):
        for business in businesses:
            run = readings.ask(business=business, kind=kind, by=self.seat_of(request, business))
            advance_run.delay_on_commit(run.pk)
        messages.info(request, f"Asked for {len(businesses)} readings.")


class MemberAdminForm(forms.ModelForm):
    def clean_role(self):
        role = self.cleaned_data["role"]
        if role != Member.Role.ADMIN and members.is_last_admin(self.instance):
            raise forms.ValidationError(members.LAST_ADMIN)
        return role


@admin.register(Member)
class MemberAdmin(TenantAdmin):
    list_display = ["name", "user", "business", "role", "left_at"]
    list_filter = ["role", ("left_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__username", "user__first_name", "user__last_name"]
    list_select_related = ["user", "business"]
    form = MemberAdminForm
    editable = ("role",)
    actions = ["remove_from_the_business"]

    def save_model(self, request, obj, form, change):
        """By the service, which looks again while nobody else changes who belongs to the business."""
        try:
            members.change_role(member=Member.objects.get(pk=obj.pk), role=obj.role, by=self.seat_of(request, obj))
        except Refused as refusal:
            messages.error(request, str(refusal))

    @admin.action(description="Remove from the business")
    def remove_from_the_business(self, request, queryset):
        for member in queryset.select_related("business", "user"):
            try:
                members.remove(member=member, by=self.seat_of(request, member))
            except Refused as refusal:
                messages.error(request, f"{member}: {refusal}")


@admin.register(Connection)
class ConnectionAdmin(TenantAdmin):
    list_display = ["user_name", "business", "kind", "app_id", "state", "reason", "expires_at", "checked_at"]
    list_filter = ["state", "kind"]
    search_fields = ["user_name", "app_id", "graph_user_id"]
    list_select_related = ["business"]
    hidden = ("token", "app_secret")
    actions = ["check_token"]

    @admin.action(description="Check the token with Meta")
    def check_token(self, request, queryset):
        for connection in queryset.usable():
            check_connection.delay_on_commit(connection.pk)
        messages.info(request, "Galley asks Meta about the chosen tokens.")


@admin.register(AdAccount)
class AdAccountAdmin(TenantAdmin):
    list_display = ["name", "graph_id", "business", "currency", "timezone_name", "account_status", "missing_since"]
    list_filter = ["currency", ("missing_since", admin.EmptyFieldListFilter)]
    search_fields = ["name", "graph_id"]
    list_select_related = ["business"]


@admin.register(Page)
class PageAdmin(TenantAdmin):
    list_display = ["name", "graph_id", "business", "missing_since"]
    search_fields = ["name", "graph_id"]
    list_select_related = ["business"]


@admin.register(InstagramAccount)
class InstagramAccountAdmin(TenantAdmin):
    list_display = ["name", "graph_id", "meta_business", "business", "missing_since"]
    search_fields = ["name", "graph_id"]
    list_select_related = ["business", "meta_business"]


@admin.register(ActivityEntry)
class ActivityEntryAdmin(TenantAdmin):
    list_display = ["at", "member", "verb", "text", "subject", "request_id"]
    list_filter = ["verb", "at"]
    search_fields = ["text", "subject", "request_id"]
    list_select_related = ["member__user", "business"]


@admin.register(Quota)
class QuotaAdmin(admin.ModelAdmin):
    """Outside tenancy: apps are shared, so only superusers look here."""

    list_display = ["app_id", "use_case", "subject", "used_pct", "limit_estimate", "tier", "resume_at", "updated_at"]
    search_fields = ["app_id", "subject"]

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
