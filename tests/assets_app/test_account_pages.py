"""A person's own pages: sign-in and its locks, a forgotten password, the second step, sessions, the demo's mails."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError

from assets_app.models import ActivityEntry
from assets_app.services import purging
from assets_app.tasks import mail_password_reset
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "another-long-passphrase"


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def mails_at_once(monkeypatch):
    """The worker's task runs where it was asked for."""
    monkeypatch.setattr("assets_app.sign_in.mail_password_reset.delay_on_commit", mail_password_reset)


def sign_in(member, password=factories.PASSWORD, client=None, **headers):
    client = client or Client()
    client.answer = client.post(
        reverse("account_login"), {"login": member.user.username, "password": password}, **headers
    )
    return client


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# --- sign-in --------------------------------------------------------------------


def test_the_address_in_any_spelling_signs_in(marketer):
    client = Client()
    client.post(reverse("account_login"), {"login": marketer.user.email.upper(), "password": factories.PASSWORD})

    assert is_in(client)


def test_a_name_is_locked_for_the_address_that_guesses_and_for_nobody_else(marketer, viewer):
    for number in range(8):
        guesser = sign_in(marketer, f"guess-{number}", REMOTE_ADDR="203.0.113.9")

    assert guesser.answer.status_code == 429
    assert not is_in(sign_in(marketer, REMOTE_ADDR="203.0.113.9"))
    assert is_in(sign_in(marketer, REMOTE_ADDR="198.51.100.7"))
    assert is_in(sign_in(viewer, REMOTE_ADDR="203.0.113.9"))


def test_a_lock_holds_for_every_spelling_of_a_name(marketer):
    spellings = [marketer.user.username, marketer.user.username.upper(), f" {marketer.user.username} "]
    for number in range(8):
        answer = Client().post(reverse("account_login"), {"login": spellings[number % 3], "password": f"no-{number}"})

    assert answer.status_code == 429


def test_many_addresses_together_have_few_tries_at_one_name(marketer):
    for number in range(30):
        sign_in(marketer, f"guess-{number}", REMOTE_ADDR=f"198.51.100.{number}")
    right = sign_in(marketer, REMOTE_ADDR="198.51.100.200")

    assert not is_in(right)
    assert "Too many tries with this name" in right.answer.content.decode()


def test_an_address_that_the_caller_writes_is_not_believed(marketer):
    for number in range(8):
        last = sign_in(marketer, f"guess-{number}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")

    assert last.answer.status_code == 429


def test_behind_a_proxy_the_lock_is_for_the_caller_and_not_for_the_proxy(marketer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(8):
        last = sign_in(marketer, f"guess-{number}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 203.0.113.9")

    assert last.answer.status_code == 429
    assert is_in(sign_in(marketer, HTTP_X_FORWARDED_FOR="203.0.113.10"))


def test_the_admin_site_has_no_door_of_its_own(admin):
    answer = Client().get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert (
        Client().post("/admin/login/", {"username": admin.user.username, "password": factories.PASSWORD}).status_code
        == 302
    )
    assert ActivityEntry.objects.count() == 0


@pytest.mark.parametrize("name", ["account-detail", "mfa_index", "mfa_activate_totp", "account_change_password"])
def test_pages_of_a_person_ask_strangers_to_sign_in(name):
    answer = Client().get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_forms_of_a_person_are_refused_from_other_sites(marketer, as_member):
    careful = as_member(marketer, enforce_csrf_checks=True)
    for name in (
        "session-end-others",
        "session-end-all",
        "account_change_password",
        "mfa_activate_totp",
        "account_logout",
    ):
        assert careful.post(reverse(name)).status_code == 403, name
    assert Client(enforce_csrf_checks=True).post(reverse("account_reset_password")).status_code == 403


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_page_of_a_person_leads_to_another_site(marketer, as_member, away):
    client = as_member(marketer)
    answers = [
        Client().post(
            reverse("account_login"), {"login": marketer.user.email, "password": factories.PASSWORD, "next": away}
        ),
        client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD, "next": away}),
        client.post(reverse("account_logout"), {"next": away}),
        Client().get("/admin/login/", {"next": away}, follow=True),
    ]
    for answer in answers:
        for place in [answer.get("Location", "/"), *(url for url, _ in getattr(answer, "redirect_chain", []))]:
            assert re.match(r"/(?![/\\])", place), place


# --- a forgotten password -------------------------------------------------------


def ask(email, **headers):
    return Client().post(reverse("account_reset_password"), {"email": email}, **headers)


def link_in_mail() -> str:
    return re.search(r"http://127\.0\.0\.1:\d+(/\S+)", mail.outbox[-1].body).group(1)


@pytest.mark.usefixtures("mails_at_once")
def test_a_link_by_mail_sets_a_new_password_once(marketer, as_member):
    elsewhere = as_member(marketer)
    ask(marketer.user.email)
    link, client = link_in_mail(), Client()
    form = client.get(link)["Location"]
    done = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)

    assert "Your password is changed" in done.content.decode()
    assert is_in(sign_in(marketer, NEW))
    assert not is_in(sign_in(marketer))
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    assert elsewhere.get(reverse("account-detail")).status_code == 302
    assert ActivityEntry.objects.get(verb="account.password").member == marketer


@pytest.mark.usefixtures("mails_at_once")
def test_a_known_address_and_an_unknown_one_are_answered_alike(marketer):
    known, unknown = ask(marketer.user.email), ask("nobody@example.com")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [[marketer.user.email]]


@pytest.mark.usefixtures("mails_at_once")
def test_the_host_that_a_request_names_does_not_get_into_the_mail(marketer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(marketer.user.email, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")

    assert "evil.example" not in mail.outbox[-1].body
    assert link_in_mail()


def test_where_no_mail_is_sent_the_page_says_so_and_promises_none(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for name in ("account_reset_password", "account_reset_password_done"):
        page = Client().get(reverse(name)).content.decode()
        assert "This Galley sends no mail. Ask whoever runs it" in page
        assert not re.search("mails a link|Mail a link|Check your mail</h1>", page)


@pytest.mark.usefixtures("mails_at_once")
def test_four_mails_an_hour_go_to_one_address(marketer):
    answers = [ask(marketer.user.email, REMOTE_ADDR=f"198.51.100.{number}").status_code for number in range(6)]

    assert answers == [302] * 4 + [429] * 2
    assert len(mail.outbox) == 4


@pytest.mark.usefixtures("mails_at_once")
def test_a_link_made_before_the_password_changed_opens_nothing(marketer, settings):
    ask(marketer.user.email)
    link = link_in_mail()
    marketer.user.set_password(NEW)
    marketer.user.save()

    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


@pytest.mark.usefixtures("mails_at_once")
def test_an_account_that_was_closed_gets_no_link(marketer):
    get_user_model().objects.filter(pk=marketer.user_id).update(is_active=False)
    ask(marketer.user.email)

    assert mail.outbox == []


def test_a_broker_that_is_away_is_not_told_to_who_asks(marketer, monkeypatch, django_capture_on_commit_callbacks):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(mail_password_reset, "delay", away)
    with django_capture_on_commit_callbacks(execute=True) as begun:
        known = ask(marketer.user.email)["Location"]
    assert begun
    assert known == ask("nobody@example.com")["Location"]


def test_a_new_password_ends_the_other_sessions_and_not_this_one(marketer, as_member):
    here, there = sign_in(marketer), sign_in(marketer)
    values = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    wrong = here.post(reverse("account_change_password"), values | {"oldpassword": "no"})
    here.post(reverse("account_change_password"), values)

    assert "This is not your password." in wrong.content.decode()
    assert here.get(reverse("account-detail")).status_code == 200
    assert there.get(reverse("account-detail")).status_code == 302


# --- the second step ------------------------------------------------------------


@pytest.fixture
def protected(marketer, django_capture_on_commit_callbacks):
    """The marketer with the second step on: (browser, secret, recovery codes)."""
    client = sign_in(marketer)
    asked = client.get(reverse("mfa_activate_totp"))
    page = client.post(asked["Location"], {"password": factories.PASSWORD}, follow=True)
    secret = re.search(r'totp__key mono">([A-Z2-7]+)<', page.content.decode()).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True).content.decode()
    cache.clear()
    return client, secret, re.findall(r"<li>(\d{8})</li>", shown)


def test_turning_it_on_asks_for_the_password_again_and_shows_ten_codes_once(protected, marketer):
    client, secret, codes = protected

    assert len(codes) == 10
    assert "They were shown once" in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    rows = {row.type: str(row.data) for row in Authenticator.objects.filter(user=marketer.user)}
    assert secret not in rows["totp"]
    assert {entry.text for entry in ActivityEntry.objects.filter(verb="account.second_step")} == {
        "turned on the second step at sign-in",
        "turned on recovery codes",
    }


def test_the_password_alone_opens_nothing_then(protected, marketer):
    _, secret, _ = protected
    client = sign_in(marketer)

    assert client.answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("account-detail")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(client)


def test_a_code_works_once(protected, marketer):
    _, secret, _ = protected
    said = code(secret)
    first, second = sign_in(marketer), sign_in(marketer)
    first.post(reverse("mfa_authenticate"), {"code": said})
    refused = second.post(reverse("mfa_authenticate"), {"code": said})

    assert is_in(first)
    assert not is_in(second)
    assert "used before" in refused.content.decode()


def test_a_recovery_code_stands_in_for_the_app_once(protected, marketer):
    _, _, codes = protected
    first, second = sign_in(marketer), sign_in(marketer)
    first.post(reverse("mfa_authenticate"), {"code": codes[0]})
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert is_in(first)
    assert not is_in(second)


def test_codes_are_not_guessed_without_end(protected, marketer):
    client = sign_in(marketer)
    for number in range(30):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
    _, secret, _ = protected
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert not is_in(client)


@pytest.mark.usefixtures("mails_at_once")
def test_a_new_password_by_mail_does_not_get_round_the_second_step(protected, marketer):
    ask(marketer.user.email)
    client = Client()
    form = client.get(link_in_mail())["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})

    assert sign_in(marketer, NEW).answer["Location"] == reverse("mfa_authenticate")


def test_it_can_be_turned_off_and_then_the_codes_are_gone(protected, marketer):
    client, _, _ = protected
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=marketer.user).exists()
    assert is_in(sign_in(marketer))


# --- sessions -------------------------------------------------------------------


def test_sessions_are_listed_by_what_people_call_their_browser(marketer):
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"
    client = sign_in(marketer, HTTP_USER_AGENT=agent)
    page = client.get(reverse("account-detail"), HTTP_USER_AGENT=agent).content.decode()

    assert "Chrome on Linux" in page
    assert "this one" in page


def test_one_session_or_all_others_can_be_ended(marketer):
    here, there, third = sign_in(marketer), sign_in(marketer), sign_in(marketer)
    numbers = re.findall(r"/sessions/(\d+)/end/", here.get(reverse("account-detail")).content.decode())
    here.post(reverse("session-end", args=[numbers[0]]))

    assert len(numbers) == 2
    assert sorted(one.get(reverse("account-detail")).status_code for one in (there, third)) == [200, 302]
    here.post(reverse("session-end-others"))
    assert [one.get(reverse("account-detail")).status_code for one in (here, there, third)] == [200, 302, 302]
    assert ActivityEntry.objects.filter(verb="account.sessions", member=marketer).count() == 2


def test_signing_out_everywhere_ends_this_one_too(marketer):
    here, there = sign_in(marketer), sign_in(marketer)
    here.post(reverse("session-end-all"))

    assert not is_in(here)
    assert there.get(reverse("account-detail")).status_code == 302


def test_a_session_of_somebody_else_cannot_be_ended(marketer, viewer):
    mine, theirs = sign_in(marketer), sign_in(viewer)
    number = viewer.user.usersession_set.get().pk

    assert mine.post(reverse("session-end", args=[number])).status_code == 404
    assert theirs.get(reverse("account-detail")).status_code == 200


def test_sessions_whose_time_is_over_are_forgotten(marketer):
    old, here = sign_in(marketer), sign_in(marketer)
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=factories.in_minutes(-1))
    purging.purge()

    assert [one.session_key for one in marketer.user.usersession_set.all()] == [here.session.session_key]


def test_a_page_costs_no_write_for_five_minutes(marketer, as_member, django_assert_max_num_queries):
    client = as_member(marketer)
    with django_assert_max_num_queries(6) as asked:
        client.get(reverse("mfa_index"))

    assert not [query for query in asked if query["sql"].startswith(("UPDATE", "INSERT"))]


# --- the demo's mails -----------------------------------------------------------


@pytest.fixture
def mailed(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "config.mail_files.MailFiles", str(tmp_path / "mail")


@pytest.mark.usefixtures("mailed", "mails_at_once")
def test_the_demo_shows_its_mails_newest_first_with_links_that_work(marketer):
    assert "No mail yet" in Client().get(reverse("mail-list")).content.decode()
    ask(marketer.user.email)
    page = Client().get(reverse("mail-list")).content.decode()

    assert "Set a new password for Galley" in page
    link = re.search(r'href="http://127.0.0.1:\d+(/accounts/password/new/[^"]+)"', page).group(1)
    assert Client().get(link).status_code == 302


@pytest.mark.usefixtures("mailed")
def test_outside_the_demo_there_is_no_page_of_mails(settings):
    settings.DEMO = False

    assert Client().get(reverse("mail-list")).status_code == 404


@pytest.mark.usefixtures("mailed")
def test_what_a_mail_says_is_text_on_the_page(business):
    from assets_app.services import mail as letters

    admin = factories.make_member(business, "admin", first_name="<script>alert(1)</script>")
    letters.send(to="a@example.com", template="password_reset", user=admin.user, address="http://127.0.0.1:1/x")
    page = Client().get(reverse("mail-list")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
