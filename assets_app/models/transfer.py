from django.db import models
from django.db.models import F, Q

from assets_app import clock
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Calls, Work, WorkQuerySet


class TransferQuerySet(WorkQuerySet):
    pass


class Transfer(TenantModel, Work):
    """A version's copy at one destination at Meta: an ad account or a business creative folder."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waits to go to Meta"
        SENDING = "sending", "Going to Meta"
        PROCESSING = "processing", "Meta is processing"
        READY = "ready", "At Meta"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    class Step(models.TextChoices):
        START = "start"
        TRANSFER = "transfer"
        FINISH = "finish"

    class Origin(models.TextChoices):
        OURS = "ours", "Sent by Galley"
        META = "meta", "Found at Meta"

    OPEN_STATES = ("queued", "sending", "processing")
    CALLS = Calls("transfer", "transfers")

    version = models.ForeignKey("assets.AssetVersion", on_delete=models.CASCADE, related_name="transfers")
    ad_account = models.ForeignKey(
        "assets.AdAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    folder = models.ForeignKey("assets.Folder", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=4, choices=Origin, default=Origin.OURS)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    step = models.CharField(max_length=8, choices=Step, default=Step.START)
    session_id = models.CharField(max_length=80, blank=True)
    video_id = models.CharField(max_length=40, blank=True)
    image_hash = models.CharField(max_length=64, blank=True)
    graph_id = models.CharField("business image or video id", max_length=40, blank=True)
    offset = models.PositiveBigIntegerField(default=0)
    end_offset = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField()
    media_library_url = models.URLField(max_length=1000, blank=True)
    processing_since = models.DateTimeField(null=True, blank=True)
    polls = models.PositiveIntegerField(default=0, editable=False)
    missing_since = models.DateTimeField(null=True, blank=True, help_text="Meta no longer lists this copy.")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ad_account=None, folder__isnull=False) | Q(ad_account__isnull=False, folder=None),
                name="transfer_has_one_destination",
            ),
            models.UniqueConstraint(fields=["version", "ad_account"], name="transfer_once_an_ad_account"),
            models.UniqueConstraint(fields=["version", "folder"], name="transfer_once_a_folder"),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(image_hash="") | ~Q(video_id=""), name="transfer_ready_has_an_id"
            ),
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="transfer_offset_within_its_size"),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["queued", "sending", "processing"]), name="transfer_due"
            )
        ]

    def __str__(self):
        return f"{self.version} → {self.ad_account or self.folder}"

    @property
    def meta_folder_id(self) -> str:
        """Meta's id of the folder it goes to. Raises LookupError for a copy in an ad account."""
        if self.folder is None:
            raise LookupError(f"{self} goes to no folder")
        return self.folder.meta_id

    @property
    def library_links(self) -> list[tuple[str, str]]:
        """(words, address) of Meta's own pages for this copy; only a business folder's copy has them."""
        if not self.media_library_url or self.missing_since:
            return []
        sign = "&" if "?" in self.media_library_url else "?"
        act = f"{self.media_library_url}{sign}action="
        return [
            ("Media library", self.media_library_url),
            ("Create ad", f"{act}CREATE_AD"),
            ("Create post", f"{act}CREATE_POST"),
        ]

    @property
    def percent(self) -> int:
        return 100 if self.size == 0 else self.offset * 100 // self.size
