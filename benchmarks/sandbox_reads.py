"""How much of the server's speed the sandbox leaves: python -m benchmarks.sandbox_reads [--seconds 1]

Two client processes on keep-alive connections ask for a mix of reads over all objects of the demo seed; then the same
server, with a handler that answers {} to everything, is asked the same. Prints calls a second of both, by kind of read, mixed,
and mixed with a write in twenty calls, after each of which the sandbox has to find its answers anew.
"""

import argparse
import http.client
import itertools
import json
import multiprocessing
import random
import statistics
import time
from urllib.parse import urlencode, urlsplit

from benchmarks import table
from benchmarks.sandbox_process import ready_answers, running

CLIENTS, SLICES = 2, 5
KINDS = {
    "node": [
        "{ad}?fields=id,name,status,effective_status",
        "{campaign}?fields=id,name,objective",
        "{account}?fields=id,name,currency",
    ],
    "creative": ["{creative}?fields=id,name,object_story_spec,thumbnail_url", "{creative}?fields=id,name,status"],
    "list": [
        "{account}/ads?fields=id,name,adset_id,effective_status&limit=10",
        "{account}/campaigns?fields=id,name&limit=10",
    ],
    "insights": ["{ad}/insights?fields=impressions,spend,clicks&date_preset=yesterday"],
}
WRITE = "{ad}?name=Lamp"
MIX = ["node"] * 6 + ["creative"] * 2 + ["list", "insights"]
MOST_OBJECTS = 30  # of each kind


def all_ids(address, facts) -> dict:
    """{"ad": ["238...", ...], ...}"""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    found = {"account": [facts["ad_account_id"]]}
    for kind, edge in (("ad", "ads"), ("campaign", "campaigns"), ("creative", "adcreatives")):
        query = urlencode({"access_token": facts["access_token"], "limit": MOST_OBJECTS})
        connection.request("GET", f"/v24.0/{facts['ad_account_id']}/{edge}?{query}")
        found[kind] = [row["id"] for row in json.loads(connection.getresponse().read())["data"]]
    connection.close()
    return found


def targets(kinds, ids, writes=0):
    """(method, path) of what one client asks for, in an order that is the same in every run; one in `writes` is a write."""
    chosen = random.Random(7)
    reads = [("GET", chosen.choice(KINDS[kind])) for kind in kinds for _ in range(60)]
    chosen.shuffle(reads)
    found = [("POST", WRITE) if writes and number % writes == 0 else one for number, one in enumerate(reads)]
    return [
        (method, f"/v24.0/{path.format(**{kind: chosen.choice(some) for kind, some in ids.items()})}")
        for method, path in found
    ]


def client(address, asked, token, until, out):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    headers, count = {"Authorization": f"Bearer {token}"}, 0
    for method, path in itertools.cycle(asked):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (method, path, answer.status)
        count += 1
        if time.monotonic() >= until:
            break
    out.put(count)


def calls_a_second(address, asked, token, seconds) -> float:
    out: multiprocessing.Queue[int] = multiprocessing.Queue()
    until = time.monotonic() + seconds
    clients = [multiprocessing.Process(target=client, args=(address, asked, token, until, out)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    count = sum(out.get() for _ in clients)
    for one in clients:
        one.join()
    return count / seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1, help="of one slice")
    options = parser.parse_args()
    with running(seed="demo") as (address, facts, _), ready_answers() as empty:
        from_control = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        from_control.request(
            "POST",
            "/_control/settings",
            json.dumps({"account_limit": 10**9, "app_limit": 10**9}),
            {"Content-Type": "application/json"},
        )
        from_control.getresponse().read()
        ids, rows = all_ids(address, facts), []
        runs = {kind: ([kind], 0) for kind in KINDS} | {"mixed": (MIX, 0), "mixed, 1 in 20 writes": (MIX, 20)}
        for name, (kinds, writes) in runs.items():
            asked, both = targets(kinds, ids, writes), ([], [])
            for _ in range(SLICES if "mixed" in name else 2):  # in turn, so that other work on the machine hits both
                for found, one in zip(both, (address, empty), strict=True):
                    found.append(calls_a_second(one, asked, facts["access_token"], options.seconds))
            ours, bare = map(statistics.median, both)
            rows.append([name, ours, bare, ours / bare])
    table.show("Reads a second", ["read", "sandbox", "empty handler", "ratio"], rows)


if __name__ == "__main__":
    main()
