"""One video. Meta wants a picture with it: a chosen one, else the one that Meta drew of the video.

Source: Marketing API reference, lines 1206-1302 and 1357-1395.
"""

from campaigns_app.creatives.spec import story, tokens
from campaigns_app.creatives.spec.value import Value


def build(value: Value) -> dict:
    data = story.given(
        video_id=tokens.media("video"),
        message=value.message,
        title=value.headline,
        link_description=value.description,
        call_to_action=story.button(value.button, value.link),
    )
    still = {"image_hash": tokens.media("thumbnail")} if value.has_thumbnail else {"image_url": tokens.poster("video")}
    return story.creative(value, video_data=data | still)


def read(spec: dict) -> Value:
    data = (spec.get("object_story_spec") or {}).get("video_data") or {}
    action = data.get("call_to_action") or {}
    return Value(
        **story.shared(spec, data),
        message=data.get("message", ""),
        headline=data.get("title", ""),
        description=data.get("link_description", ""),
        link=(action.get("value") or {}).get("link", ""),
        has_thumbnail=bool(data.get("image_hash")),
    )
