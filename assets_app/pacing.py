"""Calls are spread so that Meta never has to refuse one: a ledger in the database that all workers share.

`reserve` writes calls into the current bucket of a rolling window, or answers the moment when enough of them have left.
`record` learns the limit from Meta's usage headers. A per cent p of c calls says that the limit lies between two bounds;
each answer narrows them until one number is left. Galley uses the window up to the lower bound, and never beyond it.
How many calls Meta had counted when it wrote a header is known within bounds too: at least those answered before this
one left, at most all that were reserved by now.

What others use of the same quota shrinks our bounds, and our own calls leave the window much later than theirs may. So
after a wait that Meta itself named, one call goes whatever the ledger says; what Meta answers to it opens the quota
again, or names the next wait.
"""

import math
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from assets_app import clock
from assets_app.models import Quota

BUCKETS = 60
ON_THE_WAY_S = 300  # no call takes longer; one whose worker died is forgotten then
MOMENT_S = 1  # until then a call that is on the way may have told more


class Pacer:
    """The `pacer` of a graph client for one app. Moments are aware datetimes."""

    def __init__(self, app_id: str):
        self.app_id = app_id
        self.ticket = uuid.uuid4().hex[:12]

    def reserve(self, use_case: str, subject: str, calls: int) -> datetime | None:
        """None when the calls may go, else the moment until which to wait."""
        with transaction.atomic():
            quota = self._locked(use_case, subject)
            now = clock.now()
            if quota.resume_at and quota.resume_at > now:
                return quota.resume_at
            ledger, out = in_window(quota.ledger, now), on_the_way(quota, now)
            out.pop(self.ticket, None)
            free_at = when_free(ledger, calls, quota.limit_estimate, now)
            probes = free_at is not None and may_probe(quota, calls)
            if not probes:
                if out and may_tell_more(quota, free_at):
                    return now + timedelta(seconds=MOMENT_S)
                if free_at:
                    return free_at
            add(ledger, now, calls)
            quota.ledger, quota.updated_at = ledger, now
            out[self.ticket] = [calls, now.timestamp(), quota.reported.get("answered", 0)]
            probe = self.ticket if probes else quota.reported.get("probe")
            quota.reported = {**quota.reported, "on_the_way": out, "named": False, "probe": probe}
            quota.save(update_fields=["ledger", "reported", "updated_at"])
        return None

    def record(self, use_case: str, subject: str, usage, error=None) -> None:
        """Take in what Meta said of our use, and its refusals. Never shortens a wait that stands."""
        usage = usage.of(use_case, subject)
        throttled = hasattr(error, "retry_after")
        if usage.percent is None and not throttled and hasattr(error, "sent"):
            return  # no answer: the call may still be counted at Meta
        with transaction.atomic():
            quota = self._locked(use_case, subject)
            quota.updated_at = clock.now()
            counted = settle(quota, self.ticket, quota.updated_at)
            if usage.percent is not None or throttled:
                learn(quota, usage, counted, throttled, getattr(error, "retry_after", None))
            quota.save()

    def _locked(self, use_case: str, subject: str) -> Quota:
        key: dict[str, Any] = {"app_id": self.app_id, "use_case": use_case, "subject": subject}
        rows = Quota.objects.select_for_update()
        return rows.filter(**key).first() or rows.get(pk=Quota.objects.get_or_create(**key)[0].pk)


def bucket_seconds() -> float:
    return settings.QUOTA_WINDOW_S / BUCKETS


def bucket_of(moment: datetime) -> int:
    return int(moment.timestamp() // bucket_seconds())


def in_window(ledger: dict, now: datetime) -> dict:
    oldest = bucket_of(now) - BUCKETS
    return {bucket: calls for bucket, calls in ledger.items() if int(bucket) >= oldest}


def add(ledger: dict, moment: datetime, calls: int) -> None:
    bucket = str(bucket_of(moment))
    ledger[bucket] = ledger.get(bucket, 0) + calls


def on_the_way(quota: Quota, now: datetime) -> dict:
    """Calls that are reserved and not answered: {ticket: [calls, since, answered by then]}."""
    oldest = now.timestamp() - ON_THE_WAY_S
    return {ticket: kept for ticket, kept in quota.reported.get("on_the_way", {}).items() if kept[1] > oldest}


def may_probe(quota: Quota, calls: int) -> bool:
    """The wait that Meta named is over and no call has gone since. No more at once than ever went in a window."""
    return quota.reported.get("named", False) and calls <= usable(quota.limit_estimate or 1)


def may_tell_more(quota: Quota, free_at: datetime | None) -> bool:
    """An answer that is still out may bring the first header, or room that spares a long wait."""
    if free_at and quota.reported.get("probe") in on_the_way(quota, clock.now()):
        return True
    if quota.limit_estimate is None:
        return "answered" not in quota.reported
    return free_at is not None and quota.limit_estimate < (quota.reported.get("most") or math.inf)


def when_free(ledger: dict, calls: int, limit: float | None, now: datetime) -> datetime | None:
    """The moment when `calls` fit under the limit; None when they fit now or no limit is known yet."""
    if limit is None:
        return None
    over = sum(ledger.values()) + calls - usable(limit)
    if over <= 0 or not ledger:
        return None
    for bucket in sorted(map(int, ledger)):
        over -= ledger[str(bucket)]
        if over <= 0:
            break
    return datetime.fromtimestamp((bucket + BUCKETS + 1) * bucket_seconds(), UTC)


def usable(limit: float) -> int:
    return max(1, int(limit * settings.QUOTA_CEILING))


def settle(quota: Quota, ticket: str, now: datetime) -> tuple[int, int]:
    """This ticket's call is answered. How many calls Meta had counted by then: at least, at most.

    Meta counts a call at some moment until its answer: the call moves to the bucket of that, so that none is thought
    gone which Meta still counts. What may just have left Meta's window does not belong to "at least".
    """
    ledger, out = in_window(quota.ledger, now), on_the_way(quota, now)
    calls, since, before = out.pop(ticket, (0, now.timestamp(), 0))
    left = str(bucket_of(datetime.fromtimestamp(since, UTC)))
    if ledger.get(left, 0) >= calls > 0:
        ledger[left] -= calls
        add(ledger, now, calls)
    answered = quota.reported.get("answered", 0)
    meanwhile = answered - before if calls else 0
    certain = sum(calls for bucket, calls in ledger.items() if int(bucket) > bucket_of(now) - BUCKETS + 1)
    others = sum(kept[0] for kept in out.values())
    quota.ledger = {bucket: calls for bucket, calls in ledger.items() if calls}
    quota.reported = {**quota.reported, "on_the_way": out, "answered": answered + calls}
    return certain - others - meanwhile, sum(ledger.values())


def learn(quota: Quota, usage, counted: tuple[int, int], throttled: bool, retry_after: float | None) -> None:
    now = clock.now()
    used = (100 if throttled else 0) if usage.percent is None else usage.percent
    if usage.percent is not None:
        narrow(quota, used, *counted)
    quota.used_pct, quota.tier = used, usage.tier or quota.tier
    quota.reported = {**quota.reported, "percent": used, "wait_s": usage.wait, "at": now.isoformat()}
    quota.throttled = min(quota.throttled + 1, 6) if throttled else 0
    wait = max(usage.wait, retry_after or 0)
    if wait:
        quota.reported["named"] = True
    if throttled:
        wait = max(wait, bucket_seconds(), 60 * 2 ** (quota.throttled - 1))
    elif used >= 100:
        wait = max(wait, bucket_seconds())
    until = now + timedelta(seconds=wait) if wait else None
    quota.resume_at = max(filter(None, [until, quota.resume_at]), default=None)


def narrow(quota: Quota, used: float, at_least: int, at_most: int) -> None:
    """What `used` per cent of that many calls says of the limit. Bounds that contradict the old ones replace them.

    Meta does not say how it rounds: the per cent is below the next one of its last digit, and above the one before.
    """
    digit = 0.01 if used % 1 else 1
    if at_least <= 0:
        return
    low = math.floor(at_least * 100 / (used + digit)) + 1
    high = math.inf if used <= digit else at_most * 100 / (used if used >= 100 else used - digit)
    known, most = quota.limit_estimate or 0, quota.reported.get("most") or math.inf
    if max(low, known) > min(high, most) + 1:
        known, most = 0, math.inf
    quota.limit_estimate = max(low, known)
    most = min(high, most)
    quota.reported = {
        **quota.reported,
        "most": None if most == math.inf else max(math.floor(most), quota.limit_estimate),
    }


def next_call(quota: Quota) -> datetime | None:
    """When a single call may go; None when that is now."""
    now = clock.now()
    free_at = when_free(in_window(quota.ledger, now), 1, quota.limit_estimate, now)
    if may_probe(quota, 1):
        free_at = None
    return max((moment for moment in (quota.resume_at, free_at) if moment and moment > now), default=None)


def calls_left(quota: Quota) -> int | None:
    """Calls that may go now; None while no limit is known."""
    if quota.limit_estimate is None:
        return None
    spent = sum(in_window(quota.ledger, clock.now()).values())
    return max(0, usable(quota.limit_estimate) - spent)


def is_bound(quota: Quota) -> bool:
    """The limit is not known to a call: Meta may let through more than `calls_left`."""
    return quota.limit_estimate is not None and quota.reported.get("most") != quota.limit_estimate
