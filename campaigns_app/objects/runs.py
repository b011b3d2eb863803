"""One run of reading an account's campaigns, ad sets and ads."""

from datetime import timedelta

from django.db import transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection
from assets_app.models import SyncRun
from assets_app.services import readings
from campaigns_app.objects.sync import read_objects
from graph_client import GraphError

LEASE = timedelta(seconds=90)


def advance(run_id: int) -> SyncRun | None:
    """Carry the run out; None when somebody else holds it."""
    run = SyncRun.objects.claim(run_id, lease=LEASE)
    if run is None:
        return None
    run.keep(lease=LEASE, state=SyncRun.State.RUNNING, reason="")
    try:
        rows = read_objects(run.ad_account, keep=lambda rows: run.keep(lease=LEASE, rows=rows))
    except (GraphError, NoConnection) as error:
        with transaction.atomic():
            trouble.meet(run, error)
            readings.tell(run)
    else:
        with transaction.atomic():
            run.settle(SyncRun.State.DONE, rows=rows, finished_at=clock.now())
            readings.tell(run)
    return run
