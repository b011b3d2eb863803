from django.db import models

from assets_app.models.tenancy import TenantQuerySet


class RenditionQuerySet(TenantQuerySet):
    tenant_path = "version__business"


class Rendition(models.Model):
    """A smaller picture of a version: a thumbnail, or a video's poster. WebP."""

    class Kind(models.TextChoices):
        THUMB_480 = "thumb_480", "480 px"
        THUMB_1600 = "thumb_1600", "1600 px"
        POSTER = "poster", "Poster"

    version = models.ForeignKey("assets.AssetVersion", on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=12, choices=Kind)
    file = models.FileField(max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    objects = RenditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="rendition_kind_once_a_version")]

    def __str__(self):
        return f"{self.version} {self.kind}"
