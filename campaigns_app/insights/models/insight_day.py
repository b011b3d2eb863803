from django.db import models

from assets_app.models.tenancy import TenantQuerySet


class InsightDayQuerySet(TenantQuerySet):
    tenant_path = "ad_account__business"


class InsightDay(models.Model):
    """What one ad did on one day of its account's zone. Additive counts only; money in micros of the account's
    currency. Reach and frequency are never stored here: they do not add up."""

    ad_account = models.ForeignKey("assets.AdAccount", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    ad = models.ForeignKey("campaigns.Ad", on_delete=models.PROTECT, related_name="days", db_constraint=False)
    version = models.ForeignKey(
        "campaigns.CreativeVersion", on_delete=models.PROTECT, related_name="days", db_constraint=False
    )
    day = models.DateField()
    impressions = models.BigIntegerField(default=0)
    clicks = models.BigIntegerField(default=0)
    link_clicks = models.BigIntegerField(default=0)
    outbound_clicks = models.BigIntegerField(default=0)
    spend_micros = models.BigIntegerField(default=0)
    results = models.BigIntegerField(default=0)
    purchases = models.BigIntegerField(default=0)
    value_micros = models.BigIntegerField(default=0)
    leads = models.BigIntegerField(default=0)
    plays = models.BigIntegerField(default=0)
    plays_3s = models.BigIntegerField(default=0)
    thruplays = models.BigIntegerField(default=0)
    p25 = models.BigIntegerField(default=0)
    p50 = models.BigIntegerField(default=0)
    p75 = models.BigIntegerField(default=0)
    p95 = models.BigIntegerField(default=0)
    p100 = models.BigIntegerField(default=0)
    extra = models.JSONField(default=dict)
    window_id = models.BigIntegerField(default=0)

    objects = InsightDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ad", "day"], name="insight_day_once")]
        indexes = [
            models.Index(fields=["ad_account", "day"], name="insight_day_range"),
            models.Index(fields=["version", "day"], name="insight_day_of_a_version"),
        ]

    def __str__(self):
        return f"{self.ad_id} {self.day}"
