"""asset_customization_rules: which assets a placement or a language gets, by the names of labels.

Marketing API reference: placements, lines 6833 to 7161; languages, lines 7163 to 7527; error 2446173, line 13746. The reference's
own sample for ig_search (line 7013) breaks 2446173: refused here. A rule with an empty customization_spec is the one for the rest.
"""

from typing import Any

from .. import locales
from .checks import as_object, refuse, texts

TOP, RULES = "asset_feed_spec", "asset_customization_rules"
LABELS = {
    "image_label": "images",
    "video_label": "videos",
    "body_label": "bodies",
    "title_label": "titles",
    "description_label": "descriptions",
    "link_url_label": "link_urls",
    "caption_label": "captions",
    "call_to_action_label": "call_to_actions",
    "carousel_label": "carousels",
}
POSITIONS = {
    "facebook": "feed right_hand_column marketplace video_feeds search story notification instream_video facebook_reels profile_feed",
    "instagram": "stream story explore explore_home profile_feed ig_search reels profile_reels",
    "messenger": "sponsored_messages story messenger_home",
    "audience_network": "classic instream_video rewarded_video",
    "threads": "threads_stream",
}
LANGUAGE_FORMATS = ("SINGLE_IMAGE", "SINGLE_VIDEO")
LANGUAGE_LABELS = ("body_label", "title_label", "description_label", "link_url_label")
LANGUAGE_MOST, LENGTHS = 49, {"bodies": 4096, "titles": 255, "descriptions": 10_000}


def labels_of(feed: dict[str, Any], key: str) -> set[str]:
    return {str(label.get("name")) for entry in feed.get(key) or [] for label in entry.get("adlabels") or []}


def _check_labels(feed: dict[str, Any], rule: dict[str, Any], path: tuple[str, ...]) -> None:
    for name, key in LABELS.items():
        if rule.get(name) is None:
            continue
        label = as_object(rule[name], *path, name).get("name")
        if not label or str(label) not in labels_of(feed, key):
            sentence = f"Target rule label with name {label} doesn't refer to any of the asset labels."
            refuse(sentence, *path, name, title="Label Not Found", subcode=2446173)


def placements(feed: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    formats = feed.get("ad_formats") or []
    if not rules:
        refuse("Placement customization needs asset_customization_rules.", TOP, RULES)
    if len(rules) < 2 and feed.get("optimization_type") != "PLACEMENT":
        sentence = "Include at least two target customization rules in asset_feed_spec."
        refuse(sentence, TOP, RULES, title="Too Few Rules")
    if len(feed.get("descriptions") or []) > 1:
        sentence = "Only provide one link description, since the link description cannot be customized per placement."
        refuse(sentence, TOP, "descriptions")
    for index, rule in enumerate(rules):
        path = (TOP, RULES, str(index))
        _place(as_object(rule.get("customization_spec"), *path, "customization_spec"), path)
        _medium(rule, formats, path)
        if "explore_home" in (rule["customization_spec"].get("instagram_positions") or []) and formats != [
            "SINGLE_IMAGE"
        ]:
            sentence = "explore_home only supports the SINGLE_IMAGE format."
            refuse(sentence, *path, "customization_spec", "instagram_positions")
        _check_labels(feed, rule, path)
    _threads(rules)


def _place(spec: dict[str, Any], path: tuple[str, ...]) -> None:
    path = (*path, "customization_spec")
    platforms = spec.get("publisher_platforms") or []
    if spec and not platforms and not any(name.endswith("_positions") for name in spec):
        return  # a rule by age or country
    for platform in platforms:
        if platform not in POSITIONS:
            refuse(f"publisher_platforms knows {', '.join(POSITIONS)}.", *path, "publisher_platforms")
    for platform, known in POSITIONS.items():
        name = f"{platform}_positions"
        if platform in platforms and not spec.get(name):
            refuse(f"{name} is required with {platform} in publisher_platforms.", *path, name)
        for position in spec.get(name) or []:
            if position not in known.split():
                refuse(f"{position} is not a position of {platform}.", *path, name)
        if spec.get(name) and platform not in platforms:
            refuse(f"{name} needs {platform} in publisher_platforms.", *path, "publisher_platforms")


def _medium(rule: dict[str, Any], formats: list[str], path: tuple[str, ...]) -> None:
    """The label of the medium that the format needs."""
    wanted = {"SINGLE_IMAGE": ("image_label",), "SINGLE_VIDEO": ("video_label",), "CAROUSEL": ("carousel_label",)}
    names = wanted.get(formats[0] if formats else "", ("image_label", "video_label", "carousel_label"))
    if not any(rule.get(name) for name in names):
        refuse(f"{names[0]} is required for {formats[0] if formats else 'a rule'}.", *path, names[0])


def _threads(rules: list[dict[str, Any]]) -> None:
    """Threads needs the Instagram stream as well (line 6881); another rule may name it."""
    specs = [rule["customization_spec"] for rule in rules]
    if any(spec.get("threads_positions") for spec in specs):
        stream = any("stream" in (spec.get("instagram_positions") or []) for spec in specs)
        if not stream:
            sentence = "threads_positions needs a rule with instagram in publisher_platforms and stream in instagram_positions."
            refuse(sentence, TOP, RULES, "customization_spec", "threads_positions")


def languages(feed: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    """One format, one button, exactly one default rule, one rule a language, labels on every text."""
    formats, buttons = feed.get("ad_formats") or [], feed.get("call_to_action_types") or []
    if len(formats) != 1 or formats[0] not in LANGUAGE_FORMATS:
        refuse(f"Ads in several languages have one ad_format: {' or '.join(LANGUAGE_FORMATS)}.", TOP, "ad_formats")
    if len(buttons) != 1:
        sentence = f"Exactly one call_to_action_type is needed; this asset feed has {len(buttons)}."
        refuse(sentence, TOP, "call_to_action_types")
    media = "images" if formats[0] == "SINGLE_IMAGE" else "videos"
    for key in (media, *LENGTHS, "link_urls"):
        if not feed.get(key):
            refuse(f"{key} is required for ads in several languages.", TOP, key)
        if len(feed[key]) > LANGUAGE_MOST:
            refuse(f"There can be {LANGUAGE_MOST} {key}; this feed has {len(feed[key])}.", TOP, key)
    for key, length in LENGTHS.items():
        for index, entry in enumerate(feed[key]):
            texts(entry, (TOP, key, str(index)), {"text": length})
            if not entry.get("adlabels"):
                refuse("Each text of an ad in several languages has adlabels.", TOP, key, str(index), "adlabels")
    if sum(not entry.get("adlabels") for entry in feed[media]) > 1:
        refuse(f"Up to one of {media} may have no adlabel: it is used for all languages.", TOP, media)
    label = "image_label" if media == "images" else "video_label"
    used = {str(as_object(rule.get(label) or {}, TOP, RULES, label).get("name")) for rule in rules}
    if strange := sorted(labels_of(feed, media) - used):
        refuse(f"The label {strange[0]} of {media} is used by no rule.", TOP, media)
    _translations(feed)
    _language_rules(feed, rules)


def _language_rules(feed: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    defaults = [rule for rule in rules if rule.get("is_default")]
    if len(defaults) != 1:
        sentence = f"Exactly one rule with is_default is needed; this asset feed has {len(defaults)}."
        refuse(sentence, TOP, RULES, title="One Default Rule")
    if len(rules) < 2 and not feed.get("autotranslate"):
        refuse("Include at least two target customization rules in asset_feed_spec.", TOP, RULES, title="Too Few Rules")
    seen: set[int] = set()
    for index, rule in enumerate(rules):
        path = (TOP, RULES, str(index))
        codes = as_object(rule.get("customization_spec"), *path, "customization_spec").get("locales")
        if not isinstance(codes, list) or not codes:
            refuse("locales is required.", *path, "customization_spec", "locales")
        for code in codes:
            if code not in locales.KEYS:
                refuse(f"{code} is not a key of adlocale.", *path, "customization_spec", "locales")
            if code in seen:
                refuse(f"There is more than one rule for the language {locales.KEYS[code]}.", *path)
            seen.add(code)
        partly = feed.get("autotranslate") and not rule.get("is_default")
        for name in () if partly else LANGUAGE_LABELS:
            if not rule.get(name):
                refuse(f"{name} is required.", *path, name)
        _check_labels(feed, rule, path)


def _translations(feed: dict[str, Any]) -> None:
    wanted = feed.get("autotranslate") or []
    if not isinstance(wanted, list):
        refuse("autotranslate is a list of languages.", TOP, "autotranslate")
    for language in wanted:
        if language not in locales.TRANSLATED:
            sentence = f"{language} is not a language that texts can be translated to."
            refuse(sentence, TOP, "autotranslate")
