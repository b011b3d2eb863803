"""Technical checks of a medium against placements. Business Creative Asset Management, "Media-level ad format validation".

Only two thresholds are documented (500 px for Stories, a shortest length); everything else passes.
"""

from collections.abc import Mapping
from typing import Any

from . import errors
from .request import Request

BOTH, IMAGES, VIDEOS = "both", "images", "videos"
PLACEMENTS = {
    "FACEBOOK_STORY_MOBILE": ("Facebook Stories", BOTH),
    "MOBILE_FULLWIDTH": ("Mobile (full width)", BOTH),
    "AUDIENCE_NETWORK_INSTREAM_VIDEO": ("Audience Network In-Stream Video", VIDEOS),
    "AUDIENCE_NETWORK_INSTREAM_VIDEO_MOBILE": ("Audience Network In-Stream Video (Mobile)", VIDEOS),
    "MOBILE_INTERSTITIAL": ("Audience Network Interstitial", BOTH),
    "MOBILE_MEDIUM_RECTANGLE": ("Audience Network Medium Rectangle", BOTH),
    "AUDIENCE_NETWORK_REWARDED_VIDEO": ("Audience Network Rewarded Video", VIDEOS),
    "MOBILE_NATIVE": ("Audience Network Native", IMAGES),
    "INSTAGRAM_STANDARD": ("Instagram Feed", BOTH),
    "INSTAGRAM_STORY": ("Instagram Stories", BOTH),
    "INSTREAM_VIDEO_DESKTOP": ("Facebook In-Stream Video (Desktop)", VIDEOS),
    "INSTREAM_VIDEO_MOBILE": ("Facebook In-Stream Video (Mobile)", VIDEOS),
    "MESSENGER_MOBILE_INBOX_MEDIA": ("Messenger Inbox", BOTH),
    "MESSENGER_MOBILE_STORY_MEDIA": ("Messenger Stories", BOTH),
    "DESKTOP_FEED_STANDARD": ("Desktop Feed", BOTH),
    "MOBILE_FEED_STANDARD": ("Mobile Feed", BOTH),
    "RIGHT_COLUMN_STANDARD": ("Desktop Right Column", IMAGES),
    "SUGGESTED_VIDEO_MOBILE": ("Suggested Videos (Mobile)", VIDEOS),
    "INSTANT_ARTICLE_STANDARD": ("Instant Articles", BOTH),
}
# Values of the enum that the guide has no label for: they are checked when asked for by name.
UNLABELLED = (
    "FACEBOOK_STORY_STICKER_MOBILE",
    "INSTREAM_BANNER_DESKTOP",
    "INSTREAM_BANNER_MOBILE",
    "INSTREAM_VIDEO_IMAGE",
)
STORY_WIDTH, SHORTEST = 500, 1.0
TOO_NARROW = "Fb Story Ads Resolution Is Too Low: The width of photo and video has to be larger than 500px for ads in Facebook Stories."
TOO_SHORT = "Ad Video Duration Is Too Short: Duration of the video used in the ad is too short."


def results(request: Request, medium: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row a placement, of those asked in `validation_ad_placements` or of all that fit the medium."""
    kind = VIDEOS if "length" in medium else IMAGES
    asked = [str(name) for name in request.list("validation_ad_placements")]
    for index, name in enumerate(asked):
        if name not in PLACEMENTS and name not in UNLABELLED:
            raise errors.invalid(
                f"Param validation_ad_placements[{index}] must be one of {{{', '.join([*PLACEMENTS, *UNLABELLED])}}}",
                blame="validation_ad_placements",
            )
    names = asked or [name for name, (_, fits) in PLACEMENTS.items() if fits in (BOTH, kind)]
    return [_row(name, medium) for name in names]


def _row(name: str, medium: Mapping[str, Any]) -> dict[str, Any]:
    found = []
    if name == "FACEBOOK_STORY_MOBILE" and medium["width"] <= STORY_WIDTH:
        found.append(TOO_NARROW)
    if "length" in medium and medium["length"] < SHORTEST:
        found.append(TOO_SHORT)
    row: dict[str, Any] = {"ad_placement": name}
    if name in PLACEMENTS:
        row["ad_placement_label"] = PLACEMENTS[name][0]
    row["is_valid"] = not found
    return {**row, "error_messages": found} if found else row
