"""The business itself: what it is called."""

from django.db import transaction

from assets_app.models import Business
from assets_app.permissions import require
from assets_app.services.activity import record


def rename(*, business: Business, name: str, by) -> None:
    """Another name for people; the address stays."""
    require(by, "business.edit")
    old = business.name
    if name == old:
        return
    business.name = name
    with transaction.atomic():
        business.save(update_fields=["name"])
        text = f"renamed the business {old} to {name}"
        names = {"before": {"name": old}, "after": {"name": name}}
        record(business=business, verb="business.rename", subject=business, text=text, by=by, **names)
