"""What all types share: who speaks, the button, and the settings outside the story that Meta would decide alone."""

from campaigns_app.creatives.spec.value import Value


def creative(value: Value, **data) -> dict:
    """A creative spec around one of `link_data`, `photo_data`, `video_data`."""
    story = given(page_id=value.page_id, instagram_user_id=value.instagram_user_id) | data
    status = "OPT_IN" if value.multi_advertiser else "OPT_OUT"
    # On unless it is refused (Marketing API reference, lines 10567-10612): so it is always said.
    return {"object_story_spec": story, "contextual_multi_ads": {"enroll_status": status}} | given(
        url_tags=value.url_tags
    )


def given(**values) -> dict:
    """Only what is filled in: Meta takes an empty text for a text."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def button(name: str, link: str) -> dict | None:
    return {"type": name, "value": {"link": link}} if name else None


def shared(spec: dict, data: dict) -> dict:
    """The fields of Value that every type reads back the same way."""
    story = spec.get("object_story_spec") or {}
    action = data.get("call_to_action") or {}
    return {
        "page_id": str(story.get("page_id", "")),
        "instagram_user_id": str(story.get("instagram_user_id", "")),
        "button": action.get("type", ""),
        "url_tags": spec.get("url_tags", ""),
        "multi_advertiser": (spec.get("contextual_multi_ads") or {}).get("enroll_status") == "OPT_IN",
    }
