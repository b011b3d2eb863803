"""The background work of reading objects and insights: ids in, calls of services out."""

from collections.abc import Callable

from celery import shared_task

from assets_app import clock
from assets_app.models import SyncRun
from campaigns_app.creatives.tasks import fetch_found_media
from campaigns_app.insights import schedule, sync
from campaigns_app.models import SyncWindow
from campaigns_app.objects import runs

OPTIONS = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}
LONGEST_COUNTDOWN_S = 300
KINDS: dict[str, Callable[[int], SyncRun | None]] = {
    SyncRun.Kind.OBJECTS: runs.advance,
    SyncRun.Kind.INSIGHTS: sync.advance,
}


@shared_task(name="campaigns_app.tasks.advance_run", soft_time_limit=270, time_limit=300, **OPTIONS)
def advance_run(run_id):
    """One step of a run; comes back by itself as long as it is open."""
    kind = SyncRun.objects.values_list("kind", flat=True).get(pk=run_id)
    run = KINDS[kind](run_id)
    if kind == SyncRun.Kind.OBJECTS and run is not None and run.state == SyncRun.State.DONE:
        fetch_found_media.delay(run.ad_account_id)
    for window_id in ready_windows().filter(run=run_id).values_list("pk", flat=True):
        fetch_window.delay(window_id)
    if run is not None and run.state in SyncRun.OPEN_STATES and run.next_at is not None:
        pause = max((run.next_at - clock.now()).total_seconds(), 0)
        if pause <= LONGEST_COUNTDOWN_S:
            advance_run.apply_async([run_id], countdown=pause)


@shared_task(name="campaigns_app.tasks.fetch_window", soft_time_limit=270, time_limit=300, **OPTIONS)
def fetch_window(window_id):
    window = sync.fetch(window_id)
    if window is not None:
        advance_run.delay(window.run_id)


@shared_task(name="campaigns_app.tasks.start_due_syncs", soft_time_limit=120, time_limit=150, **OPTIONS)
def start_due_syncs():
    for run in schedule.request_due():
        advance_run.delay(run.pk)


def ready_windows():
    """Windows whose report is finished and that nobody reads."""
    return SyncWindow.objects.due().filter(state=SyncWindow.State.FETCHING)


def due_runs():
    return SyncRun.objects.due().filter(kind__in=KINDS)
