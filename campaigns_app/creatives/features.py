"""Advantage+ features: what Meta may do to a creative, one row a feature. The names are Graph's.

Source of every row: Marketing API reference, lines 9154-9190 (features), 9225 (which have a preview), unless the row
names others. `default` is what Meta does when nothing is sent: no page documents that any of them is on, so what is
stored is compared for OPT_IN only. `catalogue`: works only with a product set.
Left out: `standard_enhancements` (ended with v22.0, line 9585) and `image_template`, a spelling of two samples.
"""

from dataclasses import dataclass

OPT_IN, OPT_OUT = "OPT_IN", "OPT_OUT"
IMAGE = ("link", "photo")
ONE_MEDIUM = ("link", "photo", "video")
ANY = ("link", "photo", "video", "carousel")
UNCROP_PLACEMENTS = (
    "MOBILE_FEED_STANDARD",
    "INSTAGRAM_STANDARD",
    "INSTAGRAM_STORY",
    "INSTAGRAM_REELS",
    "FACEBOOK_REELS_MOBILE",
)


@dataclass(frozen=True)
class Feature:
    """`fits` are creative types; `placements` empty means that no page limits its previews."""

    name: str
    label: str
    what: str
    fits: tuple[str, ...] = ANY
    has_preview: bool = False
    generative: bool = False
    catalogue: bool = False
    default: str = OPT_OUT
    placements: tuple[str, ...] = ()
    since: tuple[int, int] = (22, 0)
    sources: tuple[str, ...] = ("9154-9190",)


FEATURES = (
    Feature(
        "image_uncrop",
        "Expand image",
        "Meta paints more picture around yours to fill tall placements.",
        fits=IMAGE,
        has_preview=True,
        generative=True,
        placements=UNCROP_PLACEMENTS,
        sources=("9154-9190", "9950-10071"),
    ),
    Feature(
        "image_templates",
        "Add overlays",
        "Meta lays your own text over the picture.",
        fits=IMAGE,
        has_preview=True,
        generative=True,
    ),
    Feature(
        "image_touchups",
        "Visual touch-ups, images",
        "Meta crops and widens the picture to fit more placements.",
        fits=IMAGE,
        has_preview=True,
    ),
    Feature(
        "video_auto_crop",
        "Visual touch-ups, videos",
        "Meta crops and widens the video to fit more placements.",
        fits=("video",),
        has_preview=True,
    ),
    Feature(
        "image_brightness_and_contrast",
        "Adjust brightness and contrast",
        "Meta changes the pixels when it expects a better result.",
        fits=IMAGE,
    ),
    Feature(
        "enhance_cta",
        "Enhance CTA",
        "Meta sets key phrases beside the button.",
        fits=ONE_MEDIUM,
        has_preview=True,
    ),
    Feature(
        "text_optimizations",
        "Text improvements",
        "Meta swaps primary text, headline and description with each other.",
        has_preview=True,
    ),
    Feature("inline_comment", "Relevant comments", "Meta shows a comment of the post below the ad.", fits=ONE_MEDIUM),
    Feature("text_translation", "Translate text", "Meta translates the texts into other languages.", has_preview=True),
    Feature(
        "creative_stickers",
        "Create sticker CTA",
        "Meta makes a sticker that works as the button.",
        fits=ONE_MEDIUM,
        has_preview=True,
        generative=True,
    ),
    Feature(
        "reveal_details_over_time",
        "Reveal details over time",
        "Facts from the website appear after a few seconds.",
        fits=ONE_MEDIUM,
    ),
    Feature(
        "pac_relaxation",
        "Flexible media",
        "Media chosen for one ratio may appear on every placement.",
        fits=ONE_MEDIUM,
    ),
    Feature(
        "text_generation",
        "Generate text",
        "Meta writes further primary texts.",
        fits=ONE_MEDIUM,
        generative=True,
        sources=("9783-9948",),
    ),
    Feature(
        "description_automation",
        "Choose descriptions",
        "Meta decides when a card shows its description.",
        fits=("carousel",),
        has_preview=True,
    ),
    Feature(
        "site_extensions",
        "Add site links",
        "Links to further pages stand below the ad.",
        fits=(),
        sources=("9288-9452",),
    ),
    Feature(
        "image_background_gen",
        "Generate backgrounds",
        "Meta paints other backgrounds behind products.",
        fits=(),
        has_preview=True,
        generative=True,
        catalogue=True,
        placements=("MOBILE_FEED_STANDARD",),
        sources=("9154-9190", "10073-10197"),
    ),
    Feature(
        "product_extensions",
        "Add catalogue items",
        "Catalogue items stand next to the medium.",
        fits=(),
        catalogue=True,
        since=(20, 0),
        sources=("9154-9190", "9454-9581"),
    ),
    Feature(
        "adapt_to_placement",
        "Adapt to placement",
        "Tall catalogue pictures fill stories and reels.",
        fits=(),
        catalogue=True,
    ),
    Feature(
        "media_type_automation",
        "Dynamic media",
        "Catalogue videos are shown where they exist.",
        fits=(),
        catalogue=True,
        sources=("9154-9190", "8815-8986"),
    ),
    Feature(
        "add_text_overlay",
        "Add dynamic overlays",
        "Facts from the catalogue lie over the picture.",
        fits=(),
        catalogue=True,
    ),
)
BY_NAME = {feature.name: feature for feature in FEATURES}


def known(version: str) -> tuple[Feature, ...]:
    """The features of an API version such as "v24.0": keys that it does not know are never sent."""
    number = tuple(int(part) for part in version.removeprefix("v").split("."))
    return tuple(feature for feature in FEATURES if feature.since <= number)


def for_type(creative_type: str, version: str) -> tuple[Feature, ...]:
    return tuple(feature for feature in known(version) if creative_type in feature.fits)


def enrolments(chosen: dict, version: str) -> dict:
    """`creative_features_spec` to send: every known feature, OPT_IN as chosen, else OPT_OUT. Nothing is left open."""
    return {feature.name: _entry(chosen.get(feature.name)) for feature in known(version)}


def _entry(choice: dict | None) -> dict:
    if choice is None or choice.get("enroll_status") != OPT_IN:
        return {"enroll_status": OPT_OUT}
    return dict(choice)


def switched_on(features: dict) -> list[str]:
    """Names of features that are OPT_IN in a `creative_features_spec`."""
    return sorted(name for name, value in features.items() if _status(value) == OPT_IN)


def _status(value) -> str:
    return str(value.get("enroll_status", "")).upper() if isinstance(value, dict) else ""


def label(name: str) -> str:
    return BY_NAME[name].label if name in BY_NAME else name.replace("_", " ").capitalize()
