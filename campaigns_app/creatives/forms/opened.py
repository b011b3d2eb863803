"""A form as it is opened: empty, of a saved version, or of what was sent; and Meta's blame put where it belongs."""

from assets_app.models import Page
from campaigns_app.creatives import spec
from campaigns_app.creatives.blame import fields_blamed
from campaigns_app.creatives.forms.parts import initial_of
from campaigns_app.creatives.forms.types import FORMS


def empty(creative_type: str, member, chosen=None):
    """`chosen` are assets to begin with (ids), in the order of the type's places."""
    form_type = FORMS[creative_type]
    initial = {"page": Page.objects.visible_to(member).in_use().first()}
    initial |= dict(zip(form_type.slots, chosen or [], strict=False))
    if creative_type == "carousel":
        cards = [{"medium": pk} for pk in chosen or []]
        return form_type(member=member, initial=initial, cards=cards or None)
    return form_type(member=member, initial=initial)


def sent(creative_type: str, member, data):
    return FORMS[creative_type](data, member=member)


def of_version(creative, member):
    """The newest version's content; what Meta refused of it stands at its fields."""
    version = creative.latest
    value = spec.read(creative.type, version.spec)
    media = list(version.media.select_related("asset_version"))
    initial = initial_of(creative, value, media, member)
    if creative.type != "carousel":
        return FORMS[creative.type](member=member, initial=initial)
    return FORMS[creative.type](member=member, initial=initial, cards=_cards(value, media))


def _cards(value, media) -> list[dict]:
    by_position = {
        row.position: row.asset_version.asset_id for row in media if row.role == "card" and row.asset_version_id
    }
    return [
        {
            "medium": by_position.get(position),
            "headline": card.headline,
            "description": card.description,
            "link": card.link,
            "button": card.button,
        }
        for position, card in enumerate(value.cards)
    ]


def blame(form, answer) -> None:
    """Put Meta's refusal at the fields that it names, else on top. `answer` has `sentence` and `fields`."""
    for field in answer.fields or [""]:
        form.blame(field, answer.sentence)


def blame_of(version) -> list[tuple[str, str]]:
    """[(form field or "", Meta's words)] of a version that Meta refused."""
    if version.state != version.State.FAILED:
        return []
    found = fields_blamed(version.creative.type, version.blame)
    return [(field, version.reason or version.error_text) for field in found or [""]]
