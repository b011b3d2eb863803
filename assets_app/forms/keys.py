"""What a passkey or security key said. Anybody may send anything here: what is no answer of a key is refused, not an error."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

NONSENSE = (AttributeError, KeyError, TypeError, ValueError)


class KeyStepForm(AuthenticateWebAuthnForm):
    def clean_credential(self):
        try:
            return super().clean_credential()
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None


class KeySignInForm(KeyStepForm, LoginWebAuthnForm):
    pass


class KeyAgainForm(KeyStepForm, ReauthenticateWebAuthnForm):
    pass


class KeyAddForm(AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=60)

    def clean(self):
        try:
            return super().clean()
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None
