from django.db import models
from django.db.models import Q

from assets_app import clock
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Work, WorkQuerySet


class ReviewRoundQuerySet(WorkQuerySet):
    def for_inbox(self):
        rows = self.select_related("version", "version__creative", "version__primary_media", "opened_by__user")
        return rows.prefetch_related("version__primary_media__renditions")


class ReviewRound(TenantModel, Work):
    """One asking for approval of one published version, bound to a fingerprint of what Meta holds.

    `next_at` and the claim serve the settling of previews; the state is people's.
    """

    class State(models.TextChoices):
        OPEN = "open", "To decide"
        APPROVED = "approved", "Approved"
        CHANGES_NEEDED = "changes_needed", "Changes needed"
        STALE = "stale", "Stale"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN_STATES = ("open", "changes_needed")
    LIVE_STATES = ("open", "approved", "changes_needed")

    version = models.ForeignKey("campaigns.CreativeVersion", on_delete=models.PROTECT, related_name="rounds")
    creative = models.ForeignKey("campaigns.Creative", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    read_back = models.ForeignKey("campaigns.ReadBack", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    evidence = models.JSONField()
    placements = models.JSONField()
    state = models.CharField(max_length=14, choices=State, default=State.OPEN)
    stale_reason = models.JSONField(default=list)
    opened_by = models.ForeignKey("assets.Member", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="review_round_number"),
            models.UniqueConstraint(
                fields=["creative"],
                condition=Q(state__in=["open", "changes_needed"]),
                name="review_round_one_open_a_creative",
            ),
        ]
        indexes = [models.Index(fields=["business", "state"], name="review_round_inbox")]

    def __str__(self):
        return f"{self.creative} round {self.number}"
