"""Pictures of the demo shop, drawn by code: pottery on a table in front of a coloured wall, with or without a line of text."""

import io
from functools import lru_cache

import av
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ..enhancements.pixels import fitting

SIZES = {
    "1x1": (1080, 1080),
    "4x5": (1080, 1350),
    "9x16": (1080, 1920),
    "191x1": (1200, 628),
}
FRAMES = 8
DRAFT = 300  # pixels in which outlines are drawn before they are enlarged
# wall above, wall below, table, pot, shade of the pot
PALETTES = {
    "clay": ("#f0d9c4", "#e3bfa0", "#8a5a3c", "#c4623a", "#8f3f22"),
    "fern": ("#d7e2d0", "#a9c0a0", "#5d4a3a", "#3f6b4f", "#264532"),
    "dusk": ("#40335a", "#b0617a", "#2b2138", "#f0b869", "#c07f3a"),
    "sky": ("#dcecf5", "#a8cbe0", "#c9b79c", "#2f6690", "#1b4260"),
    "sand": ("#f6efe3", "#e2d3b8", "#b79b75", "#f7f3ea", "#cfc3ac"),
    "plum": ("#f3d9e2", "#d9a0b5", "#5b2a3c", "#7a2e4d", "#4d1a2f"),
}
# outlines as (x, y) from the middle of the table's edge, in hundredths of the pot's size; y upward
SHAPES = {
    "vase": (
        (-18, 0),
        (-30, 22),
        (-30, 46),
        (-12, 72),
        (-15, 92),
        (15, 92),
        (12, 72),
        (30, 46),
        (30, 22),
        (18, 0),
    ),
    "bowl": ((-18, 0), (-40, 18), (-50, 42), (50, 42), (40, 18), (18, 0)),
    "mug": ((-28, 0), (-30, 60), (30, 60), (28, 0)),
    "jug": (
        (-24, 0),
        (-34, 30),
        (-20, 62),
        (-22, 86),
        (26, 80),
        (18, 62),
        (34, 30),
        (24, 0),
    ),
    "planter": ((-26, 0), (-36, 50), (36, 50), (26, 0)),
    "lamp": (
        (-14, 0),
        (-20, 26),
        (-8, 42),
        (-30, 44),
        (-18, 84),
        (18, 84),
        (30, 44),
        (8, 42),
        (20, 26),
        (14, 0),
    ),
}


@lru_cache(maxsize=64)
def picture(shape: str, palette: str, size: str, words: str = "") -> bytes:
    """A JPEG; the same arguments draw the same picture."""
    out = io.BytesIO()
    drawn(shape, palette, size, words).save(out, "JPEG", quality=88)
    return out.getvalue()


def product(shape: str, palette: str) -> bytes:
    """A JPEG of the pot alone on white, as catalogues show their items."""
    width, height = SIZES["1x1"]
    canvas = Image.new("RGB", (width, height), "#ffffff")
    scale = width * 0.68 / 100
    _pot(canvas, shape, *PALETTES[palette][3:], (width / 2, height * 0.86), scale)
    if shape == "planter":
        _leaves(canvas, (width / 2, height * 0.86 - 50 * scale), scale)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=90)
    return out.getvalue()


def drawn(shape: str, palette: str, size: str, words: str = "") -> Image.Image:
    width, height = SIZES[size]
    above, below, table, pot, shade = PALETTES[palette]
    ramp = Image.linear_gradient("L").resize((width, height))
    canvas = Image.composite(
        Image.new("RGB", (width, height), below),
        Image.new("RGB", (width, height), above),
        ramp,
    )
    edge = round(height * 0.72)
    ImageDraw.Draw(canvas).rectangle((0, edge, width, height), fill=table)
    scale = min(width, height * 0.9) * 0.58 / 100
    _sun(canvas, above, width, height)
    _pot(canvas, shape, pot, shade, (width / 2, edge + height * 0.06), scale)
    if shape in ("planter", "vase"):
        _leaves(
            canvas,
            (
                width / 2,
                edge + height * 0.06 - (50 if shape == "planter" else 90) * scale,
            ),
            scale,
        )
    if words:
        _words(canvas, words, width, height)
    return canvas


def _sun(canvas: Image.Image, colour: str, width: int, height: int) -> None:
    """A soft patch of light on the wall."""
    light = Image.new("L", (90, 90), 0)
    ImageDraw.Draw(light).ellipse((20, 20, 70, 70), fill=150)
    light = light.filter(ImageFilter.GaussianBlur(9)).resize((width, width))
    canvas.paste(
        Image.new("RGB", (width, width), "#fff8ea"),
        (round(width * 0.18), round(height * -0.12)),
        light,
    )


def _pot(
    canvas: Image.Image,
    shape: str,
    colour: str,
    shade: str,
    foot: tuple[float, float],
    scale: float,
) -> None:
    """The outline with soft corners, light from one side and a shadow to the right."""
    box, k = round(120 * scale), DRAFT / 120
    mask = Image.new("L", (DRAFT, DRAFT), 0)
    ImageDraw.Draw(mask).polygon([((60 + x) * k, (110 - y) * k) for x, y in SHAPES[shape]], fill=255)
    if shape == "mug":
        ImageDraw.Draw(mask).ellipse([value * k for value in (82, 58, 108, 98)], outline=255, width=round(14 * k))
    soft = mask.filter(ImageFilter.GaussianBlur(2.2 * k))
    mask = soft.resize((box, box), Image.Resampling.BICUBIC).point(
        [min(255, max(0, (value - 112) * 8)) for value in range(256)]
    )
    ramp = Image.linear_gradient("L").rotate(90).resize((box, box))
    body = Image.composite(Image.new("RGB", (box, box), colour), Image.new("RGB", (box, box), shade), ramp)
    left, top = round(foot[0] - 60 * scale), round(foot[1] - 110 * scale)
    shadow = soft.filter(ImageFilter.GaussianBlur(4 * k)).point([value // 3 for value in range(256)]).resize((box, box))
    canvas.paste(
        Image.new("RGB", (box, box), "#1a1210"),
        (left + round(7 * scale), top + round(3 * scale)),
        shadow,
    )
    canvas.paste(body, (left, top), mask)


def _leaves(canvas: Image.Image, root: tuple[float, float], scale: float) -> None:
    draw = ImageDraw.Draw(canvas)
    for lean, tall, green in (
        (-34, 44, "#4d7c4f"),
        (-14, 62, "#3b6a45"),
        (10, 66, "#55885a"),
        (30, 48, "#2f5b3c"),
    ):
        tip = (root[0] + lean * scale, root[1] - tall * scale)
        side = 7 * scale
        middle = ((root[0] + tip[0]) / 2, (root[1] + tip[1]) / 2)
        draw.polygon(
            (root, (middle[0] - side, middle[1]), tip, (middle[0] + side, middle[1])),
            fill=green,
        )


def _words(canvas: Image.Image, words: str, width: int, height: int) -> None:
    draw = ImageDraw.Draw(canvas)
    font: ImageFont.FreeTypeFont = fitting(draw, words, width * 0.84, height * 0.075)
    draw.text(
        (width / 2 + 2, height * 0.11 + 2),
        words,
        font=font,
        fill="#00000055",
        anchor="mm",
    )
    draw.text(
        (width / 2, height * 0.11),
        words,
        font=font,
        fill="#ffffff",
        anchor="mm",
        stroke_width=1,
        stroke_fill="#3a2a20",
    )


@lru_cache(maxsize=8)
def film(shape: str, palette: str, size: str = "9x16", seconds: int = 4) -> bytes:
    """An MP4 that moves slowly towards the pot."""
    still = drawn(shape, palette, size).resize((360, round(360 * SIZES[size][1] / SIZES[size][0] / 2) * 2))
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FRAMES, options={"crf": "30", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = *still.size, "yuv420p"
        for number in range(FRAMES * seconds):
            cut = number * 0.005
            box = (
                still.width * cut,
                still.height * cut,
                still.width * (1 - cut),
                still.height * (1 - cut),
            )
            frame = av.VideoFrame.from_image(still.resize(still.size, Image.Resampling.BILINEAR, box=box))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()
