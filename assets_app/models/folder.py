from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower

from assets_app import clock
from assets_app.models.tenancy import TenantModel
from assets_app.models.work import Calls, Work, WorkQuerySet

MAX_DEPTH = 10


class FolderQuerySet(WorkQuerySet):
    def kept(self):
        return self.filter(trashed_at=None)

    def trashed(self):
        """What was thrown away by itself, not with the folder that holds it; the newest first."""
        along = Q(parent__trashed_at__isnull=False, parent__trashed_at=F("trashed_at"))
        return self.filter(trashed_at__isnull=False).exclude(along).order_by("-trashed_at", "pk")

    def under(self, folder):
        """The folder and everything in it."""
        return self.filter(path__startswith=folder.path)

    def above(self, folder):
        """The way to a folder, from the top, without itself; nothing for None."""
        if folder is None:
            return self.none()
        numbers = [int(number) for number in folder.path.strip("/").split("/")][:-1]
        return self.filter(pk__in=numbers).order_by(Length("path"))

    def for_tree(self):
        """Parents before their children, each level by name."""
        return self.kept().order_by(Lower("name"), "pk")


class Folder(TenantModel, Work):
    """A place in the library, pushed to a business creative folder at Meta where the business has that right.

    The push is declarative: a name that differs from `pushed_name` is the work.
    """

    class State(models.TextChoices):
        LOCAL = "local", "Only here"
        QUEUED = "queued", "Waits to go to Meta"
        SENDING = "sending", "Going to Meta"
        SYNCED = "synced", "At Meta"
        FAILED = "failed", "Failed"

    CALLS = Calls("folder", "folders", "app", account="")

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=200, db_index=True, editable=False)
    description = models.CharField(max_length=300, blank=True)
    graph_id = models.CharField(max_length=40, null=True, blank=True)
    pushed_name = models.CharField(max_length=120, blank=True, editable=False)
    media_library_url = models.URLField(max_length=1000, blank=True)
    asset_count = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.LOCAL)
    seen_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "business", "parent", Lower("name"), condition=Q(trashed_at=None), name="folder_name_once_a_parent"
            ),
            models.UniqueConstraint(
                "business",
                Lower("name"),
                condition=Q(trashed_at=None, parent=None),
                name="folder_name_once_at_the_top",
            ),
            models.UniqueConstraint(fields=["business", "graph_id"], name="folder_once_at_meta"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state__in=["queued", "sending"]), name="folder_due")]

    def __str__(self):
        return self.name

    @property
    def meta_id(self) -> str:
        """Its id at Meta. Raises LookupError for a folder that is only here."""
        if not self.graph_id:
            raise LookupError(f"the folder {self} is not at Meta")
        return self.graph_id

    @property
    def depth(self) -> int:
        """1 for a folder at the top."""
        return self.path.count("/") - 1
