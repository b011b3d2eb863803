"""Passkeys and security keys, as far as no browser is needed; tests/stack/test_keys.py walks with one."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.mark.parametrize(
    ("address", "are_taken"),
    [
        ("https://galley.example.com", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("https://192.0.2.7", False),
        ("https://[2001:db8::1]:8443", False),
        ("http://galley.example.com", False),
    ],
)
def test_keys_are_offered_only_where_a_browser_asks_for_them(settings, address, are_taken, marketer):
    settings.KEYS_URL, settings.ALLOWED_HOSTS = address, ["*"]
    client = Client(headers={"host": urlsplit(address).netloc})
    entrance = client.get(reverse("account_login")).content.decode()
    client.post(reverse("account_login"), {"login": marketer.user.username, "password": factories.PASSWORD})
    second_step = client.get(reverse("mfa_index")).content.decode()

    assert ("Use a passkey" in entrance) is are_taken
    assert (reverse("mfa_add_webauthn") in second_step) is are_taken


def test_at_another_address_of_the_same_site_the_page_says_where_keys_work(settings, marketer, as_member):
    settings.KEYS_URL = "http://localhost:8000"
    page = as_member(marketer).get(reverse("mfa_index"), headers={"host": "127.0.0.1:8000"}).content.decode()

    assert f'href="http://localhost:8000{reverse("mfa_index")}"' in page
    assert reverse("mfa_add_webauthn") not in page


def test_a_key_is_made_for_the_sites_own_address_whatever_the_browser_says_its_host_is(settings, marketer):
    settings.KEYS_URL, settings.ALLOWED_HOSTS = "https://galley.example.com", ["*"]
    asked = Client().get(reverse("key-sign-in"), headers={"accept": "application/json", "host": "evil.example"})

    assert asked.json()["request_options"]["publicKey"]["rpId"] == "galley.example.com"


def test_what_to_ask_names_nobody_and_wants_the_person_known(marketer):
    Authenticator.objects.create(user=marketer.user, type="webauthn", data={"name": "Phone", "credential": {}})
    options = Client().get(reverse("key-sign-in"), headers={"accept": "application/json"}).json()["request_options"]

    assert not options["publicKey"].get("allowCredentials")
    assert options["publicKey"]["userVerification"] == "required"


NONSENSE = ["", "x", "{}", "[]", "null", "7", '{"id": "x", "response": {"userHandle": "MQ"}}', '{"response": []}']
LIKE_A_KEY = '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {%s}}'
NONSENSE += [LIKE_A_KEY % '"userHandle": "MQ"', LIKE_A_KEY % '"clientDataJSON": "e30", "authenticatorData": "AA"']
NONSENSE += [
    LIKE_A_KEY % '"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "", "signature": ""'
]


@pytest.mark.parametrize("said", NONSENSE)
def test_what_is_no_key_opens_nothing_and_is_told_on_the_page(settings, marketer, said):
    settings.KEYS_URL = "https://testserver"
    client = Client()
    client.get(reverse("key-sign-in"), headers={"accept": "application/json"})
    answer = client.post(reverse("key-sign-in"), {"credential": said}, follow=True)

    assert "_auth_user_id" not in client.session
    assert "Galley does not know this key" in answer.content.decode()


@pytest.mark.parametrize("said", NONSENSE)
def test_what_is_no_key_is_not_added(marketer, said):
    client = Client()
    client.post(reverse("account_login"), {"login": marketer.user.username, "password": factories.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"credential": said})

    assert "Galley could not take this key" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_keys_are_not_tried_without_end():
    answers = [Client().post(reverse("key-sign-in"), {"credential": "{}"}).status_code for _ in range(12)]

    assert answers == [302] * 10 + [429] * 2


def test_a_key_is_added_and_removed_only_after_the_password_once_more(marketer, as_member):
    key = Authenticator.objects.create(user=marketer.user, type="webauthn", data={"name": "Phone", "credential": {}})
    client = as_member(marketer)
    for address in (reverse("mfa_add_webauthn"), reverse("mfa_remove_webauthn", args=[key.pk])):
        assert client.post(address, {"credential": "{}"})["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_key_of_somebody_else_is_not_there(marketer, viewer):
    theirs = Authenticator.objects.create(user=viewer.user, type="webauthn", data={"name": "Phone", "credential": {}})
    client = Client()
    client.post(reverse("account_login"), {"login": marketer.user.username, "password": factories.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})

    assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
    assert "Phone" not in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(("wanted", "is_kept"), [("/accounts/mail/", True), ("https://evil.example/", False)])
def test_a_refused_key_keeps_where_the_person_wanted_to_go_within_galley(settings, wanted, is_kept):
    settings.KEYS_URL = "https://testserver"
    answer = Client().post(reverse("key-sign-in"), {"credential": "{}", "next": wanted}, follow=True)

    page = answer.content.decode()
    assert page.count(f'name="next" value="{wanted}"') == (2 if is_kept else 0)
    assert "evil" not in answer.redirect_chain[-1][0]
