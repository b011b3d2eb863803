from django import forms

from assets_app.models import Member

MEANS = {
    "admin": "everything, and who belongs here",
    "marketer": "files, creatives and reviews",
    "reviewer": "decides on reviews",
    "viewer": "looks",
}
ROLES = [(value, f"{label}: {MEANS[value]}") for value, label in Member.Role.choices]


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=150, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(choices=ROLES, initial=Member.Role.MARKETER)


class MemberRoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLES)


class InvitationAcceptForm(forms.Form):
    full_name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        min_length=8,
        max_length=1024,
        help_text="At least 8 characters, not a common one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
