"""The demo's video advertisements: a slow camera move over a picture, with text that fades in, as H.264 MP4."""

import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageEnhance

from demo.drawing import Layer, brand, drawn, picture, pill, sticker, tall_picture, text

RATE = 24
SAMPLE_RATE = 44_100
SIZES = {"9x16": (540, 960), "1x1": (640, 640), "4x5": (576, 720), "191x1": (960, 502)}
View = tuple[float, float, float]  # middle (x, y) and width of what the camera sees, as shares of the picture


@dataclass(frozen=True)
class Clip:
    folder: str
    name: str
    ratio: str
    seconds: float
    layers: tuple[Layer, ...]
    start: View
    end: View
    words: tuple[Layer, ...] = ()
    later: tuple[Layer, ...] = ()  # a picture that the first one melts into
    flicker: float = 0.0
    chord: tuple[float, ...] = ()  # Hz; no tones, no audio track


CLIPS = (
    Clip(
        "Spring 26/Glow lamp/Video",
        "Glow_Dusk_9x16.mp4",
        "9x16",
        6,
        (picture("lamp"),),
        (0.5, 0.5, 1.0),
        (0.5, 0.56, 0.86),
        (
            text("Warm light.\nEarly nights.", "fraunces", 0.13, "#ffd9bf", (0.08, 0.15)),
            pill("From €89", "#ffe3d0", "#43160a", (0.5, 0.905), 0.044),
        ),
        later=(picture("lamp_dusk"),),
        chord=(220.0, 277.18, 329.63),
    ),
    Clip(
        "Spring 26/Glow lamp/Video",
        "Glow_Colours_191x1.mp4",
        "191x1",
        6,
        (picture("trio"),),
        (0.34, 0.5, 0.68),
        (0.66, 0.5, 0.68),
        (text("Three colours. One warm idea.", "grotesque", 0.05, "#12324f", (0.5, 0.06), "center"),),
    ),
    Clip(
        "Spring 26/Porto mugs",
        "Mugs_Pan_4x5.mp4",
        "4x5",
        6,
        (picture("mugs"),),
        (0.5, 0.64, 0.72),
        (0.54, 0.42, 0.84),
        (brand("#2b3a20", (0.07, 0.06), "Porto mugs, set of four, €56"),),
    ),
    Clip(
        "Stoneware",
        "Kettle_Boil_1x1.mp4",
        "1x1",
        5,
        (picture("kettle", focus=(0.5, 0.6)),),
        (0.5, 0.5, 1.0),
        (0.54, 0.52, 0.82),
        (
            text("BOILS IN THREE.", "anton", 0.11, "#0b3b2d", (0.06, 0.03)),
            sticker("€64", "#d9481c", "#fff1d6", (0.85, 0.83), 0.2),
        ),
    ),
    Clip(
        "Always on/Bath",
        "Candle_Flame_9x16.mp4",
        "9x16",
        5,
        (tall_picture("candle", 0.7, 1.22, 0.46),),
        (0.5, 0.55, 0.96),
        (0.5, 0.6, 0.78),
        (text("Forty hours\nof slow.", "italic", 0.17, "#ffdfb3", (0.5, 0.13), "center", 0.95),),
        flicker=0.07,
    ),
    Clip(
        "Gifts",
        "Gifts_Tilt_4x5.mp4",
        "4x5",
        5,
        (picture("gift"),),
        (0.5, 0.62, 0.7),
        (0.5, 0.5, 1.0),
        (text("The good gifts\ngo first.", "fraunces", 0.11, "#ffe7cf", (0.5, 0.035), "center"),),
    ),
    Clip(
        "Stoneware",
        "Bowls_Table_1x1.mp4",
        "1x1",
        4,
        (picture("bowls", focus=(0.5, 0.45)),),
        (0.4, 0.42, 0.66),
        (0.5, 0.5, 1.0),
        (text("Set the table.", "grotesque", 0.095, "#fff3d9", (0.5, 0.865), "center"),),
    ),
)


def write_clip(clip: Clip, path: Path) -> None:
    """Deterministic: one encoder thread, no dates in the file."""
    with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as file:
        video = file.add_stream("h264", rate=RATE, options={"preset": "veryfast", "crf": "23", "bf": "0"})
        video.width, video.height = SIZES[clip.ratio]
        video.pix_fmt = "yuv420p"
        video.thread_count = 1
        sound = file.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if clip.chord else None
        for number, image in enumerate(frames(clip)):
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        if sound:
            for block in tone(clip.chord, clip.seconds):
                file.mux(sound.encode(block))
            file.mux(sound.encode(None))


def frames(clip: Clip) -> Iterator[Image.Image]:
    source = shot(clip, clip.layers)
    later = shot(clip, clip.later) if clip.later else None
    titled = titles(clip)
    count = round(clip.seconds * RATE)
    for number in range(count):
        share = number / (count - 1)
        see = camera(clip, share)
        image = see(source)
        if later:
            image = Image.blend(image, see(later), ease((share - 0.3) / 0.4))
        if clip.flicker:
            image = ImageEnhance.Brightness(image).enhance(1 + clip.flicker * flame(number / RATE))
        shown = ease((share - 0.12) / 0.16)
        if shown:
            image = Image.blend(image, titled(image), shown)
        yield image


def shot(clip: Clip, layers: tuple[Layer, ...]) -> Image.Image:
    """The picture, no larger than its closest view needs: a smaller one is quicker to film."""
    image = drawn(clip.ratio, layers)
    closest = min(clip.start[2], clip.end[2])
    return image.resize([round(side / closest) for side in SIZES[clip.ratio]], Image.Resampling.LANCZOS)


def titles(clip: Clip) -> Callable[[Image.Image], Image.Image]:
    """Puts the words on an image. They are drawn once, on black and on white: the difference tells what shows through."""
    on_black, on_white = (Image.new("RGB", SIZES[clip.ratio], colour) for colour in ("black", "white"))
    for layer in clip.words:
        layer(on_black)
        layer(on_white)
    through = ImageChops.difference(on_white, on_black)
    return lambda image: ImageChops.add(ImageChops.multiply(image, through), on_black)


def camera(clip: Clip, share: float) -> Callable[[Image.Image], Image.Image]:
    """What the camera sees after `share` of the move; places are fractions of a pixel, so that it glides."""
    move = ease(share)
    x, y, part = (first + (last - first) * move for first, last in zip(clip.start, clip.end, strict=True))
    left, top = (min(max(middle - part / 2, 0), 1 - part) for middle in (x, y))

    def look(image: Image.Image) -> Image.Image:
        width, height = image.size
        box = (left * width, top * height, (left + part) * width, (top + part) * height)
        return image.resize(SIZES[clip.ratio], Image.Resampling.BICUBIC, box)

    return look


def ease(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def flame(second: float) -> float:
    return (math.sin(second * 9.1) + math.sin(second * 14.3 + 1) * 0.6 + math.sin(second * 23.7) * 0.3) / 1.9


def tone(chord: tuple[float, ...], seconds: float) -> Iterator[av.AudioFrame]:
    """A soft chord that swells and dies away."""
    total = round(seconds * SAMPLE_RATE)
    for first in range(0, total, 1024):
        size = min(1024, total - first)
        swell = math.sin(math.pi * first / total) * 0.08
        samples = array("f", (0.0,)) * size
        for hertz in chord:
            turn = 2 * math.pi * hertz / SAMPLE_RATE
            for place in range(size):
                samples[place] += swell * math.sin(turn * (first + place))
        frame = av.AudioFrame(format="fltp", layout="mono", samples=size)
        frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, first, Fraction(1, SAMPLE_RATE)
        yield frame
