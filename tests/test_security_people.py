"""Attacks on sign-in, on what stays behind when somebody signs out, leaves or is erased, and on invitations."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from assets_app import clock
from assets_app.models import Connection, Invitation, Member, Notice
from assets_app.services import invitations, members
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


# --- who has an account -----------------------------------------------------------


@pytest.mark.parametrize("closed", [False, True])
def test_a_try_at_a_known_name_costs_what_one_at_an_unknown_name_costs(marketer, monkeypatch, settings, closed):
    """The hash is what takes time: two of them for a known name would tell by the clock who has an account."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    marketer.user.set_password(factories.PASSWORD)
    marketer.user.is_active = not closed
    marketer.user.save()
    hashes: list[str] = []
    encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *args: hashes.append("encode") or encode(*args))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *args: bool(hashes.append("verify")))

    def cost(name) -> int:
        hashes.clear()
        Client().post(reverse("account_login"), {"login": name, "password": "a wrong one"})
        return len(hashes)

    assert cost(marketer.user.email) == cost("nobody@example.com") == cost("nobody") == 1


@pytest.mark.parametrize("on", [True, False])
def test_a_person_hears_by_mail_of_a_password_or_second_step_that_changed(
    marketer, as_member, django_capture_on_commit_callbacks, on
):
    browser, new = as_member(marketer), "another-long-passphrase"
    values = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new if on else "different"}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_change_password"), values)
    assert [letter.to for letter in mail.outbox] == ([[marketer.user.email]] if on else [])
    if on:
        assert "changed the password" in mail.outbox[0].body
        assert new not in mail.outbox[0].body

    totp = Authenticator(user=marketer.user, type=Authenticator.Type.TOTP)
    signal = authenticator_added if on else authenticator_removed
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        signal.send(sender=Authenticator, request=None, user=marketer.user, authenticator=totp)
    assert f"turned {'on' if on else 'off'} the second step" in mail.outbox[0].body


# --- what a browser keeps ---------------------------------------------------------


@pytest.mark.parametrize("name", ["account-detail", "assets:member-list", "assets:activity-list", "admin:index"])
def test_no_browser_keeps_a_page_for_whoever_sits_there_next(admin, business, as_member, name):
    url = reverse(name, args=[business.slug] if name.startswith("assets") else [])

    assert "no-store" in as_member(admin).get(url).headers["Cache-Control"]


def test_pages_that_hold_links_of_a_mail_are_not_kept_either(business):
    factories.make_invitation(business, token="known")
    for url in (reverse("mail-list"), reverse("invitation-accept", args=["known"])):
        assert "no-store" in Client().get(url).headers["Cache-Control"], url


def settings_at(site_url, folder):
    made = "import config.settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    place = {"SITE_URL": site_url, "GALLEY_ENV": "demo", "GALLEY_DATA": str(folder)}
    run = [sys.executable, "-c", made]
    return subprocess.run(run, env=os.environ | place, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "site_url", ["HTTPS://galley.example", "galley.example", "https://galley.example/x", "ftp://x"]
)
def test_galley_does_not_start_with_an_address_that_would_leave_its_cookies_unprotected(tmp_path, site_url):
    ended = settings_at(site_url, tmp_path)

    assert ended.returncode != 0
    assert "SITE_URL" in ended.stderr


@pytest.mark.parametrize("site_url", ["https://galley.example", "https://galley.example/"])
def test_cookies_of_a_site_by_https_are_of_this_host_alone(tmp_path, site_url):
    ended = settings_at(site_url, tmp_path)

    assert ended.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True"]


# --- the admin --------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["user__password__startswith=argon2", "user__email__contains=a", "business__connection__token__startswith=g"],
)
def test_no_filter_that_somebody_writes_into_an_address_of_the_admin_tells_a_secret(admin, as_member, query):
    answer = as_member(admin).get(f"{reverse('admin:assets_member_changelist')}?{query}")

    assert answer.status_code == 400 or answer["Location"].endswith("?e=1")


def test_a_business_that_is_closed_is_closed_in_the_admin_too(admin, business, viewer, as_member):
    """Its admins would act there as nobody, with the rights of Galley itself."""
    factories.make_member(factories.make_business(), "admin", username="other@example.com")
    business.closed_at = clock.now()
    business.save(update_fields=["closed_at"])
    url = reverse("admin:assets_member_change", args=[viewer.pk])
    as_member(admin).post(url, {"role": "admin", "left_at_0": "", "left_at_1": ""})

    viewer.refresh_from_db()
    assert viewer.role == "viewer"


# --- who has left -----------------------------------------------------------------


def test_the_admin_keeps_no_name_of_somebody_who_was_erased(admin, viewer, as_member):
    url = reverse("admin:assets_member_change", args=[viewer.pk])
    as_member(admin).post(url, {"role": "reviewer", "left_at_0": "", "left_at_1": ""})
    name = viewer.name
    assert LogEntry.objects.filter(object_repr=name).exists()
    members.remove(member=viewer, by=admin)
    members.erase(member=viewer, by=admin)

    assert not LogEntry.objects.filter(object_repr=name).exists()
    assert LogEntry.objects.count() == 1
    assert name not in as_member(admin).get(reverse("admin:index")).content.decode()


def test_the_name_at_meta_of_somebody_who_was_erased_goes_with_their_connection(admin, marketer, business):
    gone = factories.make_connection(
        business, created_by=marketer, user_name="Nora Nord", token="", app_secret="", state="disconnected"
    )
    Notice.objects.create(
        business=business,
        member=admin,
        kind=Notice.Kind.EXPIRING,
        subject=f"connection:{gone.pk}",
        text="Ends soon: Nora Nord",
        day=clock.now().date(),
        created_at=clock.now(),
    )
    members.remove(member=marketer, by=admin)
    members.erase(member=marketer, by=admin)

    gone = Connection.objects.get(pk=gone.pk)
    assert (gone.user_name, gone.graph_user_id) == ("", "")
    assert not Notice.objects.filter(text__contains="Nora").exists()


@pytest.mark.parametrize("way", ["removed", "another role"])
def test_an_admin_who_was_let_go_has_no_door_left_open_by_invitation(admin, business, way):
    rogue = factories.make_member(business, "admin")
    invitations.invite(business=business, email="back@example.com", role="admin", by=rogue)
    kept, _ = invitations.invite(business=business, email="new@example.com", role="viewer", by=admin)
    if way == "removed":
        members.remove(member=rogue, by=admin)
    else:
        members.change_role(member=rogue, role="viewer", by=admin)

    assert list(Invitation.objects.open()) == [kept]


def test_an_invitation_that_another_admin_made_new_is_theirs_from_then_on(admin, business):
    rogue = factories.make_member(business, "admin")
    invitation, _ = invitations.invite(business=business, email="new@example.com", role="viewer", by=rogue)
    invitations.renew(invitation=invitation, by=admin)
    members.remove(member=rogue, by=admin)

    assert list(Invitation.objects.open()) == [invitation]


def test_mail_is_not_sent_without_end_by_inviting_and_taking_back(admin, business, monkeypatch):
    monkeypatch.setattr(invitations, "MAILS_A_DAY", 3)
    sent = []
    for number in range(5):
        invitation, link = invitations.invite(business=business, email=f"{number}@example.com", role="viewer", by=admin)
        sent.append(invitations.mail_link(invitation=invitation, link=link, by=admin))
        invitations.withdraw(invitation=invitation, by=admin)

    assert sent == [True] * 3 + [False] * 2
    assert len(mail.outbox) == 3
    assert Member.objects.filter(business=business).count() == 1


def test_a_search_for_people_keeps_its_words_on_the_next_page(admin, business, as_member, monkeypatch):
    monkeypatch.setattr("assets_app.views.members.PAGE", 1)
    for _ in range(2):
        factories.make_member(business, "viewer", first_name="R&page=9")
    page = as_member(admin).get(reverse("assets:member-list", args=[business.slug]), {"q": "R&page=9"})

    assert QueryDict(page.context["next_query"]).dict() == {"q": "R&page=9", "page": "2"}
