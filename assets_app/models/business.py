from django.db import models


class BusinessQuerySet(models.QuerySet):
    def of_user(self, user):
        return self.filter(member__user=user, member__left_at=None, closed_at=None).order_by("name")


class Business(models.Model):
    """A tenant: the team whose creatives these are. It may hold connections to several Meta businesses."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    graph_id = models.CharField("Meta business id", max_length=40, blank=True)
    default_ad_account = models.ForeignKey(
        "assets.AdAccount", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    has_folders_at_meta = models.BooleanField(
        default=False, help_text="Meta lets this business keep creative folders (partner access)."
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "businesses"
        ordering = ["name"]

    def __str__(self):
        return self.name
