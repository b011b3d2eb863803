"""Layers of a still advertisement: each function gives a `Layer`, which draws itself on a canvas.

Places and sizes are shares of the canvas: `at=(0.06, 0.05)`, `size=0.1` of its width.
"""

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

HERE = Path(__file__).parent
RATIOS = {"1x1": (1080, 1080), "4x5": (1080, 1350), "9x16": (1080, 1920), "191x1": (1200, 628)}
FONTS = {
    "fraunces": "fraunces-latin-600-normal.woff",
    "serif": "instrument-serif-latin-400-normal.woff",
    "italic": "instrument-serif-latin-400-italic.woff",
    "grotesque": "bricolage-grotesque-latin-800-normal.woff",
    "anton": "anton-latin-400-normal.woff",
    "inter": "inter-latin-500-normal.woff",
    "strong": "inter-latin-600-normal.woff",
}
TRACKING = {"fraunces": -0.03, "serif": -0.02, "italic": -0.02, "grotesque": -0.04}
Layer = Callable[[Image.Image], None]
Colour = tuple[int, float, float]  # of the lamp: turn of its hue (0 to 255), saturation, lightness


@cache
def font(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(HERE / "fonts" / FONTS[name], pixels)


@cache
def scene(name: str) -> Image.Image:
    """A rendered picture with the contrast of a finished photograph."""
    with Image.open(HERE / "scenes" / f"{name}.webp") as file:
        picture = file.convert("RGB")
    return ImageEnhance.Contrast(ImageEnhance.Color(picture).enhance(1.16)).enhance(1.07)


@cache
def lamp_cut(hue: int, strength: float, light: float) -> Image.Image:
    """The lamp without its background, its colour turned, its bright fringe shaved off."""
    with Image.open(HERE / "scenes" / "lamp_cut.webp") as file:
        cut = file.convert("RGBA")
    alpha = cut.getchannel("A").filter(ImageFilter.MinFilter(7)).filter(ImageFilter.GaussianBlur(1.2))
    h, s, v = cut.convert("RGB").convert("HSV").split()
    h = h.point([(value + hue) % 256 for value in range(256)])
    s = s.point([min(255, round(value * strength)) for value in range(256)])
    v = v.point([round(value * light) for value in range(256)])
    lamp = ImageEnhance.Contrast(Image.merge("HSV", (h, s, v)).convert("RGB")).enhance(1.15)
    lamp.putalpha(alpha)
    return lamp.crop(alpha.getbbox())


def picture(name: str, zoom: float = 1.0, focus: tuple[float, float] = (0.5, 0.5)) -> Layer:
    """A scene that covers the canvas; `focus` says which part stays when the rest is cut off."""

    def draw(canvas: Image.Image) -> None:
        source = scene(name)
        share = min(source.width / canvas.width, source.height / canvas.height) / zoom
        width, height = canvas.width * share, canvas.height * share
        left, top = (source.width - width) * focus[0], (source.height - height) * focus[1]
        canvas.paste(source.resize(canvas.size, Image.Resampling.LANCZOS, (left, top, left + width, top + height)))

    return draw


def tall_picture(name: str, above: float, zoom: float = 1.0, focus: float = 0.5) -> Layer:
    """A scene as wide as the canvas, its plain background drawn on above (`above` of what is missing) and below."""

    def draw(canvas: Image.Image) -> None:
        source = scene(name)
        width = source.width / zoom
        left = (source.width - width) * focus
        size = (canvas.width, round(source.height * canvas.width / width))
        middle = source.resize(size, Image.Resampling.LANCZOS, (left, 0, left + width, source.height))
        _continue_background(canvas, middle, round((canvas.height - size[1]) * above))

    return draw


def wide_picture(name: str, rows: tuple[float, float], before: float) -> Layer:
    """Some rows of a scene as high as the canvas, the background drawn on at the left (`before` of it) and right."""

    def draw(canvas: Image.Image) -> None:
        source = scene(name)
        top, bottom = (row * source.height for row in rows)
        size = (round(source.width * canvas.height / (bottom - top)), canvas.height)
        middle = source.resize(size, Image.Resampling.LANCZOS, (0, top, source.width, bottom))
        turned = Image.new("RGB", (canvas.height, canvas.width))
        left = round((canvas.width - size[0]) * before)
        _continue_background(turned, middle.transpose(Image.Transpose.TRANSPOSE), left)
        canvas.paste(turned.transpose(Image.Transpose.TRANSPOSE))

    return draw


def _continue_background(canvas: Image.Image, middle: Image.Image, top: int, seam: int = 60) -> None:
    """Pastes `middle` at `top`; what is free above and below continues its first and last rows."""
    width, height = middle.size
    mask = Image.new("L", middle.size, 255)
    if top > 0:
        _stretch(canvas, middle.crop((0, 0, width, 8)), 0, top + seam)
    if top + height < canvas.height:
        _stretch(canvas, middle.crop((0, height - 8, width, height)), top + height - seam, canvas.height)
    for row in range(seam):
        shade = row * 255 // seam
        if top > 0:
            mask.paste(shade, (0, row, width, row + 1))
        if top + height < canvas.height:
            mask.paste(shade, (0, height - 1 - row, width, height - row))
    canvas.paste(middle, (0, top), mask)


def _stretch(canvas: Image.Image, strip: Image.Image, top: int, bottom: int) -> None:
    narrow = strip.resize((24, 2), Image.Resampling.BOX)
    canvas.paste(narrow.resize((canvas.width, bottom - top), Image.Resampling.BICUBIC), (0, top))


def ground(top: str, bottom: str = "", floor: str = "", floor_at: float = 0.78) -> Layer:
    """A plain colour, or one that runs into another; with a floor under it if a colour is given."""

    def draw(canvas: Image.Image) -> None:
        ends = Image.new("RGB", (1, 2), top)
        ends.putpixel((0, 1), _rgb(bottom or top))
        canvas.paste(ends.resize(canvas.size, Image.Resampling.BICUBIC, (0, 0.5, 1, 1.5)))
        if floor:
            canvas.paste(_rgb(floor), (0, round(canvas.height * floor_at), *canvas.size))

    return draw


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.lstrip("#"))[:3]
    return red, green, blue


def circle(colour: str, at: tuple[float, float], size: float) -> Layer:
    """A filled circle round `at`; drawn at twice its size, so that its edge is soft."""

    def draw(canvas: Image.Image) -> None:
        pixels = round(size * canvas.width)
        mask = Image.new("L", (pixels * 2, pixels * 2))
        ImageDraw.Draw(mask).ellipse((0, 0, pixels * 2 - 1, pixels * 2 - 1), fill=255)
        place = (round(at[0] * canvas.width - pixels / 2), round(at[1] * canvas.height - pixels / 2))
        canvas.paste(_rgb(colour), (*place, place[0] + pixels, place[1] + pixels), mask.resize((pixels, pixels)))

    return draw


def lamp(colour: Colour, at: tuple[float, float], size: float, shadow: float = 0.45) -> Layer:
    """The cut-out lamp, `size` wide, its foot at `at`, with a soft shadow under it."""

    def draw(canvas: Image.Image) -> None:
        cut = lamp_cut(*colour)
        width = round(size * canvas.width)
        cut = cut.resize((width, round(cut.height * width / cut.width)), Image.Resampling.LANCZOS)
        x, y = round(at[0] * canvas.width), round(at[1] * canvas.height)
        if shadow:
            mask = Image.new("L", canvas.size)
            box = (x - width * 0.36, y - width * 0.07, x + width * 0.36, y + width * 0.05)
            ImageDraw.Draw(mask).ellipse(box, fill=round(255 * shadow))
            mask = mask.filter(ImageFilter.GaussianBlur(width * 0.035))
            canvas.paste(ImageChops.multiply(canvas, Image.new("RGB", canvas.size, "#3a2018")), (0, 0), mask)
        canvas.paste(cut, (x - width // 2, y - cut.height), cut)

    return draw


def text(
    words: str,
    face: str,
    size: float,
    ink: str,
    at: tuple[float, float],
    align: str = "left",
    leading: float = 1.0,
) -> Layer:
    """Lines of text; `at` is the first line's top on its left edge, middle or right edge, as `align` says."""

    def draw(canvas: Image.Image) -> None:
        pixels = round(size * canvas.width)
        letters, gap = font(face, pixels), TRACKING.get(face, 0) * pixels
        pen = ImageDraw.Draw(canvas)
        y = at[1] * canvas.height + pixels * 0.78
        for line in words.split("\n"):
            width = letters.getlength(line) + gap * (len(line) - 1)
            x = at[0] * canvas.width - width * {"left": 0, "center": 0.5, "right": 1}[align]
            for place, letter in enumerate(line):
                offset = letters.getlength(line[: place + 1]) - letters.getlength(letter)
                pen.text((x + offset + gap * place, y), letter, ink, letters, anchor="ls")
            y += pixels * leading

    return draw


def brand(ink: str, at: tuple[float, float], line: str = "", align: str = "left", size: float = 0.04) -> Layer:
    """The maker's name, and what it costs under it."""
    name = text("Oda & Fenn", "fraunces", size, ink, at, align)

    def draw(canvas: Image.Image) -> None:
        name(canvas)
        below = at[1] + size * 1.25 * canvas.width / canvas.height
        text(line, "inter", size * 0.62, ink, (at[0], below), align)(canvas)

    return draw


def pill(words: str, fill: str, ink: str, at: tuple[float, float], size: float = 0.032) -> Layer:
    """A button with round ends, its middle at `at`."""

    def draw(canvas: Image.Image) -> None:
        pixels = round(size * canvas.width)
        letters = font("strong", pixels)
        width, height = round(letters.getlength(words) + pixels * 2), round(pixels * 2.3)
        big = Image.new("L", (width * 2, height * 2))
        ImageDraw.Draw(big).rounded_rectangle((0, 0, width * 2 - 1, height * 2 - 1), height, fill=255)
        left, top = round(at[0] * canvas.width - width / 2), round(at[1] * canvas.height - height / 2)
        canvas.paste(_rgb(fill), (left, top, left + width, top + height), big.resize((width, height)))
        place = (left + width / 2, top + height / 2 - pixels * 0.02)
        ImageDraw.Draw(canvas).text(place, words, ink, letters, anchor="mm")

    return draw


def sticker(words: str, fill: str, ink: str, at: tuple[float, float], size: float = 0.22) -> Layer:
    """A round price or "new" sticker."""
    disc = circle(fill, at, size)
    lines = words.split("\n")

    def draw(canvas: Image.Image) -> None:
        disc(canvas)
        letter = size * min(0.3, 1.25 / max(len(line) for line in lines))
        top = at[1] - letter * len(lines) * 0.5 * canvas.width / canvas.height
        text(words, "grotesque", letter, ink, (at[0], top), "center", 0.98)(canvas)

    return draw


def stars(fill: str, at: tuple[float, float], size: float = 0.04, count: int = 5) -> Layer:
    def draw(canvas: Image.Image) -> None:
        radius = size * canvas.width / 2
        pen = ImageDraw.Draw(canvas)
        for place in range(count):
            x, y = at[0] * canvas.width + radius + place * radius * 2.3, at[1] * canvas.height + radius
            corners = [
                (x + r * math.sin(k * math.pi / 5), y - r * math.cos(k * math.pi / 5))
                for k in range(10)
                for r in [radius * (0.45 if k % 2 else 1)]
            ]
            pen.polygon(corners, fill=fill)

    return draw


def band(words: str, fill: str, ink: str, height: float = 0.085) -> Layer:
    """A bar along the lower edge."""

    def draw(canvas: Image.Image) -> None:
        tall = round(height * canvas.width)
        canvas.paste(_rgb(fill), (0, canvas.height - tall, *canvas.size))
        letters = font("strong", round(tall * 0.4))
        place = (canvas.width / 2, canvas.height - tall / 2)
        ImageDraw.Draw(canvas).text(place, words, ink, letters, anchor="mm")

    return draw


def border(colour: str, width: float = 0.03) -> Layer:
    def draw(canvas: Image.Image) -> None:
        ImageDraw.Draw(canvas).rectangle(
            (0, 0, canvas.width - 1, canvas.height - 1), None, colour, round(width * canvas.width)
        )

    return draw


def drawn(ratio: str, layers: tuple[Layer, ...]) -> Image.Image:
    canvas = Image.new("RGB", RATIOS[ratio])
    for layer in layers:
        layer(canvas)
    return canvas
