from django.db import models

from assets_app import clock
from assets_app.models.tenancy import TenantModel, TenantQuerySet


class AssetVersion(TenantModel):
    """Bytes that never change, with what was measured of them. A file made at Meta has no bytes here: file is ''."""

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    file = models.FileField(max_length=300, blank=True)
    filename = models.CharField(max_length=255, help_text="As it was uploaded.")
    sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    codec = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict, help_text="Frame rate, audio, colour profile, rotation, sent_as …")
    sent_file = models.FileField(
        max_length=300, blank=True, help_text="The JPEG made from a format that Meta does not take; else empty."
    )
    uploaded_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["asset_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["asset", "number"], name="version_number_once_an_asset")]
        indexes = [models.Index(fields=["business", "sha256"], name="version_same_bytes")]

    @property
    def kinds(self) -> set[str]:
        """The kinds of pictures that are made of it. No query where `renditions` was prefetched."""
        return {one.kind for one in self.renditions.all()}

    @property
    def has_thumb(self) -> bool:
        return "thumb_480" in self.kinds

    @property
    def has_large(self) -> bool:
        return "thumb_1600" in self.kinds

    def __str__(self):
        return f"{self.filename} v{self.number}"
