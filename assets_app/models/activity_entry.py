from django.db import models

from assets_app.models.tenancy import TenantModel, TenantQuerySet


class ActivityEntryQuerySet(TenantQuerySet):
    def about(self, subject: str):
        return self.filter(subject=subject)


class ActivityEntry(TenantModel):
    """Who did what, when. Append-only: the model and the database refuse changes."""

    at = models.DateTimeField(auto_now_add=True)
    member = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, help_text="Kind and number of the row, such as asset:42.")
    text = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    objects = ActivityEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activity entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["business", "subject", "id"], name="activity_of_a_thing"),
            models.Index(fields=["business", "id"], name="activity_of_a_business"),
        ]

    def __str__(self):
        return self.text
