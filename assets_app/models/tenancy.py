"""What every row that belongs to a business shares."""

from django.db import models


class TenantQuerySet(models.QuerySet):
    """`tenant_path` is the way from a row to its business; rows of a business have it themselves."""

    tenant_path = "business"

    def visible_to(self, member):
        """The rows that this member may know of; nothing for somebody who has left."""
        if member is None or member.left_at:
            return self.none()
        return self.filter(**{self.tenant_path: member.business_id})


class TenantModel(models.Model):
    """Each table names its own `objects`, a TenantQuerySet or one that builds on it."""

    business = models.ForeignKey("assets.Business", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
