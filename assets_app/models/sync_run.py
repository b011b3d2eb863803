from django.db import IntegrityError, models, transaction
from django.db.models import Q

from assets_app import clock
from assets_app.models.ad_account import AdAccount
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Calls, Work, WorkQuerySet


class SyncRunQuerySet(WorkQuerySet):
    pass


class SyncRun(TenantModel, Work):
    """One reading of one kind from Meta, for one account (or the whole business where the account is null)."""

    class Kind(models.TextChoices):
        ACCOUNTS = "accounts", "Accounts and Pages"
        LIBRARY = "library", "Library"
        OBJECTS = "objects", "Campaigns and ads"
        INSIGHTS = "insights", "Insights"

    class State(models.TextChoices):
        QUEUED = "queued", "Waits"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    OPEN_STATES = ("queued", "running")
    CALLS = Calls("reading", "readings", only=~Q(kind="insights"))  # those of insights wait window by window

    ad_account = models.ForeignKey(
        "assets.AdAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    cursor = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SyncRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ad_account", "kind"],
                condition=Q(state__in=["queued", "running"]),
                name="sync_run_one_active_an_account",
            ),
            models.UniqueConstraint(
                fields=["business", "kind"],
                condition=Q(state__in=["queued", "running"], ad_account=None),
                name="sync_run_one_active_a_business",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state__in=["queued", "running"]), name="sync_run_due")]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.ad_account or self.business}"

    @property
    def account(self) -> AdAccount:
        """The ad account of a run of objects or insights. Raises LookupError for a run of the whole business."""
        if self.ad_account is None:
            raise LookupError(f"{self} is of no one account")
        return self.ad_account

    @classmethod
    def request(cls, *, business, kind: str, ad_account=None, by=None) -> "SyncRun":
        """The run that is queued or under way, else a new one."""
        wanted = {"business": business, "kind": kind, "ad_account": ad_account}
        try:
            with transaction.atomic():
                return cls.objects.create(**wanted, requested_by=by)
        except IntegrityError:
            return cls.objects.open().get(**wanted)
