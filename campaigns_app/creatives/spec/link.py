"""A link with one image. Source: Ad Creative reference, "Create a link ad"; Marketing API reference, lines 825-845."""

from campaigns_app.creatives.spec import story, tokens
from campaigns_app.creatives.spec.value import Value


def build(value: Value) -> dict:
    data = story.given(
        link=value.link,
        message=value.message,
        name=value.headline,
        description=value.description,
        caption=value.display_link,
        image_hash=tokens.media("image"),
        call_to_action=story.button(value.button, value.link),
    )
    return story.creative(value, link_data=data)


def read(spec: dict) -> Value:
    data = (spec.get("object_story_spec") or {}).get("link_data") or {}
    return Value(
        **story.shared(spec, data),
        link=data.get("link", ""),
        message=data.get("message", ""),
        headline=data.get("name", ""),
        description=data.get("description", ""),
        display_link=data.get("caption", ""),
    )
