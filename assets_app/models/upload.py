import uuid

from django.db import models
from django.db.models import F, Q

from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Work, WorkQuerySet


class UploadQuerySet(WorkQuerySet):
    def for_tray(self, member):
        """What this person's tray shows, newest last: all that is under way or needs them."""
        return (
            self.visible_to(member)
            .filter(member=member, dismissed_at=None)
            .select_related("asset")
            .order_by("created_at")
        )


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
    created_at = models.DateTimeField(auto_now_add=True)
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
    def percent(self) -> int:
        return 100 if self.size == 0 else self.offset * 100 // self.size
