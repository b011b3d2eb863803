from django.db import models

from campaigns_app.objects.models.mirror import Mirror


class Campaign(Mirror):
    objective = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ad_account", "graph_id"], name="campaign_once_an_account")]
