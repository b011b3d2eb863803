"""The placements of the wall: Graph's name, where it stands, how big Meta draws it, and what can appear there.

Two readings of which creative fits which format exist. The generatepreviews reference (Marketing API reference, lines
15730-15738) lists for a Page post ad RIGHT_COLUMN_STANDARD, DESKTOP_FEED_STANDARD, MOBILE_FEED_STANDARD and
INSTAGRAM_STANDARD, and for app installs MOBILE_BANNER and MOBILE_INTERSTITIAL too. Its own enumeration (line 15753)
knows 75 formats, stories, reels, Explore, Marketplace and Messenger among them, and other guides of the same document
ask for those with Page post creatives (lines 10056-10070, 10892-10893). The list is the older one: this table follows
the enumeration, marks what the list confirms (`listed`), and lets Meta's own refusal speak where it does not agree.
"""

from dataclasses import dataclass

ALL = frozenset({"link", "photo", "video", "carousel", "other"})
NOT_CAROUSEL = ALL - {"carousel"}


@dataclass(frozen=True)
class Format:
    """`width` and `height` are the pixels of Meta's frame until Meta's own answer names others."""

    name: str
    platform: str
    label: str
    width: int
    height: int
    shape: str = "feed"
    fits: frozenset = ALL
    why_not: str = ""
    listed: bool = False
    sources: tuple[str, ...] = ("15753",)


FORMATS = (
    Format("INSTAGRAM_STANDARD", "Instagram", "Feed", 320, 525, listed=True, sources=("15730-15738", "15753")),
    Format(
        "INSTAGRAM_STORY",
        "Instagram",
        "Story",
        320,
        580,
        shape="story",
        sources=("9773-9781", "15753"),
    ),
    Format("INSTAGRAM_REELS", "Instagram", "Reel", 320, 569, shape="story", sources=("10892-10893", "15753")),
    Format("INSTAGRAM_EXPLORE_GRID_HOME", "Instagram", "Explore", 320, 560, sources=("10892-10893", "15753")),
    Format("MOBILE_FEED_STANDARD", "Facebook", "Feed, mobile", 335, 450, listed=True, sources=("15730-15738", "15753")),
    Format(
        "DESKTOP_FEED_STANDARD",
        "Facebook",
        "Feed, desktop",
        540,
        690,
        shape="desktop",
        listed=True,
        sources=("15730-15738", "15753"),
    ),
    Format(
        "FACEBOOK_STORY_MOBILE",
        "Facebook",
        "Story",
        320,
        569,
        shape="story",
        fits=NOT_CAROUSEL,
        why_not="“Carousel ads is not supported for Facebook Stories.”",
        sources=("1504", "15753"),
    ),
    Format("FACEBOOK_REELS_MOBILE", "Facebook", "Reel", 320, 569, shape="story", sources=("10056-10070", "15753")),
    Format(
        "RIGHT_COLUMN_STANDARD",
        "Facebook",
        "Right column",
        280,
        280,
        shape="small",
        listed=True,
        sources=("1855-1925", "15730-15738", "15753"),
    ),
    Format("MARKETPLACE_MOBILE", "Facebook", "Marketplace", 335, 560, sources=("10892-10893", "15753")),
    Format("MESSENGER_MOBILE_INBOX_MEDIA", "Messenger", "Inbox", 335, 560, shape="inbox"),
    Format(
        "MOBILE_INTERSTITIAL",
        "Audience Network",
        "Full screen",
        320,
        569,
        shape="story",
        fits=NOT_CAROUSEL,
        why_not="This placement takes one image or one video.",
        sources=("15730-15738", "15753"),
    ),
)
BY_NAME = {row.name: row for row in FORMATS}
PLATFORMS = ("Instagram", "Facebook", "Messenger", "Audience Network")
NAMES = tuple(row.name for row in FORMATS)


def placement_name(name: str) -> str:
    """`Instagram story`; Graph's own name where we know no other."""
    known = BY_NAME.get(name)
    return f"{known.platform} {known.label[0].lower()}{known.label[1:]}" if known else name


def fitting(creative_type: str) -> tuple[Format, ...]:
    return tuple(row for row in FORMATS if creative_type in row.fits)


def unfit(creative_type: str) -> tuple[Format, ...]:
    """Placements that are never asked for this type; each says why."""
    return tuple(row for row in FORMATS if creative_type not in row.fits)


def by_platform(rows) -> list[tuple[str, list]]:
    """[(platform, [row, …])] in the order of the wall; rows need a `platform`."""
    groups = {platform: [row for row in rows if row.platform == platform] for platform in PLATFORMS}
    return [(platform, found) for platform, found in groups.items() if found]


def known(names) -> list[str]:
    """The names among `names` that are placements of the wall, in its order."""
    asked = set(names)
    return [name for name in NAMES if name in asked]
