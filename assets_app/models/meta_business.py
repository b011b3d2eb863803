from django.db import models

from assets_app.models.reached import Reached, ReachedQuerySet


class MetaBusiness(Reached):
    """A business at Meta that a connection reaches. One of them keeps the creative folders (`Business.graph_id`)."""

    graph_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)

    objects = ReachedQuerySet.as_manager()

    class Meta:
        verbose_name = "Meta business"
        verbose_name_plural = "Meta businesses"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["business", "graph_id"], name="meta_business_once_a_business")]

    def __str__(self):
        return self.name
