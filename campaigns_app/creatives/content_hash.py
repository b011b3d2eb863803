"""What a stored creative shows, as one hash: scheme 1. Pure.

Every key that Meta gives back below the top level counts, known to us or not, so that nothing slips through unseen;
only what is written in the lists here is dropped. Media count by their bytes where we have them.
"""

import hashlib
import json
import unicodedata

from campaigns_app.creatives.features import BY_NAME, OPT_IN, OPT_OUT

SCHEME = 1
# Top-level fields that say nothing of what people see: names, ids of posts, signed addresses, states.
DROPPED_ON_TOP = {
    "id",
    "account_id",
    "name",
    "status",
    "object_type",
    "object_story_id",
    "effective_object_story_id",
    "effective_instagram_media_id",
    "instagram_permalink_url",
    "thumbnail_url",
    "image_url",
    "degrees_of_freedom_spec",
}
DROPPED_EVERYWHERE = {"group_uuid", "thumbnail_url", "thumbnail_hash", "post_id", "status"}
# Addresses of pictures that Meta signs anew: they count only where no id names the picture.
SIGNED = {"image_url", "picture"}
NAMES_A_MEDIUM = {"image_hash": "image", "video_id": "video"}
TEXT_KEYS = {"message", "name", "title", "body", "description", "caption", "link_description", "text"}


def content(stored: dict, media: dict[str, str], feature: str | None = None) -> dict:
    """What is hashed. `media` maps `image:HASH` and `video:ID` to a SHA-256 of the bytes.

    `feature` limits the features that count: None = all, "" = none (the original), a name = that one.
    """
    spec = _clean({key: value for key, value in stored.items() if key not in DROPPED_ON_TOP}, media)
    return {
        "scheme": SCHEME,
        "spec": spec,
        "media": list(_media(spec)),
        "features": _features(stored, feature),
        "texts": list(_texts(spec)),
    }


def content_hash(stored: dict, media: dict[str, str]) -> str:
    return digest(content(stored, media))


def cell_hash(stored: dict, media: dict[str, str], feature: str = "") -> str:
    """The hash of what one cell of a review shows: the base, and its own feature and no other."""
    return digest(content(stored, media, feature))


def digest(value) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _clean(value, media, key=""):
    if isinstance(value, dict):
        return _clean_object(value, media)
    if isinstance(value, list):
        items = [item for item in (_clean(inner, media, key) for inner in value) if not _is_empty(item)]
        return sorted(items, key=digest) if key == "adlabels" else items
    if key in NAMES_A_MEDIUM and value:
        name = f"{NAMES_A_MEDIUM[key]}:{value}"
        return f"sha256:{media[name]}" if name in media else name
    if isinstance(value, bool) or value is None:
        return value
    return unicodedata.normalize("NFC", str(value))


def _clean_object(value, media):
    named = any(value.get(key) for key in NAMES_A_MEDIUM)
    kept = {}
    for key, inner in value.items():
        if key in DROPPED_EVERYWHERE or (named and key in SIGNED):
            continue
        cleaned = _clean(inner, media, key)
        if not _is_empty(cleaned):
            kept[key] = cleaned
    return kept


def _is_empty(value) -> bool:
    return value is None or value == {} or value == [] or value == ""


def _media(value, role=""):
    """Each medium with the place where it stands, in order."""
    for key, inner in _pairs(value):
        if key in NAMES_A_MEDIUM and isinstance(inner, str):
            yield {"role": f"{role}.{key}".strip("."), "sha256": inner}
        elif isinstance(inner, dict | list):
            yield from _media(inner, key if isinstance(value, dict) else role)


def _texts(value):
    for key, inner in _pairs(value):
        if isinstance(inner, dict | list):
            yield from _texts(inner)
        elif key in TEXT_KEYS and isinstance(inner, str):
            yield inner


def _pairs(value):
    return sorted(value.items()) if isinstance(value, dict) else [("", inner) for inner in value]


def _features(stored: dict, only: str | None) -> dict:
    """Each OPT_IN with its customizations. OPT_OUT counts only where Meta's own default is on."""
    given = (stored.get("degrees_of_freedom_spec") or {}).get("creative_features_spec") or {}
    kept = {}
    for name, value in given.items():
        if only is not None and name != only:
            continue
        status = str((value or {}).get("enroll_status", "")).upper()
        if status == OPT_IN or (name in BY_NAME and BY_NAME[name].default == OPT_IN and status == OPT_OUT):
            kept[name] = _clean(value, {})
    return kept
