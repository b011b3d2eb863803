"""Passkeys and security keys, by an authenticator that Chromium plays. Against a server at localhost: keys want a name."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db import connection as database
from playwright.sync_api import expect, sync_playwright

from assets_app import guards
from assets_app.models import ActivityEntry
from tests import factories
from tests.stack.browser import Visitor, open_chromium

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def unguarded(live_server):
    """SQLite empties its tables row by row, which the guards refuse; they come back once it has."""
    yield
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            for name in [trigger.name for rule in guards.RULES for trigger in guards.triggers(rule)]:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@pytest.fixture
def walk(live_server, unguarded, settings):
    """`walk(act)` lets a person act at a browser, in a thread of its own: Playwright's loop and the database keep apart."""
    settings.SITE_URL = live_server.url
    with ThreadPoolExecutor(1) as pool:

        def there(act, *args):
            return pool.submit(act, *args).result()

        playwright = there(sync_playwright().start)
        chromium = there(open_chromium, playwright)
        visitor = there(Visitor, chromium, live_server.url, "phone")
        device = there(Device, visitor)
        yield lambda act: there(act, visitor, device)
        there(chromium.close)
        there(playwright.stop)


class Device:
    """The authenticator of a phone, which knows its person until it is told otherwise."""

    def __init__(self, visitor):
        self.session = visitor.context.new_cdp_session(visitor.page)
        self.session.send("WebAuthn.enable")
        self.number = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})["authenticatorId"]

    def forget_the_person(self) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": False})


def add_key(visitor, email: str, name: str) -> None:
    visitor.sign_in(email, factories.PASSWORD)
    visitor.go("/accounts/second-step/")
    visitor.page.get_by_role("link", name="Add a key").click()
    visitor.page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    visitor.page.get_by_role("button", name="Continue").click()
    visitor.page.get_by_label("Name").fill(name)
    visitor.look()
    visitor.page.get_by_role("button", name="Add the key").click()
    expect(visitor.page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    visitor.look()


def sign_out(visitor) -> None:
    visitor.go("/accounts/")
    visitor.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    visitor.look()


def test_a_passkey_opens_the_account_alone_and_is_the_second_step_of_the_password(walk, marketer):
    email, library = marketer.user.email, f"/b/{marketer.business.slug}/library/"

    def act(visitor, device):
        add_key(visitor, email, "Phone of the marketer")
        sign_out(visitor)
        visitor.page.get_by_role("button", name="Use a passkey").click()
        expect(visitor.page).to_have_url(visitor.address + library)

        sign_out(visitor)
        visitor.sign_in(email, factories.PASSWORD)
        expect(visitor.page.get_by_role("heading", name="One more step")).to_be_visible()
        visitor.look()
        visitor.page.get_by_role("button", name="Use your key").click()
        expect(visitor.page).to_have_url(visitor.address + library)
        visitor.go("/accounts/second-step/keys/")
        expect(visitor.page.get_by_text("opens your account alone")).to_be_visible()
        visitor.go("/accounts/second-step/keys/again/")
        visitor.page.get_by_role("button", name="Use your key").click()
        expect(visitor.page).to_have_url(visitor.address + library)

    walk(act)
    assert {one.type for one in Authenticator.objects.filter(user=marketer.user)} == {"webauthn", "recovery_codes"}
    assert ActivityEntry.objects.filter(verb="account.second_step", text="turned on a key at sign-in").exists()


def test_a_device_that_does_not_know_its_person_opens_nothing_and_the_page_says_so(walk, marketer):
    email = marketer.user.email

    def act(visitor, device):
        add_key(visitor, email, "Phone")
        sign_out(visitor)
        device.forget_the_person()
        visitor.page.get_by_role("button", name="Use a passkey").click()
        expect(visitor.page.get_by_text("Nothing came from the key. Try again.")).to_be_visible()
        visitor.look()

    walk(act)


def test_a_key_opens_no_account_that_was_closed(walk, marketer):
    email = marketer.user.email

    def before(visitor, device):
        add_key(visitor, email, "Phone")
        sign_out(visitor)

    def after(visitor, device):
        visitor.page.get_by_role("button", name="Use a passkey").click()
        expect(visitor.page).to_have_url(f"{visitor.address}/accounts/inactive/")
        visitor.go("/accounts/")
        expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()

    walk(before)
    get_user_model().objects.filter(pk=marketer.user_id).update(is_active=False)
    walk(after)


def test_a_key_that_was_removed_opens_nothing(walk, marketer):
    email = marketer.user.email

    def act(visitor, device):
        add_key(visitor, email, "Phone")
        visitor.go("/accounts/second-step/keys/")
        visitor.page.get_by_role("link", name="Remove Phone").click()
        visitor.look()
        visitor.page.get_by_role("button", name="Remove").click()
        expect(visitor.page.get_by_text("None.")).to_be_visible()
        sign_out(visitor)
        visitor.page.get_by_role("button", name="Use a passkey").click()
        expect(visitor.page.get_by_text("Galley does not know this key")).to_be_visible()
        visitor.look()

    walk(act)
    assert not Authenticator.objects.exists()
