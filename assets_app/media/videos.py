"""Videos: what one is, and a still of it. FFmpeg's libraries read local files of a few containers only. No database."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av
from PIL import Image, ImageStat

from assets_app.media import images
from assets_app.media.rules import VIDEOS, Rejected

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,asf"
SAFE = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
MIMES = {
    "matroska": "video/x-matroska",
    "avi": "video/x-msvideo",
    "mpeg": "video/mpeg",
    "mpegts": "video/mp2t",
    "asf": "video/x-ms-wmv",
}
EXTENSIONS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/x-matroska": "mkv"}
EXTENSIONS |= {"video/x-msvideo": "avi", "video/mpeg": "mpg", "video/mp2t": "ts", "video/x-ms-wmv": "wmv"}
MAX_PIXELS = 80_000_000  # of one picture: decoding a larger one would take the worker's memory
POSTER_AT = (0.0, 0.1, 0.25, 0.5, 0.75)
DARK, PLAIN = 24, 6
UNREADABLE = (av.error.FFmpegError, OSError, ValueError, StopIteration)


@dataclass(frozen=True)
class VideoFacts:
    """Width and height as people see it, with its rotation applied."""

    mime: str
    width: int
    height: int
    duration_ms: int
    codec: str
    colour: str
    details: dict = field(default_factory=dict)

    kind = "video"
    goes_as_it_is = True

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.mime]


def measure(path: Path) -> VideoFacts | None:
    """Opened, its first and its last pictures decoded. None when it is no container we know; Rejected when it is a bad video."""
    try:
        container = av.open(str(path), container_options=SAFE, metadata_errors="ignore")
    except UNREADABLE:
        return None
    with container:
        return _facts(container, path)


def _facts(container, path: Path) -> VideoFacts:
    if not container.streams.video:
        raise Rejected("The file has sound but no picture (Meta's error 352). Upload a video with a picture.", 352)
    stream = container.streams.video[0]
    _require_bearable(stream)
    frame = _first(container, stream)
    seconds = _seconds(container, stream)
    if seconds <= 0:
        raise Rejected(f"The video has no length. Export it again as {VIDEOS}.", 352)
    _require_end(container, stream, seconds)
    picture = turned(frame)
    sound = container.streams.audio[0].codec_context.name if container.streams.audio else ""
    details = {
        "container": container.format.name,
        "frame_rate": round(float(stream.average_rate or stream.guessed_rate or 0), 3),
        "rotation": frame.rotation % 360,
        "sound": sound,
    }
    mime = _mime(container, path)
    return VideoFacts(
        mime,
        picture.width,
        picture.height,
        round(seconds * 1000),
        stream.codec_context.name,
        images.mean_colour(picture),
        details,
    )


def _require_bearable(stream) -> None:
    """The size in the file's head, and by the decoder's own limit whatever its pictures then turn out to be."""
    if stream.codec_context.width * stream.codec_context.height > MAX_PIXELS:
        raise Rejected("The pictures of this video are too large: more than 80 million pixels. Export it smaller.", 352)
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}


def _first(container, stream):
    try:
        return next(container.decode(stream))
    except UNREADABLE:
        raise _damaged() from None


def _damaged() -> Rejected:
    return Rejected("The video is damaged: it cannot be played to its end (Meta's error 351). Export it again.", 351)


def _require_end(container, stream, seconds: float) -> None:
    """Something near the end can be decoded: a file that was cut off still has its whole length in its head."""
    try:
        container.seek(max(0, int((seconds - 1) * av.time_base)), backward=True)
        last = max((frame.time or 0 for frame in container.decode(stream)), default=-1)
    except UNREADABLE:
        raise _damaged() from None
    if last < seconds * 0.8 - 2:
        raise _damaged()


def _seconds(container, stream) -> float:
    """The picture's own length where the file says it, else the file's: sound may be longer."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _mime(container, path: Path) -> str:
    name = container.format.name
    if "mp4" in name:
        with open(path, "rb") as file:
            return "video/quicktime" if file.read(12)[8:10] == b"qt" else "video/mp4"
    if "webm" in name:
        with open(path, "rb") as file:
            return "video/webm" if b"webm" in file.read(64) else MIMES["matroska"]
    return MIMES.get(name, "video/mp4")


def turned(frame) -> Image.Image:
    """The frame as people see it. Its rotation is counter-clockwise degrees, as Pillow's is."""
    picture = frame.to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation % 360 else picture


@contextmanager
def poster(path: Path):
    """A still that shows something: the first of a few moments that is neither dark nor of one colour, else the brightest."""
    with av.open(str(path), container_options=SAFE, metadata_errors="ignore") as container:
        stream = container.streams.video[0]
        stills = (still for share in POSTER_AT if (still := _still(container, stream, share)) is not None)
        best, light = None, -1.0
        for still in stills:
            mean, spread = _light(still)
            if mean > DARK and spread > PLAIN:
                best = still
                break
            if mean > light:
                best, light = still, mean
        yield best


def _light(picture) -> tuple[float, float]:
    stat = ImageStat.Stat(picture.resize((64, 64)).convert("L"))
    return stat.mean[0], stat.stddev[0]


def _still(container, stream, share: float):
    wanted = share * _seconds(container, stream)
    try:
        container.seek(int(wanted * av.time_base), backward=True)
        for frame in container.decode(stream):
            if frame.time is None or frame.time >= wanted:
                return turned(frame)
    except UNREADABLE:
        return None
    return None
