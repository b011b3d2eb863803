from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from assets_app.models.ad_account import AdAccount
from assets_app.models.connection import Connection
from assets_app.models.instagram_account import InstagramAccount
from assets_app.models.meta_business import MetaBusiness
from assets_app.models.page import Page
from assets_app.models.tenancy import TenantModel, TenantQuerySet


class Kind(NamedTuple):
    """One kind of what a connection reaches: its name in addresses and readings, its word, its table, its column here.

    What is `in_business` has a Meta business: it is left out with it.
    """

    name: str
    label: str
    model: Any
    target: str
    in_business: bool = False


# Businesses come first, since accounts lie in them.
REACHED = {
    kind.name: kind
    for kind in (
        Kind("businesses", "Businesses", MetaBusiness, "meta_business"),
        Kind("accounts", "Ad accounts", AdAccount, "ad_account", in_business=True),
        Kind("pages", "Pages", Page, "page"),
        Kind("instagram", "Instagram", InstagramAccount, "instagram_account", in_business=True),
    )
}
TARGETS = tuple(kind.target for kind in REACHED.values())


def only(target: str) -> Q:
    """This target is set and no other."""
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class AccessQuerySet(TenantQuerySet):
    def live(self):
        """Seen at the last reading, by a connection that is not given up."""
        return self.filter(missing_since=None).exclude(connection__state=Connection.State.DISCONNECTED)


class Access(TenantModel):
    """Which connection reaches which business, ad account, Page or Instagram account at Meta, and what it may do there."""

    connection = models.ForeignKey("assets.Connection", on_delete=models.CASCADE, related_name="accesses")
    meta_business = models.ForeignKey(
        "assets.MetaBusiness", null=True, on_delete=models.CASCADE, related_name="accesses"
    )
    ad_account = models.ForeignKey("assets.AdAccount", null=True, on_delete=models.CASCADE, related_name="accesses")
    page = models.ForeignKey("assets.Page", null=True, on_delete=models.CASCADE, related_name="accesses")
    instagram_account = models.ForeignKey(
        "assets.InstagramAccount", null=True, on_delete=models.CASCADE, related_name="accesses"
    )
    tasks = models.JSONField(default=list, help_text="Meta's words for what the person may do there.")
    scopes = models.JSONField(default=list, help_text="Permissions of the token that hold for this target.")
    seen_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "accesses"
        constraints = [
            models.CheckConstraint(condition=reduce(or_, map(only, TARGETS)), name="access_to_exactly_one_target"),
            *(models.UniqueConstraint(fields=["connection", name], name=f"access_once_{name}") for name in TARGETS),
        ]

    def __str__(self):
        return f"{self.connection} at {self.target}"

    @property
    def target(self):
        return next(found for name in TARGETS if (found := getattr(self, name)) is not None)
