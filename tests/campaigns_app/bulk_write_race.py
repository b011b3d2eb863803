"""A page that saves 200 times while a second process upserts 200,000 insight rows into the same SQLite file.

`python -m tests.campaigns_app.bulk_write_race` in an empty GALLEY_DATA prints what happened as JSON.
"""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import django

ADS, DAYS, SAVES = 2_500, 80, 200
FIRST_DAY = date(2026, 1, 1)


def set_up():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()


def fill():
    """The business, an asset to rename, and the ads that the rows belong to."""
    from django.core.management import call_command

    from campaigns_app.models import Ad, AdSet, Campaign
    from tests import factories
    from tests.campaigns_app.published import make_published

    call_command("migrate", verbosity=0)
    business = factories.make_business()
    member = factories.make_member(business)
    account = factories.make_ad_account(business)
    version = make_published(account, member).latest
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    shared = {"business": business, "ad_account": account, "name": "x", "status": "ACTIVE", "seen_at": seen}
    ad_set = AdSet.objects.create(**shared, graph_id="s", campaign=Campaign.objects.create(**shared, graph_id="c"))
    ads = [Ad(**shared, graph_id=str(n), ad_set=ad_set, version=version) for n in range(ADS)]
    Ad.objects.bulk_create(ads, batch_size=500)
    return member, factories.make_asset(business)


def write():
    """The worker's part: every ad on every day, through the store's own upsert."""
    from campaigns_app.insights import store
    from campaigns_app.models import Ad

    ads = list(Ad.objects.values_list("pk", "ad_account_id", "version_id"))
    rows = (
        {"ad_id": pk, "ad_account_id": account, "version_id": version, "day": FIRST_DAY + timedelta(days=day)}
        | {"impressions": day, "spend_micros": pk, "window_id": 1}
        for day in range(DAYS)
        for pk, account, version in ads
    )
    print("started", flush=True)
    store.upsert(rows)


def save_pages(member, asset, writer):
    """Seconds that each save took; they go on for as long as the writer does, at least SAVES times."""
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(member.user, backend="assets_app.sign_in.PasswordBackend")
    address = reverse("assets:asset-rename", args=[member.business.slug, asset.pk])
    took, beside = [], 0
    while len(took) < SAVES or writer.poll() is None:
        beside += writer.poll() is None
        started = time.perf_counter()
        answer = client.post(address, {"name": f"picture {len(took)}.jpg"})
        took.append(time.perf_counter() - started)
        if answer.status_code != 302:
            raise SystemExit(f"Save {len(took)} answered {answer.status_code}: {answer.content[:500]!r}")
    return took, beside


def race():
    member, asset = fill()
    command = [sys.executable, "-m", "tests.campaigns_app.bulk_write_race", "write"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        writer.stdout.readline()
        took, beside = save_pages(member, asset, writer)
    from campaigns_app.models import InsightDay

    facts = {"rows": InsightDay.objects.count(), "writer": writer.returncode, "saves": len(took), "beside": beside}
    print(json.dumps(facts | {"slowest_s": round(max(took), 3)}))


if __name__ == "__main__":
    set_up()
    write() if "write" in sys.argv else race()
