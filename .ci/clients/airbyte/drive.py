"""The connector of Airbyte as it comes: check, discovery and a full read of every stream."""

import datetime
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import truth

ACCOUNT = truth.ACCOUNT
SOURCE = Path(sys.executable).with_name("source-facebook-marketing")
OBJECTS = {
    "campaigns": "campaigns",
    "ad_sets": "adsets",
    "ads": "ads",
    "ad_creatives": "adcreatives",
    "images": "adimages",
    "videos": "advideos",
}
TODAY = datetime.datetime.now(datetime.UTC).date()
SINCE, UNTIL = TODAY - datetime.timedelta(days=5), TODAY - datetime.timedelta(days=1)
STATUSES = "ACTIVE PAUSED DELETED PENDING_REVIEW DISAPPROVED PREAPPROVED PENDING_BILLING_INFO CAMPAIGN_PAUSED ARCHIVED ADSET_PAUSED IN_PROCESS WITH_ISSUES".split()


def source(command: str, *words: str) -> dict[str, list[dict]]:
    """Its messages by type."""
    done = subprocess.run([SOURCE, command, *words], capture_output=True, text=True, timeout=280)
    messages = defaultdict(list)
    for line in done.stdout.splitlines():
        message = json.loads(line)
        messages[message["type"]].append(message)
    if done.returncode:
        said = [one["trace"]["error"] for one in messages["TRACE"] if "error" in one["trace"]]
        raise SystemExit(f"    {command} ended with {done.returncode}: {said or done.stderr[-2000:]}")
    return messages


def write(name: str, value: object) -> str:
    Path(name).write_text(json.dumps(value))
    return name


def main() -> None:
    config = write(
        "config.json",
        {
            "account_ids": [ACCOUNT.removeprefix("act_")],
            "credentials": {"auth_type": "Service", "access_token": truth.FACTS["access_token"]},
            "start_date": f"{SINCE}T00:00:00Z",
            "end_date": f"{UNTIL}T00:00:00Z",
            "page_size": 10,
            "insights_lookback_window": 1,
            "fetch_thumbnail_images": True,
        },
    )
    (status,) = source("check", "--config", config)["CONNECTION_STATUS"]
    truth.equal("check", status["connectionStatus"]["status"], "SUCCEEDED")
    (catalog,) = source("discover", "--config", config)["CATALOG"]
    streams = catalog["catalog"]["streams"]
    configured = write(
        "catalog.json",
        {
            "streams": [
                {"stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}
                for stream in streams
            ]
        },
    )
    records = defaultdict(list)
    for message in source("read", "--config", config, "--catalog", configured)["RECORD"]:
        records[message["record"]["stream"]].append(message["record"]["data"])
    for stream in streams:
        print(f"    {stream['name']}: {len(records[stream['name']])}")
    for stream, edge in OBJECTS.items():
        truth.equal(stream, Counter(row["id"] for row in records[stream]), Counter(truth.ids(f"{ACCOUNT}/{edge}")))
    wanted = truth.insights(ACCOUNT, time_range={"since": str(SINCE), "until": str(UNTIL)})
    for stream in sorted(name for name in records if name.startswith("ads_insights")):
        truth.equal(f"{stream} adds up", truth.totals(records[stream]), wanted)


main()
