from django.db import models
from django.db.models import Q

from assets_app.models.work import Calls, Work, WorkQuerySet


class SyncWindowQuerySet(WorkQuerySet):
    tenant_path = "run__business"


class SyncWindow(Work):
    """A stretch of days of one insights run, carried by one report run at Meta."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waits"
        SUBMITTED = "submitted", "Meta is computing"
        FETCHING = "fetching", "Being read"
        DONE = "done", "Done"
        SPLIT = "split", "Split"
        FAILED = "failed", "Failed"

    OPEN_STATES = ("queued", "submitted", "fetching")
    CALLS = Calls("stretch of figures", "stretches of figures", "ads_insights", account="run__ad_account")

    run = models.ForeignKey("assets.SyncRun", on_delete=models.CASCADE, related_name="windows")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    cut = models.CharField(max_length=60, default="ad")
    since = models.DateField()
    until = models.DateField()
    parent_graph_id = models.CharField(max_length=40, blank=True)
    ad_ids = models.JSONField(default=list)
    slice = models.PositiveSmallIntegerField(default=0)
    report_run_id = models.CharField(max_length=60, blank=True)
    cursor = models.CharField(max_length=400, blank=True)
    rows = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = SyncWindowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "cut", "since", "until", "parent_graph_id", "slice"], name="sync_window_once_a_run"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["queued", "submitted", "fetching"]), name="sync_window_due"
            )
        ]

    def __str__(self):
        return f"{self.since} to {self.until}"
