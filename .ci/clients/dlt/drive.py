"""A dlt source as it comes, loaded into a DuckDB file: objects, media and insights, and again from where it was.

The source has a `base_url`; it is left alone, so that its own addresses are taken. It passes over an edge that answers
400, 403 or 404, so that what is missing would show only in the counts that are compared here.
"""

import os
from decimal import Decimal

# Before dlt is loaded: it keeps what it knows in this folder and tells nobody.
os.environ.update(RUNTIME__DLTHUB_TELEMETRY="false", DLT_DATA_DIR=os.getcwd())

import dlt
import truth
from dlt_community_sources.meta_ads import meta_ads_source

ACCOUNT = truth.ACCOUNT
EDGES = {
    "campaigns": "campaigns",
    "ad_sets": "adsets",
    "ads": "ads",
    "ad_creatives": "adcreatives",
    "ad_images": "adimages",
    "ad_videos": "advideos",
}
START = truth.days_ago(20)


def load(pipeline: dlt.Pipeline, names: list[str], **more: object) -> None:
    source = meta_ads_source(
        access_token=truth.FACTS["access_token"],
        account_id=ACCOUNT,
        resources=[*names],
        start_date=str(START),
        attribution_window_days=7,
        **more,
    )
    pipeline.run(source, refresh=None).raise_on_failed_jobs()


def rows(pipeline: dlt.Pipeline, question: str) -> list[tuple]:
    with pipeline.sql_client() as client:
        return client.execute_sql(question)


def insights(pipeline: dlt.Pipeline) -> dict[str, Decimal]:
    question = f"SELECT {', '.join(f'sum({name})' for name in truth.METRICS)} FROM insights"
    ((*sums,),) = rows(pipeline, question)
    return {name: Decimal(str(value)) for name, value in zip(truth.METRICS, sums, strict=True)}


def main() -> None:
    truth.control("settings", report_polls=0)  # the source sleeps 10 s before it looks again
    pipeline = dlt.pipeline("galley", destination=dlt.destinations.duckdb("galley.duckdb"), dataset_name="meta")
    load(pipeline, [*EDGES, "ad_accounts"])
    for table, edge in EDGES.items():
        found = {row[0] for row in rows(pipeline, f"SELECT id FROM {table}")}
        truth.equal(table, found, truth.ids(f"{ACCOUNT}/{edge}"))
    truth.equal("ad account", [row[0] for row in rows(pipeline, "SELECT id FROM ad_accounts")], [ACCOUNT])

    # The source reads 7 days more, as far as yesterday; dlt drops what lies before the first day.
    until = truth.days_ago(1)
    load(pipeline, ["insights"])
    wanted = truth.insights(ACCOUNT, time_range={"since": str(START), "until": str(until)})
    truth.equal("insights by ad and day add up", insights(pipeline), wanted)
    load(pipeline, ["insights"])
    truth.equal("the last days again, and they add up still", insights(pipeline), wanted)


main()
