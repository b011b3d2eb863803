"""Calls are spread so that Meta never has to refuse one: a ledger in the database that all workers share.

`reserve` writes calls into the current bucket of a rolling window, or answers the moment when enough of them have left.
`record` learns the limit from Meta's usage headers: where the per cent rises, it tells the limit to about a call. Calls
that others have reserved and that are not answered yet are not in Meta's per cent, so they are left out there.
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
ON_THE_WAY_S = 120  # no call takes longer; one whose worker died is forgotten then


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
            ledger = in_window(quota.ledger, now)
            free_at = when_free(ledger, calls, quota.limit_estimate, now)
            if free_at:
                return free_at
            bucket = str(bucket_of(now))
            ledger[bucket] = ledger.get(bucket, 0) + calls
            quota.ledger = ledger
            out = {**on_the_way(quota, now), self.ticket: [calls, now.timestamp()]}
            quota.reported = {**quota.reported, "on_the_way": out}
            quota.save(update_fields=["ledger", "reported", "updated_at"])
        return None

    def record(self, use_case: str, subject: str, usage, error=None) -> None:
        """Take in what Meta said of our use, and its refusals. Never shortens a wait that stands."""
        usage = usage.of(use_case, subject)
        throttled = hasattr(error, "retry_after")
        if usage.percent is None and not throttled:
            return
        with transaction.atomic():
            quota = self._locked(use_case, subject)
            quota.reported.get("on_the_way", {}).pop(self.ticket, None)
            learn(quota, usage, throttled, getattr(error, "retry_after", None))
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
    return {bucket: calls for bucket, calls in ledger.items() if int(bucket) > oldest}


def on_the_way(quota: Quota, now: datetime) -> dict:
    """Calls that are reserved and not answered: {ticket: [calls, since]}."""
    oldest = now.timestamp() - ON_THE_WAY_S
    return {ticket: kept for ticket, kept in quota.reported.get("on_the_way", {}).items() if kept[1] > oldest}


def when_free(ledger: dict, calls: int, limit: float | None, now: datetime) -> datetime | None:
    """The moment when `calls` fit under the limit; None when they fit now or no limit is known yet."""
    if limit is None:
        return None
    over = sum(ledger.values()) + calls - (limit * settings.QUOTA_CEILING - 1)
    if over <= 0 or not ledger:
        return None
    for bucket in sorted(map(int, ledger)):
        over -= ledger[str(bucket)]
        if over <= 0:
            break
    return datetime.fromtimestamp((bucket + BUCKETS + 1) * bucket_seconds(), UTC)


def learn(quota: Quota, usage, throttled: bool, retry_after: float | None) -> None:
    now = clock.now()
    ledger = in_window(quota.ledger, now)
    used = usage.percent or 0
    out = on_the_way(quota, now)
    _estimate(quota, used, sum(ledger.values()) - sum(calls for calls, _ in out.values()))
    quota.ledger, quota.used_pct, quota.tier = ledger, used, usage.tier or quota.tier
    quota.reported = {"percent": used, "wait_s": usage.wait, "at": now.isoformat(), "on_the_way": out}
    quota.throttled = min(quota.throttled + 1, 6) if throttled else 0
    wait = max(usage.wait, retry_after or 0)
    if throttled:
        wait = max(wait, bucket_seconds(), 60 * 2 ** (quota.throttled - 1))
    elif used >= 100:
        wait = max(wait, bucket_seconds())
    until = now + timedelta(seconds=wait) if wait else None
    quota.resume_at = max(filter(None, [until, quota.resume_at]), default=None)


def _estimate(quota: Quota, used: float, spent: int) -> None:
    """Whole per cents are exact only where they rise; a smaller limit is believed at once."""
    if used < 10 or spent <= 0:
        return
    estimate = spent * 100 / used
    if used > quota.used_pct or quota.limit_estimate is None or estimate < quota.limit_estimate:
        quota.limit_estimate = math.floor(estimate)


def calls_left(quota: Quota) -> int | None:
    """Calls that may go now; None while no limit is known."""
    if quota.limit_estimate is None:
        return None
    spent = sum(in_window(quota.ledger, clock.now()).values())
    return max(0, int(quota.limit_estimate * settings.QUOTA_CEILING - 1 - spent))
