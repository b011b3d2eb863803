from django.db import models

from assets_app.models.reached import Reached, ReachedQuerySet


class InstagramAccount(Reached):
    """An Instagram account that a creative can speak for."""

    graph_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    picture_url = models.URLField(max_length=1000, blank=True)
    meta_business = models.ForeignKey(
        "assets.MetaBusiness", null=True, blank=True, on_delete=models.SET_NULL, related_name="instagram_accounts"
    )

    objects = ReachedQuerySet.as_manager()

    class Meta:
        verbose_name = "Instagram account"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["business", "graph_id"], name="instagram_once_a_business")]

    def __str__(self):
        return self.name
