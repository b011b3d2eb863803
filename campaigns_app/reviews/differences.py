"""What changed between two copies of a creative, in words. Pure.

A difference is {"what": where it is, "before": text, "after": text}; `sentence` says it in one line.
"""

from campaigns_app.creatives.features import label, switched_on

LONGEST = 80
NAMES = {
    "message": "primary text",
    "name": "headline",
    "title": "headline",
    "body": "primary text",
    "description": "description",
    "caption": "shown link",
    "link": "link",
    "link_url": "link",
    "image_hash": "picture",
    "video_id": "video",
    "type": "button",
    "call_to_action_type": "button",
    "url_tags": "URL tags",
    "page_id": "Page",
    "instagram_user_id": "Instagram account",
}
CARRIERS = {"value", "call_to_action", "link_data", "video_data", "photo_data", "object_story_spec"}


def of_evidence(before: dict, after: dict) -> list[dict]:
    """Between two values of `fingerprint.evidence`."""
    found = _walk(before.get("spec"), after.get("spec"), ())
    return found + of_features(before.get("features") or {}, after.get("features") or {})


def of_versions(before, after, media_before=(), media_after=()) -> list[dict]:
    """Between two versions of ours; media are lists of (role, position, name), since specs name them by place."""
    found = _walk(before.spec, after.spec, ())
    if list(media_before) != list(media_after):
        old, new = ([entry[-1] for entry in media] for media in (media_before, media_after))
        found.append(_difference("media", ", ".join(old), ", ".join(new)))
    return found + of_features(before.features, after.features)


def of_features(before: dict, after: dict) -> list[dict]:
    old, new = set(switched_on(before)), set(switched_on(after))
    turned = [_difference(label(name), "off", "on") for name in sorted(new - old)]
    turned += [_difference(label(name), "on", "off") for name in sorted(old - new)]
    return turned + [_difference(label(name), before[name], after[name]) for name in _retuned(before, after, old & new)]


def _retuned(before, after, names):
    return sorted(name for name in names if before[name] != after[name])


def sentence(difference: dict) -> str:
    """`The headline changed from “A” to “B”.`"""
    what, before, after = difference["what"], difference["before"], difference["after"]
    if before in ("on", "off") and after in ("on", "off"):
        return f"{what} was turned {after}."
    if not before:
        return f"The {what} “{after}” was added."
    if not after:
        return f"The {what} “{before}” was taken away."
    return f"The {what} changed from “{before}” to “{after}”."


def _walk(before, after, path) -> list[dict]:
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted(before.keys() | after.keys())
        return [entry for key in keys for entry in _walk(before.get(key), after.get(key), (*path, key))]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True), start=1)
        return [entry for number, (old, new) in pairs for entry in _walk(old, new, (*path, number))]
    return [_difference(_name(path), before, after)]


def _name(path) -> str:
    """The last key in people's words, with the number of the card it stands in."""
    keys = [key for key in path if isinstance(key, str) and key not in CARRIERS] or ["content"]
    number = next((f" of card {key}" for key in reversed(path) if isinstance(key, int)), "")
    return NAMES.get(keys[-1], keys[-1].replace("_", " ")) + number


def _difference(what, before, after) -> dict:
    return {"what": what, "before": _text(before), "after": _text(after)}


def _text(value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        value = ", ".join(f"{key} {inner}" for key, inner in sorted(value.items()))
    text = str(value)
    if text.startswith(("sha256:", "image:", "video:")):
        text = text[:20]
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
