"""Files of a frame: each card's picture cut as the placement cuts it, changed by a feature, in the size of its screen."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from .. import enhancements, media
from ..crops import crop
from ..formats import Format
from ..story import Card, Story
from .parts import FULL_SCREEN, SCREEN, Scene

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PIXELS_PER_POINT = 2
CAROUSEL = (1.0, 1.0)


def bounds(entry: Format, story: Story, width: int, height: int) -> tuple[float, float]:
    """The ratios that this placement leaves uncut for this story's pictures."""
    if len(story.cards) > 1 and entry.family != "column":
        return CAROUSEL
    if entry.family in SCREEN and width / height > FULL_SCREEN:
        return (0.5, 1.91)
    return entry.crop


def size_of(card: Card) -> tuple[int, int]:
    """A video is measured by itself, its poster is cut to it."""
    source = card.video or card.image
    return (int(source["width"]), int(source["height"])) if source else (0, 0)


def sizes(entry: Format, story: Story, feature: str = "") -> tuple[tuple[int, int], ...]:
    """Each card's picture after the cut, in pixels of the original."""
    return tuple(_size(entry, story, card, feature) for card in story.cards)


def scene(entry: Format, story: Story, feature: str = "", address: Callable[[str], str] = str) -> Scene:
    """What a page is made of; the story's texts are changed already."""
    return Scene(story, entry, address, sizes(entry, story, feature))


def _size(entry: Format, story: Story, card: Card, feature: str) -> tuple[int, int]:
    width, height = size_of(card)
    if not width:
        return 0, 0
    if feature in ("image_uncrop", "image_touchups") and card.video is None and width / height > entry.crop[0] > 0:
        height = round(width / entry.crop[0])
    found = crop(width, height, bounds(entry, story, width, height))
    return found.width, found.height


def file(sandbox: "Sandbox", story: Story, entry: Format, name: str, feature: str = "") -> Path | None:
    """The file behind "0.jpg", "0-backdrop.jpg" or "0.mp4"; made at the first call."""
    stem, _, kind = name.partition(".")
    index, _, variant = stem.partition("-")
    if not index.isdigit() or int(index) >= len(story.cards):
        return None
    card = story.cards[int(index)]
    if kind == "mp4":
        return media.path_of(sandbox, card.video) if card.video else None
    source = _source(sandbox, card)
    if source is None or kind != "jpg" or variant not in ("", "backdrop"):
        return None
    basis = f"{source}:{entry.name}:{feature}:{variant}:{len(story.cards)}:{story.first.title}:{story.message}:{size_of(card)}"
    target = sandbox.store.folder / "derived" / f"frame-{hashlib.sha256(basis.encode()).hexdigest()[:40]}.jpg"
    if not target.exists():
        _make(sandbox, source, target, story, entry, card, feature, variant)
    return target


def _source(sandbox: "Sandbox", card: Card) -> Path | None:
    if card.image is not None:
        return media.path_of(sandbox, card.image)
    return media.still_path(sandbox, card.video) if card.video is not None else None


def _make(
    sandbox: "Sandbox",
    source: Path,
    target: Path,
    story: Story,
    entry: Format,
    card: Card,
    feature: str,
    variant: str,
) -> None:
    target.parent.mkdir(exist_ok=True)
    partial = sandbox.store.spool_path()
    with Image.open(source) as opened:
        picture = _flat(ImageOps.exif_transpose(opened))
    if card.video is not None:
        width, height = size_of(card)
        picture = picture.crop(crop(*picture.size, (width / height, width / height)).box)
    elif change := enhancements.PIXELS.get(feature):
        picture = change(picture, entry, story)
    if variant == "backdrop":
        picture = backdrop(picture)
    else:
        picture = picture.crop(crop(*picture.size, bounds(entry, story, *picture.size)).box)
        most = entry.width * PIXELS_PER_POINT
        if picture.width > most:
            picture = picture.resize(
                (most, max(1, round(picture.height * most / picture.width))),
                Image.Resampling.LANCZOS,
            )
    picture.save(partial, "JPEG", quality=90)
    partial.replace(target)


def _flat(picture: Image.Image) -> Image.Image:
    """Transparent pictures stand on white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def backdrop(picture: Image.Image) -> Image.Image:
    """From the mean colour of the upper half to that of the lower half, darkened, 9:16."""
    halves = picture.resize((1, 2), Image.Resampling.BOX).point([int(value * 0.62) for value in range(256)] * 3)
    return halves.resize((90, 160), Image.Resampling.BICUBIC)
