"""What connections reach: who speaks for an account, falling over, what is chosen, what is taken away."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from assets_app import choosing, clock, graph, tasks
from assets_app.models import (
    Access,
    AdAccount,
    Business,
    Connection,
    InstagramAccount,
    MetaBusiness,
    Notice,
    Page,
    Quota,
    SyncRun,
    Transfer,
)
from assets_app.models.access import REACHED
from assets_app.services import carrying, token_watch
from assets_app.sync import runs
from assets_app.sync.accounts import sync_accounts
from graph_sandbox.calls import recent
from tests import factories
from tests.assets_app.reach_kit import give_second_business, kept, page_of

pytestmark = pytest.mark.django_db
SCOPES = ["ads_management", "ads_read", "business_management", "pages_show_list", "instagram_basic"]


@pytest.fixture
def person(business, identity):
    """A second connection, with a fresher token."""
    more = {"kind": "login", "graph_user_id": "8", "user_name": "Mira", "token": identity["user_access_token"]}
    return kept(factories.make_connection(business, identity, **more))


def test_the_first_reading_finds_everything_and_uses_it(business, system, identity):
    sync_accounts(business)

    assert MetaBusiness.objects.in_use().count() >= 1
    assert {identity["ad_account_id"], identity["client_ad_account_id"]} <= {
        one.graph_id for one in AdAccount.objects.in_use()
    }
    own = AdAccount.objects.get(graph_id=identity["ad_account_id"])
    assert own.meta_business.graph_id == identity["business_id"]
    access = Access.objects.get(connection=system, ad_account=own)
    assert "MANAGE" in access.tasks
    assert "ads_management" in access.scopes
    assert Access.objects.get(connection=system, page__graph_id=identity["page_id"]).tasks
    assert InstagramAccount.objects.count() >= 2
    system.refresh_from_db()
    assert system.read_at


def test_what_a_later_reading_finds_waits_until_it_is_chosen(business, system, identity):
    sync_accounts(business)
    AdAccount.objects.filter(graph_id=identity["second_ad_account_id"]).delete()
    sync_accounts(business)

    assert not AdAccount.objects.get(graph_id=identity["second_ad_account_id"]).is_used


def test_permissions_that_hold_for_some_accounts_only_are_kept_so(business, system, identity):
    Connection.objects.filter(pk=system.pk).update(
        granular_scopes={"ads_management": [identity["ad_account_id"].removeprefix("act_")]}
    )
    sync_accounts(business)

    held = {one.ad_account.graph_id: "ads_management" in one.scopes for one in Access.objects.exclude(ad_account=None)}
    assert held[identity["ad_account_id"]]
    assert not held[identity["second_ad_account_id"]]


def test_the_freshest_healthy_connection_with_the_permission_speaks_for_an_account(business, system, person):
    sync_accounts(business)
    account = AdAccount.objects.first()
    assert choosing.for_account(account).connection == person

    Connection.objects.filter(pk=person.pk).update(state="expiring")
    assert choosing.for_account(account).connection == system
    Connection.objects.filter(pk=person.pk).update(state="healthy")
    Access.objects.filter(connection=person).update(scopes=["ads_read"])
    assert choosing.for_account(account).connection == system
    Access.objects.filter(connection=person).update(scopes=SCOPES, tasks=["ANALYZE"])
    assert choosing.for_account(account).connection == system


def test_an_account_is_left_to_the_connection_that_reaches_it(business, system, person):
    sync_accounts(business)
    account = AdAccount.objects.first()
    Access.objects.filter(connection=person, ad_account=account).update(missing_since="2026-01-01T00:00:00Z")

    assert choosing.for_account(account).connection == system
    assert choosing.serving(business)[account.pk].connection == system


def test_the_page_says_through_whom_each_account_is_reached(business, system, person, as_member, viewer):
    sync_accounts(business)
    page = page_of(as_member(viewer), business).content.decode()
    settings = as_member(viewer).get(f"/b/{business.slug}/settings/").content.decode()
    detail = as_member(viewer).get(reverse("assets:connection-detail", args=[business.slug, person.pk]))

    assert 'data-label="Through">Mira' in page
    assert 'data-label="Through">Mira' in settings
    assert detail.context["speaks_for"] == {one.pk for one in AdAccount.objects.all()}
    assert "disabled" in page


def test_settings_and_the_connection_say_that_it_only_reads(business, system, admin, as_member):
    Connection.objects.filter(pk=system.pk).update(scopes=["ads_read", "business_management"])
    sync_accounts(business)
    browser = as_member(admin)
    settings = browser.get(f"/b/{business.slug}/settings/").content.decode()
    detail = browser.get(reverse("assets:connection-detail", args=[business.slug, system.pk])).content.decode()

    assert f'data-label="Through">{system}, reads only<' in settings
    assert detail.count("see results only") == AdAccount.objects.count()
    assert "manage, advertise" not in detail


def test_a_connections_page_lists_all_four_kinds_and_says_why_it_is_not_used(
    business, system, identity, admin, as_member
):
    sync_accounts(business)
    AdAccount.objects.filter(graph_id=identity["client_ad_account_id"]).update(is_used=False)
    browser, address = as_member(admin), reverse("assets:connection-detail", args=[business.slug, system.pk])
    page = browser.get(address).content.decode()

    assert "<dt>Businesses</dt><dd>Fern &amp; Clay Studio</dd>" in page
    assert "<dt>Pages</dt><dd>Fern &amp; Clay, Fern &amp; Clay Kids</dd>" in page
    assert "<dt>Instagram</dt><dd>fernandclay, fernandclay.kids</dd>" in page
    assert (page.count(">Yes<"), page.count("No, the account is left out")) == (2, 1)
    Connection.objects.filter(pk=system.pk).update(state="needs_attention")
    assert browser.get(address).content.decode().count("No, it needs attention") == 2


def test_instagram_accounts_are_not_asked_for_where_the_permission_was_declined(business, system, sandbox_server):
    Connection.objects.filter(pk=system.pk).update(scopes=[one for one in SCOPES if one != "instagram_basic"])
    sync_accounts(business)

    assert MetaBusiness.objects.exists()
    assert not InstagramAccount.objects.exists()
    assert not recent(sandbox_server.sandbox.store, limit=500, path="instagram")


def test_the_tabs_count_what_a_reading_has_found_while_the_page_is_open(business, system, as_member, viewer):
    browser = as_member(viewer)
    assert "reach-kinds" in page_of(browser, business).content.decode()
    sync_accounts(business)
    part = browser.get(reverse("assets:reach-list", args=[business.slug, "accounts"]), HTTP_HX_REQUEST="true")

    tabs = part.content.decode().partition("</nav>")[0]
    assert 'id="reach-kinds" hx-swap-oob="true"' in tabs
    assert tabs.count('<span class="count">2</span>') == 2


def test_losing_one_connection_falls_over_to_the_next_without_losing_work(
    business, system, person, keep, jpeg, sandbox_server
):
    sync_accounts(business)
    transfer = Transfer.objects.get(version=keep(jpeg).current)
    token = sandbox_server.sandbox.store.find("token", person.token.reveal())
    sandbox_server.sandbox.store.update(token.id, {"revoked": True, "revoked_subcode": 460})

    carrying.carry(transfer.pk)
    transfer.refresh_from_db()
    person.refresh_from_db()
    assert transfer.state in transfer.OPEN_STATES
    assert (transfer.attempts, person.state) == (0, "needs_attention")
    Transfer.objects.update(next_at=None)
    carrying.carry(transfer.pk)
    transfer.refresh_from_db()
    assert transfer.state == "ready"


@pytest.fixture
def third(business, identity, person):
    more = {"kind": "login", "graph_user_id": "9", "user_name": "Jon", "token": identity["employee_access_token"]}
    return kept(factories.make_connection(business, identity, **more, token_at=person.token_at - timedelta(days=9)))


def decline(server, connection, scope) -> None:
    """The person takes one permission back at Meta; the token lives on."""
    store = server.sandbox.store
    token = store.find("token", connection.token.reveal())
    store.update(token.id, {"scopes": [one for one in token["scopes"] if one != scope], "declined": [scope]})


def test_a_permission_that_a_check_finds_gone_hands_the_account_over_at_once(
    business, system, person, third, sandbox_server
):
    Connection.objects.filter(pk=system.pk).update(token_at=third.token_at - timedelta(days=9))
    sync_accounts(business)
    account = AdAccount.objects.first()
    assert choosing.for_account(account).connection == person
    decline(sandbox_server, person, "ads_management")
    token_watch.check(person)

    assert choosing.for_account(account).connection == third


def test_work_that_finds_a_permission_gone_waits_for_a_check_and_goes_on_by_the_next_connection(
    business, system, person, third, keep, jpeg, sandbox_server, monkeypatch
):
    Connection.objects.filter(pk=system.pk).update(token_at=third.token_at - timedelta(days=9))
    sync_accounts(business)
    Connection.objects.update(checked_at=clock.now() - timedelta(hours=1))
    decline(sandbox_server, person, "ads_management")
    transfer = Transfer.objects.get(version=keep(jpeg).current)
    carrying.carry(transfer.pk)
    transfer.refresh_from_db()
    assert transfer.state in transfer.OPEN_STATES

    queued = []
    monkeypatch.setattr("celery.app.task.Task.apply_async", lambda task, args, *_, **__: queued.append((task, *args)))
    tasks.reconcile_assets()
    checks = [pk for task, *pk in queued if task.name == tasks.check_connection.name]
    assert [person.pk] in checks
    for pk in checks:
        tasks.check_connection(*pk)
    assert SyncRun.objects.open().filter(kind="accounts").exists()
    Transfer.objects.update(next_at=None)
    carrying.carry(transfer.pk)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.reason) == ("ready", "")
    assert not Connection.objects.doubted().exists()


def test_a_permission_that_no_other_connection_can_have_fails_the_work_in_words(
    business, system, keep, jpeg, sandbox_server
):
    sync_accounts(business)
    decline(sandbox_server, system, "ads_management")
    transfer = Transfer.objects.get(version=keep(jpeg).current)
    carrying.carry(transfer.pk)

    transfer.refresh_from_db()
    assert (transfer.state, transfer.error_code) == ("failed", 200)
    assert "lacks a permission" in transfer.reason


def test_a_reading_goes_on_when_one_of_two_tokens_is_dead(business, system, person, sandbox_server):
    token = sandbox_server.sandbox.store.find("token", person.token.reveal())
    sandbox_server.sandbox.store.update(token.id, {"revoked": True})
    sync_accounts(business)

    assert {one.connection for one in Access.objects.select_related("connection")} == {system}
    person.refresh_from_db()
    assert person.state == "needs_attention"


def test_an_app_whose_quota_is_used_up_leaves_the_other_app_its_reading_and_takes_no_folders_away(
    business, system, person, sandbox_server
):
    until = clock.now() + timedelta(minutes=30)
    Connection.objects.filter(pk=system.pk).update(app_id="111", app_secret="")
    Quota.objects.create(app_id="111", use_case="app", subject="", resume_at=until)
    decline(sandbox_server, person, "business_creative_management")
    Business.objects.filter(pk=business.pk).update(has_folders_at_meta=True)
    run = runs.advance(SyncRun.request(business=business, kind=SyncRun.Kind.ACCOUNTS).pk)

    assert {one.connection for one in Access.objects.select_related("connection")} == {person}
    assert (run.state, run.next_at) == ("running", until)
    assert "Waits for Meta's quota" in run.reason
    business.refresh_from_db()
    assert business.has_folders_at_meta


def test_work_waits_while_the_only_connection_may_only_read(business, system, keep, jpeg):
    sync_accounts(business)
    Access.objects.update(scopes=["ads_read"])
    transfer = Transfer.objects.get(version=keep(jpeg).current)
    carrying.carry(transfer.pk)

    transfer.refresh_from_db()
    assert (transfer.state in transfer.OPEN_STATES, transfer.attempts) == (True, 0)
    assert "may change this ad account" in transfer.reason


def take_away(server, connection, identity, kind) -> str:
    """An admin at Meta takes one thing of this kind away; its id."""
    store = server.sandbox.store
    token = store.find("token", connection.token.reveal())
    lost = {
        "businesses": identity["other_business_id"],
        "accounts": identity["second_ad_account_id"],
        "pages": identity["second_page_id"],
        "instagram": identity["second_instagram_user_id"],
    }[kind]
    if kind == "instagram":
        store.delete(lost)
    store.update(token.id, {"reach": [one for one in token["reach"] if one != lost]})
    return lost


@pytest.mark.parametrize("kind", REACHED)
def test_whatever_is_taken_away_is_noticed_shown_told_and_written_down(
    business, system, identity, admin, as_member, sandbox_server, kind
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    lost_id = take_away(sandbox_server, system, identity, kind)
    sync_accounts(business)

    model, browser = REACHED[kind].model, as_member(admin)
    lost = model.objects.get(graph_id=lost_id)
    said = f"No connection reaches the {model._meta.verbose_name} {lost} any more."
    assert list(model.objects.exclude(missing_since=None)) == [lost]
    assert page_of(browser, business, kind).content.decode().count("No longer reached") == 1
    assert said in [one.text for one in Notice.objects.for_member(admin).filter(kind="access_lost")]
    record = browser.get(reverse("assets:activity-list", args=[business.slug]), {"kind": model._meta.model_name})
    assert f"no connection reaches the {model._meta.verbose_name} {lost}" in html.unescape(record.content.decode())


def test_access_that_is_taken_away_is_noticed_shown_and_told(
    business, system, identity, admin, as_member, sandbox_server
):
    sync_accounts(business)
    lost = AdAccount.objects.get(graph_id=identity["second_ad_account_id"])
    token = sandbox_server.sandbox.store.find("token", system.token.reveal())
    kept = [one for one in token["reach"] if one != lost.graph_id]
    sandbox_server.sandbox.store.update(token.id, {"reach": kept})
    sync_accounts(business)

    lost.refresh_from_db()
    assert lost.missing_since
    assert Access.objects.get(ad_account=lost).missing_since
    assert not AdAccount.objects.in_use().filter(pk=lost.pk).exists()
    assert "No longer reached" in page_of(as_member(admin), business).content.decode()
    assert [one.member for one in Notice.objects.filter(kind="access_lost")] == [admin]
    with pytest.raises(graph.NoConnection):
        graph.marketing_api(lost)

    sandbox_server.sandbox.store.update(token.id, {"reach": [*kept, lost.graph_id]})
    sync_accounts(business)
    lost.refresh_from_db()
    assert lost.missing_since is None


def test_what_a_sick_connection_reached_is_not_called_lost(business, system, person):
    sync_accounts(business)
    Access.objects.filter(connection=system).delete()
    Connection.objects.filter(pk=person.pk).update(state="needs_attention")
    Access.objects.filter(connection=person, page=None).exclude(ad_account=None).update(seen_at="2026-01-01T00:00:00Z")
    sync_accounts(business)

    assert not AdAccount.objects.exclude(missing_since=None).exists()


def test_a_token_without_business_management_still_finds_its_accounts_and_pages(business, identity):
    factories.make_connection(business, identity, scopes=["ads_read", "ads_management", "pages_show_list"])
    sync_accounts(business)

    assert AdAccount.objects.filter(graph_id=identity["ad_account_id"]).exists()
    assert Page.objects.exists()
    assert not MetaBusiness.objects.exists()


def test_many_accounts_cost_as_many_queries_as_one(business, system, as_member, viewer, django_assert_max_num_queries):
    sync_accounts(business)
    for number in range(60):
        account = factories.make_ad_account(business, name=f"Account {number}")
        Access.objects.create(
            business=business, connection=system, ad_account=account, scopes=SCOPES, seen_at=system.token_at
        )
    browser = as_member(viewer)
    page_of(browser, business)
    with django_assert_max_num_queries(24):
        assert len(page_of(browser, business).context["rows"]) > 60
