from django.db import models

from assets_app.models.tenancy import TenantQuerySet


class CreativeMediaQuerySet(TenantQuerySet):
    tenant_path = "version__business"


class CreativeMedia(models.Model):
    """Which asset version stands where in a creative version: "where used", and no purge of used media."""

    class Role(models.TextChoices):
        IMAGE = "image", "Image"
        VIDEO = "video", "Video"
        THUMBNAIL = "thumbnail", "Video thumbnail"
        CARD = "card", "Carousel card"

    version = models.ForeignKey("campaigns.CreativeVersion", on_delete=models.CASCADE, related_name="media")
    asset_version = models.ForeignKey(
        "assets.AssetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="uses"
    )
    role = models.CharField(max_length=10, choices=Role)
    position = models.PositiveSmallIntegerField(default=0)
    image_hash = models.CharField(max_length=64, blank=True)
    video_id = models.CharField(max_length=40, blank=True)

    objects = CreativeMediaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "role"]
        verbose_name_plural = "creative media"
        constraints = [
            models.UniqueConstraint(fields=["version", "role", "position"], name="creative_media_one_a_place")
        ]

    def __str__(self):
        return f"{self.version} {self.role} {self.position}"
