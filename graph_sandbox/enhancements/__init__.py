"""Advantage+ features that the sandbox really applies: to pixels (pixels.py) or to texts (words.py)."""

from typing import TYPE_CHECKING

from ..features import UNCROP_FORMATS, fits
from ..formats import Format
from . import pixels, words

if TYPE_CHECKING:
    from ..story import Story

ALIASES = {"image_template": "image_templates"}
PIXELS = {
    "image_uncrop": pixels.uncrop,
    "image_touchups": pixels.touch_up,
    "image_brightness_and_contrast": pixels.brightness_and_contrast,
    "image_templates": pixels.template,
}
WORDS = {"text_optimizations": words.optimize, "enhance_cta": words.enhance_cta}


def eligible(feature: str, story: "Story", entry: Format) -> bool:
    """Whether this creative would be changed on this placement."""
    feature = ALIASES.get(feature, feature)
    kind = "link" if story.kind == "post" else story.kind
    if feature not in PIXELS and feature not in WORDS or not fits(feature, kind):
        return False
    if feature == "image_uncrop":
        image = story.first.image
        return (
            entry.name in UNCROP_FORMATS
            and image is not None
            and pixels.can_grow(image["width"] / image["height"], entry)
        )
    if feature in WORDS:
        return WORDS[feature](story) != story
    return story.first.image is not None


def with_words(feature: str, story: "Story") -> "Story":
    change = WORDS.get(feature)
    return change(story) if change else story
