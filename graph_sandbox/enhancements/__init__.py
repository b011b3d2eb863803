"""Advantage+ features that the sandbox really applies: to pixels (pixels.py), to texts (words.py), or to what stands around.

Which have a preview and where: Marketing API reference, lines 9225, 9773, 9999, 10131; the SDK's enum of creative_feature.
Without one: inline_comment (line 9781), reveal_details_over_time, add_text_overlay.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..calls_to_action import words as button_words
from ..features import ALIASES, PLACES, fits
from ..formats import Format
from . import pixels, words

if TYPE_CHECKING:
    from ..story import Story

PIXELS = {
    "image_uncrop": pixels.uncrop,
    "image_touchups": pixels.touch_up,
    "image_brightness_and_contrast": pixels.brightness_and_contrast,
    "image_templates": pixels.template,
    "creative_stickers": pixels.sticker,
    "image_background_gen": pixels.background,
    "standard_enhancements_catalog": pixels.price_tag,
}
STORIES: dict[str, Callable[["Story"], "Story"]] = {
    "text_optimizations": words.optimize,
    "enhance_cta": words.enhance_cta,
    "description_automation": words.describe,
    "product_metadata_automation": words.metadata,
    "translate_voiceover": lambda story: words.say(story, "es_XX"),  # English to Spanish only
    "ig_video_native_subtitle": words.say,
    "profile_card": lambda story: replace(story, profile=True),
    "product_browsing": lambda story: replace(story, products=story.cards[:4] if story.catalogue else ()),
    "image_animation": lambda story: replace(story, motion="animated"),
    "video_filtering": lambda story: replace(story, motion="filtered"),
    "video_uncrop": lambda story: replace(story, motion="grown"),
    "video_auto_crop": lambda story: replace(story, motion="cut"),
}
# Before v22.0 one preview showed what standard_enhancements would do (lines 9693 to 9781).
STANDARD = (("image_touchups", "Vary image aspect ratio"), ("image_templates", "Image templates for Feed"))


def eligible(feature: str, story: "Story", entry: Format) -> bool:
    """Whether this creative would be changed on this placement."""
    feature = ALIASES.get(feature, feature)
    kind = "link" if story.kind == "post" else story.kind
    if not fits(feature, kind, catalogue=story.catalogue) or entry.name not in PLACES.get(feature, (entry.name,)):
        return False
    if feature == "ig_video_native_subtitle" and not entry.instagram:
        return False
    card = story.first
    if feature in ("image_uncrop", "video_uncrop", "video_auto_crop"):
        source = card.video or card.image
        return source is not None and pixels.can_grow(source["width"] / source["height"], entry)
    if feature == "creative_stickers":
        return bool(button_words(card.cta))
    if feature in PIXELS:
        return card.image is not None
    return with_words(feature, story) != story


def with_words(feature: str, story: "Story", locale: str = "") -> "Story":
    """The story with what a feature does to its texts and surroundings."""
    feature = ALIASES.get(feature, feature)
    if feature == "text_translation":
        return words.translate(story, locale if locale and not locale.startswith("en") else "es_XX")
    if feature == "creative_stickers" and story.first.video is not None:
        return replace(story, sticker=button_words(story.first.cta))
    change = STORIES.get(feature)
    return change(story) if change else story
