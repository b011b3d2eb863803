"""Mails about what protects an account: the link to a new password, and word of what was changed."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from assets_app import clock
from assets_app.services import mail


def mail_reset(user) -> bool:
    """The link is made here, so that it is stored nowhere: it dies with the password that it replaces."""
    if not user.is_active or not user.email or not user.has_usable_password():
        return False
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    keys = {"uidb36": user_pk_to_url_str(user), "key": token}
    address = mail.link(reverse("account_reset_password_from_key", kwargs=keys))
    return mail.send(to=user.email, template="password_reset", user=user, address=address)


def mail_change(user, text: str) -> bool:
    """To the person's address, so that they hear of what somebody else did in their name."""
    if not user.is_active or not user.email:
        return False
    address = mail.link(reverse("account_reset_password"))
    at = f"{clock.now():%-d %B %H:%M}"
    return mail.send(to=user.email, template="account_changed", user=user, change=text, at=at, address=address)
