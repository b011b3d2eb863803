from django.db import models

from assets_app import clock
from assets_app.models.tenancy import TenantModel, TenantQuerySet
from campaigns_app.creatives.models.creative_version import CreativeVersion

LONGEST_SEARCH = 100  # characters: a condition of thousands of words is more than a database takes


class CreativeQuerySet(TenantQuerySet):
    def kept(self):
        return self.filter(trashed_at=None)

    def for_list(self):
        rows = self.kept().select_related(
            "latest", "latest__primary_media__asset", "latest__author__user", "ad_account"
        )
        return rows.prefetch_related("latest__primary_media__renditions").order_by("-id")

    def matching(self, words: str):
        """Every word stands in the name, the headline or the text."""
        rows = self
        for word in words[:LONGEST_SEARCH].split():
            found = models.Q(name__icontains=word) | models.Q(latest__headline__icontains=word)
            rows = rows.filter(found | models.Q(latest__body__icontains=word))
        return rows


class Creative(TenantModel):
    """The lineage that people see: one creative through all its versions."""

    class Type(models.TextChoices):
        LINK = "link", "Link with image"
        PHOTO = "photo", "Photo"
        VIDEO = "video", "Video"
        CAROUSEL = "carousel", "Carousel"
        OTHER = "other", "Made elsewhere"

    ad_account = models.ForeignKey("assets.AdAccount", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=10, choices=Type)
    name = models.CharField(max_length=100)
    latest = models.ForeignKey("campaigns.CreativeVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = CreativeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["business", "trashed_at", "id"], name="creative_list")]

    def __str__(self):
        return self.name

    @property
    def newest(self) -> CreativeVersion:
        """Its newest version: a creative is made with its first. Raises LookupError when that is gone."""
        if self.latest is None:
            raise LookupError(f"{self} has no version")
        return self.latest
