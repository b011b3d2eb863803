"""What connections reach: who speaks for an account, falling over, what is chosen, what is taken away."""

import html
import time

import pytest
from django.urls import reverse

from assets_app import choosing, graph
from assets_app.models import (
    Access,
    AdAccount,
    Connection,
    InstagramAccount,
    MetaBusiness,
    Notice,
    Page,
    SyncRun,
    Transfer,
)
from assets_app.models.access import REACHED
from assets_app.permissions import NotAllowed
from assets_app.services import carrying, reach
from assets_app.services.refusal import Refused
from assets_app.sync.accounts import sync_accounts
from graph_sandbox.calls import recent
from tests import factories

pytestmark = pytest.mark.django_db
HARBOUR = "17841400022743700"
SCOPES = ["ads_management", "ads_read", "business_management", "pages_show_list", "instagram_basic"]


@pytest.fixture
def identity(sandbox_server, settings):
    settings.GRAPH_API_URL = settings.GRAPH_VIDEO_URL = settings.GRAPH_RUPLOAD_URL = sandbox_server.url
    return sandbox_server.identity


@pytest.fixture
def system(business, identity):
    return kept(factories.make_connection(business, identity))


@pytest.fixture
def person(business, identity):
    """A second connection, with a fresher token."""
    more = {"kind": "login", "graph_user_id": "8", "user_name": "Mira", "token": identity["user_access_token"]}
    return kept(factories.make_connection(business, identity, **more))


def kept(connection: Connection) -> Connection:
    """As the database gives it back."""
    connection.refresh_from_db()
    return connection


def page_of(client, business, kind="accounts", **query):
    return client.get(reverse("assets:reach-list", args=[business.slug, kind]), query)


def ticks(client, business, kind, used):
    """Saves the page with these rows ticked."""
    shown = [row.pk for row in page_of(client, business, kind).context["rows"]]
    fields = {"shown": shown, "used": [row.pk for row in used]}
    return client.post(reverse("assets:reach-choose", args=[business.slug, kind]), fields, follow=True)


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


def test_a_reading_goes_on_when_one_of_two_tokens_is_dead(business, system, person, sandbox_server):
    token = sandbox_server.sandbox.store.find("token", person.token.reveal())
    sandbox_server.sandbox.store.update(token.id, {"revoked": True})
    sync_accounts(business)

    assert {one.connection for one in Access.objects.select_related("connection")} == {system}
    person.refresh_from_db()
    assert person.state == "needs_attention"


def test_work_waits_while_the_only_connection_may_only_read(business, system, keep, jpeg):
    sync_accounts(business)
    Access.objects.update(scopes=["ads_read"])
    transfer = Transfer.objects.get(version=keep(jpeg).current)
    carrying.carry(transfer.pk)

    transfer.refresh_from_db()
    assert (transfer.state in transfer.OPEN_STATES, transfer.attempts) == (True, 0)
    assert "may change this ad account" in transfer.reason


def give_second_business(server, connection, identity) -> None:
    """The token gets into the other business of the sandbox, which has an Instagram account of its own."""
    store = server.sandbox.store
    token = store.find("token", connection.token.reveal())
    store.update(token.id, {"reach": [*token["reach"], identity["other_business_id"]]})
    theirs = {"username": "harbourcoffee", "page_id": identity["page_id"]}
    store.add("instagram_user", theirs, id=HARBOUR, parent=identity["other_business_id"], created=time.time())


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


def test_an_admin_chooses_and_what_is_left_out_is_offered_nowhere(business, system, identity, admin, as_member):
    sync_accounts(business)
    business.refresh_from_db()
    browser = as_member(admin)
    answer = ticks(browser, business, "accounts", [business.default_ad_account])

    assert "fewer" in answer.content.decode()
    assert list(AdAccount.objects.in_use()) == [business.default_ad_account]
    second = Page.objects.get(graph_id=identity["second_page_id"])
    ticks(browser, business, "pages", Page.objects.exclude(pk=second.pk))
    form = browser.get(reverse("campaigns:creative-create", args=[business.slug, "link"])).content.decode()
    assert second.name not in form
    sync_accounts(business)
    assert list(AdAccount.objects.in_use()) == [business.default_ad_account]


def test_an_instagram_account_that_is_left_out_is_not_offered_until_it_is_chosen_again(
    business, system, identity, admin, as_member
):
    sync_accounts(business)
    first, second = (
        InstagramAccount.objects.get(graph_id=identity[name])
        for name in ("instagram_user_id", "second_instagram_user_id")
    )
    browser = as_member(admin)
    create = reverse("campaigns:creative-create", args=[business.slug, "link"])

    def offered() -> set:
        return set(browser.get(create).context["form"].fields["instagram_account"].queryset)

    ticks(browser, business, "instagram", [first])
    assert offered() == {first}
    sync_accounts(business)
    assert offered() == {first}
    ticks(browser, business, "instagram", [first, second])
    assert offered() == {first, second}


def test_the_account_where_new_work_begins_cannot_be_left_out(business, system, admin, as_member):
    sync_accounts(business)
    answer = ticks(as_member(admin), business, "accounts", [])

    assert "Choose another account for that first" in answer.content.decode()
    assert AdAccount.objects.in_use().count() > 1


def test_another_account_can_be_the_one_where_new_work_begins(business, system, admin, as_member, identity):
    sync_accounts(business)
    second = AdAccount.objects.get(graph_id=identity["second_ad_account_id"])
    as_member(admin).post(reverse("assets:reach-begin", args=[business.slug, second.pk]))

    business.refresh_from_db()
    assert business.default_ad_account == second


def test_leaving_out_a_business_leaves_out_its_accounts_and_asks_meta_no_more_about_it(
    business, system, identity, admin, sandbox_server
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    second = MetaBusiness.objects.get(graph_id=identity["other_business_id"])
    inside = [AdAccount.objects.get(meta_business=second), InstagramAccount.objects.get(meta_business=second)]
    assert [one.is_used for one in inside] == [True, True]
    reach.choose(kind="businesses", shown={second.pk}, used=set(), by=admin)
    until = asked_of(sandbox_server, second)
    sync_accounts(business)

    for row in inside:
        row.refresh_from_db()
        assert (row.is_used, row.missing_since) == (False, None)
    assert asked_of(sandbox_server, second) == until > 0
    assert not Notice.objects.exists()


def asked_of(server, meta_business) -> int:
    return len(recent(server.sandbox.store, limit=500, path=meta_business.graph_id))


def test_a_business_that_is_used_again_is_read_and_what_lies_in_it_waits_to_be_chosen(
    business, system, identity, admin, sandbox_server
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    second = MetaBusiness.objects.get(graph_id=identity["other_business_id"])
    reach.choose(kind="businesses", shown={second.pk}, used=set(), by=admin)
    reach.choose(kind="businesses", shown={second.pk}, used={second.pk}, by=admin)
    until = asked_of(sandbox_server, second)
    sync_accounts(business)

    assert SyncRun.objects.open().filter(kind="accounts").exists()
    assert asked_of(sandbox_server, second) > until
    assert not InstagramAccount.objects.in_use().filter(meta_business=second).exists()


def test_the_business_of_the_folders_can_be_changed_until_a_folder_is_there(business, system, admin):
    sync_accounts(business)
    other = MetaBusiness.objects.create(business=business, graph_id="99", name="Side")
    reach.keep_folders_in(meta_business=other, by=admin)
    admin.business.refresh_from_db()
    assert admin.business.graph_id == "99"

    factories.make_folder(business, graph_id="5")
    with pytest.raises(Refused, match="no way to move them"):
        reach.keep_folders_in(meta_business=MetaBusiness.objects.exclude(pk=other.pk).first(), by=admin)


@pytest.mark.parametrize("kind", REACHED)
def test_names_and_numbers_of_each_list_are_searched(
    business, system, identity, as_member, viewer, sandbox_server, kind
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    browser, rows = as_member(viewer), list(REACHED[kind].model.objects.all())
    assert len(rows) > 1

    for row in rows:
        for words in (row.name.upper(), row.graph_id[-9:], row.name[2:-2]):
            found = page_of(browser, business, kind, q=f" {words} ").context
            assert row in found["rows"]
            assert all(words.lower() in f"{one.name} {one.graph_id}".lower() for one in found["rows"])
            assert (found["total"], found["everything"]) == (len(found["rows"]), len(rows))
    assert "Nothing matches" in page_of(browser, business, kind, q="zzz").content.decode()


def test_saving_what_a_search_shows_leaves_the_others_as_they_were(business, system, identity, admin, as_member):
    sync_accounts(business)
    browser = as_member(admin)
    second = Page.objects.get(graph_id=identity["second_page_id"])
    shown = page_of(browser, business, "pages", q=second.name)
    assert shown.context["rows"] == [second]
    fields = {"shown": [second.pk], "used": [], "q": second.name}
    saved = browser.post(reverse("assets:reach-choose", args=[business.slug, "pages"]), fields)

    assert "q=" in saved["Location"]
    assert list(Page.objects.in_use()) == list(Page.objects.exclude(pk=second.pk))


def test_rows_of_another_business_are_neither_shown_nor_chosen(business, system, stranger, as_member):
    sync_accounts(business)
    theirs = AdAccount.objects.filter(business=business).last()
    browser = as_member(stranger)
    browser.post(
        reverse("assets:reach-choose", args=[stranger.business.slug, "accounts"]), {"shown": [theirs.pk], "used": []}
    )

    theirs.refresh_from_db()
    assert theirs.is_used
    assert page_of(browser, stranger.business).context["rows"] == []
    begin = reverse("assets:reach-begin", args=[stranger.business.slug, theirs.pk])
    assert browser.post(begin).status_code == 404


def test_only_an_admin_chooses(business, marketer):
    with pytest.raises(NotAllowed):
        reach.choose(kind="pages", shown=set(), used=set(), by=marketer)


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
