from django.db import models

from assets_app.models.reached import Reached, ReachedQuerySet


class Page(Reached):
    """A Facebook Page that a creative can speak for."""

    graph_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    picture_url = models.URLField(max_length=1000, blank=True)
    tasks = models.JSONField(default=list)

    objects = ReachedQuerySet.as_manager()

    class Meta:
        verbose_name = "Page"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["business", "graph_id"], name="page_once_a_business")]

    def __str__(self):
        return self.name
