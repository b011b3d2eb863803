from django.db import models
from django.db.models import Q

from assets_app import clock
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Calls, Work, WorkQuerySet
from campaigns_app.creatives.models.read_back import ReadBack


class CreativeVersionQuerySet(WorkQuerySet):
    def unread(self):
        """At Meta, but Meta's own copy was never read."""
        return self.filter(state="published", read_at=None).select_related("ad_account__business", "latest_read")


class CreativeVersion(TenantModel, Work):
    """What was, or will be, sent to `/adcreatives`. Immutable once it leaves the draft; an edit makes a successor.

    `spec` is Graph's own creative spec, without features. `features` is {feature name: {"enroll_status": "OPT_IN" |
    "OPT_OUT", ...}}. Media in `spec` are tokens (`spec/tokens.py`) that are filled when it is sent; `CreativeMedia` says
    which asset stands where, and keeps the hash or id under which Meta took it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        QUEUED = "queued", "Waits to be created at Meta"
        SENDING = "sending", "Being created at Meta"
        PUBLISHED = "published", "At Meta"
        FAILED = "failed", "Meta refused it"

    class Origin(models.TextChoices):
        OURS = "ours", "Made in Galley"
        META = "meta", "Found at Meta"

    CALLS = Calls("version to publish", "versions to publish")

    creative = models.ForeignKey("campaigns.Creative", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=4, choices=Origin, default=Origin.OURS)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    name = models.CharField(max_length=100)
    spec = models.JSONField(default=dict)
    features = models.JSONField(default=dict)
    headline = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    primary_media = models.ForeignKey(
        "assets.AssetVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ad_account = models.ForeignKey("assets.AdAccount", on_delete=models.PROTECT, related_name="+")
    graph_id = models.CharField(max_length=40, null=True, blank=True)
    latest_read = models.ForeignKey(
        "campaigns.ReadBack", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    editors = models.ManyToManyField("assets.Member", related_name="+", help_text="Others who changed the draft.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CreativeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["creative_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["creative", "number"], name="creative_version_number"),
            models.UniqueConstraint(fields=["ad_account", "graph_id"], name="creative_version_once_at_meta"),
            models.UniqueConstraint(
                fields=["creative"], condition=Q(state__in=["draft", "failed"]), name="creative_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(graph_id__isnull=False), name="creative_published_has_an_id"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state__in=["queued", "sending"]), name="creative_version_due")
        ]

    def __str__(self):
        return f"{self.name} v{self.number}"

    @property
    def meta_id(self) -> str:
        """Its id at Meta. Raises LookupError for a version that was never created there."""
        if not self.graph_id:
            raise LookupError(f"{self} is not at Meta")
        return self.graph_id

    @property
    def newest_read(self) -> ReadBack:
        """Meta's copy as it was last read. Raises LookupError before the first reading."""
        if self.latest_read is None:
            raise LookupError(f"{self} was never read back")
        return self.latest_read

    def is_made_by(self, member) -> bool:
        """Whether this person wrote any of it, as its author or by changing the draft of somebody else."""
        return self.author_id == member.pk or self.editors.filter(pk=member.pk).exists()
