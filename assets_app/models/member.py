from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from assets_app.models.tenancy import TenantModel, TenantQuerySet


class MemberQuerySet(TenantQuerySet):
    def of(self, user, slug: str):
        """The user's seat at this business, or None."""
        seats = self.filter(user_id=user.pk, business__slug=slug, left_at=None, business__closed_at=None)
        return seats.select_related("business", "user").first()

    def called(self, text: str):
        """Whose name or address holds every word."""
        found = self
        for word in text.split()[:6]:
            names = "first_name", "last_name", "email", "username"
            found = found.filter(reduce(or_, (Q(**{f"user__{name}__icontains": word}) for name in names)))
        return found


class Member(TenantModel):
    """A user with a role at a business. People leave; they are never deleted, since decisions carry their name."""

    class Role(models.TextChoices):
        ADMIN = "admin", "Admin"
        MARKETER = "marketer", "Marketer"
        REVIEWER = "reviewer", "Reviewer"
        VIEWER = "viewer", "Viewer"

    business = models.ForeignKey("assets.Business", on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.CharField(max_length=10, choices=Role)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "user"], name="member_once_a_business")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.user.get_full_name() or (self.user.get_username() if self.user.is_active else "Somebody who left")
