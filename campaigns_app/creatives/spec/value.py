"""What somebody filled in for a creative: plain values, the same for all four types; a type uses what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """One card of a carousel. `medium` is "image", "video" or "" when none is chosen."""

    link: str = ""
    headline: str = ""
    description: str = ""
    button: str = ""
    medium: str = ""


@dataclass(frozen=True)
class Value:
    page_id: str = ""
    instagram_user_id: str = ""
    message: str = ""
    headline: str = ""
    description: str = ""
    link: str = ""
    display_link: str = ""
    button: str = ""
    url_tags: str = ""
    multi_advertiser: bool = False
    has_thumbnail: bool = False
    meta_orders_cards: bool = False
    end_card: bool = False
    cards: tuple[Card, ...] = ()
