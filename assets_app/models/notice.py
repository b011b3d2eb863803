from django.db import models

from assets_app.models.tenancy import TenantModel, TenantQuerySet


class NoticeQuerySet(TenantQuerySet):
    def for_member(self, member):
        """A person's own, newest first."""
        return self.visible_to(member).filter(member=member)

    def unread(self):
        return self.filter(read_at=None)


class Notice(TenantModel):
    """Something that one person must know: shown until it is read, and mailed once."""

    class Kind(models.TextChoices):
        EXPIRING = "expiring", "A connection ends soon"
        NEEDS_ATTENTION = "needs_attention", "A connection needs attention"
        ACCESS_LOST = "access_lost", "Access was taken away"

    member = models.ForeignKey("assets.Member", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(max_length=60, help_text="Kind and number of the row, such as connection:3.")
    text = models.CharField(max_length=300)
    day = models.DateField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "subject", "day"], name="notice_once_a_day"),
        ]
        indexes = [models.Index(fields=["member", "read_at"], name="notice_unread")]

    def __str__(self):
        return self.text
