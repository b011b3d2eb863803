"""docs/meta.md says what the program does."""

from django.conf import settings
from django.urls import reverse

from assets_app.scopes import SCOPES
from tests.source_files import ROOT

TEXT = (ROOT / "docs" / "meta.md").read_text()


def test_each_permission_stands_there_with_what_it_costs_to_be_without_it():
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    for scope in SCOPES:
        assert f"| `{scope.name}` | {scope.without} |" in rows


def test_the_redirect_address_and_the_settings_are_those_of_the_program():
    assert f"SITE_URL{reverse('connection-callback')}" in TEXT
    for name in ("META_APP_ID", "META_APP_SECRET", "META_LOGIN_CONFIG", "META_LOGIN_SCOPES", "SITE_URL"):
        assert f"`{name}`" in TEXT
        assert hasattr(settings, name)


def test_a_login_asks_for_permissions_that_galley_knows_and_for_all_that_it_needs():
    asked = set(settings.META_LOGIN_SCOPES)

    assert asked <= {scope.name for scope in SCOPES}
    assert {scope.name for scope in SCOPES if scope.is_needed} <= asked
