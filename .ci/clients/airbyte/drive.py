"""The connector of Airbyte as it comes: check, discovery, a full read of every stream of objects and of insights."""

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
SINCE = UNTIL = truth.days_ago(1)
PRODUCTS = "ads_insights_action_product_id"  # the connector leaves out rows of ads that show no product


def source(command: str, *words: str) -> dict[str, list[dict]]:
    """Its messages by type."""
    done = subprocess.run([SOURCE, command, *words], capture_output=True, text=True, timeout=600)
    messages = defaultdict(list)
    for line in done.stdout.splitlines():
        message = json.loads(line)
        messages[message["type"]].append(message)
    if done.returncode:
        for error in (one["trace"]["error"] for one in messages["TRACE"] if "error" in one["trace"]):
            print(f"    {error.get('stream_descriptor', {}).get('name', command)}: {error['message'][:300]}")
        raise SystemExit(f"    {command} ended with {done.returncode} {done.stderr[-2000:]}")
    return messages


def write(name: str, value: object) -> str:
    Path(name).write_text(json.dumps(value))
    return name


def settings(name: str, since: datetime.date, page_size: int) -> str:
    return write(
        name,
        {
            "account_ids": [ACCOUNT.removeprefix("act_")],
            "credentials": {"auth_type": "Service", "access_token": truth.FACTS["access_token"]},
            "start_date": f"{since}T00:00:00Z",
            "end_date": f"{UNTIL}T00:00:00Z",
            "page_size": page_size,
            "insights_lookback_window": 1,
            "fetch_thumbnail_images": True,
        },
    )


def read(config: str, streams: list[dict]) -> dict[str, list[dict]]:
    chosen = [{"stream": one, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"} for one in streams]
    catalog, records = write("catalog.json", {"streams": chosen}), defaultdict(list)
    for message in source("read", "--config", config, "--catalog", catalog)["RECORD"]:
        records[message["record"]["stream"]].append(message["record"]["data"])
    return records


def main() -> None:
    truth.control("settings", report_polls=0)
    config = settings("config.json", truth.days_ago(300), page_size=10)
    (status,) = source("check", "--config", config)["CONNECTION_STATUS"]
    truth.equal("check", status["connectionStatus"]["status"], "SUCCEEDED")
    (catalog,) = source("discover", "--config", config)["CATALOG"]
    streams = catalog["catalog"]["streams"]
    insights = [one for one in streams if one["name"].startswith("ads_insights")]

    records = read(config, [one for one in streams if one not in insights])
    truth.equal("the account", [row["id"] for row in records["ad_account"]], [ACCOUNT])
    for stream, edge in OBJECTS.items():
        truth.equal(stream, Counter(row["id"] for row in records[stream]), Counter(truth.ids(f"{ACCOUNT}/{edge}")))
    used = {row["creative"]["id"] for row in truth.listed(f"{ACCOUNT}/ads", "creative")}
    truth.equal("ad_creatives_from_ads", {row["id"] for row in records["ad_creatives_from_ads"]}, used)
    truth.holds("thumbnails are fetched", all(row["thumbnail_data_url"] for row in records["ad_creatives"]))

    rows = read(settings("days.json", SINCE, page_size=500), insights)
    # The connector asks for ads of every status, so that nothing of the account is left out.
    asked = {"level": "account", "time_range": {"since": str(SINCE), "until": str(UNTIL)}}
    wanted = truth.insights(ACCOUNT, **asked)
    by_product = truth.listed(f"{ACCOUNT}/insights", ",".join(truth.METRICS), breakdowns="product_id", **asked)
    of_products = truth.totals(row for row in by_product if "product_id" in row)
    for stream in sorted(one["name"] for one in insights):
        truth.equal(f"{stream} adds up", truth.totals(rows[stream]), of_products if stream == PRODUCTS else wanted)


main()
