"""From a form's value to Graph's creative spec and back, one module a type."""

from campaigns_app.creatives.spec import carousel, link, photo, video

BUILDERS = {"link": link, "photo": photo, "video": video, "carousel": carousel}


def build(creative_type: str, value) -> dict:
    """The spec for `/adcreatives`, media as tokens, without name and features."""
    return BUILDERS[creative_type].build(value)


def read(creative_type: str, spec: dict):
    """The value that a form shows of a spec."""
    return BUILDERS[creative_type].read(spec)


def type_of(spec: dict) -> str:
    """Which of our types a spec is; "other" for what no form of ours can edit."""
    story = spec.get("object_story_spec") or {}
    if spec.get("asset_feed_spec"):
        return "other"
    if story.get("video_data"):
        return "video"
    if story.get("photo_data"):
        return "photo"
    data = story.get("link_data") or {}
    if data.get("child_attachments"):
        return "carousel"
    return "link" if data else "other"
