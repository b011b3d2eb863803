from django.db import models
from django.db.models import Q

from assets_app import clock
from assets_app.models.tenancy import TenantModel, TenantQuerySet


class Decision(TenantModel):
    """What a reviewer said of an item, with the hash of what the cell showed. Append-only; undoing is a new one."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", "Approved"
        CHANGES_NEEDED = "changes_needed", "Changes needed"
        NOT_RELEVANT = "not_relevant", "Not relevant"
        WITHDRAWN = "withdrawn", "Taken back"

    item = models.ForeignKey("campaigns.ReviewItem", on_delete=models.PROTECT, related_name="decisions")
    member = models.ForeignKey("assets.Member", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=14, choices=Verdict)
    remark = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="changes_needed") | ~Q(remark=""), name="decision_changes_need_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.item}: {self.verdict}"
