"""What a passkey or security key said. Anybody may send anything here: what is no answer of a key is refused, not an error."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings

NONSENSE = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


def refusal() -> forms.ValidationError:
    return get_adapter().validation_error("incorrect_code")


def expect_our_page(client_data) -> None:
    """Browsers let every site below ours ask for our keys, at any port: what they got is not for us."""
    if client_data.origin != settings.KEYS_URL:
        raise refusal()


class Said(forms.JSONField):
    """Brackets without end are no JSON that anybody can read."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError:
            raise refusal() from None


class KeyStepForm(AuthenticateWebAuthnForm):
    credential = Said()

    def clean_credential(self):
        try:
            expect_our_page(self.answer().client_data)
            return super().clean_credential()
        except NONSENSE:
            raise refusal() from None

    def answer(self):
        return auth.parse_authentication_response(self.cleaned_data["credential"]).response


class KeySignInForm(KeyStepForm, LoginWebAuthnForm):
    def clean_credential(self):
        """Alone it opens what it was added for, to a person it knows, whatever this session asked of a key before."""
        key = super().clean_credential()
        if key.wrap().is_passwordless is False or not self.answer().authenticator_data.is_user_verified():
            raise refusal()
        return key


class KeyAgainForm(KeyStepForm, ReauthenticateWebAuthnForm):
    pass


class KeyAddForm(AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=60)
    credential = Said()

    def clean(self):
        try:
            said = (self.cleaned_data or {}).get("credential")
            if said:
                expect_our_page(auth.parse_registration_response(said).response.client_data)
            return super().clean()
        except NONSENSE:
            raise refusal() from None
