"""Files of a frame: each card's picture cut as the placement cuts it, changed by a feature, in the size of its screen."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from .. import enhancements, media
from ..crops import crop
from ..enhancements import pixels
from ..features import ALIASES
from ..formats import Format
from ..story import Card, Story
from ..story.model import Box
from .parts import FULL_SCREEN, SCREEN, Scene

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PIXELS_PER_POINT = 2
SQUARE = (1.0, 1.0)
GROWN = ("image_uncrop", "image_touchups")


def bounds(entry: Format, story: Story, index: int, width: int, height: int) -> tuple[float, float]:
    """The ratios that this placement leaves uncut for this picture of the story."""
    if index >= len(story.cards) or (len(story.cards) > 1 and entry.family != "column"):
        return SQUARE
    if entry.family in SCREEN and width / height > FULL_SCREEN:
        return (0.5, 1.91)
    return entry.crop


def size_of(card: Card) -> tuple[int, int]:
    """A video is measured by itself, its poster is cut to it."""
    source = card.video or card.image
    return (int(source["width"]), int(source["height"])) if source else (0, 0)


def own_crop(card: Card, allowed: tuple[float, float]) -> Box | None:
    """The largest of the card's own crops (image_crops) whose ratio this placement leaves uncut."""
    if card.video is not None or card.image is None:
        return None
    low, high = allowed[0] * 0.98, allowed[1] * 1.02
    whole = (int(card.image["width"]), int(card.image["height"]))
    fitting = [
        box
        for _, box in card.crops
        if box[2] <= whole[0] and box[3] <= whole[1] and low <= (box[2] - box[0]) / (box[3] - box[1]) <= high
    ]
    return max(fitting, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), default=None)


def sizes(entry: Format, story: Story, feature: str = "") -> tuple[tuple[int, int], ...]:
    """Each picture after the cut, in pixels of the original: cards, then tiles, then products."""
    return tuple(_size(entry, story, index, feature) for index in range(len(story.everything)))


def scene(entry: Format, story: Story, feature: str = "", address: Callable[[str], str] = str) -> Scene:
    """What a page is made of; the story's texts are changed already."""
    return Scene(story, entry, address, sizes(entry, story, ALIASES.get(feature, feature)))


def _size(entry: Format, story: Story, index: int, feature: str) -> tuple[int, int]:
    card = story.everything[index]
    width, height = size_of(card)
    if not width:
        return 0, 0
    if index >= len(story.cards):
        return min(width, height), min(width, height)
    tall = width / height > entry.crop[0] > 0
    if box := own_crop(card, bounds(entry, story, index, width, height)):
        width, height = box[2] - box[0], box[3] - box[1]
    if tall and ((feature in GROWN and card.video is None) or feature == "video_uncrop"):
        height = round(width / entry.crop[0])
    if tall and feature == "video_auto_crop":
        return round(height * entry.crop[0]), height
    found = crop(width, height, bounds(entry, story, index, width, height))
    return found.width, found.height


def file(sandbox: "Sandbox", story: Story, entry: Format, name: str, feature: str = "") -> Path | None:
    """The file behind "0.jpg", "0-backdrop.jpg", "0-grown.jpg" or "0.mp4"; made at the first call."""
    stem, _, kind = name.partition(".")
    number, _, variant = stem.partition("-")
    if not number.isdigit() or int(number) >= len(story.everything):
        return None
    index, feature = int(number), ALIASES.get(feature, feature)
    card = story.everything[index]
    if kind == "mp4":
        return media.path_of(sandbox, card.video) if card.video else None
    source = _source(sandbox, card)
    if source is None or kind != "jpg" or variant not in ("", "backdrop", "grown"):
        return None
    told = (card.title, card.cta, card.price, card.crops, story.message, story.layers, len(story.cards), size_of(card))
    basis = f"{source}:{entry.name}:{feature}:{variant}:{index < len(story.cards)}:{json.dumps(told, sort_keys=True)}"
    target = sandbox.store.folder / "derived" / f"frame-{hashlib.sha256(basis.encode()).hexdigest()[:40]}.jpg"
    if not target.exists():
        with Image.open(source) as opened:
            picture = _flat(ImageOps.exif_transpose(opened))
        made = _made(picture, story, entry, index, feature, variant)
        target.parent.mkdir(exist_ok=True)
        partial = sandbox.store.spool_path()
        made.save(partial, "JPEG", quality=90)
        partial.replace(target)
    return target


def _source(sandbox: "Sandbox", card: Card) -> Path | None:
    if card.image is not None:
        return media.path_of(sandbox, card.image)
    return media.still_path(sandbox, card.video) if card.video is not None else None


def _made(picture: Image.Image, story: Story, entry: Format, index: int, feature: str, variant: str) -> Image.Image:
    card = story.everything[index]
    allowed = bounds(entry, story, index, *picture.size)
    if card.video is not None:
        width, height = size_of(card)
        picture = picture.crop(crop(*picture.size, (width / height, width / height)).box)
        if variant == "grown":
            return _fitted(pixels.uncrop(picture, entry, story, card), entry)
        if feature == "video_auto_crop":
            allowed = (entry.crop[0], entry.crop[0])
    else:
        if box := own_crop(card, allowed):
            picture = picture.crop(box)
        for layer in story.layers if index < len(story.cards) else ():
            picture = _layered(picture, layer, card)
        change = enhancements.PIXELS.get(feature)
        if change and index < len(story.cards):
            picture = change(picture, entry, story, card)
    if variant == "backdrop":
        return backdrop(picture)
    return _fitted(picture.crop(crop(*picture.size, bounds_of(allowed, entry, story, index, picture)).box), entry)


def bounds_of(
    allowed: tuple[float, float], entry: Format, story: Story, index: int, picture: Image.Image
) -> tuple[float, float]:
    """A film that is cut keeps its own bounds; a picture that a feature has grown is looked at anew."""
    if story.everything[index].video is not None:
        return allowed if allowed[0] == allowed[1] else bounds(entry, story, index, *picture.size)
    return bounds(entry, story, index, *picture.size)


def _layered(picture: Image.Image, layer: dict, card: Card) -> Image.Image:
    """A text overlay of image_layer_specs: the price in a box of the chosen colours."""
    kind = str((layer.get("content") or {}).get("type") or "")
    words = {"price": card.price, "name": card.title}.get(kind, "")
    if layer.get("layer_type") != "text_overlay" or not words:
        return picture
    place = str(layer.get("overlay_position") or "top_left")
    colours = str(layer.get("shape_color") or "DF0005"), str(layer.get("text_color") or "FFFFFF")
    return pixels.labelled(picture, words, place, *colours)


def _fitted(picture: Image.Image, entry: Format) -> Image.Image:
    """No larger than the placement's screen shows."""
    most = entry.width * PIXELS_PER_POINT
    if picture.width <= most:
        return picture
    height = max(1, round(picture.height * most / picture.width))
    return picture.resize((most, height), Image.Resampling.LANCZOS)


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
