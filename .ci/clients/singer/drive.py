"""The tap of Singer as it comes: discovery, every stream of objects, every stream of insights, deleted ones included.

`ads_insights_dma` is left out: the tap itself refuses it since Meta took that breakdown away.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import truth

ACCOUNT = truth.ACCOUNT
TAP = Path(sys.executable).with_name("tap-facebook")
OBJECTS = {"campaigns": "campaigns", "adsets": "adsets", "ads": "ads", "adcreative": "adcreatives"}
SINCE, UNTIL = truth.days_ago(2), truth.days_ago(1)


def tap(*words: str) -> str:
    done = subprocess.run([TAP, *words], capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(f"    tap-facebook ended with {done.returncode}: {' '.join(done.stderr.splitlines()[-2:])}")
    return done.stdout


def chosen(catalog: dict, streams: set[str]) -> str:
    """The catalogue with every field of these streams selected."""
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            entry["metadata"]["selected"] = stream["stream"] in streams
    Path("catalog.json").write_text(json.dumps(catalog))
    return "catalog.json"


def read(config: str, catalog: str) -> dict[str, list[dict]]:
    records = defaultdict(list)
    for line in tap("--config", config, "--properties", catalog).splitlines():
        message = json.loads(line)
        if message["type"] == "RECORD":
            records[message["stream"]].append(message["record"])
    return records


def settings(name: str, **more: str) -> str:
    # The tap goes back by at least a day from its start date, here to SINCE.
    values = {
        "start_date": f"{UNTIL}T00:00:00Z",
        "end_date": f"{UNTIL}T00:00:00Z",
        "insights_buffer_days": "1",
        "account_id": ACCOUNT.removeprefix("act_"),
        "access_token": truth.FACTS["access_token"],
        "result_return_limit": 7,
        **more,
    }
    Path(name).write_text(json.dumps(values))
    return name


def main() -> None:
    os.environ["TZ"] = "UTC"
    truth.control("settings", report_polls=0)  # the tap sleeps 10 s before it looks again
    config = settings("config.json")
    catalog = json.loads(tap("--config", config, "--discover"))
    insights = {stream["stream"] for stream in catalog["streams"] if stream["stream"].startswith("ads_insights")}
    records = read(config, chosen(catalog, {*OBJECTS, *insights}))

    for stream, edge in OBJECTS.items():
        found = Counter(row["id"] for row in records[stream])
        truth.equal(stream, found, Counter(truth.ids(f"{ACCOUNT}/{edge}")))
    wanted = truth.insights(ACCOUNT, time_range={"since": str(SINCE), "until": str(UNTIL)})
    for stream in sorted(insights):
        truth.equal(f"{stream} adds up", truth.totals(records[stream]), wanted)

    everything = read(settings("all.json", include_deleted="true"), chosen(catalog, {"ads", "adsets", "campaigns"}))
    for stream in ("campaigns", "adsets", "ads"):
        alive = {row["id"] for row in records[stream]}
        found = Counter(row["id"] for row in everything[stream])
        truth.equal(f"{stream} with deleted ones, each once", set(found.values()), {1})
        truth.holds(f"{stream} with deleted ones has all others", alive <= set(found))


main()
