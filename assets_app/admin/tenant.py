"""Admin of rows that belong to a business: staff see what they are admin of, superusers see all."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from assets_app.models import Business, Member


def administered_by(user):
    """The businesses whose admin this user is; one that is closed has none, here as on its pages."""
    if user.is_superuser:
        return Business.objects.all()
    own = {"member__user": user, "member__role": Member.Role.ADMIN, "member__left_at": None}
    return Business.objects.filter(**own, closed_at=None)


class TenantAdmin(admin.ModelAdmin):
    """Read-only unless a class names `editable` fields. Rows are never deleted here: services trash or disconnect."""

    editable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(**{f"{self._tenant_path()}__in": administered_by(request.user)})

    def _tenant_path(self) -> str:
        return "pk" if self.model is Business else getattr(self.model.objects.all(), "tenant_path", "business")

    def get_fields(self, request, obj=None):
        names = [field.name for field in self.model._meta.fields if field.name not in self.hidden]
        return [*names, *[name for name in self.readonly_fields if name not in names]]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name not in self.editable]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if not request.user.is_superuser and "business" in {f.name for f in db_field.related_model._meta.fields}:
            own = db_field.related_model.objects.filter(business__in=administered_by(request.user))
            kwargs.setdefault("queryset", own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_change_permission(self, request, obj=None):
        return request.user.is_staff and bool(self.editable or self.actions)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def seat_of(self, request, row):
        """The member as whom this staff user acts on a row; None is a superuser without a seat."""
        business = row if isinstance(row, Business) else row.business
        return Member.objects.of(request.user, business.slug)


def link(row):
    """A link to the row's own admin page."""
    if row is None:
        return "–"
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), row)


def thumbnail(version):
    """The version's small picture, 40 px high."""
    asset = version.asset if version else None
    if asset is None or not version.sha256:
        return "–"
    try:
        args = [asset.business.slug, asset.pk, version.sha256[:12], "thumb_480"]
        url = reverse("assets:asset-thumb", args=args)
    except NoReverseMatch:
        return "–"
    return format_html('<img class="admin-thumb" src="{}" alt="" height="40" loading="lazy">', url)


def error_of(row):
    """Meta's words with code and trace, for a row of work."""
    if not row.error_text:
        return "–"
    number = f"{row.error_code or ''}/{row.error_subcode or ''}".strip("/")
    return f"{row.error_text} ({number or 'no code'}, trace {row.trace_id or 'none'})"
