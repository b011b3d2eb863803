"""asset_feed_spec: many assets from which Meta makes ads. What is allowed depends on what the feed is for.

Marketing API reference: options and limits, lines 6445 to 6526; dynamic creative, line 6578; placement customisation, line 6833;
languages, lines 7163 to 7527; format automation, line 11151; music, line 9198.
"""

from typing import Any

from . import beside, checks, feed_rules
from .checks import Checked, as_object, as_objects, refuse, texts, url

TOP = "asset_feed_spec"
FORMATS = ("SINGLE_IMAGE", "CAROUSEL", "CAROUSEL_IMAGE", "SINGLE_VIDEO", "AUTOMATIC_FORMAT", "COLLECTION")
PURPOSES = ("ASSET_CUSTOMIZATION", "LANGUAGE", "PLACEMENT", "REGULAR", "FORMAT_AUTOMATION", "DEGREES_OF_FREEDOM")
TEXT_KEYS = ("bodies", "titles", "descriptions")
MEDIA_KEYS = ("images", "videos")
OBJECT_KEYS = (*MEDIA_KEYS, *TEXT_KEYS, "link_urls", "call_to_actions", "captions", "audios", "carousels", "groups")
MOST = {"images": 10, "videos": 10, "link_urls": 5, "call_to_action_types": 5, **dict.fromkeys(TEXT_KEYS, 5)}
TOTAL = 30
LENGTHS = {"bodies": 1024, "titles": 255, "descriptions": 255}


def purpose(feed: dict[str, Any]) -> str:
    """LANGUAGE, PLACEMENT, FORMAT_AUTOMATION, DEGREES_OF_FREEDOM, REGULAR (dynamic creative), or "" for a feed that only
    adds music, shops or extensions to a story."""
    rules = feed.get("asset_customization_rules") or []
    named = str(feed.get("optimization_type") or "")
    if named == "LANGUAGE" or feed.get("autotranslate") or any(_speaks(rule) for rule in rules):
        return "LANGUAGE"
    if rules or named in ("PLACEMENT", "ASSET_CUSTOMIZATION"):
        return "PLACEMENT"
    if named in ("FORMAT_AUTOMATION", "DEGREES_OF_FREEDOM"):
        return named
    return "REGULAR" if feed.get("ad_formats") or any(feed.get(key) for key in MEDIA_KEYS) else ""


def _speaks(rule: Any) -> bool:
    spec = rule.get("customization_spec") if isinstance(rule, dict) else None
    return isinstance(spec, dict) and bool(spec.get("locales"))


def check(creative: Checked) -> None:
    feed = creative.feed
    for key in OBJECT_KEYS:
        if feed.get(key) is not None:
            as_objects(feed[key], TOP, key)
    rules = as_objects(feed.get("asset_customization_rules") or [], TOP, "asset_customization_rules")
    if feed.get("optimization_type") not in (None, *PURPOSES):
        refuse(f"optimization_type must be one of {', '.join(PURPOSES)}.", TOP, "optimization_type")
    _assets(creative, feed)
    kind = purpose(feed)
    if rules and feed.get("optimization_type") == "REGULAR":
        refuse("Dynamic creative has no customization rules.", TOP, "asset_customization_rules")
    if kind == "REGULAR":
        _dynamic(creative, feed)
    elif kind == "LANGUAGE":
        feed_rules.languages(feed, rules)
    elif kind == "PLACEMENT":
        _limits(feed, dict.fromkeys(MOST, 30), LENGTHS)
        feed_rules.placements(feed, rules)
    elif kind == "FORMAT_AUTOMATION":
        _automation(creative, feed)
    else:
        _limits(feed, MOST, {**LENGTHS, "bodies": checks.MESSAGE})
    _unique(feed)


def _assets(creative: Checked, feed: dict[str, Any]) -> None:
    for index, entry in enumerate(feed.get("images") or []):
        path = (TOP, "images", str(index))
        if not (entry.get("hash") or entry.get("url")):
            refuse("Either url or hash is required.", *path, "hash", title="Missing Image")
        creative.picture(entry, path, "hash")
        checks.crops(entry, path, ("100x100", "400x500", "90x160", "100x72", "400x150", "600x360", "300x400"))
    for index, entry in enumerate(feed.get("videos") or []):
        path = (TOP, "videos", str(index))
        if not entry.get("video_id"):
            refuse("video_id is required.", *path, "video_id", title="Missing Video")
        creative.video(entry, path)
        creative.picture(entry, path, "thumbnail_hash")
    for index, entry in enumerate(feed.get("link_urls") or []):
        path = (TOP, "link_urls", str(index))
        if not entry.get("website_url"):
            refuse("website_url is required.", *path, "website_url", title="Missing Website URL")
        url(entry["website_url"], *path, "website_url")
        if entry.get("url_tags"):
            refuse("url_tags stand on images, videos and texts, not on links.", *path, "url_tags")
        if entry.get("deeplink_url") and "://" not in str(entry["deeplink_url"]):
            refuse("deeplink_url is an address inside the app.", *path, "deeplink_url")
    _words(feed)


def _words(feed: dict[str, Any]) -> None:
    types = feed.get("call_to_action_types") or []
    if not isinstance(types, list):
        refuse("call_to_action_types must be an array.", TOP, "call_to_action_types")
    for index, entry in enumerate(types):
        checks.cta_type(entry, TOP, "call_to_action_types", str(index))
    for index, audio in enumerate(feed.get("audios") or []):
        if audio.get("type") not in ("random", "explicit"):
            refuse("type of an audio must be random.", TOP, "audios", str(index), "type")
    for key in (*TEXT_KEYS, *MEDIA_KEYS):
        for index, entry in enumerate(feed.get(key) or []):
            if entry.get("url_tags"):
                beside.url_tags(entry["url_tags"], TOP, key, str(index), "url_tags")


def _limits(feed: dict[str, Any], most: dict[str, int], lengths: dict[str, int]) -> None:
    for key, count in most.items():
        given = len(feed.get(key) or [])
        if given > count:
            refuse(f"There can be {count} {key}; this asset feed has {given}.", TOP, key, title="Too Many Assets")
    for key, length in lengths.items():
        for index, entry in enumerate(feed.get(key) or []):
            texts(entry, (TOP, key, str(index)), {"text": length})
            if "text" not in entry:
                refuse("text is required.", TOP, key, str(index), "text")


def _dynamic(creative: Checked, feed: dict[str, Any]) -> None:
    """Dynamic creative: one format, 30 assets in all, no rules; the format and the links count."""
    _limits(feed, MOST, LENGTHS)
    for index, entry in enumerate(feed.get("images") or []):
        if len(entry.get("image_crops") or {}) > 1:
            refuse("There can be one crop of each image.", TOP, "images", str(index), "image_crops")
    formats = _formats(feed)
    if len(formats) != 1:
        sentence = f"Only one ad_format is allowed per asset feed; this one has {len(formats)}."
        refuse(sentence, TOP, "ad_formats")
    total = sum(len(feed.get(key) or []) for key in (*MOST, "ad_formats"))
    if total > TOTAL:
        refuse(f"Maximum of {TOTAL} total assets; this asset feed has {total}.", TOP, title="Too Many Assets")
    if not feed.get("link_urls") and not _link(creative):
        refuse("link_urls is required.", TOP, "link_urls", title="Missing Website URL")
    needs = {"SINGLE_IMAGE": ("images", 1), "CAROUSEL": ("images", 2), "CAROUSEL_IMAGE": ("images", 2)}
    needs["SINGLE_VIDEO"] = ("videos", 1)
    key, fewest = needs.get(formats[0], ("", 0))
    if formats == ["SINGLE_IMAGE"] and feed.get("videos") and not feed.get("images"):
        return  # the reference's own sample (line 6282): it is kept as SINGLE_VIDEO
    if key and len(feed.get(key) or []) < fewest:
        refuse(f"{formats[0]} needs at least {fewest} {key}.", TOP, key, title="Missing Media")
    if not key and not any(feed.get(name) for name in MEDIA_KEYS):
        refuse(f"{formats[0]} needs images or videos.", TOP, "images", title="Missing Media")


def _link(creative: Checked) -> bool:
    story = creative.part("object_story_spec")
    return any(isinstance(story.get(name), dict) for name in ("link_data", "template_data", "video_data"))


def _formats(feed: dict[str, Any]) -> list[str]:
    formats = feed.get("ad_formats")
    if not isinstance(formats, list):
        refuse("ad_formats is required.", TOP, "ad_formats")
    for entry in formats:
        if entry not in FORMATS:
            refuse(f"{entry} is not an ad format. Use one of {', '.join(FORMATS)}.", TOP, "ad_formats")
    return formats


def _automation(creative: Checked, feed: dict[str, Any]) -> None:
    """Carousel and collection of one catalogue creative."""
    if not set(_formats(feed)) <= {"CAROUSEL", "COLLECTION"}:
        refuse("FORMAT_AUTOMATION knows the formats CAROUSEL and COLLECTION.", TOP, "ad_formats")
    story = creative.part("object_story_spec")
    template = as_object(story.get("template_data") or {}, "object_story_spec", "template_data")
    if not creative.spec.get("product_set_id") or template.get("force_single_link"):
        refuse("Format automation only supports carousel Advantage+ catalog ads.", "product_set_id")
    _limits(feed, MOST, LENGTHS)


def _unique(feed: dict[str, Any]) -> None:
    """1815629. Equal texts with different labels are different assets."""
    for key in (*MEDIA_KEYS, *TEXT_KEYS, "link_urls"):
        seen: list[Any] = []
        for index, entry in enumerate(feed.get(key) or []):
            if entry in seen:
                refuse(
                    "All ad asset values should be unique. Please check your values.",
                    TOP,
                    key,
                    str(index),
                    title="Duplicate Assets",
                    subcode=1815629,
                )
            seen.append(entry)
