"""Two to ten cards, each an image or a video.

Source: Marketing API reference, lines 1498-1619 (samples) and 1746-1764 (fields). `multi_share_optimized` and
`multi_share_end_card` are on at Meta unless refused, so both are always said.
"""

from campaigns_app.creatives.spec import story, tokens
from campaigns_app.creatives.spec.value import Card, Value


def build(value: Value) -> dict:
    data = story.given(link=value.link, message=value.message, caption=value.display_link)
    data["child_attachments"] = [_card(card, position) for position, card in enumerate(value.cards)]
    data["multi_share_optimized"] = value.meta_orders_cards
    data["multi_share_end_card"] = value.end_card
    action = story.button(value.button, value.link)
    return story.creative(value, link_data=data | story.given(call_to_action=action))


def _card(card: Card, position: int) -> dict:
    place = tokens.media("card", position)
    # A video card must carry a picture as well (line 1762).
    medium = (
        {"video_id": place, "picture": tokens.poster("card", position)}
        if card.medium == "video"
        else {"image_hash": place}
    )
    return medium | story.given(
        link=card.link,
        name=card.headline,
        description=card.description,
        call_to_action=story.button(card.button, card.link),
    )


def read(spec: dict) -> Value:
    data = (spec.get("object_story_spec") or {}).get("link_data") or {}
    return Value(
        **story.shared(spec, data),
        link=data.get("link", ""),
        message=data.get("message", ""),
        display_link=data.get("caption", ""),
        meta_orders_cards=bool(data.get("multi_share_optimized", True)),
        end_card=bool(data.get("multi_share_end_card", True)),
        cards=tuple(_read_card(card) for card in data.get("child_attachments") or []),
    )


def _read_card(card: dict) -> Card:
    return Card(
        link=card.get("link", ""),
        headline=card.get("name", ""),
        description=card.get("description", ""),
        button=(card.get("call_to_action") or {}).get("type", ""),
        medium="video" if card.get("video_id") else "image",
    )
