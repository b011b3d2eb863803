"""Three workers that share one ad account and need three times what its limit lets through in an hour.

python -m benchmarks.pacing [--limit 120] [--windows 3] [--rate 300]

The clocks of the sandbox and of Galley run RATE times as fast. Beside it, at the same time on a sandbox of its own, three
workers with plain requests that answer a throttling error by exponential backoff with jitter. The possible time: the
first window's calls at once, each further window's when those have left, and the last ones take as long as the same
workers need for so many calls without a limit, which is measured first. A run that is not done after CUT_S is cut off.
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

import requests

from benchmarks import house, table
from benchmarks.sandbox_process import running

WORKERS, HOUR, CUT_S = 3, 3600, 48


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
    from assets_app import clock

    time.sleep(max(0.002, (moment - clock.now()).total_seconds() / float(os.environ["BENCH_RATE"])))


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


def limited(address, limit, rate):
    control = requests.Session()
    for part, values in {"settings": {"account_limit": limit}, "clock": {"rate": rate}}.items():
        control.post(f"{address}/_control/{part}", json=values, timeout=10).raise_for_status()


def together(workers):
    for one in workers:
        one.stdin.write(b"go\n")
        one.stdin.flush()


def measure(limit, need, rate):
    """Outcomes by name, and seconds for one window's calls without a limit."""
    variables = {"GALLEY_CLOCK": f"0:{rate}:{int(time.time())}", "BENCH_RATE": str(rate)}
    with ExitStack() as exits:
        one = exits.enter_context(house.running("sandbox"))
        address, facts, _ = exits.enter_context(running())
        house.business()
        by_hand = {
            "BENCH_SANDBOX": address,
            "BENCH_TOKEN": facts["access_token"],
            "BENCH_ACCOUNT": facts["ad_account_id"],
        }
        env = {**one.env, **by_hand, **variables}
        limited(one.sandbox, -1, rate), limited(address, limit, rate)
        free = start("galley", math.ceil(limit / WORKERS), env)
        together(free)
        least, _, _ = outcome(free)
        forget(one.sandbox)
        limited(one.sandbox, limit, rate)
        all = {name: start(name, need, env) for name in WORK}
        for workers in all.values():
            together(workers)
        return {name: outcome(workers) for name, workers in all.items()}, least


def forget(address):
    """Begin with an untouched hour, at Meta and in Galley's ledger."""
    from assets_app.models import Quota

    Quota.objects.all().delete()
    requests.post(f"{address}/_control/reset", json={}, timeout=10).raise_for_status()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--windows", type=float, default=3)
    parser.add_argument("--need", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--worker", choices=WORK, help=argparse.SUPPRESS)
    parser.add_argument("--rate", type=int, default=300)
    options = parser.parse_args()
    if options.worker:
        return work(options.worker, options.need)
    each = round(options.limit * options.windows / WORKERS)
    found, least = measure(options.limit, each, options.rate)
    possible = (math.ceil(options.windows) - 1) * HOUR / options.rate + least
    rows = [
        [name, done, refused, seconds, seconds / possible]
        for name, (seconds, done, refused) in zip(("Galley's pacer", "backoff by hand"), found.values(), strict=True)
    ]
    head = [f"need {WORKERS * each} calls", "done", "throttling errors", "seconds", "/ possible"]
    table.show(
        f"{WORKERS} workers, {options.limit} calls in {HOUR / options.rate:g} s, possible in {possible:.1f} s",
        head,
        rows,
    )
    return 0


if __name__ == "__main__":
    main()
