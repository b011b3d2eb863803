"""Windows of days, Meta's numbers as our columns, and writing them in bulk."""

from datetime import UTC, date, datetime

import pytest

from campaigns_app.insights import mapping, plan, store
from campaigns_app.models import Ad, AdSet, Campaign, InsightDay
from tests import factories
from tests.campaigns_app.published import make_published

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Auckland", datetime(2026, 11, 23, 12, tzinfo=UTC), date(2026, 11, 24)),
        ("America/Los_Angeles", datetime(2026, 11, 24, 7, tzinfo=UTC), date(2026, 11, 23)),
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
    ],
)
@pytest.mark.django_db
def test_today_is_the_day_of_the_ad_accounts_own_zone(business, zone, moment, day):
    account = factories.make_ad_account(business, timezone_name=zone)
    assert plan.today(account, moment) == day


def test_the_last_28_days_end_with_today():
    assert plan.last_days(date(2026, 11, 24)) == (date(2026, 10, 28), date(2026, 11, 24))


@pytest.mark.parametrize("ads", [0, 1, 100, 400, 9_000])
def test_windows_cover_each_day_once_and_newest_first(ads):
    since, until = plan.last_days(date(2026, 11, 24))
    pieces = plan.ranges(since, until, ads)
    days = [day for start, end in reversed(pieces) for day in range(start.toordinal(), end.toordinal() + 1)]
    assert days == list(range(since.toordinal(), until.toordinal() + 1))
    assert pieces[0][1] == until


def test_more_ads_mean_shorter_windows():
    since, until = plan.last_days(date(2026, 11, 24))
    assert len(plan.ranges(since, until, 100)) == 1
    assert len(plan.ranges(since, until, 1_000)) == 6


@pytest.mark.parametrize(("text", "value"), [("12.34", 12_340_000), ("0.1", 100_000), (None, 0), ("19", 19_000_000)])
def test_money_is_exact(text, value):
    assert mapping.micros(text) == value


def test_the_same_sale_under_several_names_counts_once():
    row = {"actions": [{"action_type": "purchase", "value": "3"}, {"action_type": "omni_purchase", "value": "4"}]}
    assert mapping.columns(row)["purchases"] == 4


def test_what_meta_does_not_mention_is_nothing_and_what_we_do_not_chart_is_kept():
    row = {
        "ad_id": "1",
        "date_start": "2026-11-20",
        "impressions": "7",
        "actions": [{"action_type": "like", "value": "2"}],
    }
    found = mapping.columns(row)
    assert (found["impressions"], found["clicks"], found["spend_micros"]) == (7, 0, 0)
    assert found["extra"] == {"actions": [{"action_type": "like", "value": "2"}]}


@pytest.fixture
def ad(business, marketer):
    account = factories.make_ad_account(business)
    return make_ad(account, make_published(account, marketer).latest)


def make_ad(account, version, graph_id="900"):
    shared = {"business": account.business, "ad_account": account, "name": "x", "status": "ACTIVE", "seen_at": NOW}
    campaign = Campaign.objects.create(**shared, graph_id=f"c{graph_id}")
    ad_set = AdSet.objects.create(**shared, graph_id=f"s{graph_id}", campaign=campaign)
    return Ad.objects.create(**shared, graph_id=graph_id, ad_set=ad_set, version=version)


def rows_of(ad, days, window_id=1, **sums):
    for day in days:
        key = {"ad_account_id": ad.ad_account_id, "ad_id": ad.pk, "version_id": ad.version_id, "day": day}
        yield key | {"window_id": window_id} | sums


DAYS = [date.fromordinal(date(2026, 11, 1).toordinal() + n) for n in range(20)]


@pytest.mark.django_db
def test_writing_the_same_rows_again_changes_nothing(ad):
    assert store.upsert(rows_of(ad, DAYS, spend_micros=5, impressions=9)) == 20
    before = list(InsightDay.objects.order_by("pk").values())
    store.upsert(rows_of(ad, DAYS, spend_micros=5, impressions=9))
    assert list(InsightDay.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_restated_day_replaces_the_numbers_but_not_the_version(ad, marketer):
    store.upsert(rows_of(ad, DAYS[:1], clicks=1))
    was = ad.version_id
    ad.version = make_published(ad.ad_account, marketer, name="Other").latest
    store.upsert(rows_of(ad, DAYS[:1], clicks=2, extra={"note": "é"}))
    row = InsightDay.objects.get()
    assert (row.clicks, row.version_id, row.extra) == (2, was, {"note": "é"})


@pytest.mark.django_db
def test_more_than_one_batch_arrives_whole(ad, monkeypatch):
    monkeypatch.setattr(store, "ROWS_A_TRANSACTION", 7)
    assert store.upsert(rows_of(ad, DAYS, clicks=3)) == 20
    assert InsightDay.objects.filter(clicks=3).count() == 20
