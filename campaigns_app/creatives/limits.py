"""Meta's rules for the texts of a creative, as data. `hard`: Meta refuses; `soft`: Meta cuts or advises against.

Sources: "Ad Creative" reference, Fields-Level Limits and Title and Body Limits; "Carousel Ads" guide, field
specification (Marketing API reference, lines 1746-1764); creative name: AdCreative reference, Updating (100).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """Lengths in characters. `cut` says what happens beyond `soft`."""

    soft: int = 0
    hard: int = 0
    cut: str = ""


URL_MAX = 1000
NAME_MAX = 100
WORD_SOFT = 30
ONE_CHARACTER_WORDS = 3
CARDS_MIN, CARDS_MAX, CARDS_BEST = 2, 10, 3
CARD_IMAGE_MIN_PX = 458

LIMITS = {
    "name": Limit(hard=NAME_MAX),
    "message": Limit(soft=90, cut="Meta recommends at most 90 characters; feeds hide the rest behind “See more”."),
    "headline": Limit(soft=25, cut="Meta recommends at most 25 characters; small placements cut the rest."),
    "description": Limit(soft=30, cut="Typically cut after 30 characters."),
    "link": Limit(hard=URL_MAX),
    "display_link": Limit(soft=30, cut="Long display links are cut."),
    "url_tags": Limit(hard=URL_MAX),
    "card_headline": Limit(soft=35, cut="Typically cut after 35 characters."),
    "card_description": Limit(soft=30, cut="Typically cut after 30 characters."),
    "card_link": Limit(hard=URL_MAX),
}

STARTS_FORBIDDEN = "\\/!.?-*(),;:"
CHARACTERS_FORBIDDEN = "^~_={}[]|<>"
# IPA letters that are allowed nevertheless, and the two raised letters that are trade marks.
IPA_ALLOWED = "\u0259\u025a\u025b\u025c\u025d\u025e\u025f"
RAISED_ALLOWED = "\u2122\u2120"
