"""What a person changes at their own account: into the record of each business where they have a seat, and by mail."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db import transaction
from django.dispatch import receiver

from assets_app.services import passwords
from assets_app.services.activity import record_of_person

STEPS = {"totp": "the second step at sign-in", "webauthn": "a key at sign-in", "recovery_codes": "recovery codes"}


def tell(user, act: str, text: str) -> None:
    record_of_person(user, act, text)
    transaction.on_commit(lambda: passwords.mail_change(user, text))


@receiver(password_changed)
def tell_changed_password(user, **kwargs):
    tell(user, "password", "changed the password")


@receiver(password_reset)
def tell_reset_password(user, **kwargs):
    tell(user, "password", "set a new password by mail")


@receiver(authenticator_added)
def tell_added(user, authenticator, **kwargs):
    """Recovery codes come with the second step: one mail for both."""
    say = record_of_person if authenticator.type == "recovery_codes" else tell
    say(user, "second_step", f"turned on {STEPS.get(authenticator.type, authenticator.type)}")


@receiver(authenticator_removed)
def tell_removed(user, authenticator, **kwargs):
    tell(user, "second_step", f"turned off {STEPS.get(authenticator.type, authenticator.type)}")


@receiver(authenticator_reset)
def tell_renewed(user, authenticator, **kwargs):
    tell(user, "second_step", f"made new {STEPS.get(authenticator.type, authenticator.type)}")
