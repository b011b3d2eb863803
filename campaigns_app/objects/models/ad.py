from django.db import models

from campaigns_app.objects.models.mirror import Mirror


class Ad(Mirror):
    """`version` is the creative version that the ad carries, imported when Galley did not know it."""

    ad_set = models.ForeignKey("campaigns.AdSet", on_delete=models.PROTECT, related_name="ads")
    version = models.ForeignKey(
        "campaigns.CreativeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="ads"
    )
    review_feedback = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ad_account", "graph_id"], name="ad_once_an_account")]
        indexes = [models.Index(fields=["ad_account", "effective_status"], name="ad_live")]
