"""Three workers that share one ad account, against the sandbox's limits, in an hour that both clocks are moved through."""

import random
from contextlib import closing

import pytest
import requests
from django.utils import timezone

from assets_app import clock
from assets_app.models import Quota
from assets_app.pacing import Pacer
from graph_client import RateLimited
from graph_client.usage import read_usage
from graph_sandbox import Sandbox, serve

pytestmark = pytest.mark.django_db
WORKERS, HOUR, CALL_S = 3, 3600, 0.6


class Shift:
    """One moment for Galley and the sandbox. `after` moves it."""

    def __init__(self, sandbox, monkeypatch):
        self.sandbox, self.start = sandbox, int(timezone.now().timestamp()) // HOUR * HOUR
        sandbox.clock.set_rate(0)
        monkeypatch.setattr(clock, "timestamp", lambda: self.start + self.seconds)
        self.at(0)

    def at(self, seconds):
        self.seconds = seconds
        self.sandbox.clock.set_now(self.start + seconds)


def worker(sandbox, url, pacer, take, refused):
    """A generator: each step is a moment at which another worker may do something. Yields seconds to wait."""
    facts = sandbox.facts()
    account = facts["ad_account_id"]
    key = ("ads_management", account.removeprefix("act_"))
    session = requests.Session()
    headers = {"Authorization": f"Bearer {facts['access_token']}"}
    while take():
        while until := pacer.reserve(*key, 1):
            yield (until - clock.now()).total_seconds()
        yield random_part() * CALL_S
        answer = session.get(f"{url}/v24.0/{account}", params={"fields": "id"}, headers=headers, timeout=30)
        yield random_part() * CALL_S
        error = None if answer.ok else RateLimited("refused", code=17, retry_after=None)
        refused.extend([answer.json()] if error else [])
        pacer.record(*key, read_usage(answer.headers), error)


random_part = random.Random(4).random


def run(shift, workers):
    """Wake whoever is due next until all have ended; the seconds that took."""
    due = [(shift.seconds + n * 0.01, n, one) for n, one in enumerate(workers)]
    while due:
        due.sort(key=lambda entry: entry[:2])
        at, n, one = due.pop(0)
        shift.at(max(at, shift.seconds))
        wait = next(one, None)
        if wait is not None:
            due.append((shift.seconds + max(wait, 0.001), n, one))
    return shift.seconds


@pytest.mark.parametrize(("limit", "begun"), [(37, 0), (60, 59.5), (120, 31)])
def test_three_workers_use_three_hours_calls_without_a_refusal_as_fast_as_the_limit_allows(monkeypatch, limit, begun):
    refused = []
    with closing(Sandbox(seed="empty")) as sandbox, serve(sandbox) as server:
        sandbox.settings.change({"account_limit": limit})
        shift, left = Shift(sandbox, monkeypatch), [3 * limit]
        shift.at(begun)

        def take():
            left[0] -= 1
            return left[0] >= 0

        crew = [worker(sandbox, server.url, Pacer("1"), take, refused) for _ in range(WORKERS)]
        took = run(shift, crew) - begun

    assert refused == []
    # The first hour's calls go at once, the second's when those have left, the third's likewise; those take a moment.
    possible = 2 * HOUR + limit * CALL_S / WORKERS
    assert took <= 1.1 * possible
    assert took >= 2 * HOUR
    assert Quota.objects.get(use_case="ads_management").limit_estimate == limit
