"""One form a type."""

from django import forms

from campaigns_app.creatives.forms.cards import CardFormSet
from campaigns_app.creatives.forms.fields import AssetField
from campaigns_app.creatives.forms.parts import CreativeForm, button, link, text
from campaigns_app.creatives.services.creatives import Chosen


class LinkForm(CreativeForm):
    type = "link"
    slots = ("image",)

    image = AssetField(kinds=["image"], what="an image")
    message = text("Primary text", rows=4)
    headline = text("Headline")
    description = text("Description", required=False)
    link = link("Website")
    display_link = text("Display link", required=False)
    button = button()


class PhotoForm(CreativeForm):
    type = "photo"
    slots = ("image",)

    image = AssetField(kinds=["image"], what="a photo")
    message = text("Primary text", rows=4)


class VideoForm(CreativeForm):
    type = "video"
    slots = ("video", "thumbnail")

    video = AssetField(kinds=["video"], what="a video")
    thumbnail = AssetField(kinds=["image"], what="a picture", required=False)
    message = text("Primary text", rows=4)
    headline = text("Headline", required=False)
    description = text("Description", required=False)
    link = link("Website", required=False)
    button = button()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("button") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", "The button needs a web address. Give one, or choose “No button”.")
        return cleaned

    def more(self):
        return {"has_thumbnail": bool(self.cleaned_data.get("thumbnail"))}


class CarouselForm(CreativeForm):
    """`cards` is a formset whose errors count as the form's."""

    type = "carousel"

    message = text("Primary text", rows=4)
    link = link("Website of “See more”")
    display_link = text("Display link", required=False)
    button = button()
    meta_orders_cards = forms.BooleanField(label="Let Meta choose the order of the cards", required=False)
    end_card = forms.BooleanField(label="End with a card of the Page", required=False)

    def __init__(self, *args, member, cards=None, **options):
        super().__init__(*args, member=member, **options)
        data = args[0] if args else options.get("data")
        self.cards = CardFormSet(data, prefix="cards", initial=cards, form_kwargs={"member": member})

    def clean(self):
        self.cards.is_valid()
        cleaned = super().clean()
        if self.cards.total_error_count():
            self.add_error(None, "Look at the cards: something is missing there.")
        return cleaned

    def take_finding(self, finding):
        if not finding.field.startswith("cards-"):
            return super().take_finding(finding)
        _, number, field = finding.field.split("-")
        self.cards.used[int(number)].take_finding(finding, field)

    def more(self):
        return {"cards": tuple(card.value() for card in self.cards.used)}

    def chosen_media(self):
        cards = enumerate(self.cards.used)
        return [Chosen("card", number, card.asset.current) for number, card in cards if card.asset]

    def blame(self, field, sentence):
        parts = field.split("-")
        if parts[0] == "cards" and self.is_bound and int(parts[1]) < len(self.cards.used):
            card = self.cards.used[int(parts[1])]
            card.add_error(parts[2] if parts[2] in card.fields else None, sentence)
            self.add_error(None, f"Card {int(parts[1]) + 1}: {sentence}")
        else:
            super().blame(field, sentence)


FORMS = {form.type: form for form in (LinkForm, PhotoForm, VideoForm, CarouselForm)}
