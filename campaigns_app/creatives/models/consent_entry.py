from django.db import models

from assets_app import clock
from assets_app.models.tenancy import TenantModel, TenantQuerySet


class ConsentEntry(TenantModel):
    """Who switched an Advantage+ feature on or off, and why. Append-only."""

    class Status(models.TextChoices):
        OPT_IN = "OPT_IN", "On"
        OPT_OUT = "OPT_OUT", "Off"

    class Source(models.TextChoices):
        PERSON = "person", "A person chose it"
        REJECTION = "rejection", "A review rejected it"
        IMPORT = "import", "Found at Meta"

    version = models.ForeignKey("campaigns.CreativeVersion", on_delete=models.PROTECT, related_name="consents")
    feature = models.CharField(max_length=60)
    status = models.CharField(max_length=7, choices=Status)
    member = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.PERSON)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "consent entries"
        indexes = [models.Index(fields=["version", "feature"], name="consent_of_a_feature")]

    def __str__(self):
        return f"{self.feature} {self.status}"
