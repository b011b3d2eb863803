"""From the fields that Meta blames to the fields of our form. Pure.

Meta names a path such as ["object_story_spec", "link_data", "child_attachments", "1", "name"]; the last known key
decides, and what stands before it tells a card from the whole.
"""

FIELDS = {
    "link": "link",
    "message": "message",
    "description": "description",
    "link_description": "description",
    "title": "headline",
    "body": "message",
    "caption": "display_link",
    "image_hash": "image",
    "picture": "image",
    "image_url": "thumbnail",
    "video_id": "video",
    "call_to_action": "button",
    "url_tags": "url_tags",
    "page_id": "page",
    "instagram_user_id": "instagram_account",
    "instagram_actor_id": "instagram_account",
}
CARD_FIELDS = {
    "link": "link",
    "name": "headline",
    "description": "description",
    "image_hash": "medium",
    "picture": "medium",
    "video_id": "medium",
    "call_to_action": "button",
}


def fields_blamed(creative_type: str, paths) -> list[str]:
    """Names of form fields, without repetition; `cards-N-FIELD` for cards. Paths that are none of ours are left out."""
    found = [_field(creative_type, [str(part) for part in path]) for path in paths if path]
    return list(dict.fromkeys(name for name in found if name))


def _field(creative_type, path) -> str:
    if "child_attachments" in path:
        rest = path[path.index("child_attachments") + 1 :]
        if rest and rest[0].isdigit():
            return f"cards-{rest[0]}-{_last(rest[1:], CARD_FIELDS) or 'medium'}"
        return ""
    if path[-1] == "name":
        return "headline" if "link_data" in path else "name"
    if creative_type == "photo" and path[-1] == "caption":
        return "message"
    if creative_type == "video" and path[-1] == "image_hash":
        return "thumbnail"
    return _last(path, FIELDS)


def _last(path, table) -> str:
    return next((table[part] for part in reversed(path) if part in table), "")
