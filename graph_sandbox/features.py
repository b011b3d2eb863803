"""The Advantage+ features that degrees_of_freedom_spec may name, and what the sandbox does with them.

Names: AdCreativeFeaturesSpec of Meta's SDK 26. Which have a preview: Marketing API reference, line 9225; the placements of
image_uncrop: line 9999; that ineligible features are left out on reading: lines 9154 to 9190.
"""

from collections.abc import Iterable
from typing import Any

NAMES = frozenset(
    """adapt_to_placement add_text_overlay ads_with_benefits advantage_plus_creative app_highlights audio auto_promotion_tag biz_ai
    carousel_to_video catalog_feed_tag creative_stickers customize_product_recommendation cv_transformation description_automation
    dha_optimization dynamic_cta_text dynamic_partner_content enable_ncs_testimonials enhance_cta fb_feed_tag fb_reels_tag fb_story_tag
    feed_caption_optimization generate_cta hide_price hyperlink_formatting ig_feed_tag ig_glados_feed ig_reels_tag ig_stream_tag
    ig_video_native_subtitle image_animation image_auto_crop image_background_gen image_banner image_brightness_and_contrast
    image_end_card image_enhancement image_templates image_text_translation image_touchups image_uncrop inline_comment
    local_store_extension media_liquidity_animated_image media_order media_type_automation multi_creative_post_carousel
    multi_photo_to_video music_generation pac_genai_recomposition pac_recomposition pac_relaxation product_browsing product_extensions
    product_metadata_automation product_tags profile_card profile_extension replace_media_text reveal_details_over_time
    show_destination_blurbs show_summary site_extensions standard_enhancements standard_enhancements_catalog
    text_extraction_for_headline text_extraction_for_tap_target text_formatting_optimization text_generation text_optimizations
    text_overlay_translation text_translation translate_voiceover video_auto_crop video_filtering video_highlight video_highlights
    video_to_image video_uncrop video_uncrop_9x16_to_9x18 video_voiceover wa_mm_image_filtering
    wa_mm_text_truncation_length""".split()
)
IMAGE = frozenset({"link", "photo"})
ONE_MEDIUM = frozenset({"link", "photo", "video"})
ALL = frozenset({"link", "photo", "video", "carousel", "collection"})
VIDEO = frozenset({"video"})
# Only creatives of a product set; which of them show one item or several does not matter (lines 9154 to 9190).
CATALOGUE_ONLY = frozenset(
    """adapt_to_placement add_text_overlay catalog_feed_tag customize_product_recommendation dynamic_partner_content hide_price
    image_background_gen media_type_automation product_browsing product_metadata_automation standard_enhancements_catalog""".split()
)
FITS: dict[str, frozenset[str]] = {
    **dict.fromkeys("description_automation media_order carousel_to_video".split(), frozenset({"carousel"})),
    **dict.fromkeys(
        "enhance_cta inline_comment creative_stickers reveal_details_over_time pac_relaxation site_extensions text_generation "
        "product_extensions profile_card".split(),
        ONE_MEDIUM,
    ),
    **dict.fromkeys("translate_voiceover ig_video_native_subtitle media_liquidity_animated_image".split(), VIDEO),
}
GENERATIVE = frozenset(
    "image_uncrop image_templates image_background_gen creative_stickers text_generation image_animation video_uncrop translate_voiceover".split()
)
UNCROP_FORMATS = frozenset(
    "INSTAGRAM_STANDARD FACEBOOK_REELS_MOBILE INSTAGRAM_REELS MOBILE_FEED_STANDARD INSTAGRAM_STORY".split()
)
STANDARD = {
    "link": ("image_templates", "image_touchups", "text_optimizations", "inline_comment"),
    "video": ("video_auto_crop", "text_optimizations", "inline_comment"),
}
FEEDS_AND_REELS = frozenset(
    "MOBILE_FEED_STANDARD DESKTOP_FEED_STANDARD INSTAGRAM_STANDARD FACEBOOK_REELS_MOBILE INSTAGRAM_REELS".split()
)
# feature -> the placements where its preview is documented; a feature that is not named here has previews everywhere.
PLACES: dict[str, frozenset[str]] = {
    "image_uncrop": UNCROP_FORMATS,
    "image_background_gen": frozenset({"MOBILE_FEED_STANDARD"}),
    "translate_voiceover": FEEDS_AND_REELS,
    "standard_enhancements": frozenset(
        "MOBILE_FEED_STANDARD INSTAGRAM_STANDARD INSTAGRAM_REELS INSTAGRAM_STORY".split()
    ),
}
PREVIEW_NAMES = NAMES | {"image_template", "standard_enhancements"}
OPT_IN, OPT_OUT = "OPT_IN", "OPT_OUT"
ALIASES = {"image_template": "image_templates"}


def fits(feature: str, kind: str, *, catalogue: bool = False) -> bool:
    feature = ALIASES.get(feature, feature)
    if feature in CATALOGUE_ONLY:
        return catalogue
    if feature == "description_automation" and catalogue:
        return True
    if feature in FITS:
        return kind in FITS[feature]
    if feature.startswith("image_"):
        return kind in IMAGE and not catalogue
    return kind in VIDEO if feature.startswith("video_") else kind in ALL


def enrolled(spec: dict[str, Any]) -> set[str]:
    """The features that a creative of this spec opts in to."""
    chosen = (spec.get("degrees_of_freedom_spec") or {}).get("creative_features_spec") or {}
    return {name for name, entry in chosen.items() if isinstance(entry, dict) and entry.get("enroll_status") == OPT_IN}


def kept_on_read(spec: dict, kind: str, *, catalogue: bool = False, without: frozenset[str] = frozenset()) -> dict:
    """creative_features_spec as Meta gives it back: without what is enrolled and not eligible (line 9192), with action_metadata;
    standard_enhancements and its parts may come along and are never enrolled (line 9196)."""
    kind = "link" if kind == "post" else kind
    kept = {
        name: {**entry, "action_metadata": entry.get("action_metadata", {"type": "DEFAULT"})}
        for name, entry in spec.items()
        if entry["enroll_status"] == OPT_OUT or (fits(name, kind, catalogue=catalogue) and name not in without)
    }
    for name in ("standard_enhancements", *STANDARD.get("link" if kind == "photo" else kind, ())):
        if spec and name not in spec:
            kept[name] = {"enroll_status": OPT_OUT, "action_metadata": {"type": "DEFAULT"}}
    return kept


def unknown(names: Iterable[str]) -> list[str]:
    """`image_template` stands in the reference's samples (lines 9114 and 9143) and is taken too."""
    return sorted(set(names) - NAMES - set(ALIASES))
