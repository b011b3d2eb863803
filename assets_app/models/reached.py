"""What a connection reaches at Meta: businesses, ad accounts, Pages, Instagram accounts.

`access.REACHED` is the table of these four kinds.
"""

from django.db import models

from assets_app.models.tenancy import TenantModel, TenantQuerySet


class ReachedQuerySet(TenantQuerySet):
    def in_use(self):
        """What Galley works with: chosen by an admin, and still listed by Meta."""
        return self.filter(missing_since=None, is_used=True)


class Reached(TenantModel):
    """Chosen or not, and since when Meta no longer lists it for any connection."""

    is_used = models.BooleanField(default=True, help_text="An admin chose it. What is not chosen is not read.")
    missing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
