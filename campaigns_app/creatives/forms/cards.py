"""The cards of a carousel."""

from django import forms

from campaigns_app.creatives import limits
from campaigns_app.creatives.forms.fields import AssetField
from campaigns_app.creatives.forms.parts import button, link, text
from campaigns_app.creatives.spec.check import ADVISE
from campaigns_app.creatives.spec.value import Card


class CardForm(forms.Form):
    asset_field = "medium"

    medium = AssetField(kinds=["image", "video"], what="an image or a video")
    headline = text("Headline", required=False)
    description = text("Description", required=False)
    link = link("Website")
    button = button()

    def __init__(self, *args, member, **options):
        super().__init__(*args, **options)
        self.advice: dict[str, list] = {}
        self.fields["medium"].limit_to(member)
        self.fields["button"].initial = ""

    @property
    def asset(self):
        return getattr(self, "cleaned_data", {}).get("medium")

    def clean_medium(self):
        asset = self.cleaned_data["medium"]
        least = limits.CARD_IMAGE_MIN_PX
        if asset and asset.kind == "image" and min(asset.width, asset.height) < least:
            size = f"{asset.width} × {asset.height}"
            raise forms.ValidationError(f"{asset.name} is {size}. A card needs at least {least} × {least} px.")
        return asset

    def value(self) -> Card:
        cleaned = getattr(self, "cleaned_data", {})
        return Card(
            link=cleaned.get("link") or "",
            headline=cleaned.get("headline") or "",
            description=cleaned.get("description") or "",
            button=cleaned.get("button") or "",
            medium=self.asset.kind if self.asset else "",
        )

    def take_finding(self, finding, field) -> None:
        if finding.level == ADVISE:
            self.advice.setdefault(field, []).append(finding)
        else:
            self.add_error(field, finding.sentence)


class BaseCardFormSet(forms.BaseFormSet):
    @property
    def used(self) -> list[CardForm]:
        """The cards that somebody began; a card left empty does not count."""
        return [form for form in self.forms if not self.is_bound or form.has_changed() or not form.empty_permitted]

    def clean(self):
        count = len(self.used)
        if count < limits.CARDS_MIN:
            raise forms.ValidationError(f"A carousel has at least {limits.CARDS_MIN} cards. Add another.")
        if count > limits.CARDS_MAX:
            raise forms.ValidationError(
                f"A carousel has at most {limits.CARDS_MAX} cards. Remove {count - limits.CARDS_MAX}."
            )


CardFormSet = forms.formset_factory(
    CardForm,
    formset=BaseCardFormSet,
    extra=0,
    min_num=limits.CARDS_MIN,
    max_num=limits.CARDS_MAX,
    absolute_max=50,
)
