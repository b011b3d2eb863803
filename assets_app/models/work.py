"""Rows whose work talks to Meta: state, claim and lease. The base of every table that a worker carries out.

W1: `sent_at` is committed right before each write to Graph that is not harmless to repeat, and cleared with the answer.
W2: a row claimed with `sent_at` set is unknown: its owner looks at Meta before it sends anything again.
W3: throttling and a sick connection put off without counting; answers that say "again" and leases that died count;
progress sets the count to 0; at MAX_ATTEMPTS the row fails in words.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from assets_app import clock
from assets_app.models.tenancy import TenantQuerySet

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 8


@dataclass(frozen=True)
class Calls:
    """What the rows of a table are called while they wait, and against which of Meta's quotas their calls count.

    `account` is the way from a row to its ad account; without one the quota is the app's.
    """

    one: str
    many: str
    use_case: str = "ads_management"
    account: str = "ad_account"
    only: Q = Q()


class ClaimLost(Exception):
    """Another worker holds this row now: stop, write nothing."""


class WorkQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(state__in=self.model.OPEN_STATES)

    def due(self, now=None):
        """Open rows that nobody holds and whose time has come."""
        now = now or clock.now()
        free = Q(claim=None) | Q(lease_until__lt=now)
        return self.open().filter(free, Q(next_at=None) | Q(next_at__lte=now))

    def claim(self, pk, lease=LEASE):
        """The row, ours for `lease`; None when it is held, closed or not due. A lease that died counts as a try."""
        now = clock.now()
        ticket = uuid.uuid4()
        died = models.Case(models.When(claim__isnull=False, then=1), default=0)
        changes = {"claim": ticket, "lease_until": now + lease, "attempts": F("attempts") + died}
        if not self.due(now).filter(pk=pk).update(**changes):
            return None
        return self.get(pk=pk)


class Work(models.Model):
    """`OPEN_STATES` and `FAILED_STATE` are named by each table, and `CALLS` by those whose work waits for Meta."""

    OPEN_STATES: tuple[str, ...] = ("queued", "sending")
    FAILED_STATE = "failed"
    CALLS: Calls | None = None

    next_at = models.DateTimeField(null=True, blank=True, editable=False)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=300, blank=True, editable=False)
    error_code = models.IntegerField(null=True, blank=True, editable=False)
    error_subcode = models.IntegerField(null=True, blank=True, editable=False)
    error_text = models.TextField(blank=True, editable=False)
    blame = models.JSONField(default=list, blank=True, editable=False)
    trace_id = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        abstract = True

    def keep(self, lease=LEASE, **fields):
        """Write progress and renew the lease; ClaimLost when the row is no longer ours."""
        self._write(lease_until=clock.now() + lease, **fields)

    def put_off(self, until, reason: str, *, count: bool = False, **fields):
        """Let go of the row until a moment. Counted tries end as a failure with the same reason."""
        tries = self.attempts + count
        if tries >= MAX_ATTEMPTS:
            return self.settle(self.FAILED_STATE, reason=reason, error_text=reason)
        self._release(next_at=until, reason=reason, attempts=tries, **fields)

    def settle(self, state: str, **fields):
        """The end of this piece of work, or the state in which the next one finds it."""
        fields = {"reason": "", "next_at": None, "sent_at": None} | fields
        self._release(state=state, **fields)

    def fail(self, error):
        """End in words. `error` has `code, subcode, advice, trace_id, blame` (a Graph error), or is a sentence."""
        text = str(getattr(error, "advice", "") or error)
        self.settle(
            self.FAILED_STATE,
            reason=text[:300],
            error_text=str(error),
            error_code=getattr(error, "code", None),
            error_subcode=getattr(error, "subcode", None),
            trace_id=getattr(error, "trace_id", "") or "",
            blame=list(getattr(error, "blame_field_specs", None) or []),
        )

    def _release(self, **fields):
        self._write(claim=None, lease_until=None, **fields)

    def _write(self, **fields):
        if not type(self)._base_manager.filter(pk=self.pk, claim=self.claim).update(**fields):
            raise ClaimLost(f"{self._meta.label} {self.pk}")
        for name, value in fields.items():
            setattr(self, name, value)
