"""Watching tokens: their end, their death, what people are told, letting go."""

import html
import time

import pytest
from django.core import mail

from assets_app import clock, graph
from assets_app.models import Access, ActivityEntry, AdAccount, Connection, Notice, SyncRun, Transfer
from assets_app.services import carrying, connections, notices, token_watch
from assets_app.sync.accounts import sync_accounts
from assets_app.sync.runs import advance
from demo.consent import consent
from graph_client import TokenRejected
from graph_client.edges import accounts
from tests import factories
from tests.assets_app.test_meta_login import begin, browser, meta, returned  # noqa: F401

pytestmark = pytest.mark.django_db
DAY = 86400


@pytest.fixture
def login(meta, browser, business):  # noqa: F811
    returned(browser, consent(begin(browser, business)))
    return Connection.objects.get()


@pytest.fixture
def later(sandbox_server, settings):
    """`later(days)` turns Meta's clock and Galley's on together."""

    def turn(days: float) -> None:
        sandbox_server.sandbox.clock.advance(days * DAY)
        settings.GALLEY_CLOCK = f"{days * DAY}:1"

    yield turn
    sandbox_server.sandbox.clock.set_now(time.time())


def kill(server, token, subcode=460):
    """The person ends it at Meta."""
    found = server.sandbox.store.find("token", token)
    server.sandbox.store.update(found.id, {"revoked": True, "revoked_subcode": subcode})


def told():
    notices.tell_of_connections()
    notices.mail_unsent()


def test_a_token_with_weeks_to_live_is_left_alone(login, later):
    later(20)
    before = login.token.reveal()
    token_watch.check(login)

    login.refresh_from_db()
    assert (login.state, login.token.reveal()) == ("healthy", before)


def test_a_token_in_its_last_week_is_renewed_and_nobody_is_troubled(login, later):
    later(55)
    before = login.token.reveal()
    token_watch.check(login)
    told()

    login.refresh_from_db()
    assert login.state == "healthy"
    assert login.token.reveal() != before
    assert (login.expires_at - clock.now()).days >= 58
    assert ActivityEntry.objects.filter(verb="connection.renew").exists()
    assert accounts.me(graph.api_of(login))["name"] == "Mira Okafor"
    assert not Notice.objects.exists()


def test_a_token_that_cannot_be_renewed_warns_admins_by_page_and_mail_once(login, later, meta, admin, viewer, browser):  # noqa: F811
    later(55)
    meta.sandbox.faults.add(action="error", code=2, path="oauth/access_token", times=9)
    token_watch.check(login)
    told()
    told()

    login.refresh_from_db()
    assert login.state == "expiring"
    assert [(one.member, one.kind) for one in Notice.objects.all()] == [(admin, "expiring")]
    assert [one.to for one in mail.outbox] == [[admin.user.email]]
    assert "ends on" in mail.outbox[0].body
    assert "new notice" in browser.get(f"/b/{login.business.slug}/library/").content.decode()
    assert "ends on" in browser.get(f"/b/{login.business.slug}/settings/").content.decode()
    browser.post(f"/b/{login.business.slug}/notices/read/")
    assert "new notice" not in browser.get(f"/b/{login.business.slug}/library/").content.decode()


def test_an_expired_token_needs_attention_and_says_so_by_mail(login, later, admin):
    later(61)
    token_watch.check(login)
    told()

    login.refresh_from_db()
    assert (login.state, login.error_code, login.error_subcode) == ("needs_attention", 190, 463)
    assert "has expired" in login.reason
    assert Notice.objects.get().kind == "needs_attention"
    assert "needs attention" in mail.outbox[0].subject


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 467])
def test_any_call_that_meets_a_dead_token_marks_the_connection_at_once(login, meta, subcode):  # noqa: F811
    kill(meta, login.token.reveal(), subcode)
    with pytest.raises(TokenRejected):
        accounts.me(graph.api_of(login))

    login.refresh_from_db()
    assert (login.state, login.error_subcode) == ("needs_attention", subcode)


def test_an_old_token_that_fails_late_does_not_hurt_the_new_one(login, meta, browser, business):  # noqa: F811
    old = Connection.objects.get()
    returned(browser, consent(begin(browser, business)))
    kill(meta, old.token.reveal())
    with pytest.raises(TokenRejected):
        accounts.me(graph.api_of(old))

    assert Connection.objects.get().state == "healthy"


def test_queued_work_waits_for_a_sick_connection_and_goes_on_after_reconnecting(
    login,
    meta,  # noqa: F811
    browser,  # noqa: F811
    business,
    keep,
    jpeg,
):
    sync_accounts(business)
    asset = keep(jpeg)
    transfer = Transfer.objects.get(version=asset.current)
    kill(meta, login.token.reveal())
    carrying.carry(transfer.pk)
    Transfer.objects.update(next_at=None)
    carrying.carry(transfer.pk)
    transfer.refresh_from_db()
    assert (transfer.state in transfer.OPEN_STATES, transfer.attempts) == (True, 0)
    assert "No working connection" in transfer.reason

    returned(browser, consent(begin(browser, business)))
    sync_accounts(business)
    carrying.carry(transfer.pk)
    transfer.refresh_from_db()
    assert transfer.state == "ready"


def test_what_was_told_of_a_connection_is_over_once_it_works_again(login, meta, browser, business):  # noqa: F811
    kill(meta, login.token.reveal())
    token_watch.check(login)
    notices.tell_of_connections()
    assert Notice.objects.unread().get().kind == "needs_attention"
    returned(browser, consent(begin(browser, business)))
    assert not Notice.objects.unread().exists()
    notices.mail_unsent()

    assert mail.outbox == []


def test_what_was_told_is_over_when_the_connection_is_given_up(login, meta, admin):  # noqa: F811
    kill(meta, login.token.reveal())
    token_watch.check(login)
    notices.tell_of_connections()
    connections.disconnect(connection=login, by=admin)

    assert [one.read_at for one in Notice.objects.all()] != [None]


def test_the_top_bar_says_that_a_reading_waits_and_why(login, meta, browser, business):  # noqa: F811
    kill(meta, login.token.reveal())
    [run] = [advance(one.pk) for one in SyncRun.objects.open().filter(kind="accounts")]
    page = browser.get(f"/b/{business.slug}/library/").content.decode()

    assert run.reason
    assert f": {run.reason}" in html.unescape(page)
    assert "Reading waits" in page
    assert ">Reading from Meta<" not in page


def test_a_permission_that_is_taken_away_is_noticed_and_what_is_reached_is_read_anew(login, meta):  # noqa: F811
    SyncRun.objects.all().delete()
    meta.sandbox.store.update(
        meta.sandbox.store.find("token", login.token.reveal()).id,
        {"scopes": ["ads_read", "public_profile"], "declined": ["ads_management"]},
    )
    token_watch.check(login)

    login.refresh_from_db()
    assert (login.state, login.declined) == ("healthy", ["ads_management"])
    assert "ads_management" in ActivityEntry.objects.filter(verb="connection.check").get().detail["lost"]
    assert SyncRun.objects.get().kind == "accounts"


def test_a_login_whose_leave_to_read_data_is_over_needs_attention(login, meta):  # noqa: F811
    token = meta.sandbox.store.find("token", login.token.reveal())
    meta.sandbox.store.update(token.id, {"expires_at": 0, "data_access_expires_at": int(time.time()) - 3 * DAY})
    token_watch.check(login)

    login.refresh_from_db()
    assert login.state == "needs_attention"
    assert "leave to read data ended on" in login.reason


def test_an_unreachable_meta_says_nothing_about_a_token(login, settings):
    settings.GRAPH_API_URL = "http://127.0.0.1:1"
    token_watch.check(login)

    login.refresh_from_db()
    assert login.state == "healthy"


def test_disconnecting_a_login_takes_the_permissions_back_at_meta(login, meta, browser, business):  # noqa: F811
    token = login.token
    sync_accounts(business)
    answer = browser.post(f"/b/{business.slug}/settings/connection/{login.pk}/disconnect/", follow=True)

    assert "Meta took the permission back" in answer.content.decode()
    login.refresh_from_db()
    assert (login.state, login.token.reveal()) == ("disconnected", "")
    assert not Access.objects.exists()
    with pytest.raises(TokenRejected):
        accounts.me(graph.client(token, token, app_id=login.app_id))


def test_disconnecting_in_a_second_browser_does_not_undo_what_the_first_was_told(login, meta, admin):  # noqa: F811
    twin = Connection.objects.get()
    assert connections.disconnect(connection=login, by=admin)
    assert connections.disconnect(connection=twin, by=admin)

    assert Connection.objects.get().reason == ""
    assert ActivityEntry.objects.filter(verb="connection.disconnect").count() == 1


def test_disconnecting_a_system_user_revokes_its_token_alone(admin, meta):  # noqa: F811
    identity = meta.identity
    pasted = {"app_id": identity["app_id"], "app_secret": identity["app_secret"], "token": identity["access_token"]}
    connection = connections.connect(business=admin.business, by=admin, **pasted)

    assert connections.disconnect(connection=connection, by=admin)
    assert meta.sandbox.store.find("token", identity["access_token"])["revoked"]


def test_disconnecting_says_when_meta_cannot_be_told_and_forgets_the_token_all_the_same(
    login,
    browser,  # noqa: F811
    business,
    settings,
):
    settings.GRAPH_API_URL = "http://127.0.0.1:1"
    answer = browser.post(f"/b/{business.slug}/settings/connection/{login.pk}/disconnect/", follow=True)

    assert "Meta could not be told" in answer.content.decode()
    login.refresh_from_db()
    assert (login.state, login.token.reveal()) == ("disconnected", "")
    assert ActivityEntry.objects.filter(verb="connection.disconnect").get().detail["told_meta"] is False
    later = browser.get(f"/b/{business.slug}/settings/connection/{login.pk}/").content.decode()
    assert "Remove the app there too" in later
    assert "Forgotten here" in later
    assert "which could not be told" in later


def test_disconnecting_where_another_business_lives_on_the_same_login_ends_only_this_token(login, meta, admin):  # noqa: F811
    other = factories.make_business("Other")
    twin = factories.make_connection(
        other, meta.identity, kind="login", graph_user_id=login.graph_user_id, token=meta.identity["user_access_token"]
    )
    twin.refresh_from_db()
    connections.disconnect(connection=login, by=admin)

    assert accounts.me(graph.api_of(twin))["name"] == "Mira Okafor"


def test_the_work_of_the_account_waits_when_its_only_connection_is_given_up(login, business, admin):
    sync_accounts(business)
    connections.disconnect(connection=login, by=admin)

    with pytest.raises(graph.NoConnection):
        graph.marketing_api(AdAccount.objects.first())
