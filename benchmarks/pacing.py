"""Three workers that share one ad account and need several times what its limit lets through in a window.

python -m benchmarks.pacing [--limit 120] [--windows 3]

Limit and window are the sandbox's (12 s) and Galley's QUOTA_WINDOW_S. Beside it, at the same time on a sandbox of its
own, three workers with plain requests that answer a throttling error by exponential backoff with jitter. The possible
time for three windows' calls is two windows: a third at once, the next third when those have left, and so on. Galley
keeps one call of each window back, so exactly three windows' calls cost it one window more. A run that is not done
after CUT_S seconds is cut off.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import requests

from benchmarks import house, table
from benchmarks.sandbox_process import running

WORKERS, WINDOW_S, CUT_S = 3, 12, 48


def galley(need):
    """One worker's part with Galley's client and pacer; what was thrown at it."""
    import django

    django.setup()
    from assets_app.graph import marketing_api
    from assets_app.models import AdAccount
    from graph_client import QuotaExhausted, RateLimited

    account = AdAccount.objects.get()
    client, done, refused, end = marketing_api(account), 0, 0, time.monotonic() + CUT_S
    while done < need and time.monotonic() < end:
        try:
            client.get(account.graph_id, {"fields": "name"})
            done += 1
        except QuotaExhausted as wait:
            sleep_until(wait.until)
        except RateLimited as wait:
            refused += 1
            time.sleep(wait.retry_after or 1)
    return done, refused


def sleep_until(moment):
    time.sleep(max(0.01, (moment - datetime.now(UTC)).total_seconds()))


def backing_off(need):
    """The same by hand: 1 s, 2 s, 4 s … with full jitter while Meta refuses."""
    address, token, account = os.environ["BENCH_SANDBOX"], os.environ["BENCH_TOKEN"], os.environ["BENCH_ACCOUNT"]
    session, done, refused, row, end = requests.Session(), 0, 0, 0, time.monotonic() + CUT_S
    session.headers["Authorization"] = f"Bearer {token}"
    while done < need and time.monotonic() < end:
        answer = session.get(f"{address}/v24.0/{account}", params={"fields": "name"}, timeout=30)
        if answer.ok:
            done, row = done + 1, 0
            continue
        refused, row = refused + 1, row + 1
        time.sleep(random.uniform(0, min(2 ** (row - 1), 16)))
    return done, refused


WORK = {"galley": galley, "backoff": backing_off}


def start(name, need, env):
    """WORKERS processes; they say what they did as JSON."""
    command = [sys.executable, "-m", "benchmarks.pacing", "--worker", name, "--need", str(need)]
    return [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stdin=subprocess.PIPE) for _ in range(WORKERS)]


def outcome(workers):
    """(seconds from the first start to the last end, calls done, refusals)"""
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    seconds = max(one["ended"] for one in told) - min(one["started"] for one in told)
    return seconds, sum(one["done"] for one in told), sum(one["refused"] for one in told)


def work(name, need):
    """In a process of its own; it begins when a line comes, so that all begin together."""
    sys.stdin.readline()
    started = time.time()
    done, refused = WORK[name](need)
    print(json.dumps({"done": done, "refused": refused, "started": started, "ended": time.time()}))


def limited(address, limit):
    settings = {"account_limit": limit, "limit_window": WINDOW_S}
    requests.post(f"{address}/_control/settings", json=settings, timeout=10).raise_for_status()


def measure(limit, need):
    with ExitStack() as exits:
        one = exits.enter_context(house.running("sandbox", QUOTA_WINDOW_S=str(WINDOW_S)))
        address, facts, _ = exits.enter_context(running())
        account, _ = house.business()
        limited(one.sandbox, limit), limited(address, limit)
        by_hand = {
            "BENCH_SANDBOX": address,
            "BENCH_TOKEN": facts["access_token"],
            "BENCH_ACCOUNT": facts["ad_account_id"],
        }
        all = {"galley": start("galley", need, one.env), "backoff": start("backoff", need, {**one.env, **by_hand})}
        for workers in all.values():
            for worker in workers:
                worker.stdin.write(b"go\n")
                worker.stdin.flush()
        return {name: outcome(workers) for name, workers in all.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--windows", type=float, default=3)
    parser.add_argument("--need", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--worker", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return work(options.worker, options.need)
    each = round(options.limit * options.windows / WORKERS)
    found = measure(options.limit, each)
    possible = (math.ceil(options.windows) - 1) * WINDOW_S
    rows = [
        [name, done, refused, seconds, seconds / possible]
        for name, (seconds, done, refused) in zip(("Galley's pacer", "backoff by hand"), found.values(), strict=True)
    ]
    head = [f"need {WORKERS * each} calls", "done", "throttling errors", "seconds", "/ possible"]
    table.show(f"{WORKERS} workers, {options.limit} calls in {WINDOW_S} s, possible in {possible} s", head, rows)
    return 0


if __name__ == "__main__":
    main()
