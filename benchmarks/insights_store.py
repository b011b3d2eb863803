"""Insight rows a second: Galley's store against Django's own bulk_create(update_conflicts=True).

python -m benchmarks.insights_store [--ads 1000] [--days 28]
DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres python -m benchmarks.insights_store

An empty table takes all rows, then takes them again with other numbers. On PostgreSQL the database is one of its own,
made for the run. Both write in transactions of 2,000 rows; only the store pauses between them on SQLite.
"""

import argparse
import os
import time
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from urllib.parse import urlsplit

from benchmarks import house, table

FIRST_DAY = date(2026, 1, 1)


@contextmanager
def database():
    """A database for this run, migrated: the house's SQLite file, or a fresh one on the server of DATABASE_URL."""
    with ExitStack() as exits:
        server = os.environ.get("DATABASE_URL", "")
        given = {"DATABASE_URL": exits.enter_context(made_on(server))} if server.startswith("postgres") else {}
        exits.enter_context(house.running(**given))
        from django.db import connection

        exits.callback(connection.close)
        yield connection.vendor


@contextmanager
def made_on(server):
    """The address of a new PostgreSQL database, dropped at the end."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"galley_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def rows(ads, days, salt):
    """Dicts as the sync hands them over; neither ad nor version need exist for that."""
    from campaigns_app.insights.store import SUMS

    for day in range(days):
        for ad in range(1, ads + 1):
            sums = {name: (ad * 31 + day * 7 + salt) % 9973 for name in SUMS}
            key = {"ad_account_id": 1, "ad_id": ad, "version_id": ad, "day": FIRST_DAY + timedelta(days=day)}
            yield {**key, **sums, "extra": {"video_avg": salt}, "window_id": salt}


def store(given):
    from campaigns_app.insights.store import upsert

    upsert(given)


def bulk_create(given):
    from django.db import transaction

    from campaigns_app.insights.store import REPLACED, ROWS_A_TRANSACTION
    from campaigns_app.models import InsightDay

    objects = [InsightDay(**row) for row in given]
    for start in range(0, len(objects), ROWS_A_TRANSACTION):
        with transaction.atomic():
            InsightDay.objects.bulk_create(
                objects[start : start + ROWS_A_TRANSACTION],
                update_conflicts=True,
                unique_fields=["ad", "day"],
                update_fields=REPLACED,
            )


def seconds(write, ads, days):
    """[into an empty table, over all rows once more]"""
    from campaigns_app.models import InsightDay

    InsightDay.objects.all().delete()
    took = []
    for salt in (1, 2):
        started = time.perf_counter()
        write(rows(ads, days, salt))
        took.append(time.perf_counter() - started)
    assert InsightDay.objects.count() == ads * days
    assert not InsightDay.objects.exclude(window_id=2).exists()
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ads", type=int, default=1000)
    parser.add_argument("--days", type=int, default=28)
    options = parser.parse_args()
    with database() as vendor:
        ours, django = (seconds(write, options.ads, options.days) for write in (store, bulk_create))
    count = options.ads * options.days
    shown = [
        [name, int(count / mine), int(count / theirs), mine / theirs]
        for name, mine, theirs in zip(("insert", "update"), ours, django, strict=True)
    ]
    head = ["", "Galley rows/s", "bulk_create rows/s", "Galley time / its"]
    table.show(f"{count:,} insight rows on {vendor}", head, shown)


if __name__ == "__main__":
    main()
