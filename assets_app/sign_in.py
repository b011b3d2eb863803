"""How Galley uses allauth: nobody signs up, mail goes by Galley's own service, secrets are encrypted at rest."""

import ipaddress
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import DisallowedHost

from assets_app.encrypted_text import decrypt, encrypt
from assets_app.tasks import mail_password_reset


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Name and password do not match. After 8 tries there is a pause of 15 minutes.",
        "email_password_mismatch": "E-mail and password do not match. After 8 tries there is a pause of 15 minutes.",
        "too_many_login_attempts": "Too many tries with this name. Wait an hour, or set a new password.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "This is not your password.",
        "incorrect_code": "This code is not right, or it was used before. Wait for the next one.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        """By the worker, so that an unknown address and a known one are answered in the same time."""
        mail_password_reset.delay_on_commit(user.pk)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Galley writes no mail of allauth's: `signals.py` sends its own."""

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """allauth's own words are not Galley's; the pages themselves say what happened."""


class PasswordBackend(AuthenticationBackend):
    """allauth looks for a person by name and by address, and would hash the password for each way that finds them.

    One hash for everybody: a second one for names that are known would tell by the clock who has an account.
    """

    asked: set[int]

    def authenticate(self, request, **credentials):
        self.asked = set()
        return super().authenticate(request, **credentials)

    def _check_password(self, user, password):
        if user is None or user.pk in self.asked:
            return None
        self.asked.add(user.pk)
        return super()._check_password(user, password)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text):
        return encrypt(text)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text)

    def get_totp_issuer(self):
        return f"Galley ({urlsplit(settings.SITE_URL).hostname})"

    def generate_authenticator_name(self, user, type):
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self):
        """By the site's own address, never by what the browser says its host is."""
        return {"id": urlsplit(settings.KEYS_URL).hostname or "", "name": "Galley"}


def has_keys() -> bool:
    """Browsers ask for keys where a site has a name and https, or is localhost."""
    site = urlsplit(settings.KEYS_URL)
    try:
        ipaddress.ip_address(site.hostname or "")
    except ValueError:
        return site.scheme == "https" or site.hostname == "localhost"
    return False


def takes_keys(request) -> bool:
    """Whether this page was opened at the address for which keys are made."""
    try:
        host = request.get_host()
    except DisallowedHost:  # the page that refuses a foreign name is rendered too
        return False
    return has_keys() and urlsplit(f"//{host}").hostname == urlsplit(settings.KEYS_URL).hostname


def client_address(request) -> str:
    """The caller's address: behind N trusted proxies the N-th from the right, never what the caller wrote himself."""
    return get_client_ip(request) or "0.0.0.0"  # noqa: S104  an address that nobody has, not one to listen on


def login_name(request, credentials) -> str:
    """The name that a try was made with, one spelling for one person."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login") or ""
    return name.strip().casefold()
