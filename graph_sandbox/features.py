"""The Advantage+ features that degrees_of_freedom_spec may name, and what the sandbox does with them.

Names: AdCreativeFeaturesSpec of Meta's SDK 26. Which have a preview: Marketing API reference, line 9225; the placements of
image_uncrop: line 9999; that ineligible features are left out on reading: lines 9154 to 9190.
"""

from collections.abc import Iterable

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
ALL = frozenset({"link", "photo", "video", "carousel"})
FITS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "image_uncrop image_templates image_touchups image_brightness_and_contrast image_animation".split(),
        IMAGE,
    ),
    **dict.fromkeys(
        "video_auto_crop video_filtering video_uncrop video_highlights translate_voiceover".split(),
        frozenset({"video"}),
    ),
    **dict.fromkeys(
        "enhance_cta inline_comment creative_stickers reveal_details_over_time pac_relaxation text_generation".split(),
        ONE_MEDIUM,
    ),
    **dict.fromkeys(
        "text_optimizations text_translation site_extensions profile_card product_extensions".split(),
        ALL,
    ),
    "description_automation": frozenset({"carousel"}),
    "media_order": frozenset({"carousel"}),
}
UNCROP_FORMATS = frozenset(
    "INSTAGRAM_STANDARD FACEBOOK_REELS_MOBILE INSTAGRAM_REELS MOBILE_FEED_STANDARD INSTAGRAM_STORY".split()
)
PREVIEWED = frozenset(
    "image_uncrop image_touchups image_brightness_and_contrast text_optimizations enhance_cta image_templates".split()
)
PREVIEW_NAMES = NAMES | {"image_template", "standard_enhancements"}
OPT_IN, OPT_OUT = "OPT_IN", "OPT_OUT"


def fits(feature: str, kind: str) -> bool:
    return kind in FITS.get(feature, frozenset())


def kept_on_read(spec: dict, kind: str) -> dict:
    """creative_features_spec as Meta gives it back: without what this creative is not eligible for, with action_metadata."""
    return {
        name: {
            **entry,
            "action_metadata": entry.get("action_metadata", {"type": "DEFAULT"}),
        }
        for name, entry in spec.items()
        if fits(name, kind)
    }


def unknown(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - NAMES)
