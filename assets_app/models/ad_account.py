from zoneinfo import ZoneInfo

from django.db import models

from assets_app.models.reached import Reached, ReachedQuerySet


class AdAccount(Reached):
    graph_id = models.CharField(max_length=40, help_text="With act_ in front.")
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    timezone_name = models.CharField(max_length=60, default="UTC")
    account_status = models.PositiveSmallIntegerField(default=1)
    meta_business = models.ForeignKey(
        "assets.MetaBusiness", null=True, blank=True, on_delete=models.SET_NULL, related_name="ad_accounts"
    )

    objects = ReachedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["business", "graph_id"], name="ad_account_once_a_business")]

    def __str__(self):
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone_name)

    @property
    def number(self) -> str:
        """Meta's number without act_: the subject of its quota."""
        return self.graph_id.removeprefix("act_")
