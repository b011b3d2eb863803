from datetime import timedelta

from django.db import models
from django.db.models import Q

from assets_app import clock
from assets_app.encrypted_text import EncryptedText
from assets_app.models.tenancy import TenantModel, TenantQuerySet

DOUBT_AFTER = timedelta(minutes=2)


class ConnectionQuerySet(TenantQuerySet):
    def usable(self):
        return self.filter(state__in=[Connection.State.HEALTHY, Connection.State.EXPIRING])

    def doubted(self):
        """Those that Meta is to be asked about soon."""
        return self.usable().filter(checked_at=None)

    def doubt(self) -> None:
        """A permission seems to be gone: Meta is asked what is left, unless it was just asked."""
        self.usable().filter(checked_at__lt=clock.now() - DOUBT_AFTER).update(checked_at=None)


class Connection(TenantModel):
    """A token of an app at Meta, kept encrypted and never shown again."""

    class Kind(models.TextChoices):
        LOGIN = "login", "Facebook Login"
        SYSTEM_USER = "system_user", "System user token"

    class State(models.TextChoices):
        HEALTHY = "healthy", "Healthy"
        EXPIRING = "expiring", "Expires soon"
        NEEDS_ATTENTION = "needs_attention", "Needs attention"
        DISCONNECTED = "disconnected", "Disconnected"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SYSTEM_USER)
    app_id = models.CharField(max_length=40)
    graph_user_id = models.CharField(max_length=40, blank=True)
    user_name = models.CharField(max_length=120, blank=True)
    token = EncryptedText(blank=True)
    app_secret = EncryptedText(blank=True)
    token_at = models.DateTimeField(default=clock.now, help_text="When this token came: by connecting or by renewal.")
    scopes = models.JSONField(default=list)
    declined = models.JSONField(default=list, help_text="Asked for, and refused by the person at Meta.")
    granular_scopes = models.JSONField(default=dict, help_text="Permissions that hold for some ids only.")
    expires_at = models.DateTimeField(null=True, blank=True)
    data_access_expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.HEALTHY)
    reason = models.CharField(max_length=300, blank=True)
    error_code = models.IntegerField(null=True, blank=True)
    error_subcode = models.IntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read what this reaches.")
    warned_at = models.DateTimeField(null=True, blank=True, help_text="When people were told that it ends.")
    created_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "app_id", "graph_user_id"],
                condition=~Q(state="disconnected"),
                name="connection_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="disconnected", token="") | (~Q(state="disconnected") & ~Q(token="")),
                name="connection_forgets_its_token_when_disconnected",
            ),
        ]

    def __str__(self):
        return self.user_name or self.app_id

    @property
    def is_usable(self) -> bool:
        return self.state in (self.State.HEALTHY, self.State.EXPIRING)

    @property
    def ends_at(self):
        """When it stops working: the token ends, or Meta's leave to read data does. None: never."""
        return min(filter(None, [self.expires_at, self.data_access_expires_at]), default=None)

    def reject(self, reason: str, code: int | None = None, subcode: int | None = None) -> bool:
        """Meta no longer takes this token: somebody must connect again. Whether that is news.

        Said of the token that was used: a newer one that has replaced it meanwhile is left alone.
        """
        usable = type(self).objects.usable().filter(pk=self.pk, token_at=self.token_at)
        return bool(
            usable.update(
                state=self.State.NEEDS_ATTENTION,
                reason=reason[:300],
                error_code=code,
                error_subcode=subcode,
                checked_at=clock.now(),
                warned_at=None,
            )
        )
