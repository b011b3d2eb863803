"""How tall a frame must be to show the whole ad: the sizes in Meta's answers differ from creative to creative too."""

import html
import math
import textwrap

from ..calls_to_action import words
from . import parts
from .parts import Scene

LETTER = 7.35  # mean width of a letter at 15 pixels
HEAD, ACTS, IG_ACTS = 60, 42, 44


def lines(text: str, width: float, most: int, size: float = 15, more: str = "") -> int:
    """Lines that `text` takes in `width` pixels at `size` pixels, cut to `most` characters first."""
    shown, missing = parts.shortened(text, most)
    shown += f" {more}" if missing and more else ""
    per_line = max(8, int(width / (LETTER * size / 15)))
    return sum(max(1, len(textwrap.wrap(part, per_line))) for part in shown.split("\n")) if shown else 0


def natural(scene: Scene) -> int:
    """The height in pixels; placements that fill a screen have their own."""
    measure = {
        "feed": _feed,
        "feed_desktop": _feed,
        "ig_feed": _ig_feed,
        "market": _market,
        "explore": _explore,
        "inbox": _inbox,
        "column": _column,
    }
    family = scene.entry.family
    return math.ceil(measure[family](scene)) if family in measure else scene.entry.height


def _media(scene: Scene, width: float) -> float:
    shown = [width * height / across for across, height in scene.sizes[: len(scene.story.cards)] if across]
    return max(shown, default=0)


def _feed(scene: Scene) -> float:
    entry, story = scene.entry, scene.story
    desktop = entry.family == "feed_desktop"
    width = entry.width - 22 if desktop else entry.width
    rows = lines(story.message, width - 28, entry.text, more="See more")
    text = rows * 20.3 + 12 if rows else 0
    if len(story.cards) > 1:
        card = (300 if desktop else 0.78 * (width - 28)) - 2
        body = _media(scene, card) + 14 + max(72, _link_box(scene, card, inside=True))
    else:
        body = _media(scene, width) + _link_box(scene, width, inside=False, description=desktop)
    return _head(scene, width) + text + body + _below(scene, width) + ACTS + (24 if desktop else 0)


def _head(scene: Scene, width: float) -> float:
    """A partner and a payer take further lines below the name."""
    rows = lines(html.unescape(parts.sponsored(scene.story)) + " · o", width - 130, 0, 13)
    return HEAD + 17 * (rows - 1)


def _below(scene: Scene, width: float) -> float:
    """Tiles, products, site links, a card of the Page."""
    told, facebook = scene.story, scene.entry.family in ("feed", "feed_desktop")
    links = 44 * min(4, len(told.site_links)) if facebook else 0
    tile = (width - 28) / 4 + 20
    tiles = (tile + 17 * (bool(told.tiles[0].title) + bool(told.tiles[0].price))) if told.tiles else 0
    products = tile + 34 if told.products else 0
    return tiles + products + links + 68 * told.profile


def _link_box(scene: Scene, width: float, *, inside: bool, description: bool = True) -> float:
    tallest = 0.0
    for card in scene.story.cards:
        room = width - 40 - (_button(card.cta) if card.cta else 0)
        title = lines(card.title or card.domain, room, scene.entry.title) * 18.8
        below = lines(card.description, room, scene.entry.description, 13) * 17.6 if description else 0
        domain = 0 if inside or not card.domain else 15.6
        if title or below or domain or card.cta:
            tallest = max(
                tallest,
                max(title + below + domain, 33 + 20 * bool(card.hint))
                + (24 if not inside and scene.entry.family == "feed_desktop" else 20),
            )
    return tallest


def _button(cta: str) -> float:
    return len(words(cta)) * 7.6 + 36


def _ig_feed(scene: Scene) -> float:
    entry, story = scene.entry, scene.story
    text = f"{parts.speaker(story, True)}   {parts.shortened(story.message, entry.text)[0]}" if story.message else ""
    rows = lines(text, entry.width - 28, 0, 14, "more") if text else 0
    bar = 42 if words(story.first.cta) else 0
    more = _below(scene, entry.width)
    return (
        _head(scene, entry.width)
        + _media(scene, entry.width)
        + bar
        + IG_ACTS
        + (rows * 19 + 14 if rows else 0)
        + more
        + 6
    )


def _market(scene: Scene) -> float:
    tile = (scene.entry.width - 18) / 2
    card = scene.story.first
    title = lines(card.title or scene.story.message, tile - 4, scene.entry.title, 14) * 18.2
    below = lines(f"Sponsored · {card.domain or scene.story.page_name}", tile - 4, 0, 12) * 15.8
    button = 36 if card.cta else 0
    return 49 + 45 + tile + title + below + button + 10 + 10 + tile + 38 + 12


def _explore(scene: Scene) -> float:
    third = (scene.entry.width - 6) / 3
    return 58 + third + 3 + _media(scene, 2 * third + 3) + 3 + 92 + 3 + third


def _inbox(scene: Scene) -> float:
    width = scene.entry.width - 90
    card = scene.story.first
    room = width - 30 - (_button(card.cta) if card.cta else 0)
    title = lines(card.title or scene.story.message, room, scene.entry.title, 14) * 18.2
    below = lines(card.description or card.domain, room, scene.entry.description, 12) * 16
    return 49 + 58 + 64 + 66 + 8 + _media(scene, width) + max(title + below, 32) + 24 + 64 + 12


def _column(scene: Scene) -> float:
    return 24 + 22 + 10 + _media(scene, scene.entry.width - 24) + 10 + 60
