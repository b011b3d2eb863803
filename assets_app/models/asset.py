from django.db import models
from django.db.models import Q

from assets_app import clock
from assets_app.models.tenancy import TenantModel, TenantQuerySet


class AssetQuerySet(TenantQuerySet):
    def kept(self):
        return self.filter(trashed_at=None)

    def trashed(self):
        return self.exclude(trashed_at=None)

    def for_list(self):
        """With all that a tile and a row show: one query for the rows, one for their pictures."""
        return self.select_related("current", "folder").prefetch_related("current__renditions")


class Asset(TenantModel):
    """A picture or a video as people know it: a name in a folder. Its facts are copies of the current version's."""

    class Kind(models.TextChoices):
        IMAGE = "image", "Image"
        VIDEO = "video", "Video"

    class State(models.TextChoices):
        ARRIVING = "arriving", "Arriving"
        READY = "ready", "Ready"
        REJECTED = "rejected", "Rejected"

    class MetaState(models.TextChoices):
        """The worst of the current version's transfers."""

        NONE = "none", "Only here"
        QUEUED = "queued", "Waits to go to Meta"
        SENDING = "sending", "Going to Meta"
        PROCESSING = "processing", "Meta is processing"
        READY = "ready", "At Meta"
        FAILED = "failed", "Failed"

    folder = models.ForeignKey("assets.Folder", null=True, blank=True, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=255)
    sort_name = models.CharField(max_length=255, editable=False)
    search = models.CharField(max_length=600, blank=True, editable=False)
    current = models.ForeignKey(
        "assets.AssetVersion", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVING)
    meta_state = models.CharField(max_length=10, choices=MetaState, default=MetaState.NONE)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    ratio = models.FloatField(default=0, help_text="Width by height.")
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    colour = models.CharField(max_length=7, blank=True, help_text="Mean colour, #rrggbb.")
    use_count = models.PositiveIntegerField(default=0, editable=False)
    last_used_on = models.DateField(null=True, blank=True, editable=False)
    spend_micros = models.BigIntegerField(default=0, editable=False)
    created_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = models.ForeignKey("assets.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    missing_since = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trashed_at=None, trashed_by=None) | Q(trashed_at__isnull=False, trashed_by__isnull=False),
                name="asset_trashed_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["folder", "sort_name", "id"], condition=Q(trashed_at=None), name="asset_folder_name"),
            models.Index(fields=["folder", "created_at", "id"], condition=Q(trashed_at=None), name="asset_folder_new"),
            models.Index(fields=["folder", "size", "id"], condition=Q(trashed_at=None), name="asset_folder_size"),
            models.Index(fields=["business", "sort_name", "id"], condition=Q(trashed_at=None), name="asset_all_name"),
            models.Index(fields=["business", "created_at", "id", "search"], name="asset_all_new"),
            models.Index(fields=["business", "size", "id"], condition=Q(trashed_at=None), name="asset_all_size"),
            models.Index(fields=["business", "trashed_at"], name="asset_trash"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = self.name.casefold()
        self.search = self.name.casefold()
        super().save(*args, **kwargs)
