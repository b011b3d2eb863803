from django.db import models

from assets_app.models.tenancy import TenantQuerySet


class ReviewItemQuerySet(TenantQuerySet):
    tenant_path = "round__business"


class ReviewItem(models.Model):
    """One cell to decide: the original, or one feature, on one placement. Bound to the hash of what it shows."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", "Original"
        FEATURE = "feature", "Feature"

    class Seen(models.TextChoices):
        WAITING = "waiting", "Not asked yet"
        PENDING = "pending", "Meta is still preparing this"
        READY = "ready", "Ready"
        NOT_ELIGIBLE = "not_eligible", "Not offered by Meta here"
        NO_PREVIEW = "no_preview", "No preview"

    class Outcome(models.TextChoices):
        OPEN = "open", "To decide"
        APPROVED = "approved", "Approved"
        CHANGES_NEEDED = "changes_needed", "Changes needed"
        NOT_RELEVANT = "not_relevant", "Not relevant"

    round = models.ForeignKey("campaigns.ReviewRound", on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind)
    feature = models.CharField(max_length=60, blank=True)
    placement = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    preview = models.ForeignKey("campaigns.Preview", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen = models.CharField(max_length=12, choices=Seen, default=Seen.WAITING)
    pending_since = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome, default=Outcome.OPEN)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind", "feature", "placement"], name="review_item_once_a_round")
        ]

    def __str__(self):
        return f"{self.feature or 'original'} {self.placement}"
