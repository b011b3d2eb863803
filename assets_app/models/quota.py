from django.db import models

from assets_app import clock


class Quota(models.Model):
    """What Meta still lets an app do for one subject. Outside tenancy: two businesses may share an account."""

    app_id = models.CharField(max_length=40)
    use_case = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True, help_text="Meta's account number; '' for the app itself.")
    ledger = models.JSONField(default=dict, help_text="Calls by minute of the rolling window.")
    used_pct = models.FloatField(default=0)
    limit_estimate = models.FloatField(null=True, blank=True)
    tier = models.CharField(max_length=40, blank=True)
    resume_at = models.DateTimeField(null=True, blank=True)
    reported = models.JSONField(default=dict)
    throttled = models.PositiveSmallIntegerField(default=0, help_text="Throttling answers in a row.")
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name_plural = "quotas"
        constraints = [models.UniqueConstraint(fields=["app_id", "use_case", "subject"], name="quota_once_a_subject")]

    def __str__(self):
        return f"{self.use_case} {self.subject}".strip()
