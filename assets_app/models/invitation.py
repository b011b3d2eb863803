import hashlib
import secrets

from django.db import models
from django.db.models import Q

from assets_app import clock
from assets_app.models.member import Member
from assets_app.models.tenancy import TenantModel, TenantQuerySet


class InvitationQuerySet(TenantQuerySet):
    def open(self):
        """Neither taken up nor taken back; it may be past its day."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def for_token(self, token: str):
        """The invitation that this link is good for, or None: unknown, used, taken back and past its day look alike."""
        found = self.open().filter(token_hash=Invitation.hash_of(token), expires_at__gt=clock.now())
        return found.filter(business__closed_at=None).select_related("business", "created_by__user").first()


class Invitation(TenantModel):
    """A seat kept for whoever holds the link and has the address. Only the hash of the link's secret is stored."""

    email = models.EmailField(blank=True, help_text="Empty once the person was erased.")
    role = models.CharField(max_length=10, choices=Member.Role)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("assets.Member", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_once_an_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_ends_one_way"
            ),
        ]

    def __str__(self):
        return f"invitation {self.pk}"

    @property
    def is_past(self) -> bool:
        return self.expires_at <= clock.now()

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)
