"""A photo with a caption and no link. Source: Marketing API reference, line 14774 (`photo_data`)."""

from campaigns_app.creatives.spec import story, tokens
from campaigns_app.creatives.spec.value import Value


def build(value: Value) -> dict:
    data = story.given(caption=value.message, image_hash=tokens.media("image"))
    return story.creative(value, photo_data=data)


def read(spec: dict) -> Value:
    data = (spec.get("object_story_spec") or {}).get("photo_data") or {}
    return Value(**story.shared(spec, data), message=data.get("caption", ""))
