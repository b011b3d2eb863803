"""Facebook Login: to the dialog and back, and what somebody with bad intentions gets."""

import logging
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from assets_app import clock
from assets_app.models import ActivityEntry, Connection, Member, SyncRun
from assets_app.services import token_watch
from demo.consent import consent
from tests import factories

pytestmark = pytest.mark.django_db
CALLBACK = "/connect/callback/"


@pytest.fixture
def meta(sandbox_server, settings):
    """The sandbox as Meta: its app is this installation's."""
    settings.GRAPH_API_URL = settings.GRAPH_DIALOG_URL = sandbox_server.url
    settings.META_APP_ID = sandbox_server.identity["app_id"]
    settings.META_APP_SECRET = sandbox_server.identity["app_secret"]
    return sandbox_server


@pytest.fixture
def browser(admin, as_member):
    return as_member(admin)


def begin(browser, business, **query) -> str:
    """The address of the dialog."""
    answer = browser.get(reverse("assets:connection-login", args=[business.slug]), query)
    assert answer.status_code == 302
    return answer["Location"]


def returned(browser, address: str):
    """The browser follows the dialog's answer to Galley."""
    assert address.startswith(f"{django_settings.SITE_URL}{CALLBACK}?")
    return browser.get(f"{CALLBACK}?{urlsplit(address).query}")


def query_of(address: str) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_login_becomes_a_long_lived_connection_and_leads_to_the_choice(meta, browser, business):
    answer = returned(browser, consent(begin(browser, business)))

    assert answer["Location"] == reverse("assets:reach-list", args=[business.slug])
    connection = Connection.objects.get()
    assert (connection.kind, connection.state, connection.user_name) == ("login", "healthy", "Mira Okafor")
    assert (connection.expires_at - clock.now()).days >= 58
    assert connection.declined == []
    assert SyncRun.objects.get().kind == "accounts"
    entry = ActivityEntry.objects.get()
    assert entry.verb == "connection.connect"
    assert "Mira" not in f"{entry.text} {entry.detail}"


def test_the_dialog_is_asked_for_exactly_what_is_registered(meta, browser, business):
    asked = query_of(begin(browser, business))

    assert asked["redirect_uri"] == f"{django_settings.SITE_URL}{CALLBACK}"
    assert asked["client_id"] == meta.identity["app_id"]
    assert asked["response_type"] == "code"
    assert "ads_management" in asked["scope"].split(",")
    assert len(asked["state"]) >= 40
    assert "auth_type" not in asked
    assert query_of(begin(browser, business, again="1"))["auth_type"] == "rerequest"


def test_a_host_header_does_not_change_where_meta_sends_people_back(meta, browser, business, settings):
    settings.ALLOWED_HOSTS = ["*"]
    answer = browser.get(reverse("assets:connection-login", args=[business.slug]), HTTP_HOST="evil.example")

    assert query_of(answer["Location"])["redirect_uri"].startswith(settings.SITE_URL)


def test_declined_permissions_are_listed_with_what_will_not_work_and_can_be_asked_again(meta, browser, business):
    returned(browser, consent(begin(browser, business), declining=("instagram_basic",)))
    connection = Connection.objects.get()
    page = browser.get(reverse("assets:connection-detail", args=[business.slug, connection.pk])).content.decode()

    assert connection.declined == ["instagram_basic"]
    assert "was declined. Instagram accounts cannot be listed." in page
    assert "?again=1" in page
    assert "1 permission declined" in browser.get(f"/b/{business.slug}/settings/").content.decode()

    returned(browser, consent(begin(browser, business, again="1")))
    assert Connection.objects.get().declined == []


def test_what_was_declined_stays_listed_when_meta_does_not_answer_that_question(meta, browser, business):
    returned(browser, consent(begin(browser, business), declining=("instagram_basic",)))
    meta.sandbox.faults.add(action="error", code=10, path="me/permissions", times=9)
    token_watch.check(Connection.objects.get())

    assert Connection.objects.get().declined == ["instagram_basic"]


def test_a_person_who_says_no_connects_nothing_and_is_told(meta, browser, business):
    answer = returned(browser, consent(begin(browser, business), answer="no"))

    assert answer["Location"] == f"/b/{business.slug}/settings/"
    assert "Nothing was connected" in browser.get(answer["Location"]).content.decode()
    assert not Connection.objects.exists()


def test_a_return_that_this_session_did_not_begin_is_refused(meta, browser, business, admin, as_member):
    """Somebody else's code, put under an admin's nose: a login in their name would be connected to our business."""
    theirs = consent(begin(as_member(admin), business))

    for address in (theirs, f"{theirs}x", CALLBACK, f"{CALLBACK}?code=AQ1", f"{CALLBACK}?state=&code=AQ1"):
        answer = browser.get(f"{CALLBACK}?{urlsplit(address).query}")
        assert answer.status_code == 400
        assert "Nothing was connected" in answer.content.decode()
    assert not Connection.objects.exists()


def test_a_state_is_good_once_and_a_replayed_return_changes_nothing(meta, browser, business):
    address = consent(begin(browser, business))
    returned(browser, address)
    token = Connection.objects.get().token.reveal()

    assert returned(browser, address).status_code == 400
    assert Connection.objects.get().token.reveal() == token


def test_a_code_that_was_used_before_connects_nothing(meta, browser, business):
    first, second = consent(begin(browser, business)), consent(begin(browser, business))
    returned(browser, first)
    Connection.objects.all().delete()
    forged = f"{django_settings.SITE_URL}{CALLBACK}?" + urlencode({**query_of(second), "code": query_of(first)["code"]})
    answer = returned(browser, forged)

    assert not Connection.objects.exists()
    assert "Log in again" in browser.get(answer["Location"]).content.decode()


def test_a_login_that_was_begun_long_ago_is_refused(meta, browser, business, settings):
    address = consent(begin(browser, business))
    settings.GALLEY_CLOCK = "700:1"

    assert returned(browser, address).status_code == 400


def test_only_admins_begin_a_login_and_only_admins_end_one(meta, business, admin, marketer, as_member):
    assert as_member(marketer).get(reverse("assets:connection-login", args=[business.slug])).status_code == 403

    browser = as_member(admin)
    address = consent(begin(browser, business))
    factories.make_member(business, "admin")
    Member.objects.filter(pk=admin.pk).update(role="viewer")
    assert returned(browser, address).status_code == 403
    assert not Connection.objects.exists()


def test_somebody_who_signed_out_meanwhile_is_not_sent_to_sign_in_with_the_code(meta, browser, business):
    address = consent(begin(browser, business))
    browser.logout()
    answer = returned(browser, address)

    assert answer.status_code == 400
    assert query_of(address)["code"] not in answer.content.decode()


def test_a_login_begun_for_one_business_does_not_connect_another(meta, business, admin, as_member, stranger):
    """The business is remembered with the state; no parameter of the return can change it."""
    browser = as_member(admin)
    address = consent(begin(browser, business))
    browser.get(f"{CALLBACK}?{urlsplit(address).query}&slug={stranger.business.slug}")

    assert [one.business for one in Connection.objects.all()] == [business]


def test_neither_code_nor_token_nor_secret_is_in_a_log_a_page_or_the_session(meta, browser, business, caplog):
    caplog.set_level(logging.DEBUG)
    address = consent(begin(browser, business))
    answer = returned(browser, address)
    connection = Connection.objects.get()
    secrets = [query_of(address)["code"], connection.token.reveal(), meta.identity["app_secret"]]
    detail = reverse("assets:connection-detail", args=[business.slug, connection.pk])
    seen = [answer["Location"], caplog.text, str(dict(browser.session))]
    seen += [browser.get(url).content.decode() for url in (answer["Location"], detail, f"/b/{business.slug}/settings/")]

    assert [secret for secret in secrets for text in seen if secret in text] == []
    assert answer["Location"].startswith("/b/")


def test_an_unreachable_meta_is_said_in_words(meta, browser, business, settings):
    address = consent(begin(browser, business))
    settings.GRAPH_API_URL = "http://127.0.0.1:1"
    answer = returned(browser, address)

    assert "Meta did not answer" in browser.get(answer["Location"]).content.decode()
    assert not Connection.objects.exists()


def test_without_an_app_there_is_no_login_and_no_button(browser, business, settings):
    settings.META_APP_ID = ""

    assert begin(browser, business) == f"/b/{business.slug}/settings/"
    assert "Log in with Facebook" not in browser.get(f"/b/{business.slug}/settings/").content.decode()


def test_logging_in_again_heals_the_same_connection(meta, browser, business):
    returned(browser, consent(begin(browser, business)))
    sick = Connection.objects.get()
    assert sick.reject("Gone", 190, 460)

    returned(browser, consent(begin(browser, business)))
    healed = Connection.objects.get()
    assert (healed.pk, healed.state, healed.reason, healed.error_code) == (sick.pk, "healthy", "", None)


def test_two_people_are_two_connections_of_one_business(meta, browser, business):
    returned(browser, consent(begin(browser, business)))
    returned(browser, consent(begin(browser, business), person="Jon Petersen"))

    assert sorted(one.user_name for one in Connection.objects.filter(business=business)) == [
        "Jon Petersen",
        "Mira Okafor",
    ]


def test_somebody_without_a_role_in_the_app_connects_and_stays_connected(meta, browser, business, settings):
    """Meta tells what a token may do to the app and its developers, and a marketer is neither."""
    returned(browser, consent(begin(browser, business), declining=("instagram_basic",), person="Jon Petersen"))
    connection = Connection.objects.get()
    first = connection.token.reveal()
    assert (connection.state, connection.declined) == ("healthy", ["instagram_basic"])
    assert "ads_management" in connection.scopes

    meta.sandbox.clock.advance(55 * 86400)
    settings.GALLEY_CLOCK = f"{55 * 86400}:1"
    token_watch.check(connection)
    meta.sandbox.clock.set_now(time.time())
    connection.refresh_from_db()
    assert (connection.state, connection.token.reveal() != first) == ("healthy", True)


def test_a_connection_of_another_business_is_not_there(stranger, business, as_member):
    theirs = factories.make_connection(business)
    browser = as_member(stranger)
    for name in ("connection-detail", "connection-check", "connection-disconnect"):
        address = reverse(f"assets:{name}", args=[stranger.business.slug, theirs.pk])
        asked = browser.get if name == "connection-detail" else browser.post
        assert asked(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "healthy"
