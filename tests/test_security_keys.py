"""Attacks on passkeys and security keys: with a key that was found, by a neighbouring site, with nonsense, again and again."""

from urllib.parse import urlencode

import pytest
from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.soft_key import SoftKey

pytestmark = pytest.mark.django_db
SITE = "https://galley.example"
SIGN_IN, STEP, AGAIN = reverse("key-sign-in"), reverse("mfa_authenticate"), reverse("mfa_reauthenticate_webauthn")


@pytest.fixture(autouse=True)
def at_a_site_with_a_name(settings):
    settings.KEYS_URL = SITE
    cache.clear()


def with_password(member) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": member.user.username, "password": factories.PASSWORD})
    return client


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def key_of(member, *, site=SITE, **made) -> tuple[SoftKey, Client]:
    """A key that this person added, and the browser at which they did."""
    key, client, adding = SoftKey(site), with_password(member), reverse("mfa_add_webauthn")
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    options = client.get(adding).context["js_data"]["creation_options"]
    client.post(adding, {"name": "Phone", "passwordless": "on", "credential": key.made(options, **made)})
    return key, client


def asked_alone(client) -> dict:
    return client.get(SIGN_IN, headers={"accept": "application/json"}).json()["request_options"]


def asked_as_step(client, address=STEP) -> dict:
    return client.get(address).context["js_data"]["request_options"]


def handle(member) -> str:
    return user_pk_to_url_str(member.user)


def test_a_passkey_opens_its_own_account_alone(marketer):
    """So that the refusals below are no refusals of everything."""
    key, _ = key_of(marketer)
    client = Client()
    client.post(SIGN_IN, {"credential": key.says(asked_alone(client), of=handle(marketer))})

    assert client.session["_auth_user_id"] == str(marketer.user_id)


def test_a_key_that_was_found_opens_no_account_by_a_question_that_asked_less(marketer, viewer, settings):
    """As second step a key need not know its person. A colleague asks so for himself, lets the time for that step pass,
    and answers with the key of another."""
    found, _ = key_of(marketer)
    key_of(viewer)
    thief = with_password(viewer)
    answer = found.says(asked_as_step(thief), of=handle(marketer), knows_person=False)
    settings.ACCOUNT_LOGIN_TIMEOUT = -1
    thief.post(SIGN_IN, {"credential": answer})

    assert not is_in(thief)


def test_a_key_that_was_added_as_second_step_alone_opens_nothing_without_the_password(marketer):
    found, _ = key_of(marketer, alone=False)
    client = Client()
    client.post(SIGN_IN, {"credential": found.says(asked_alone(client), of=handle(marketer))})

    assert not is_in(client)


@pytest.mark.parametrize("way", ["alone", "step", "again"])
@pytest.mark.parametrize(
    "origin", ["https://blog.galley.example", "https://galley.example:8443", "http://galley.example"]
)
def test_what_a_neighbouring_site_got_a_key_to_say_opens_nothing(marketer, way, origin):
    """Browsers let blog.galley.example ask for keys of galley.example; the cookies are kept from it, so are the keys."""
    key, client = key_of(marketer)
    if way != "again":
        client = Client() if way == "alone" else with_password(marketer)
    address = {"alone": SIGN_IN, "step": STEP, "again": AGAIN}[way]
    asked = asked_alone(client) if way == "alone" else asked_as_step(client, address)
    was = dict(client.session.get("account_authentication_methods", [{}])[-1])
    client.post(address, {"credential": key.says(asked, of=handle(marketer), origin=origin)})

    assert is_in(client) is (way == "again")
    assert dict(client.session.get("account_authentication_methods", [{}])[-1]) == was


def test_no_key_is_added_that_was_made_at_a_neighbouring_site(marketer):
    key, client, adding = SoftKey(SITE), with_password(marketer), reverse("mfa_add_webauthn")
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    options = client.get(adding).context["js_data"]["creation_options"]
    key.site = "https://blog.galley.example"
    credential = key.made(options)
    client.post(adding, {"name": "Phone", "credential": credential})

    assert not Authenticator.objects.exists()


def test_an_answer_opens_once(marketer):
    key, _ = key_of(marketer)
    first, second = Client(), Client()
    answer = key.says(asked_alone(first), of=handle(marketer))
    first.post(SIGN_IN, {"credential": answer})
    assert is_in(first)
    first.post(reverse("account_logout"))
    asked_alone(second)
    for client in (first, second, Client()):
        client.post(SIGN_IN, {"credential": answer})
        assert not is_in(client)


def test_a_key_opens_no_account_of_somebody_else(marketer, viewer):
    key, _ = key_of(marketer)
    key_of(viewer)
    client = Client()
    client.post(SIGN_IN, {"credential": key.says(asked_alone(client), of=handle(viewer))})

    assert not is_in(client)


@pytest.mark.parametrize(
    "said", ["[" * 100_000, '{"response":{"userHandle":"enp6enp6enp6enp6"}}', '"\\ud800"', "1e999", "NaN"]
)
@pytest.mark.parametrize("way", ["alone", "step", "again", "add"])
def test_nonsense_is_refused_and_makes_no_fault(marketer, said, way):
    _, client = key_of(marketer)
    if way in ("alone", "step"):
        client = Client() if way == "alone" else with_password(marketer)
    address = {"alone": SIGN_IN, "step": STEP, "again": AGAIN, "add": reverse("mfa_add_webauthn")}[way]
    client.get(address, headers={"accept": "application/json"})

    assert client.post(address, {"credential": said}).status_code in (200, 302)
    assert is_in(client) is (way in ("again", "add"))
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_passkey_makes_a_new_session_number(marketer):
    key, _ = key_of(marketer)
    client = Client()
    asked = asked_alone(client)
    before = client.session.session_key
    client.post(SIGN_IN, {"credential": key.says(asked, of=handle(marketer))})

    assert is_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "way", [SIGN_IN, AGAIN, reverse("mfa_add_webauthn"), reverse("mfa_index"), reverse("mfa_list_webauthn")]
)
def test_what_a_key_is_asked_and_called_stays_in_no_browser(marketer, way):
    _, client = key_of(marketer)
    client = Client() if way == SIGN_IN else client

    answer = client.get(way, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_another_site_signs_nobody_in_with_a_key_of_its_own(marketer):
    key, _ = key_of(marketer)
    client = Client(enforce_csrf_checks=True)
    answer = client.post(SIGN_IN, {"credential": key.says(asked_alone(client), of=handle(marketer))})

    assert answer.status_code == 403
    assert not is_in(client)


def test_a_password_by_mail_does_not_open_an_account_with_a_key(marketer):
    _, client = key_of(marketer)
    marketer.user.refresh_from_db()
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(marketer.user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": handle(marketer), "key": token})
    thief = Client()
    form = thief.get(address, follow=True)
    new = "another-long-passphrase"
    thief.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    marketer.user.refresh_from_db()
    assert marketer.user.check_password(new)
    assert not is_in(thief)
    thief.post(reverse("account_login"), {"login": marketer.user.username, "password": new})
    assert not is_in(thief)
    assert not is_in(client) or client.get(reverse("account-detail")).status_code == 302


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize("way", ["alone", "again", "remove"])
def test_no_key_leads_to_another_site(marketer, there, way):
    key, client = key_of(marketer)
    pk = Authenticator.objects.get(type="webauthn").pk
    client = Client() if way == "alone" else client
    address = {"alone": SIGN_IN, "again": AGAIN, "remove": reverse("mfa_remove_webauthn", args=[pk])}[way]
    asked = asked_alone(client) if way == "alone" else asked_as_step(client, AGAIN)
    values = {"credential": key.says(asked, of=handle(marketer)), "next": there}
    answer = client.post(f"{address}?{urlencode({'next': there})}", values)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]
    assert Authenticator.objects.filter(pk=pk).exists() is (way != "remove")


def test_tries_of_one_caller_are_counted_together_whatever_address_they_claim():
    tries = [
        Client(headers={"x-forwarded-for": f"192.0.2.{one}"}).post(SIGN_IN, {"credential": "{}"}) for one in range(11)
    ]

    assert tries[-1].status_code == 429


@pytest.mark.parametrize("host", ["evil.example", "galley.example@evil.example", "a b:x", "[::1"])
@pytest.mark.parametrize("path", ["/", reverse("account_login"), SIGN_IN, "/nothing"])
def test_a_name_that_is_not_the_sites_is_refused_and_makes_no_fault(host, path):
    answer = Client(raise_request_exception=False).get(path, headers={"host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
