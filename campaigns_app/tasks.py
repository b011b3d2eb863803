"""The tasks of every wing under one roof, and the reconciler that finds work which a lost task left behind."""

from celery import shared_task

from campaigns_app.creatives.models import CreativeVersion
from campaigns_app.creatives.tasks import publish_versions, read_back
from campaigns_app.insights.tasks import (
    advance_run,
    due_runs,
    fetch_window,
    ready_windows,
    start_due_syncs,
)
from campaigns_app.previews.models import Preview
from campaigns_app.previews.tasks import fill_previews, look_at_frames
from campaigns_app.reviews.tasks import end_outdated_rounds, settle_previews, unsettled

__all__ = ["advance_run", "fetch_window", "reconcile_campaigns", "start_due_syncs"]

AT_ONCE = 200
OPTIONS = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}

# What is due, the column that names a piece of work, and the task that does it.
DUE = (
    (lambda: CreativeVersion.objects.due(), "ad_account_id", publish_versions),
    (lambda: CreativeVersion.objects.unread(), "ad_account_id", read_back),
    (lambda: Preview.objects.due().exclude(state=Preview.State.NEW), "ad_account_id", fill_previews),
    (lambda: Preview.objects.unseen(), "ad_account_id", look_at_frames),
    (unsettled, "pk", settle_previews),
    (due_runs, "pk", advance_run),
    (ready_windows, "pk", fetch_window),
)


@shared_task(soft_time_limit=120, time_limit=150, **OPTIONS)
def reconcile_campaigns():
    """Start the tasks of everything that is due and held by nobody."""
    for rows, column, task in DUE:
        for value in rows().order_by().values_list(column, flat=True).distinct()[:AT_ONCE]:
            task.delay(value)
    end_outdated_rounds.delay()
