"""Passkeys and security keys, by an authenticator that Chromium plays. At localhost: browsers make keys for names."""

import pytest
from playwright.sync_api import expect, sync_playwright

from demo.creatives import PASSWORD
from demo.stack import manage
from tests.stack.browser import Visitor, open_chromium
from tests.stack.people import found_business

EMAIL = "marketer@keys.example"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
SET_ACTIVE = """
from django.contrib.auth import get_user_model
get_user_model().objects.filter(email={email!r}).update(is_active={is_active})
"""


@pytest.fixture
def running(make_stack):
    stack = make_stack()
    found_business(stack, "keys")
    yield stack
    stack.stop()


class Device:
    """The authenticator of a phone, which knows its person or does not."""

    def __init__(self, visitor):
        self.session = visitor.context.new_cdp_session(visitor.page)
        self.session.send("WebAuthn.enable")
        self.number = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})["authenticatorId"]

    def knows_its_person(self, is_known: bool) -> None:
        known = {"authenticatorId": self.number, "isUserVerified": is_known}
        self.session.send("WebAuthn.setUserVerified", known)


def test_a_passkey_from_its_making_to_its_end(running):
    with sync_playwright() as playwright:
        person = Visitor(open_chromium(playwright), running.web, "phone")
        device = Device(person)
        to_the_address_for_keys(person, running)
        add_key(person)
        opens_the_account_alone(person)
        is_the_second_step_of_the_password(person)
        opens_nothing_when_the_device_does_not_know_its_person(person, device)
        opens_no_account_that_is_closed(person, running)
        opens_nothing_once_removed(person)


def to_the_address_for_keys(person, running):
    person.sign_in(EMAIL, PASSWORD)
    person.go("/accounts/second-step/")
    person.page.get_by_role("link", name="Open this page at").click()
    person.address = f"http://localhost:{running.env['PORT']}"
    expect(person.page).to_have_url(f"{person.address}/accounts/login/?next=/accounts/second-step/")
    sign_in_by_password(person)


def sign_in_by_password(person):
    person.look()
    person.page.get_by_label("Name or e-mail").fill(EMAIL)
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.page.get_by_role("button", name="Sign in", exact=True).click()


def press(person, name):
    person.page.get_by_role("button", name=name).click()


def add_key(person):
    person.page.get_by_role("link", name="Add a key").click()
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.page.get_by_role("button", name="Continue").click()
    person.page.get_by_label("Name").fill("Phone of the marketer")
    person.look()
    press(person, "Add the key")
    expect(person.page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    person.look()


def sign_out(person):
    person.page.goto(f"{person.address}/accounts/")
    person.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(person.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    person.look()


def arrives(person):
    expect(person.page).to_have_url(f"{person.address}/b/studio-keys/library/")


def opens_the_account_alone(person):
    sign_out(person)
    press(person, "Use a passkey")
    arrives(person)


def is_the_second_step_of_the_password(person):
    sign_out(person)
    sign_in_by_password(person)
    expect(person.page.get_by_role("heading", name="One more step")).to_be_visible()
    person.look()
    press(person, "Use your key")
    arrives(person)
    person.page.goto(f"{person.address}/accounts/second-step/keys/")
    expect(person.page.get_by_text("opens your account alone")).to_be_visible()
    person.look()


def opens_nothing_when_the_device_does_not_know_its_person(person, device):
    sign_out(person)
    device.knows_its_person(False)
    press(person, "Use a passkey")
    expect(person.page.get_by_text("Nothing came from the key. Try again.")).to_be_visible()
    person.look()
    device.knows_its_person(True)


def opens_no_account_that_is_closed(person, running):
    set_active(running, False)
    press(person, "Use a passkey")
    expect(person.page).to_have_url(f"{person.address}/accounts/inactive/")
    person.page.goto(f"{person.address}/accounts/")
    expect(person.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    set_active(running, True)


def set_active(running, is_active: bool):
    manage(running.env, "shell", "-v0", "-c", SET_ACTIVE.format(email=EMAIL, is_active=is_active))


def opens_nothing_once_removed(person):
    press(person, "Use a passkey")
    expect(person.page).to_have_url(f"{person.address}/accounts/")
    person.page.goto(f"{person.address}/accounts/second-step/keys/")
    person.page.get_by_role("link", name="Remove Phone").click()
    person.page.get_by_role("link", name="Use your key").click()
    press(person, "Use your key")
    expect(person.page.get_by_role("link", name="Keep it")).to_be_visible()
    person.look()
    person.page.get_by_role("button", name="Remove").click()
    expect(person.page.get_by_text("None.")).to_be_visible()
    sign_out(person)
    press(person, "Use a passkey")
    expect(person.page.get_by_text("Galley does not know this key")).to_be_visible()
    person.look()
