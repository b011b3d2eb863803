from django import forms

from assets_app.numbers import is_number


class ConnectionPasteForm(forms.Form):
    """A token of a system user, with the app that it belongs to."""

    app_id = forms.CharField(label="App ID", max_length=40, strip=True)
    app_secret = forms.CharField(
        label="App secret", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    token = forms.CharField(
        label="System user token", max_length=1000, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    def clean_app_id(self):
        value = self.cleaned_data["app_id"]
        if not is_number(value):
            raise forms.ValidationError("An app ID has digits only.")
        return value
