"""The background work of creatives: ids in, calls of services out."""

from contextlib import suppress

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from assets_app.models import AdAccount
from assets_app.models.work import ClaimLost
from assets_app.tasks import make_renditions
from campaigns_app.creatives import found_media, publishing, read_backs
from campaigns_app.creatives.models import CreativeVersion

READ_AT_ONCE = 200
OPTIONS = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}


@shared_task(soft_time_limit=60, time_limit=90, **OPTIONS)
def publish_versions(ad_account_id):
    """Create what is due in this account, oldest first."""
    for pk in (
        CreativeVersion.objects.due().filter(ad_account=ad_account_id).order_by("pk").values_list("pk", flat=True)
    ):
        version = CreativeVersion.objects.claim(pk)
        if version is not None:
            with suppress(ClaimLost):
                publishing.publish(version)


@shared_task(soft_time_limit=270, time_limit=300, **OPTIONS)
def read_back(ad_account_id):
    """Meta's copy of what was published and not read yet."""
    versions = list(CreativeVersion.objects.unread().filter(ad_account=ad_account_id)[:READ_AT_ONCE])
    if versions:
        read_backs.read_back_many(versions[0].ad_account, versions)


@shared_task(soft_time_limit=270, time_limit=300, **OPTIONS)
def fetch_found_media(ad_account_id):
    """Bytes of media that creatives made elsewhere show. Cut short, the next reading of the account goes on with it."""
    with suppress(SoftTimeLimitExceeded):
        for version_id in found_media.fetch(AdAccount.objects.get(pk=ad_account_id)):
            make_renditions.delay(version_id)
