"""The background work of previews."""

from celery import shared_task

from campaigns_app.previews import fill, frames, services
from campaigns_app.previews.models import Preview

AT_ONCE = 200
FRAMES_AT_ONCE = 24
OPTIONS = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}


@shared_task(soft_time_limit=60, time_limit=90, **OPTIONS)
def fill_previews(ad_account_id):
    """Ask for what is due in this account and what no open page asks for: waits, pending enhancements, dead leases."""
    due = Preview.objects.due().exclude(state=Preview.State.NEW).filter(ad_account=ad_account_id)
    fill.fill(list(due.order_by("next_at")[:AT_ONCE]))


@shared_task(soft_time_limit=120, time_limit=150, **OPTIONS)
def look_at_frames(ad_account_id):
    """Would a browser see these frames? Each address is asked once."""
    for row in Preview.objects.unseen().filter(ad_account=ad_account_id).order_by("-pk")[:FRAMES_AT_ONCE]:
        frames.look(row)


@shared_task(soft_time_limit=120, time_limit=150, **OPTIONS)
def purge_previews():
    """Once a day: frames that nobody has looked at for a week."""
    services.purge_dead()
