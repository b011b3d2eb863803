"""What the forms of all types are made of: identity, texts, link and button, tracking."""

from dataclasses import fields as fields_of

from django import forms

from assets_app.models import InstagramAccount, Page
from campaigns_app.creatives import calls_to_action, limits
from campaigns_app.creatives.models import Creative
from campaigns_app.creatives.services.creatives import Chosen
from campaigns_app.creatives.spec.check import ADVISE, check
from campaigns_app.creatives.spec.value import Value

# Longer than any rule of Meta, so that a rule speaks and not the browser; shorter than what a database column minds.
ROOM = 5_000


def text(label, *, required=True, rows=0, missing="", **options):
    widget = (
        forms.Textarea(attrs={"rows": rows, "class": "textarea"}) if rows else forms.TextInput(attrs={"class": "input"})
    )
    messages = {"required": missing or f"Write the {label.lower()}."}
    return forms.CharField(
        label=label, required=required, widget=widget, max_length=ROOM, error_messages=messages, **options
    )


def link(label, *, required=True, missing="Give the web address that a click opens."):
    widget = forms.TextInput(attrs={"class": "input", "inputmode": "url", "spellcheck": "false"})
    messages = {"required": missing}
    return forms.CharField(label=label, required=required, widget=widget, max_length=ROOM, error_messages=messages)


def button():
    choices = calls_to_action.choices()
    widget = forms.Select(attrs={"class": "select"})
    return forms.ChoiceField(label="Button", required=False, choices=choices, initial="LEARN_MORE", widget=widget)


class CreativeForm(forms.Form):
    """The base of the four forms. `value()` and `chosen_media()` are what the services take.

    `advice` maps a field's name to findings that do not block; blocking ones are errors of their field.
    """

    type = ""
    slots: tuple[str, ...] = ()

    name = text("Name", missing="Give the creative a name.")
    page = forms.ModelChoiceField(
        label="Page",
        queryset=Page.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": "Choose the Page that speaks."},
    )
    instagram_account = forms.ModelChoiceField(
        label="Instagram account",
        queryset=InstagramAccount.objects.none(),
        required=False,
        empty_label="None: Instagram uses the Page",
        widget=forms.Select(attrs={"class": "select"}),
    )
    url_tags = text("URL parameters", required=False)
    multi_advertiser = forms.BooleanField(label="Show beside ads of other advertisers", required=False)

    def __init__(self, *args, member, **options):
        self.member = member
        self.advice: dict[str, list] = {}
        super().__init__(*args, **options)
        self.fields["page"].queryset = Page.objects.visible_to(member).in_use()
        accounts = InstagramAccount.objects.visible_to(member).in_use()
        self.fields["instagram_account"].queryset = accounts
        for slot in self.slots:
            self.fields[slot].limit_to(member)

    def clean(self):
        cleaned = super().clean()
        for finding in check(self.type, self.value(), cleaned.get("name", "")):
            self.take_finding(finding)
        return cleaned

    def take_finding(self, finding) -> None:
        if finding.level == ADVISE:
            self.advice.setdefault(finding.field, []).append(finding)
        elif finding.field in self.fields:
            self.add_error(finding.field, finding.sentence)

    def value(self) -> Value:
        """What was filled in so far; fields that failed are left empty."""
        cleaned = self.cleaned_data
        names = {field.name for field in fields_of(Value)}
        plain = {name: cleaned[name] for name in self.fields if name in names and cleaned.get(name) is not None}
        page, account = cleaned.get("page"), cleaned.get("instagram_account")
        return Value(
            **plain,
            page_id=page.graph_id if page else "",
            instagram_user_id=account.graph_id if account else "",
            **self.more(),
        )

    def more(self) -> dict:
        """Values of a type that are no fields of their own."""
        return {}

    def chosen_media(self) -> list[Chosen]:
        chosen = ((slot, self.cleaned_data.get(slot)) for slot in self.slots)
        return [Chosen(slot, 0, asset.current) for slot, asset in chosen if asset]

    def blame(self, field: str, sentence: str) -> None:
        """Meta's words at the field that Meta names; on top of the form when it is none of ours."""
        if not self.is_bound:
            self.blamed = [*getattr(self, "blamed", []), (field, sentence)]
        elif field in self.fields:
            self.add_error(field, sentence)
        else:
            self.add_error(None, sentence)

    def limit(self, name: str):
        return limits.LIMITS.get(name)


def initial_of(creative: Creative, value: Value, media, member) -> dict:
    """What a form shows of a saved version."""
    pages = Page.objects.visible_to(member).filter(graph_id=value.page_id)
    accounts = InstagramAccount.objects.visible_to(member).filter(graph_id=value.instagram_user_id or "-")
    plain = {field.name: getattr(value, field.name) for field in fields_of(Value)}
    slots = {row.role: row.asset_version.asset_id for row in media if row.asset_version_id and row.position == 0}
    return {
        **plain,
        **slots,
        "name": creative.newest.name,
        "page": pages.first(),
        "instagram_account": accounts.first(),
    }
