import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from assets_app import clock
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Work, WorkQuerySet

STAYS = timedelta(minutes=10)
ARRIVED = "ready", "none"  # an asset's meta_state when nothing more is under way for it


class UploadQuerySet(WorkQuerySet):
    def for_tray(self, member):
        """What this person's tray shows, newest last: all that is under way or needs them, and what is just done."""
        shown = self.visible_to(member).filter(member=member, dismissed_at=None)
        long_done = Q(asset=None) | Q(asset__meta_state__in=ARRIVED, asset__created_at__lt=clock.now() - STAYS)
        rows = shown.exclude(Q(state=Upload.State.KEPT) & long_done).order_by("created_at")
        return rows.select_related("asset__current").prefetch_related("asset__current__renditions")

    def finished(self):
        return self.filter(Q(asset=None) | Q(asset__meta_state__in=ARRIVED), state="kept", dismissed_at=None)


class Upload(TenantModel, Work):
    """A file on its way from a browser to the library, by the tus protocol."""

    class State(models.TextChoices):
        OPEN = "open", "Uploading"
        COMPLETE = "complete", "Arrived"
        CHECKING = "checking", "Checking"
        CHOICE = "choice", "Already in the library"
        KEPT = "kept", "In the library"
        REJECTED = "rejected", "Refused"
        CANCELLED = "cancelled", "Cancelled"
        EXPIRED = "expired", "Expired"

    class OnDuplicate(models.TextChoices):
        ASK = "ask", "Ask"
        USE = "use", "Use the one that is there"
        BOTH = "both", "Keep both"

    OPEN_STATES = ("complete", "checking")
    FAILED_STATE = "rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey("assets.Member", on_delete=models.PROTECT, related_name="uploads")
    folder = models.ForeignKey("assets.Folder", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(max_length=255)
    relative_path = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    on_duplicate = models.CharField(max_length=5, choices=OnDuplicate, default=OnDuplicate.ASK)
    duplicate_of = models.ForeignKey("assets.Asset", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asset = models.ForeignKey("assets.Asset", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="upload_offset_within_its_size"),
        ]
        indexes = [
            models.Index(fields=["member", "state"], name="upload_of_a_person"),
            models.Index(fields=["next_at"], condition=Q(state__in=["complete", "checking"]), name="upload_due"),
        ]

    def __str__(self):
        return self.filename

    @property
    def is_under_way(self) -> bool:
        """The server or Meta is at work on it: the page asks again."""
        asset = self.asset
        if self.state != self.State.KEPT or asset is None:
            return self.state in self.OPEN_STATES
        return asset.state == "arriving" or asset.meta_state in ("queued", "sending", "processing")

    @property
    def is_finished(self) -> bool:
        """Nothing is under way and nothing needs the person."""
        if self.state != self.State.KEPT or self.is_under_way:
            return False
        return self.asset is None or self.asset.meta_state in ARRIVED

    @property
    def percent(self) -> int:
        return 100 if self.size == 0 else self.offset * 100 // self.size
