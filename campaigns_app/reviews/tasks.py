"""The background work of reviews: ids in, calls of services out."""

from celery import shared_task

from campaigns_app.models import ReviewRound
from campaigns_app.reviews import settle, staleness

OPTIONS = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}
LONGEST_COUNTDOWN_S = 300


@shared_task(soft_time_limit=60, time_limit=90, **OPTIONS)
def settle_previews(round_id):
    """Bring previews into the room; comes back by itself while Meta is still drawing."""
    one = settle.settle_previews(round_id)
    if one is not None and one.settled_at is None:
        pause = settle.pause(one).total_seconds()
        settle_previews.apply_async([round_id], countdown=min(pause, LONGEST_COUNTDOWN_S))


@shared_task(soft_time_limit=120, time_limit=150, **OPTIONS)
def end_outdated_rounds():
    """Approvals of something that Meta no longer holds end, whoever read it back."""
    staleness.note_changes()


def unsettled():
    """Rounds that still wait for previews and that nobody works on."""
    return ReviewRound.objects.due().filter(settled_at=None)
