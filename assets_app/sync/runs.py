"""Carrying out a run of kind accounts or library, a piece at a time."""

import time
from datetime import timedelta

from django.db import transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection
from assets_app.models import SyncRun
from assets_app.models.work import ClaimLost
from assets_app.services import readings
from assets_app.sync.accounts import sync_accounts
from assets_app.sync.library import sync_library
from graph_client import GraphError

LEASE = timedelta(seconds=90)
BUDGET_S = 120
KINDS = (SyncRun.Kind.ACCOUNTS, SyncRun.Kind.LIBRARY)


def advance(run_id) -> SyncRun | None:
    """The run after this piece of work; None when there is nothing to do."""
    run = SyncRun.objects.filter(kind__in=KINDS).claim(run_id, LEASE)
    if run is None:
        return None
    until = time.monotonic() + BUDGET_S
    try:
        run.keep(LEASE, state=SyncRun.State.RUNNING)
        _advance(run, lambda: time.monotonic() < until)
    except ClaimLost:
        return None
    except (GraphError, NoConnection) as error:
        with transaction.atomic():
            trouble.meet(run, error)
            readings.tell(run)
    return run


def _advance(run: SyncRun, keep_going) -> None:
    if run.kind == SyncRun.Kind.ACCOUNTS:
        rows = sync_accounts(run.business)
        _done(run, rows=rows, done=rows, total=rows)
        if run.business.has_folders_at_meta:
            SyncRun.request(business=run.business, kind=SyncRun.Kind.LIBRARY, by=run.requested_by)
    elif not run.business.has_folders_at_meta:
        _done(run, reason="Meta gives this business no creative folders: there is nothing to read.")
    elif sync_library(run, keep_going):
        _done(run)
    else:
        run.put_off(clock.now(), "")


def _done(run: SyncRun, **fields) -> None:
    with transaction.atomic():
        run.settle(SyncRun.State.DONE, finished_at=clock.now(), attempts=0, **fields)
        readings.tell(run)
