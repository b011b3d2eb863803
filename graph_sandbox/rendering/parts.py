"""Pieces that several placements share."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from ..calls_to_action import MESSENGERS, words
from ..formats import Format
from ..story import Card, Story
from .icons import icon

FACES = 6
SCREEN = ("story", "reel", "interstitial")
CONTROLLED = (
    "feed",
    "feed_desktop",
    "ig_feed",
    "instream",
)  # elsewhere the browser's controls would lie under the words
FULL_SCREEN = 0.66  # a picture at least as tall as 2:3 fills a story; others stand in its middle


@dataclass(frozen=True)
class Scene:
    """What a page is made of. `address` gives the URL of a frame file: "0.jpg", "0-backdrop.jpg", "0.mp4"."""

    story: Story
    entry: Format
    address: Callable[[str], str]
    sizes: tuple[tuple[int, int], ...]  # of each picture as cropped: cards, tiles, products; (0, 0) without one


def shortened(text: str, most: int) -> tuple[str, bool]:
    """Cut at a word, and whether anything is missing. `most` 0 keeps all."""
    text = " ".join(text.split(" ")).strip()
    if not most or len(text) <= most:
        return text, False
    cut = text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]
    return cut.rstrip(" ,.;:") + "…", True


def line(text: str, most: int) -> str:
    return escape(shortened(text, most)[0])


def paragraph(text: str, most: int, more: str) -> str:
    shown, missing = shortened(text, most)
    html = escape(shown).replace("\n", "<br>")
    return html + (f' <span class="dim">{more}</span>' if missing else "")


def initials(name: str) -> str:
    words_of = [word for word in name.replace(".", " ").split() if word]
    letters = [word[0] for word in words_of if word != "&"][:2]
    glue = "&amp;" if "&" in words_of else ""
    return glue.join(escape(letter.upper()) for letter in letters) or "P"


def face(name: str) -> str:
    return f'<span class="face face--{sum(map(ord, name)) % FACES}" aria-hidden="true">{initials(name)}</span>'


def button(cta: str, extra: str = "") -> str:
    text = words(cta)
    return f'<a class="cta {extra}" role="button">{escape(text)}</a>' if text else ""


def act(card: Card) -> str:
    """The button, with the phrase that stands beside it."""
    hint = f'<small class="hint">{escape(card.hint)}</small>' if card.hint else ""
    return f'<span class="act">{hint}{button(card.cta)}</span>' if hint else button(card.cta)


def destination(story: Story, card: Card) -> str:
    """Where a click leads: a messenger, a form, an Instant Experience or a site."""
    if card.cta in MESSENGERS:
        return MESSENGERS[card.cta]
    return "" if story.instant else card.domain


def speaker(story: Story, instagram: bool) -> str:
    return story.handle if instagram and story.handle else story.page_name


def sponsored(story: Story) -> str:
    """Sponsored, and what the law or a partner adds; the AI label beside it (lines 10199 to 10201)."""
    words = "Paid partnership" if story.partner else "Sponsored"
    if story.partner:
        words += f" with {escape(story.partner)}"
    if story.payer:
        words += f" · Paid for by {escape(story.payer)}"
    return words + (" · AI info" if story.generated else "")


def post_head(scene: Scene, more: str = "") -> str:
    story, instagram = scene.story, scene.entry.instagram
    sub = sponsored(story) if instagram else f"{sponsored(story)} · {icon('globe')}"
    name = speaker(story, instagram)
    who = f'<span class="who"><b>{escape(name)}</b><span>{sub}</span></span>'
    return f'<header class="post__head">{face(story.page_name or name)}{who}{icon("ellipsis")}{more}</header>'


def medium(scene: Scene, index: int = 0, css: str = "media") -> str:
    """The picture or the video of one card, with its cropped size as attributes so that the page does not jump."""
    card, (width, height) = scene.story.everything[index], scene.sizes[index]
    if not width:
        return ""
    motion = scene.story.motion if index < len(scene.story.cards) else ""
    size = f'class="{css}{f" media--{motion}" if motion else ""}" width="{width}" height="{height}"'
    picture = scene.address(f"{index}.jpg")
    if card.video is None:
        return f'<img {size} src="{escape(picture)}" alt="{escape(card.title or scene.story.message[:80])}">'
    source = scene.address(f"{index}.mp4")
    plays = "controls" if scene.entry.family in CONTROLLED else "autoplay"
    film = f'<video {size} poster="{escape(picture)}" src="{escape(source)}" {plays} muted loop playsinline preload="metadata"></video>'
    if motion != "grown":
        return film
    edges = escape(scene.address(f"{index}-grown.jpg"))
    return f'<span class="grown"><img src="{edges}" width="{width}" height="{height}" alt="">{film}</span>'


def link_box(scene: Scene, card: Card, *, description: bool) -> str:
    place = destination(scene.story, card)
    domain = f"<small>{escape(place)}</small>" if place else ""
    title = (
        f"<b>{line(card.title or (card.domain if not card.title and card.link else ''), scene.entry.title)}</b>"
        if card.title or card.link
        else ""
    )
    below = (
        f"<small>{line(card.description, scene.entry.description)}</small>" if description and card.description else ""
    )
    if not (domain or title or card.cta):
        return ""
    return f'<div class="post__link"><span>{domain}{title}{below}</span>{act(card)}</div>'


def document(scene: Scene, content: str) -> str:
    entry = scene.entry
    classes = f"{entry.family} {'ig' if entry.instagram else 'fb'}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(entry.name)}</title>'
        f'<link rel="icon" href="/frame-style/mark.svg"><link rel="stylesheet" href="/frame-style/base.css"><link rel="stylesheet" href="/frame-style/below.css"><link rel="stylesheet" href="/frame-style/{_style(entry.family)}.css"></head>'
        f'<body class="{classes}">{content}<span class="sandbox">sandbox</span></body></html>'
    )


def _style(family: str) -> str:
    if family in SCREEN:
        return "screen"
    return "feed" if family in ("feed", "feed_desktop", "ig_feed", "column", "banner", "instream") else "tiles"
