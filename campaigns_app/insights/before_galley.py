"""The version that stands for what an ad showed before Galley knew it: never guessed, and hidden from lists."""

from django.db import transaction

from assets_app import clock
from campaigns_app.models import Creative, CreativeVersion

NAME = "Before Galley"


def version_of_the_past(ad_account) -> CreativeVersion:
    """The account's one version of the past."""
    known = CreativeVersion.objects.filter(ad_account=ad_account, creative__name=NAME, creative__type="other")
    return known.order_by("pk").first() or _make(ad_account)


@transaction.atomic
def _make(ad_account) -> CreativeVersion:
    shared = {"business": ad_account.business, "ad_account": ad_account, "name": NAME}
    creative = Creative.objects.create(**shared, type=Creative.Type.OTHER, trashed_at=clock.now())
    state = {"state": CreativeVersion.State.FAILED, "reason": "Meta no longer shows which creative this was."}
    creative.latest = CreativeVersion.objects.create(
        **shared, creative=creative, number=1, origin=CreativeVersion.Origin.META, **state
    )
    creative.save(update_fields=["latest"])
    return creative.latest
