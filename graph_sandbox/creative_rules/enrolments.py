"""degrees_of_freedom_spec: which Advantage+ features a creative is enrolled in. Marketing API reference, lines 9094 to 9217.

Keys that the version does not know fail the whole call. Since v22.0 standard_enhancements cannot be chosen (line 9585).
"""

from typing import Any

from .. import features
from ..versions import STANDARD_ENDED, at_least
from .checks import Checked, as_object, enrolment, refuse

TOP = "degrees_of_freedom_spec"
PATH = (TOP, "creative_features_spec")
CROP_STYLES = ("AUTO", "NONE")
CUSTOMIZATIONS = frozenset(
    """aspect_ratio_config background_color catalog_feed_tag_name fb_feed_tag_name fb_reels_tag_name fb_story_tag_name font_name
    ig_feed_tag_name ig_reels_tag_name ig_stream_tag_name image_crop_style pe_carousel recomposition_type showcase_card_display
    text_extraction text_style video_crop_style""".split()
)


def check(creative: Checked, version: str) -> None:
    freedom = creative.part(TOP)
    spec = as_object(freedom.get("creative_features_spec") or {}, *PATH)
    for name in features.unknown(spec):
        refuse(f"{name} is not a creative feature.", *PATH, name)
    for name, entry in spec.items():
        enrolment(entry, *PATH, name)
        _customizations(as_object(entry.get("customizations") or {}, *PATH, name, "customizations"), name)
        if entry.get("action_metadata") is not None:
            _action(entry["action_metadata"], name)
    enrolled = features.enrolled(creative.spec)
    if "standard_enhancements" in enrolled and at_least(version, STANDARD_ENDED):
        sentence = "standard_enhancements is not available since v22.0. Choose features one by one."
        refuse(sentence, *PATH, "standard_enhancements")
    if "product_extensions" in enrolled:
        _needs_a_catalogue(creative)


def _customizations(given: dict[str, Any], feature: str) -> None:
    path = (*PATH, feature, "customizations")
    for name in sorted(set(given) - CUSTOMIZATIONS):
        refuse(f"{name} is not a customization of a creative feature.", *path, name)
    if "text_extraction" in given:
        enrolment(given["text_extraction"], *path, "text_extraction")
    if given.get("video_crop_style", "AUTO") not in CROP_STYLES:
        refuse(f"video_crop_style must be one of {', '.join(CROP_STYLES)}.", *path, "video_crop_style")


def _action(metadata: Any, feature: str) -> None:
    path = (*PATH, feature, "action_metadata")
    if as_object(metadata, *path).get("type") not in ("MANUAL", "DEFAULT"):
        refuse("type must be MANUAL or DEFAULT.", *path, "type")


def _needs_a_catalogue(creative: Checked) -> None:
    """Catalogue items beside the medium come from creative_sourcing_spec (lines 9454 to 9581)."""
    if not creative.part("creative_sourcing_spec").get("associated_product_set_id"):
        refuse(
            "product_extensions needs a product set in creative_sourcing_spec.",
            "creative_sourcing_spec",
            "associated_product_set_id",
        )
