"""What the record says of readings: each change, and the end of a reading where that is news."""

import pytest
from django.urls import reverse

from assets_app.models import ActivityEntry, AdAccount, Business, SyncRun
from assets_app.services import readings
from assets_app.services.activity import subject_of
from assets_app.sync import accounts, library, runs
from campaigns_app.models import Ad
from tests import factories
from tests.campaigns_app.running_ads import creatives_at_meta, read, run_ads, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox(sandbox_server):
    return sandbox_server.sandbox


@pytest.fixture
def ads(sandbox, account):
    return run_ads(sandbox, account, creatives_at_meta(sandbox, account, 2))


def told(verb: str) -> list[str]:
    return list(ActivityEntry.objects.filter(verb=verb).order_by("pk").values_list("text", flat=True))


def test_readings_that_nobody_asked_for_and_that_change_nothing_leave_no_trace(account, ads):
    first = read(account, "objects")
    assert told("sync.done") == [f"read campaigns and ads of {account}: {first.rows} rows"]
    before = ActivityEntry.objects.count()

    for _ in range(3):
        read(account, "objects")
    assert ActivityEntry.objects.count() == before


def test_a_reading_that_somebody_asked_for_says_how_it_ended(account, ads, marketer, as_member):
    read(account, "objects")
    browser = as_member(marketer)
    url = reverse("campaigns:sync-request", args=[account.business.slug])
    browser.post(url, {"account": account.pk, "kind": "objects"})
    run = SyncRun.objects.first()
    step(run)

    entries = ActivityEntry.objects.about(subject_of(run))
    assert [(one.verb, one.member) for one in entries] == [("sync.done", None), ("sync.request", marketer)]
    assert set(entries) <= set(ActivityEntry.objects.about(subject_of(account)))
    page = browser.get(reverse("campaigns:sync-detail", args=[account.business.slug, run.pk])).content.decode()
    assert f"Asked Galley to read campaigns and ads of {account}" in page
    assert f"Read campaigns and ads of {account}" in page


def test_who_asks_while_one_is_under_way_is_told_its_end_too(account, marketer):
    read(account, "objects")
    run = SyncRun.request(business=account.business, kind="objects", ad_account=account)
    assert readings.ask(business=account.business, kind="objects", ad_account=account, by=marketer) == run
    step(run)
    assert len(told("sync.done")) == 2


def test_a_row_of_failures_is_told_once_and_so_is_that_it_is_over(account, sandbox):
    read(account, "objects")
    fault = sandbox.faults.add(action="error", code=100, path="campaigns", times=3)
    assert fault
    for _ in range(3):
        assert read(account, "objects").state == "failed"
    assert len(told("sync.fail")) == 1
    assert told("sync.fail")[0].startswith(f"could not read campaigns and ads of {account}: ")
    assert len(told("sync.done")) == 1

    read(account, "objects")
    read(account, "objects")
    assert len(told("sync.done")) == 2


def test_an_ad_that_somebody_paused_at_meta_is_told_with_its_old_and_new_state(account, sandbox, ads):
    read(account, "objects")
    name = Ad.objects.get(graph_id=ads[0]).name
    sandbox.store.update(ads[0], {"status": "PAUSED"})
    read(account, "objects")

    entry = ActivityEntry.objects.filter(verb="ads.change").first()
    assert entry.text == f"found 1 changed ad in {account}"
    assert (entry.before, entry.after) == ({f"Ad {name}": "Active"}, {f"Ad {name}": "Paused"})
    assert entry.subject == subject_of(account)


def test_what_vanished_at_meta_is_told_once(account, sandbox, ads):
    read(account, "objects")
    for ad in ads:
        sandbox.store.update(ad, {"status": "DELETED"})
    read(account, "objects")
    read(account, "objects")
    assert told("ads.change")[-1] == f"found 2 ads of {account} no longer at Meta"


def test_an_account_that_got_another_name_at_meta_is_told_as_it_was(connected, account, sandbox):
    accounts.sync_accounts(connected)
    old = AdAccount.objects.get(pk=account.pk).name
    sandbox.store.update(account.graph_id, {"name": "Odafenn Nord"})
    accounts.sync_accounts(connected)

    entry = ActivityEntry.objects.filter(verb="access.change").first()
    assert (entry.before["name"], entry.after["name"]) == (old, "Odafenn Nord")
    count = ActivityEntry.objects.count()
    accounts.sync_accounts(connected)
    assert ActivityEntry.objects.count() == count


def test_what_is_reached_again_is_told(connected, account):
    accounts.sync_accounts(connected)
    AdAccount.objects.filter(pk=account.pk).update(missing_since="2026-01-01T00:00:00Z")
    accounts.sync_accounts(connected)
    assert told("access.back") == [
        f"found that a connection reaches the ad account {AdAccount.objects.get(pk=account.pk)} again"
    ]


def test_more_than_a_page_of_new_accounts_makes_one_line(connected):
    from assets_app.sync import changes

    rows = {str(n): factories.make_ad_account(connected, f"act_9{n}") for n in range(26)}
    changes.tell(connected, AdAccount, {}, rows)
    assert told("access.find") == ["found 26 ad accounts at Meta"]


def test_what_an_admin_chose_while_meta_was_asked_stays(connected, account):
    """The reading began with the business as it was before."""
    stale = Business.objects.get(pk=connected.pk)
    other = factories.make_ad_account(connected)
    Business.objects.filter(pk=connected.pk).update(default_ad_account=other, graph_id="77")
    accounts.remember(stale, [])

    connected.refresh_from_db()
    assert (connected.default_ad_account, connected.graph_id) == (other, "77")
    assert (stale.default_ad_account, stale.graph_id) == (other, "77")


def test_when_folders_at_meta_come_and_go_the_record_says_so(connected):
    accounts.sync_accounts(connected)
    accounts.remember(connected, [])
    assert told("reach.folders")[-2:] == [
        "found that Meta keeps folders for this business now",
        "found that Meta keeps no more folders from now on",
    ]


def test_a_folder_that_was_renamed_at_meta_is_told_as_it_was(connected):
    library.take_folders(connected, None, [{"id": "5", "name": "Spring"}])
    library.take_folders(connected, None, [{"id": "5", "name": "Autumn"}])
    library.take_folders(connected, None, [{"id": "5", "name": "Autumn"}])
    (entry,) = ActivityEntry.objects.filter(verb="folder.rename")
    assert (entry.before, entry.after, entry.member) == ({"name": "Spring"}, {"name": "Autumn"}, None)


def test_the_reading_of_the_connections_stands_with_the_business(connected, admin):
    run = SyncRun.request(business=connected, kind="accounts", by=admin)
    run = runs.advance(run.pk)
    assert told("sync.done") == [f"read accounts and Pages of {connected}: {run.rows} rows"]
    assert ActivityEntry.objects.get(verb="sync.done").within == subject_of(connected)
