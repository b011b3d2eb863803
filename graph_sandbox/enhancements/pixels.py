"""Features that change the picture. Each takes a picture, the placement, the story and the card, and answers a new picture."""

import colorsys
from typing import TYPE_CHECKING

from PIL import (
    Image,
    ImageChops,
    ImageDraw,
    ImageEnhance,
    ImageFilter,
    ImageFont,
    ImageOps,
    ImageStat,
)

from ..calls_to_action import words as button_words
from ..crops import crop
from ..formats import Format

if TYPE_CHECKING:
    from ..story import Card, Story

NEARLY_SAME = 0.02


def target_ratio(ratio: float, entry: Format) -> float:
    """The ratio that fills the placement: the tallest that it shows."""
    return entry.crop[0] if entry.crop[0] > 0 else ratio


def can_grow(ratio: float, entry: Format) -> bool:
    """Only a picture that is wider than the placement can be expanded for it."""
    return ratio > target_ratio(ratio, entry) + NEARLY_SAME


def uncrop(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
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


def brightness_and_contrast(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
    """Brighter towards a middle grey of 135, a little more contrast and colour."""
    mean = ImageStat.Stat(picture.convert("L")).mean[0] or 1.0
    factor = min(1.25, max(1.06, 135 / mean))
    brighter = ImageEnhance.Brightness(picture).enhance(factor)
    return ImageEnhance.Color(ImageEnhance.Contrast(brighter).enhance(1.12)).enhance(1.08)


def touch_up(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
    """Cut to the placement, then widened or heightened to it where the cut is not enough, and sharpened."""
    found = crop(picture.width, picture.height, entry.crop)
    cut = picture.crop(found.box)
    grown = uncrop(cut, entry, story, card) if can_grow(cut.width / cut.height, entry) else cut
    return grown.filter(ImageFilter.UnsharpMask(radius=2, percent=60, threshold=3))


def template(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
    """The headline on a band of the picture's own colour: along the lower edge, on full screens above what the placement lays
    over the lowest 35 % (line 10968)."""
    picture = picture.crop(crop(picture.width, picture.height, entry.crop).box)
    words = (card.title or story.message).strip()[:40]
    if not words:
        return picture
    band = max(40, picture.height // (11 if entry.crop[1] < 1 else 7))
    low = round(picture.height * 0.65) if entry.crop[1] < 1 else picture.height
    colour = tuple(int(value * 0.45) for value in ImageStat.Stat(picture.resize((32, 32))).mean[:3])
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    draw.rectangle((0, low - band, out.width, low), fill=colour)
    font = fitting(draw, words, out.width * 0.9, band * 0.5)
    draw.text((out.width / 2, low - band / 2), words, font=font, fill=(255, 255, 255), anchor="mm")
    return out


def sticker(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
    """A tilted sticker with the words of the button in the lower third; the rest of the picture stays."""
    picture = picture.crop(crop(picture.width, picture.height, entry.crop).box)
    words = button_words(card.cta)
    if not words:
        return picture
    height = max(36, picture.width // 9)
    font = fitting(ImageDraw.Draw(picture), words, picture.width * 0.5, height * 0.46)
    width = round(ImageDraw.Draw(picture).textlength(words, font=font) + height)
    label = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(label)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), height // 2, fill=(255, 255, 255, 255))
    inset = max(2, height // 14)
    colour = (*_accent(picture), 255)
    draw.rounded_rectangle((inset, inset, width - 1 - inset, height - 1 - inset), height // 2, fill=colour)
    draw.text((width / 2, height / 2), words, font=font, fill=(255, 255, 255, 255), anchor="mm")
    turned = label.rotate(6, expand=True, resample=Image.Resampling.BICUBIC)
    out = picture.convert("RGBA")
    place = (round(picture.width * 0.94) - turned.width, round(picture.height * 0.92) - turned.height)
    out.alpha_composite(turned, (max(0, place[0]), max(0, place[1])))
    return out.convert("RGB")


def _accent(picture: Image.Image) -> tuple[int, int, int]:
    """A strong colour across from the picture's mean."""
    red, green, blue = (int(value) for value in ImageStat.Stat(picture.resize((16, 16))).mean[:3])
    hue = (colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[0] + 0.5) % 1
    return tuple(round(value * 255) for value in colorsys.hsv_to_rgb(hue, 0.72, 0.72))  # type: ignore[return-value]


def background(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
    """The plain ground of a product picture becomes a wall and a table in colours that suit it; the product stays as it is."""
    mask = ground(picture)
    red, green, blue = _accent(picture)
    wall = Image.linear_gradient("L").resize(picture.size)
    scene = Image.composite(
        Image.new("RGB", picture.size, (red // 2 + 90, green // 2 + 90, blue // 2 + 90)),
        Image.new("RGB", picture.size, (red // 4 + 180, green // 4 + 180, blue // 4 + 180)),
        wall,
    )
    edge = round(picture.height * 0.74)
    table = (red // 3 + 40, green // 3 + 40, blue // 3 + 40)
    ImageDraw.Draw(scene).rectangle((0, edge, picture.width, picture.height), fill=table)
    return Image.composite(ImageChops.multiply(scene, picture), picture, mask)  # multiplied, shadows stay shadows


def ground(picture: Image.Image) -> Image.Image:
    """255 where the picture is its own plain ground: grey or white like its upper edge, shadows included, and joined to it."""
    small = picture.resize((picture.width // 2, picture.height // 2))
    _, saturation, value = small.convert("HSV").split()
    grey = saturation.point([255 if level <= 40 else 0 for level in range(256)])
    light = value.point([255 if level >= 96 else 0 for level in range(256)])
    flat = ImageChops.multiply(grey, light)
    for corner in ((0, 0), (flat.width - 1, 0), (0, flat.height - 1), (flat.width - 1, flat.height - 1)):
        if flat.getpixel(corner) == 255:
            ImageDraw.floodfill(flat, corner, 128)
    joined = flat.point([255 if level == 128 else 0 for level in range(256)])
    return joined.filter(ImageFilter.GaussianBlur(1)).resize(picture.size, Image.Resampling.BICUBIC)


def price_tag(picture: Image.Image, entry: Format, story: "Story", card: "Card") -> Image.Image:
    """What the catalogue says of the item, as a label in a corner of its picture."""
    picture = picture.crop(crop(picture.width, picture.height, entry.crop).box)
    return labelled(picture, card.price, "top_left", "DF0005", "FFFFFF") if card.price else picture


def labelled(picture: Image.Image, words: str, position: str, shape: str, colour: str) -> Image.Image:
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    size = max(18, picture.width // 16)
    font = fitting(draw, words, picture.width * 0.6, size)
    width, height = draw.textlength(words, font=font) + size, size * 1.8
    gap = picture.width * 0.04
    left = _start("left" in position, "right" in position, picture.width, width, gap)
    top = _start("top" in position, "bottom" in position, picture.height, height, gap)
    draw.rectangle((left, top, left + width, top + height), fill=f"#{shape}")
    draw.text((left + width / 2, top + height / 2), words, font=font, fill=f"#{colour}", anchor="mm")
    return out


def _start(low: bool, high: bool, whole: int, part: float, gap: float) -> float:
    """Where a part begins that lies at one end, with a gap, or in the middle."""
    return gap if low else whole - gap - part if high else (whole - part) / 2


def fitting(draw: ImageDraw.ImageDraw, words: str, width: float, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    while size > 10 and draw.textlength(words, font=font) > width:
        size *= 0.9
        font = ImageFont.load_default(size)
    return font  # type: ignore[return-value]  # the stub cannot know that a size makes it a FreeType font
