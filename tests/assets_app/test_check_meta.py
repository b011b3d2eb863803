"""`manage.py check_meta`: it tells what works, changes nothing, shows no token."""

import io

import pytest
from django.core.management import CommandError, call_command

from assets_app.models import Connection
from graph_sandbox.calls import recent
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def identity(sandbox_server, settings, monkeypatch):
    monkeypatch.delenv("GALLEY_META_TOKEN", raising=False)
    settings.GRAPH_API_URL = sandbox_server.url
    settings.META_APP_ID = sandbox_server.identity["app_id"]
    settings.META_APP_SECRET = sandbox_server.identity["app_secret"]
    return sandbox_server.identity


def told(**options) -> str:
    out = io.StringIO()
    call_command("check_meta", stdout=out, **options)
    return out.getvalue()


def told_with_error(**options) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError, match="docs/meta.md"):
        call_command("check_meta", stdout=out, **options)
    return out.getvalue()


def test_a_good_token_works_from_the_permissions_to_the_results(identity, monkeypatch):
    monkeypatch.setenv("GALLEY_META_TOKEN", identity["access_token"])
    said = told()

    assert "ok  token: of a system user" in said
    assert "ok  ads_management: granted" in said
    assert "ok  ad accounts: 3:" in said
    assert f"ok  results of {identity['ad_account_id']}: can be read" in said
    assert "NO " not in said
    assert identity["access_token"] not in said


def test_a_token_with_few_permissions_is_told_what_each_missing_one_costs(identity, monkeypatch):
    monkeypatch.setenv("GALLEY_META_TOKEN", identity["limited_access_token"])
    said = told_with_error()

    assert "NO  ads_management: Galley only reads: no media, no creative and no campaign can be sent to Meta." in said
    assert "no  instagram_basic: Instagram accounts cannot be listed." in said


def test_the_token_of_somebody_without_a_role_in_the_app_is_asked_about_by_the_app(identity, monkeypatch, settings):
    monkeypatch.setenv("GALLEY_META_TOKEN", identity["employee_access_token"])
    assert "ok  token: of a user" in told()

    settings.META_APP_SECRET = ""
    assert "Enter the app's secret" in told_with_error()


def test_an_expired_token_is_the_end_of_the_list(identity, monkeypatch):
    monkeypatch.setenv("GALLEY_META_TOKEN", identity["expired_access_token"])
    said = told_with_error()

    assert "NO  token:" in said
    assert "expired" in said
    assert "ads_management" not in said


def test_a_connection_is_asked_about_by_its_number_and_is_left_as_it_was(business, identity):
    connection = factories.make_connection(business, identity, token=identity["expired_access_token"])
    said = told_with_error(connection=connection.pk)

    assert f"Connection {connection.pk}, Galley system user" in said
    assert Connection.objects.get().state == "healthy"


def test_only_reading_calls_reach_meta(business, identity, sandbox_server):
    factories.make_connection(business, identity)
    told()

    assert {row["method"] for row in recent(sandbox_server.sandbox.store, limit=500)} == {"GET"}


def test_another_account_can_be_tried(business, identity):
    factories.make_connection(business, identity)

    assert "NO  results of act_1: " in told_with_error(account="act_1")


def test_no_connection_and_no_token_is_said(identity):
    with pytest.raises(CommandError, match="GALLEY_META_TOKEN"):
        call_command("check_meta")


def test_no_name_at_meta_steers_the_terminal(business, identity, sandbox_server):
    factories.make_connection(business, identity, user_name="Mara\x1b]0;owned\x07")
    page = sandbox_server.sandbox.store.get(identity["page_id"])
    sandbox_server.sandbox.store.update(page.id, {"name": "Lamps\x1b[2J\u202e\nok  token: fine"})
    said = told()

    assert "Lamps?[2J??ok  token: fine" in said
    assert "Mara?]0;owned?" in said
    assert all(one.isprintable() or one == "\n" for one in said)
