"""Insight rows a second out of the sandbox: python -m benchmarks.insight_rows [--seconds 3]

One client on a keep-alive connection asks for pages of rows of the demo seed: one row an ad and day, bare, by age and gender, by
placement, with lists of actions. Every page asks for other days, so that each row is computed anew; computing, JSON and HTTP are
measured together. Beside it: a server of the same kind that has ready rows in memory and only makes JSON of them.
"""

import argparse
import http.client
import itertools
import json
import os
import statistics
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks import table
from benchmarks.sandbox_process import ready_answers, running

SLICES = 5
FIELDS = "ad_id,impressions,clicks,inline_link_clicks,spend,ctr"
KINDS = {
    "an ad and day": {"fields": FIELDS},
    "by age and gender": {"fields": FIELDS, "breakdowns": "age,gender"},
    "by placement": {"fields": FIELDS, "breakdowns": "publisher_platform,platform_position"},
    "with actions": {"fields": f"{FIELDS},actions,action_values"},
}
SPANS = {"an ad and day": 40, "by age and gender": 8, "by placement": 12, "with actions": 30}


def targets(account, kind):
    """Pages of this kind that begin on different days."""
    last = date.today() - timedelta(days=1)
    for shift in range(20):
        until = last - timedelta(days=shift)
        span = {"since": str(until - timedelta(days=SPANS[kind])), "until": str(until)}
        asked = {"level": "ad", "time_increment": 1, "limit": 5000, "time_range": json.dumps(span), **KINDS[kind]}
        yield f"/v24.0/{account}/insights?{urlencode(asked)}"


def read(connection, target, headers):
    connection.request("GET", target, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body[:300]
    return body


def rows_a_second(address, asked, headers, seconds) -> tuple[float, int]:
    connection, rows, began = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60), 0, time.monotonic()
    for target in itertools.cycle(asked):
        rows += read(connection, target, headers).count(b'"date_stop":')
        if (passed := time.monotonic() - began) >= seconds:
            connection.close()
            return rows / passed, rows


def cpu_seconds(process) -> float:
    """What a process has computed so far: the measure that other work on the machine changes least."""
    user, system = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3, help="of one slice")
    options = parser.parse_args()
    shown = []
    with running(seed="demo") as (address, facts, process):
        headers = {"Authorization": f"Bearer {facts['access_token']}"}
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        for kind in KINDS:
            asked = list(targets(facts["ad_account_id"], kind))
            page = json.loads(read(connection, asked[0], headers))
            with ready_answers({"0": page}) as bare:
                found, spent = ([], []), []
                for _ in range(SLICES):  # in turn, so that other work on the machine hits both
                    before = cpu_seconds(process)
                    rate, rows = rows_a_second(address, asked, headers, options.seconds)
                    found[0].append(rate)
                    spent.append(rows / (cpu_seconds(process) - before))
                    found[1].append(rows_a_second(bare, ["/?page=0"], {}, options.seconds)[0])
            ours, ready = map(statistics.median, found)
            shown.append([kind, len(page["data"]), ours, statistics.median(spent), ready, ours / ready])
        connection.close()
    table.show("Insight rows a second", ["rows", "a page", "computed", "a CPU second", "ready rows", "ratio"], shown)


if __name__ == "__main__":
    main()
