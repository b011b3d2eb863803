"""What a person changes at their own account, into the record of each business where they have a seat."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from assets_app.services import sessions

STEPS = {"totp": "the second step at sign-in", "recovery_codes": "recovery codes"}


@receiver(password_changed)
def tell_changed_password(user, **kwargs):
    sessions.told(user, "password", "changed the password")


@receiver(password_reset)
def tell_reset_password(user, **kwargs):
    sessions.told(user, "password", "set a new password by mail")


@receiver(authenticator_added)
def tell_added(user, authenticator, **kwargs):
    sessions.told(user, "second_step", f"turned on {STEPS.get(authenticator.type, authenticator.type)}")


@receiver(authenticator_removed)
def tell_removed(user, authenticator, **kwargs):
    sessions.told(user, "second_step", f"turned off {STEPS.get(authenticator.type, authenticator.type)}")


@receiver(authenticator_reset)
def tell_renewed(user, authenticator, **kwargs):
    sessions.told(user, "second_step", f"made new {STEPS.get(authenticator.type, authenticator.type)}")
