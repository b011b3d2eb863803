"""Features that change the picture. Each takes a picture, the placement and the story, and answers a new picture."""

from typing import TYPE_CHECKING

from PIL import (
    Image,
    ImageDraw,
    ImageEnhance,
    ImageFilter,
    ImageFont,
    ImageOps,
    ImageStat,
)

from ..crops import crop
from ..formats import Format

if TYPE_CHECKING:
    from ..story import Story

NEARLY_SAME = 0.02


def target_ratio(ratio: float, entry: Format) -> float:
    """The ratio that fills the placement: the tallest that it shows."""
    return entry.crop[0] if entry.crop[0] > 0 else ratio


def can_grow(ratio: float, entry: Format) -> bool:
    """Only a picture that is wider than the placement can be expanded for it."""
    return ratio > target_ratio(ratio, entry) + NEARLY_SAME


def uncrop(picture: Image.Image, entry: Format, story: "Story") -> Image.Image:
    """The canvas grows to the placement's ratio; the original stands unchanged in the middle, around it its own mirrored
    and blurred edges. A picture that already fills the placement is answered as it is."""
    ratio = picture.width / picture.height
    wanted = target_ratio(ratio, entry)
    if ratio <= wanted + NEARLY_SAME:
        return picture
    height = round(picture.width / wanted)
    top = (height - picture.height) // 2
    canvas = _surroundings(picture, height, top)
    canvas.paste(picture, (0, top))
    return canvas


def _surroundings(picture: Image.Image, height: int, top: int) -> Image.Image:
    """Mirror images of the picture stacked above and below it, softer the further they are away."""
    canvas = Image.new("RGB", (picture.width, height))
    flipped = ImageOps.flip(picture)
    for offset, tile in (
        (-picture.height, flipped),
        (picture.height, flipped),
        (-2 * picture.height, picture),
        (2 * picture.height, picture),
    ):
        canvas.paste(tile, (0, top + offset))
    canvas.paste(picture, (0, top))
    small = canvas.resize((max(1, canvas.width // 4), max(1, canvas.height // 4)))
    return small.filter(ImageFilter.GaussianBlur(picture.width / 130)).resize(canvas.size, Image.Resampling.BICUBIC)


def brightness_and_contrast(picture: Image.Image, entry: Format, story: "Story") -> Image.Image:
    """Brighter towards a middle grey of 135, a little more contrast and colour."""
    mean = ImageStat.Stat(picture.convert("L")).mean[0] or 1.0
    factor = min(1.25, max(1.06, 135 / mean))
    brighter = ImageEnhance.Brightness(picture).enhance(factor)
    return ImageEnhance.Color(ImageEnhance.Contrast(brighter).enhance(1.12)).enhance(1.08)


def touch_up(picture: Image.Image, entry: Format, story: "Story") -> Image.Image:
    """Cut to the placement, then widened or heightened to it where the cut is not enough, and sharpened."""
    found = crop(picture.width, picture.height, entry.crop)
    cut = picture.crop(found.box)
    grown = uncrop(cut, entry, story) if can_grow(cut.width / cut.height, entry) else cut
    return grown.filter(ImageFilter.UnsharpMask(radius=2, percent=60, threshold=3))


def template(picture: Image.Image, entry: Format, story: "Story") -> Image.Image:
    """The headline on a band of the picture's own colour along its lower edge."""
    picture = picture.crop(crop(picture.width, picture.height, entry.crop).box)
    words = (story.first.title or story.message).strip()[:40]
    if not words:
        return picture
    band = max(40, picture.height // 7)
    colour = tuple(int(value * 0.45) for value in ImageStat.Stat(picture.resize((32, 32))).mean[:3])
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    draw.rectangle((0, out.height - band, out.width, out.height), fill=colour)
    font = fitting(draw, words, out.width * 0.9, band * 0.5)
    draw.text(
        (out.width / 2, out.height - band / 2),
        words,
        font=font,
        fill=(255, 255, 255),
        anchor="mm",
    )
    return out


def fitting(draw: ImageDraw.ImageDraw, words: str, width: float, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    while size > 10 and draw.textlength(words, font=font) > width:
        size *= 0.9
        font = ImageFont.load_default(size)
    return font  # type: ignore[return-value]  # the stub cannot know that a size makes it a FreeType font
