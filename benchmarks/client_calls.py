"""How fast the Graph client is against a local sandbox: python -m benchmarks.client_calls [--calls 400] [--port 8450]

Prints one line of JSON: calls a second of single reads (median, 95th percentile in ms), of bare `requests` for the same
reads, and of 50 reads as a batch against 50 single ones.
"""

import argparse
import json
import statistics
import time

import requests

from benchmarks.sandbox_process import running
from graph_client import Call, GraphClient, run

FIELDS = ("id", "name", "currency", "timezone_name")


def timed(repeat, work):
    """Seconds of each repetition."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return times


def summary(times):
    ordered = sorted(times)
    return {
        "calls_per_second": round(len(times) / sum(times)),
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95) - 1] * 1000, 2),
    }


def measure(address, facts, calls):
    account = facts["ad_account_id"]
    client = GraphClient(facts["access_token"], app_secret=facts["app_secret"], api_url=address)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {facts['access_token']}"
    url, params = f"{address}/v24.0/{account}", {"fields": ",".join(FIELDS)}

    def single():
        client.get(account, {"fields": FIELDS})

    timed(20, single)
    batch = [Call("GET", account, {"fields": FIELDS}) for _ in range(50)]
    together = statistics.median(timed(7, lambda: run(client, batch)))
    apart = statistics.median(timed(7, lambda: [single() for _ in batch]))
    return {
        "client": summary(timed(calls, single)),
        "bare_requests": summary(timed(calls, lambda: session.get(url, params=params, timeout=10).json())),
        "batch_of_50": {
            "batch_ms": round(together * 1000),
            "single_ms": round(apart * 1000),
            "ratio": round(together / apart, 2),
        },
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=400)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with running(options.port) as (address, facts, _):
        print(json.dumps(measure(address, facts, options.calls)))


if __name__ == "__main__":
    main()
