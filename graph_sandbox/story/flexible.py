"""The flexible format in a preview: the first group that the ad carries, as an asset feed of automatic format.

Marketing API reference, lines 11021 to 11149: the groups are the ad's, not the creative's, so only /{ad}/previews shows them.
"""

from typing import Any

IDENTITY = ("page_id", "instagram_user_id", "instagram_actor_id", "threads_user_id")
TEXTS = {"primary_text": "bodies", "headline": "titles", "description": "descriptions"}


def with_groups(spec: dict[str, Any], groups: Any) -> dict[str, Any]:
    """The spec of a creative as an ad with `creative_asset_groups_spec` shows it; the spec itself for an ad without."""
    given = groups.get("groups") if isinstance(groups, dict) else None
    if not given:
        return spec
    group, story = given[0], spec.get("object_story_spec") or {}
    action = group.get("call_to_action") or {}
    link = str((action.get("value") or {}).get("link") or (story.get("link_data") or {}).get("link") or "")
    feed: dict[str, Any] = {
        "images": [{"hash": image["hash"]} for image in group.get("images") or []],
        "videos": [
            {"video_id": video["video_id"], "thumbnail_hash": video.get("image_hash")}
            for video in group.get("videos") or []
        ],
        "ad_formats": ["AUTOMATIC_FORMAT"],
        "call_to_action_types": [action["type"]] if action.get("type") else [],
        "link_urls": [{"website_url": link}] if link else [],
    }
    for kind, key in TEXTS.items():
        feed[key] = [{"text": text["text"]} for text in group.get("texts") or [] if text.get("text_type") == kind]
    identity = {name: story[name] for name in IDENTITY if story.get(name)}
    return {**spec, "object_story_spec": identity, "asset_feed_spec": feed}
