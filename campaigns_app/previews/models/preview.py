import uuid

from django.db import models
from django.db.models import Case, F, Q, When

from assets_app import clock
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import LEASE, Calls, Work, WorkQuerySet


class PreviewQuerySet(WorkQuerySet):
    def unseen(self):
        """Living frames whose address the worker has not asked yet."""
        return self.filter(state="ready", frame_seen_at=None, expires_at__gt=clock.now())

    def claim_many(self, pks):
        """Those of the rows that are due, ours from here on, in one update: nobody else asks for them meanwhile."""
        now, ticket = clock.now(), uuid.uuid4()
        died = Case(When(claim__isnull=False, then=1), default=0)
        changes = {"state": "generating", "claim": ticket, "lease_until": now + LEASE, "attempts": F("attempts") + died}
        if not self.due(now).filter(pk__in=pks).update(**changes):
            return []
        held = self.filter(claim=ticket).select_related("ad_account__business", "version__creative")
        return list(held.order_by("pk"))


class Preview(TenantModel, Work):
    """One frame of the wall: a subject on a placement, with or without a feature. A cache of Meta's answers.

    `subject_hash` is SHA-256 of the normalised creative spec that was asked for (a version's, or an unsaved form's);
    `url` is the address taken out of Meta's `body`; `feature_status` is Meta's own word.
    """

    class State(models.TextChoices):
        NEW = "new", "Not asked yet"
        GENERATING = "generating", "Meta is drawing this"
        READY = "ready", "Ready"
        PENDING = "pending", "Meta is still preparing this"
        NOT_OFFERED = "not_offered", "Not offered"
        NO_PERMISSION = "no_permission", "No permission"
        WAITING = "waiting", "Waits for Meta's quota"
        FAILED = "failed", "Failed"

    class Source(models.TextChoices):
        GENERATE = "generate", "generatepreviews"
        CREATIVE = "creative", "The creative's previews"
        AD = "ad", "The ad's previews"

    OPEN_STATES = ("new", "generating", "pending", "waiting")
    CALLS = Calls("preview", "previews")

    ad_account = models.ForeignKey("assets.AdAccount", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "campaigns.CreativeVersion", null=True, blank=True, on_delete=models.CASCADE, related_name="previews"
    )
    source = models.CharField(max_length=8, choices=Source, default=Source.GENERATE)
    subject_hash = models.CharField(max_length=64)
    subject = models.JSONField(
        null=True, blank=True, editable=False, help_text="Spec and media of a form that is not saved."
    )
    ad_format = models.CharField(max_length=60)
    feature = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=13, choices=State, default=State.NEW)
    url = models.URLField(max_length=4000, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    feature_url = models.URLField(max_length=4000, blank=True)
    feature_status = models.CharField(max_length=20, blank=True)
    frame_seen_at = models.DateTimeField(null=True, blank=True, help_text="When the worker asked the address.")
    frame_refusal = models.CharField(max_length=200, blank=True, help_text="Why a browser would show nothing.")
    pending_since = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ad_account", "source", "subject_hash", "ad_format", "feature"], name="preview_once_a_cell"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["generating", "pending", "waiting"]), name="preview_due"
            )
        ]

    def __str__(self):
        return f"{self.ad_format} {self.feature}".strip()

    @property
    def is_fresh(self) -> bool:
        return self.state == self.State.READY and self.expires_at is not None and self.expires_at > clock.now()
