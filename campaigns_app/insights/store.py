"""Writing insight rows in bulk: an upsert by ad and day, fast and never long in anybody's way.

SQLite takes `executemany` upserts of at most 2,000 rows a transaction with 10 ms between, so that pages can write
meanwhile; PostgreSQL takes COPY into a temporary table and one merge. `version_id` is written once and stays: a swap of
the creative does not rewrite history.
"""

import json
import time
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from campaigns_app.models import InsightDay

ROWS_A_TRANSACTION = 2_000
ROWS_A_STATEMENT = 500
PAUSE_S = 0.010
TABLE = InsightDay._meta.db_table
KEY = ("ad_account_id", "ad_id", "version_id", "day")
SUMS = (
    "impressions", "clicks", "link_clicks", "outbound_clicks", "spend_micros", "results", "purchases", "value_micros",
    "leads", "plays", "plays_3s", "thruplays", "p25", "p50", "p75", "p95", "p100",
)  # fmt: skip
COLUMNS = (*KEY, *SUMS, "extra", "window_id")
REPLACED = (*SUMS, "extra", "window_id")


def upsert(rows: Iterable[dict]) -> int:
    """Write rows of {column: value} (absent sums are 0); how many there were."""
    write = _copy_and_merge if connection.vendor == "postgresql" else _execute_many
    written = 0
    for batch in _batches(rows):
        if written and connection.vendor == "sqlite":
            time.sleep(PAUSE_S)
        write(batch)
        written += len(batch)
    return written


def remove_unconfirmed(window, ad_ids: list[int]) -> int:
    """Drop the days of `ad_ids` that the window's answer had to contain and did not; how many there were.

    Archived, deleted and vanished ads must not be among them: Meta leaves those out, and their history stays.
    """
    days = InsightDay.objects.filter(ad_account_id=window.run.ad_account_id, day__range=(window.since, window.until))
    old = list(days.exclude(window_id=window.pk).values_list("pk", "ad_id"))
    expected = set(ad_ids)
    wrong = [pk for pk, ad_id in old if ad_id in expected]
    for start in range(0, len(wrong), ROWS_A_STATEMENT):
        InsightDay.objects.filter(pk__in=wrong[start : start + ROWS_A_STATEMENT]).delete()
    return len(wrong)


def _batches(rows: Iterable[dict]) -> Iterator[list[tuple]]:
    values = (_values(row) for row in rows)
    while batch := list(islice(values, ROWS_A_TRANSACTION)):
        yield batch


def _values(row: dict) -> tuple:
    sums = [row.get(name, 0) for name in SUMS]
    key = [row["ad_account_id"], row["ad_id"], row["version_id"], row["day"].isoformat()]
    return (*key, *sums, json.dumps(row.get("extra", {})), row["window_id"])


def _execute_many(batch: list[tuple]) -> None:
    places = ", ".join(["%s"] * len(COLUMNS))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({places}) {_on_conflict()}", batch)


def _copy_and_merge(batch: list[tuple]) -> None:
    names = ", ".join(COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE insight_arrivals ON COMMIT DROP AS SELECT {names} FROM {TABLE} WITH NO DATA"
        )
        with cursor.copy(f"COPY insight_arrivals ({names}) FROM STDIN") as copy:
            for values in batch:
                copy.write_row(values)
        cursor.execute(f"INSERT INTO {TABLE} ({names}) SELECT {names} FROM insight_arrivals {_on_conflict()}")
        # A transaction around ours would keep the table, and the next batch makes it again.
        cursor.execute("DROP TABLE insight_arrivals")


def _on_conflict() -> str:
    taken = ", ".join(f"{name} = excluded.{name}" for name in REPLACED)
    return f"ON CONFLICT (ad_id, day) DO UPDATE SET {taken}"
