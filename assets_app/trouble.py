"""What a worker does with an error from Meta: wait, try again, or end in words. The same for every row of work."""

import random
from datetime import datetime, timedelta
from typing import Any

from assets_app import clock
from assets_app.graph import NoConnection
from assets_app.models import Connection
from assets_app.models.work import Work
from graph_client import GraphError, PermissionMissing, QuotaExhausted, RateLimited, TokenRejected

SICK_WAIT = timedelta(minutes=5)
DOUBT_WAIT = timedelta(seconds=90)
FIRST_WAIT_S = 5
LONGEST_WAIT_S = 300


def meet(row: Work, error: Exception, **fields) -> None:
    """Write the row's next state. `fields` go with it (a state to fall back to, say)."""
    if isinstance(error, QuotaExhausted):
        row.put_off(error.until, waits_for_quota(error.until), **fields)
    elif isinstance(error, RateLimited):
        until = clock.now() + timedelta(seconds=error.retry_after or 60)
        row.put_off(until, waits_for_quota(until), **fields)
    elif isinstance(error, NoConnection):
        row.put_off(clock.now() + SICK_WAIT, error.advice, **fields)
    elif isinstance(error, TokenRejected):
        # The connection was marked when Meta's answer came: another one may take over, or the next try waits for one.
        row.put_off(clock.now() + timedelta(seconds=FIRST_WAIT_S), error.advice, **fields)
    elif isinstance(error, PermissionMissing) and _may_fall_over(row):
        row.put_off(clock.now() + DOUBT_WAIT, error.advice, count=True, **fields)
    elif isinstance(error, GraphError) and error.transient:
        row.put_off(clock.now() + backoff(row.attempts), error.advice, count=True, **fields)
    else:
        row.fail(error)


def _may_fall_over(row: Any) -> bool:
    """Once: a permission may have been taken from the connection that spoke, and another one may hold it still."""
    usable = Connection.objects.usable().filter(business=row.business)
    if row.attempts or usable.count() < 2:
        return False
    usable.doubt()
    return True


def waits_for_quota(until: datetime) -> str:
    return f"Waits for Meta's quota until {until:%H:%M} UTC"


def backoff(attempts: int) -> timedelta:
    """Full jitter over 5 s, 10 s, 20 s … 300 s."""
    ceiling = min(FIRST_WAIT_S * 2**attempts, LONGEST_WAIT_S)
    return timedelta(seconds=random.uniform(1, ceiling))
