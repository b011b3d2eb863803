"""dlt's verified source for Facebook as ingestr ships it, loaded into a DuckDB file: objects and insights by report."""

import os
from decimal import Decimal

# Before dlt is loaded: it keeps what it knows in this folder and tells nobody.
os.environ.update(RUNTIME__DLTHUB_TELEMETRY="false", DLT_DATA_DIR=os.getcwd())

import dlt
import pendulum
import truth
from facebook_business.adobjects.adcreative import AdCreative
from ingestr.src.facebook_ads import facebook_ads_source, facebook_insights_source
from ingestr.src.facebook_ads.helpers import enrich_ad_objects

ACCOUNT = truth.ACCOUNT
SIGNED_IN = {"account_id": ACCOUNT.removeprefix("act_"), "access_token": truth.FACTS["access_token"]}
EDGES = {"campaigns": "campaigns", "ad_sets": "adsets", "ads": "ads", "ad_creatives": "adcreatives"}
SINCE, UNTIL = truth.days_ago(6), truth.days_ago(1)


def rows(pipeline: dlt.Pipeline, question: str) -> list[tuple]:
    with pipeline.sql_client() as client:
        return client.execute_sql(question)


def objects(pipeline: dlt.Pipeline) -> None:
    source = facebook_ads_source(**SIGNED_IN, chunk_size=7)
    source.ad_creatives.add_step(enrich_ad_objects(AdCreative, ["image_hash"]))  # by a batch of calls
    pipeline.run(source).raise_on_failed_jobs()
    for table, edge in EDGES.items():
        found = sorted(row[0] for row in rows(pipeline, f"SELECT id FROM {table}"))
        truth.equal(table, found, sorted(truth.ids(f"{ACCOUNT}/{edge}")))
    hashes = dict(rows(pipeline, "SELECT id, image_hash FROM ad_creatives WHERE image_hash IS NOT NULL"))
    wanted = {
        row["id"]: row["image_hash"]
        for row in truth.listed(f"{ACCOUNT}/adcreatives", "image_hash")
        if "image_hash" in row
    }
    truth.equal("hashes of their images", hashes, wanted)


def insights(pipeline: dlt.Pipeline) -> None:
    truth.control("settings", report_polls=0)  # the source sleeps before it looks again
    source = facebook_insights_source(
        **SIGNED_IN,
        fields=["ad_id", "campaign_id", "adset_id", "actions", *truth.METRICS],
        dimensions=["age", "gender"],
        start_date=pendulum.parse(str(SINCE)),
        end_date=pendulum.parse(str(UNTIL)),
    )
    pipeline.run(source).raise_on_failed_jobs()
    question = f"SELECT {', '.join(f'sum({name}::DECIMAL(18, 2))' for name in truth.METRICS)} FROM facebook_insights"
    ((*sums,),) = rows(pipeline, question)
    found = {name: Decimal(str(value)) for name, value in zip(truth.METRICS, sums, strict=True)}
    wanted = truth.insights(ACCOUNT, time_range={"since": str(SINCE), "until": str(UNTIL)})
    truth.equal("insights by age and gender add up", found, wanted)


pipeline = dlt.pipeline("galley", destination=dlt.destinations.duckdb("galley.duckdb"), dataset_name="meta")
objects(pipeline)
insights(pipeline)
