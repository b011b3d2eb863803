from django.db import models

from assets_app import clock
from assets_app.models.tenancy import TenantQuerySet


class ReadBackQuerySet(TenantQuerySet):
    tenant_path = "version__business"


class ReadBack(models.Model):
    """Meta's stored copy of a version at a moment; a row only when it differs from the one before. Append-only."""

    version = models.ForeignKey("campaigns.CreativeVersion", on_delete=models.PROTECT, related_name="read_backs")
    at = models.DateTimeField(default=clock.now, editable=False)
    stored = models.JSONField()
    content_hash = models.CharField(max_length=64)
    scheme = models.PositiveSmallIntegerField(default=1)

    objects = ReadBackQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.version} at {self.at:%Y-%m-%d %H:%M}"
