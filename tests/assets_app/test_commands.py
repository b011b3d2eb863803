"""Commands that an operator runs."""

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection as database

from assets_app.models import Business, Connection
from tests import factories

pytestmark = pytest.mark.django_db
SETUP = {"business": "Studio Nord", "email": "ines@example.com", "name": "Ines Duarte"}


def stored_token() -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT token FROM assets_connection")
        return cursor.fetchone()[0]


def test_setup_makes_a_business_with_an_admin_who_can_sign_in(monkeypatch, client):
    monkeypatch.setenv("GALLEY_PASSWORD", factories.PASSWORD)

    call_command("galley_setup", **SETUP)

    answer = client.post("/accounts/login/", {"login": SETUP["email"], "password": factories.PASSWORD}, follow=True)
    assert answer.request["PATH_INFO"] == "/b/studio-nord/library/"
    assert Business.objects.get().member_set.get().role == "admin"


@pytest.mark.parametrize(
    ("change", "password", "said"),
    [
        ({"email": "nobody"}, factories.PASSWORD, "valid email"),
        ({}, "12345678", "too common"),
        ({}, "short", "too short"),
    ],
)
def test_setup_refuses_bad_input_and_makes_nothing(monkeypatch, change, password, said):
    monkeypatch.setenv("GALLEY_PASSWORD", password)

    with pytest.raises(CommandError, match=said):
        call_command("galley_setup", **SETUP | change)
    assert not Business.objects.exists()


def test_setup_refuses_a_second_business_of_the_same_name(monkeypatch):
    monkeypatch.setenv("GALLEY_PASSWORD", factories.PASSWORD)
    call_command("galley_setup", **SETUP)

    with pytest.raises(CommandError, match="already"):
        call_command("galley_setup", **SETUP)


def test_rotating_encrypts_with_the_newest_key_and_the_old_one_can_go(business, settings):
    factories.make_connection(business)
    before = stored_token()
    new = Fernet.generate_key().decode()
    settings.TOKEN_KEYS = [new, *settings.TOKEN_KEYS]

    call_command("rotate_tokens")

    settings.TOKEN_KEYS = [new]
    assert stored_token() != before
    assert Connection.objects.get().token.reveal() == "EAAtesttoken00001"


def test_a_token_of_an_unknown_key_is_an_error_and_not_its_ciphertext(business, settings):
    factories.make_connection(business)
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(ImproperlyConfigured, match="TOKEN_KEYS"):
        Connection.objects.get()


def test_a_deployment_is_told_when_its_upload_folder_is_not_chosen(monkeypatch):
    monkeypatch.delenv("UPLOAD_DIR", raising=False)
    assert "galley.W001" in [one.id for one in run_checks(include_deployment_checks=True)]

    monkeypatch.setenv("UPLOAD_DIR", "/somewhere")
    assert "galley.W001" not in [one.id for one in run_checks(include_deployment_checks=True)]
