from django.db import models

from campaigns_app.objects.models.mirror import Mirror


class AdSet(Mirror):
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="ad_sets")
    optimization_goal = models.CharField(max_length=60, blank=True)
    is_dynamic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ad_account", "graph_id"], name="ad_set_once_an_account")]
