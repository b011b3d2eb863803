from django.db import models

from assets_app.models.tenancy import TenantModel, TenantQuerySet


class MirrorQuerySet(TenantQuerySet):
    def present(self):
        return self.filter(missing_since=None)


class Mirror(TenantModel):
    """An object of Meta as it was last read. Only `objects/sync.py` writes these rows."""

    ad_account = models.ForeignKey("assets.AdAccount", on_delete=models.PROTECT, related_name="+")
    graph_id = models.CharField(max_length=40)
    name = models.CharField(max_length=400)
    status = models.CharField(max_length=30)
    effective_status = models.CharField(max_length=40, blank=True)
    issues = models.JSONField(default=list)
    spec = models.JSONField(default=dict)
    graph_updated_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True, blank=True)

    objects = MirrorQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
