"""Reading campaigns, ads and their numbers: the same again changes nothing, and whatever dies is taken up."""

from decimal import Decimal

import pytest

from assets_app import clock
from assets_app.models import Asset, Quota, SyncRun
from campaigns_app.insights import plan, results, schedule, store, sync
from campaigns_app.models import Ad, AdSet, Campaign, Creative, InsightDay, SyncWindow
from campaigns_app.objects.sync import read_objects
from tests import factories
from tests.campaigns_app.creative_kit import draft
from tests.campaigns_app.running_ads import (
    asked_at_once,
    creatives_at_meta,
    read,
    run_ads,
    step,
)
from tests.campaigns_app.test_publishing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(connected, sandbox_server):
    """One of the sandbox's accounts that has no ads of its own."""
    account = factories.make_ad_account(connected, sandbox_server.identity["client_ad_account_id"], name="Quiet")
    connected.default_ad_account.delete()
    connected.default_ad_account = account
    connected.save()
    return account


@pytest.fixture
def sandbox(sandbox_server, monkeypatch):
    """Its settings as they were, whatever a test changed."""
    box = sandbox_server.sandbox
    before = box.settings.as_dict()
    monkeypatch.setattr(sync, "REPORTS_AT_ONCE", 200)
    yield box
    for name, value in before.items():
        setattr(box.settings, name, value)
    box.faults.clear()


@pytest.fixture
def ads(sandbox, account):
    return run_ads(sandbox, account, creatives_at_meta(sandbox, account, 3))


def numbers():
    columns = ("ad__graph_id", "day", *store.SUMS, "extra", "version_id")
    return list(InsightDay.objects.order_by("ad_id", "day").values_list(*columns))


def test_campaigns_ad_sets_and_ads_are_mirrored_with_the_creative_they_carry(sandbox, account, ads):
    assert read(account, "objects").state == "done"
    assert (Campaign.objects.count(), AdSet.objects.count(), Ad.objects.count()) == (1, 1, 3)
    ad = Ad.objects.get(graph_id=ads[0])
    assert (ad.ad_set.name, ad.ad_set.campaign.name, ad.effective_status) == ("Lookalike", "Spring", "ACTIVE")
    assert ad.version.graph_id == sandbox.store.get(ads[0])["creative_id"]


def test_reading_objects_again_makes_no_second_rows(account, ads):
    read(account, "objects")
    before = list(Ad.objects.order_by("pk").values("pk", "graph_id", "version_id"))
    read(account, "objects")
    assert list(Ad.objects.order_by("pk").values("pk", "graph_id", "version_id")) == before
    assert Creative.objects.count() == 3


def test_an_ad_that_meta_lists_no_more_is_marked_and_comes_back_when_it_does(sandbox, account, ads):
    read(account, "objects")
    sandbox.store.update(ads[0], {"status": "DELETED"})
    read(account, "objects")
    assert Ad.objects.get(graph_id=ads[0]).missing_since is not None
    sandbox.store.update(ads[0], {"status": "PAUSED"})
    read(account, "objects")
    assert Ad.objects.get(graph_id=ads[0]).missing_since is None


def test_of_two_readings_that_overlap_none_takes_what_the_other_saw_for_gone(account, ads, monkeypatch):
    """The older one writes its ad sets after the younger one has, and before that ends."""
    early, moments = clock.now(), iter(())
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: next(moments, None) or now())

    def older_goes_on(rows):
        nonlocal moments
        if rows == 2:  # the campaign and the ad set
            moments = iter([early])  # when it began
            read_objects(account)

    read_objects(account, keep=older_goes_on)
    assert [model.objects.exclude(missing_since=None).count() for model in (Campaign, AdSet, Ad)] == [0, 0, 0]


def test_archived_ads_are_read_too(sandbox, account):
    run_ads(sandbox, account, creatives_at_meta(sandbox, account, 1), status="ARCHIVED")
    read(account, "objects")
    assert Ad.objects.get().effective_status == "ARCHIVED"


def test_28_days_of_every_ad_equal_what_meta_answers(account, ads):
    assert read(account).state == "done"
    since, until = plan.last_days(plan.today(account))
    answers = asked_at_once(account, since, until)
    assert InsightDay.objects.count() == len(answers) == 3 * 28
    total = results.total(InsightDay.objects.all())
    assert total.impressions == sum(int(row["impressions"]) for row in answers)
    assert total.clicks == sum(int(row["clicks"]) for row in answers)
    assert total.spend_micros == int(sum(Decimal(row["spend"]) for row in answers) * 1_000_000)


def test_a_second_reading_changes_nothing(account, ads):
    read(account)
    before = numbers()
    assert read(account).rows == len(before)
    assert numbers() == before


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_days_are_those_of_the_ad_accounts_zone(sandbox, account, ads, zone):
    sandbox.store.update(account.graph_id, {"timezone_name": zone})
    account.timezone_name = zone
    account.save()
    read(account)
    days = InsightDay.objects.order_by("day").values_list("day", flat=True)
    assert days.last() == plan.today(account)


def test_a_failed_report_is_split_into_shorter_ones(sandbox, account, ads):
    sandbox.settings.report_end = "Job Failed"
    run = SyncRun.request(business=account.business, kind="insights", ad_account=account)
    for _ in range(5):
        step(run)
    sandbox.settings.report_end = "Job Completed"
    assert read(account).state == "done"
    assert SyncWindow.objects.filter(state="split").exists()
    assert InsightDay.objects.count() == 3 * 28


def test_a_skipped_report_is_split_too(sandbox, account, ads):
    sandbox.settings.report_end = "Job Skipped"
    run = SyncRun.request(business=account.business, kind="insights", ad_account=account)
    for _ in range(5):
        step(run)
    assert SyncWindow.objects.filter(split_from__isnull=False).count() >= 2


def test_too_much_data_is_split_by_days_and_then_by_ads(sandbox, account, ads):
    sandbox.settings.insights_rows = 2
    assert read(account).state == "done"
    assert InsightDay.objects.count() == 3 * 28
    assert SyncWindow.objects.filter(state="done", slice__gt=0).exists()


def test_what_meta_cannot_answer_at_all_fails_in_words(sandbox, account, ads):
    sandbox.settings.insights_rows = -1
    run = read(account)
    assert run.state == "failed" and "one ad and one day" in run.reason


def test_a_reading_that_died_between_two_pages_is_taken_up(account, ads, monkeypatch):
    monkeypatch.setattr(sync, "PAGE_SIZE", 20)
    run = SyncRun.request(business=account.business, kind="insights", ad_account=account)
    written = []

    def dies(rows):
        written.append(store_upsert(rows))
        if len(written) == 2:
            raise KeyboardInterrupt
        return written[-1]

    store_upsert = store.upsert
    with monkeypatch.context() as patched:
        patched.setattr(store, "upsert", dies)
        with pytest.raises(KeyboardInterrupt):
            for _ in range(5):
                step(run)
    window = SyncWindow.objects.get()
    assert (window.state, InsightDay.objects.count()) == ("fetching", 40)
    report = window.report_run_id
    SyncWindow.objects.update(lease_until="2020-01-01T00:00:00Z")
    assert read(account).state == "done"
    window.refresh_from_db()
    assert (window.report_run_id, window.state, InsightDay.objects.count()) == (report, "done", 84)


def test_a_day_that_meta_takes_back_goes_and_the_history_of_archived_ads_stays(sandbox, account, ads):
    read(account)
    ended = {"periods": [["2025-01-01", "2025-01-02"]]}
    sandbox.store.update(ads[0], {"delivery": ended})
    sandbox.store.update(ads[1], {"status": "ARCHIVED", "delivery": ended})
    read(account)
    left = InsightDay.objects.values_list("ad__graph_id", flat=True)
    assert (list(left).count(ads[0]), list(left).count(ads[1]), list(left).count(ads[2])) == (0, 28, 28)


def test_an_ad_that_vanished_is_asked_for_by_its_id_and_keeps_its_days(sandbox, account, ads):
    read(account)
    before = numbers()
    sandbox.store.update(ads[0], {"status": "DELETED"})
    run = read(account)
    assert run.state == "done" and run.windows.filter(cut="vanished", ad_ids=[ads[0]], rows=28).exists()
    assert numbers() == before


def test_a_throttled_account_waits_and_says_until_when(sandbox, account, ads):
    sandbox.faults.add(code=80000, subcode=2446079, method="POST", path="insights")
    run = SyncRun.request(business=account.business, kind="insights", ad_account=account)
    step(run)
    run.refresh_from_db()
    assert run.state == "running" and run.reason.startswith("Waits for Meta's quota until")
    Quota.objects.all().delete()
    assert read(account).state == "done"


def test_a_missing_permission_ends_the_reading_in_words(sandbox, account, ads):
    sandbox.faults.add(code=200, method="GET", path="campaigns")
    run = read(account)
    assert run.state == "failed" and "permission" in run.reason


def test_money_of_an_asset_is_what_its_creatives_spent(sandbox, account, marketer):
    version = publish(draft(account, marketer), marketer)
    run_ads(sandbox, account, [version.graph_id])
    read(account)
    spent = results.total(InsightDay.objects.filter(version=version)).spend_micros
    assert spent > 0
    assert Asset.objects.get(pk=version.primary_media.asset_id).spend_micros == spent


def test_accounts_are_read_when_it_is_time_and_not_twice(account):
    wanted = {(run.kind, run.ad_account) for run in schedule.request_due()}
    assert wanted == {("objects", account), ("insights", account)}
    assert schedule.request_due() == []


def test_an_account_without_a_connection_is_left_alone(business):
    factories.make_ad_account(business)
    assert schedule.request_due() == []


def test_the_night_is_three_o_clock_in_the_accounts_zone(business):
    from datetime import UTC, datetime

    account = factories.make_ad_account(business, timezone_name="America/New_York")
    night = schedule.last_night(account, datetime(2026, 11, 24, 7, 30, tzinfo=UTC))
    assert night.astimezone(UTC) == datetime(2026, 11, 23, 8, tzinfo=UTC)
