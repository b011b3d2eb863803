"""Every ad_format: its family, its size, how it crops, how much text it shows, and which creatives it takes.

Names: AdPreview.AdFormat of Meta's SDK 26 (76 values), and INSTAGRAM_REELS_INSTREAM, which stands in the reference
(Marketing API reference, "Ad Account Generatepreviews", line 15753) and not in the SDK: taken as well.
Sizes seen in answers of Meta: MOBILE_FEED_STANDARD 335 x 450, DESKTOP_FEED_STANDARD 540 x 690, INSTAGRAM_STANDARD
320 x 525, INSTAGRAM_STORY 320 x 580; the others are ours.
"""

from dataclasses import dataclass

ANY = ("link", "photo", "video", "carousel", "post")
COLLECTION = (
    "MOBILE_FEED_STANDARD",
    "FACEBOOK_REELS_MOBILE",
    "INSTAGRAM_STANDARD",
    "INSTAGRAM_STORY",
)  # lines 2583 to 2586
TEMPLATE_VIDEO = (
    "BIZ_DISCO_FEED_MOBILE",
    "MOBILE_FEED_STANDARD",
    "SUGGESTED_VIDEO_DESKTOP",
    "SUGGESTED_VIDEO_MOBILE",
    "WATCH_FEED_MOBILE",
)  # line 2940
ONE_MEDIUM = ("link", "photo", "video", "post")
VIDEO = ("video",)
FREE = (0.0, 99.0)
FEED, WIDE, SQUARE, TALL = (0.8, 1.91), (1.91, 1.91), (1.0, 1.0), (0.5625, 0.5625)


@dataclass(frozen=True)
class Format:
    """`crop` is the smallest and the largest width/height that a picture keeps; outside of it, its middle is cut out."""

    name: str
    family: str
    width: int
    height: int
    crop: tuple[float, float] = FEED
    text: int = 125  # characters of primary text until "See more"
    title: int = 40
    description: int = 30
    takes: tuple[str, ...] = ANY
    instagram: bool = False


TWELVE = (
    Format("DESKTOP_FEED_STANDARD", "feed_desktop", 540, 690, (1.0, 1.91), 125, 40, 30),
    Format("MOBILE_FEED_STANDARD", "feed", 335, 450, FEED, 125, 40, 30),
    Format("RIGHT_COLUMN_STANDARD", "column", 280, 280, WIDE, 0, 40, 0),
    Format("FACEBOOK_STORY_MOBILE", "story", 320, 569, TALL, 67, 40, 0, ONE_MEDIUM),
    Format("FACEBOOK_REELS_MOBILE", "reel", 320, 569, TALL, 72, 40, 0),
    Format("MARKETPLACE_MOBILE", "market", 335, 560, SQUARE, 0, 40, 20),
    Format("INSTAGRAM_STANDARD", "ig_feed", 320, 525, FEED, 125, 40, 0, instagram=True),
    Format("INSTAGRAM_STORY", "story", 320, 580, TALL, 67, 40, 0, instagram=True),
    Format("INSTAGRAM_REELS", "reel", 320, 569, TALL, 72, 40, 0, instagram=True),
    Format(
        "INSTAGRAM_EXPLORE_GRID_HOME",
        "explore",
        320,
        560,
        SQUARE,
        60,
        40,
        0,
        instagram=True,
    ),
    Format("MESSENGER_MOBILE_INBOX_MEDIA", "inbox", 335, 560, (1.0, 1.91), 0, 40, 30),
    Format(
        "MOBILE_INTERSTITIAL",
        "interstitial",
        320,
        569,
        (0.5625, 1.91),
        72,
        40,
        30,
        ONE_MEDIUM,
    ),
)

# family -> (width, height, crop, text, title, description, takes, names)
_OTHERS: dict[str, tuple] = {
    "feed": (
        (335, 450, FEED, 125, 40, 30, ANY),
        (
            "BIZ_DISCO_FEED_MOBILE FACEBOOK_PROFILE_FEED_MOBILE MOBILE_FEED_BASIC MOBILE_FULLWIDTH WATCH_FEED_MOBILE "
            "JOB_BROWSER_MOBILE INSTANT_ARTICLE_STANDARD INSTANT_ARTICLE_RECIRCULATION_AD"
        ),
    ),
    "feed_desktop": (
        (540, 690, (1.0, 1.91), 125, 40, 30, ANY),
        "FACEBOOK_PROFILE_FEED_DESKTOP JOB_BROWSER_DESKTOP WATCH_FEED_HOME",
    ),
    "ig_feed": (
        (320, 525, FEED, 125, 40, 0, ANY),
        (
            "INSTAGRAM_EXPLORE_CONTEXTUAL INSTAGRAM_EXPLORE_IMMERSIVE INSTAGRAM_FEED_WEB INSTAGRAM_FEED_WEB_M_SITE "
            "INSTAGRAM_LEAD_GEN_MULTI_SUBMIT_ADS INSTAGRAM_PROFILE_FEED INSTAGRAM_SEARCH_CHAIN"
        ),
    ),
    "explore": ((320, 560, SQUARE, 60, 40, 0, ANY), "INSTAGRAM_SEARCH_GRID"),
    "story": (
        (320, 569, TALL, 67, 40, 0, ONE_MEDIUM),
        (
            "FACEBOOK_STORY_STICKER_MOBILE INSTAGRAM_STORY_EFFECT_TRAY INSTAGRAM_STORY_WEB INSTAGRAM_STORY_WEB_M_SITE "
            "MESSENGER_MOBILE_STORY_MEDIA WHATSAPP_STATUS_MEDIA"
        ),
    ),
    "reel": (
        (320, 569, TALL, 72, 40, 0, ANY),
        (
            "FACEBOOK_IFU_REELS_MOBILE FACEBOOK_PROFILE_REELS_MOBILE FACEBOOK_REELS_SIMILAR_PRODUCTS_MOBILE FACEBOOK_REELS_STICKER "
            "INSTAGRAM_PROFILE_REELS INSTAGRAM_REELS_OVERLAY INSTAGRAM_REELS_WEB INSTAGRAM_REELS_WEB_M_SITE"
        ),
    ),
    "banner": (
        (320, 240, SQUARE, 72, 40, 30, ANY),
        (
            "FACEBOOK_REELS_BANNER FACEBOOK_REELS_BANNER_DESKTOP FACEBOOK_REELS_BANNER_FEED_ANDROID FACEBOOK_REELS_BANNER_FEED_ANDROID_LARGE "
            "FACEBOOK_REELS_BANNER_FULLSCREEN_IOS FACEBOOK_REELS_BANNER_FULLSCREEN_MOBILE INSTREAM_BANNER_DESKTOP INSTREAM_BANNER_FEED_IOS "
            "INSTREAM_BANNER_FULLSCREEN_IOS INSTREAM_BANNER_FULLSCREEN_MOBILE INSTREAM_BANNER_IMMERSIVE_MOBILE INSTREAM_BANNER_MOBILE "
            "MOBILE_BANNER MOBILE_NATIVE MOBILE_MEDIUM_RECTANGLE"
        ),
    ),
    "instream": (
        (335, 300, FREE, 0, 40, 30, VIDEO),
        (
            "AUDIENCE_NETWORK_INSTREAM_VIDEO AUDIENCE_NETWORK_INSTREAM_VIDEO_MOBILE AUDIENCE_NETWORK_OUTSTREAM_VIDEO "
            "AUDIENCE_NETWORK_REWARDED_VIDEO FACEBOOK_REELS_POSTLOOP FACEBOOK_REELS_POSTLOOP_FEED INSTREAM_VIDEO_DESKTOP "
            "INSTREAM_VIDEO_FULLSCREEN_IOS INSTREAM_VIDEO_FULLSCREEN_MOBILE INSTREAM_VIDEO_IMMERSIVE_MOBILE INSTREAM_VIDEO_MOBILE "
            "SUGGESTED_VIDEO_DESKTOP SUGGESTED_VIDEO_FULLSCREEN_MOBILE SUGGESTED_VIDEO_IMMERSIVE_MOBILE SUGGESTED_VIDEO_MOBILE "
            "INSTAGRAM_REELS_INSTREAM"
        ),
    ),
    "instream_image": (
        (335, 300, FREE, 0, 40, 30, ("link", "photo", "post")),
        "INSTREAM_VIDEO_IMAGE",
    ),
}


def _table() -> dict[str, Format]:
    found = {entry.name: entry for entry in TWELVE}
    for family, (shape, names) in _OTHERS.items():
        width, height, crop, text, title, description, takes = shape
        for name in names.split():
            family_name = "instream" if family == "instream_image" else family
            found[name] = Format(
                name,
                family_name,
                width,
                height,
                crop,
                text,
                title,
                description,
                takes,
                name.startswith("INSTAGRAM"),
            )
    return found


FORMATS = _table()
SDK_NAMES = tuple(sorted(name for name in FORMATS if name != "INSTAGRAM_REELS_INSTREAM"))
WHY = {
    "story": "Stories take one image or one video; this creative is a carousel.",
    "interstitial": "This placement takes one image or one video; this creative is a carousel.",
    "instream": "This placement plays videos; this creative has none.",
}


PLACES = (  # the beginning of a name -> the platform and position of targeting that it stands for; the first that fits
    ("INSTAGRAM_STORY", "instagram", "story"),
    ("INSTAGRAM_PROFILE_REELS", "instagram", "profile_reels"),
    ("INSTAGRAM_REELS", "instagram", "reels"),
    ("INSTAGRAM_EXPLORE_GRID", "instagram", "explore_home"),
    ("INSTAGRAM_EXPLORE", "instagram", "explore"),
    ("INSTAGRAM_PROFILE_FEED", "instagram", "profile_feed"),
    ("INSTAGRAM_SEARCH", "instagram", "ig_search"),
    ("INSTAGRAM", "instagram", "stream"),
    ("FACEBOOK_STORY", "facebook", "story"),
    ("FACEBOOK_PROFILE_FEED", "facebook", "profile_feed"),
    ("FACEBOOK_", "facebook", "facebook_reels"),
    ("RIGHT_COLUMN", "facebook", "right_hand_column"),
    ("MARKETPLACE", "facebook", "marketplace"),
    ("WATCH_FEED", "facebook", "video_feeds"),
    ("SUGGESTED_VIDEO", "facebook", "video_feeds"),
    ("INSTREAM", "facebook", "instream_video"),
    ("MESSENGER_MOBILE_STORY", "messenger", "story"),
    ("MESSENGER", "messenger", "messenger_home"),
    ("AUDIENCE_NETWORK_REWARDED", "audience_network", "rewarded_video"),
    ("AUDIENCE_NETWORK", "audience_network", "instream_video"),
    ("MOBILE_BANNER", "audience_network", "classic"),
    ("MOBILE_INTERSTITIAL", "audience_network", "classic"),
    ("MOBILE_NATIVE", "audience_network", "classic"),
    ("MOBILE_MEDIUM", "audience_network", "classic"),
)


def place(name: str) -> tuple[str, str]:
    """("instagram", "story"): the publisher platform and position of an ad_format."""
    for start, platform, position in PLACES:
        if name.startswith(start):
            return platform, position
    return "facebook", "feed"


def refusal(entry: Format, kind: str, connected: bool, template_video: bool = False) -> str | None:
    """Why `kind` of creative cannot be shown there, in a sentence; None when it can.

    A link ad without a Page is for the right column only (reference, line 15732); stories on Facebook take a single image or video.
    """
    if not connected and entry.name != "RIGHT_COLUMN_STANDARD":
        return "A link ad that is not connected to a Page can be shown in RIGHT_COLUMN_STANDARD only."
    if kind == "collection":
        allowed = TEMPLATE_VIDEO if template_video else COLLECTION
        return None if entry.name in allowed else f"A collection can be shown in {', '.join(allowed)} only."
    if kind in entry.takes:
        return None
    if entry.name == "INSTREAM_VIDEO_IMAGE":
        return "This placement shows one image."
    return WHY.get(entry.family, f"{entry.name} does not show this kind of creative.")
