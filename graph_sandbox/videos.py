"""What an uploaded video is: opened by FFmpeg's libraries and its first picture decoded, or refused with Graph's code."""

from dataclasses import dataclass
from pathlib import Path

import av

from .errors import GraphFault

SMALLEST, LARGEST_SINGLE = 1024, 1024**3
# Only files that hold video, nothing that leads to other files (playlists) and no pictures.
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,flv,live_flv,asf,ogg,mxf"
SAFE = {"protocol_whitelist": "file", "format_whitelist": FORMATS}


@dataclass(frozen=True)
class VideoFacts:
    length: float  # seconds
    width: int
    height: int
    rate: float
    codec: str
    has_sound: bool


def measure(path: Path) -> VideoFacts:
    """Raises 382 (empty), 352 (no video in a format that is supported), 351 (damaged).

    Codes: Marketing API reference, "Ad Videos", line 15413.
    """
    if path.stat().st_size < SMALLEST:
        raise GraphFault(
            382, "(#382) The video file you tried to upload is too small. Please try again with a larger file."
        )
    try:
        with av.open(str(path), metadata_errors="ignore", options=SAFE) as container:
            return _facts(container)
    except (av.error.FFmpegError, OSError, ValueError):
        raise _unsupported() from None


def _facts(container: "av.container.InputContainer") -> VideoFacts:
    if not container.streams.video:
        raise _unsupported()
    stream = container.streams.video[0]
    frame = _first_frame(container, stream)
    seconds = _seconds(container, stream)
    rate = float(stream.average_rate or stream.guessed_rate or 0)
    codec = stream.codec_context.name
    return VideoFacts(seconds, frame.width, frame.height, rate, codec, bool(container.streams.audio))


def _first_frame(container: "av.container.InputContainer", stream: "av.VideoStream") -> "av.VideoFrame":
    try:
        return next(container.decode(stream))
    except (av.error.FFmpegError, StopIteration):
        raise GraphFault(
            351, "(#351) There was a problem with your video file. Please try again with another file."
        ) from None


def _seconds(container: "av.container.InputContainer", stream: "av.VideoStream") -> float:
    if container.duration:
        return round(container.duration / av.time_base, 3)
    return round(float((stream.duration or 0) * (stream.time_base or 0)), 3)


def _unsupported() -> GraphFault:
    return GraphFault(352, "(#352) The video file you selected is in a format that we don't support.")


def still(path: Path, target: Path, share: float, box: int = 1280) -> None:
    """A JPEG of the picture at `share` (0 to 1) of the video's length."""
    with av.open(str(path), options=SAFE) as container:
        stream = container.streams.video[0]
        wanted = share * _seconds(container, stream)
        if share:
            container.seek(int(wanted * av.time_base))
        picture = _frame_at(container, stream, wanted).to_image()
    picture.thumbnail((box, box))
    picture.convert("RGB").save(target, "JPEG", quality=85)


def _frame_at(container: "av.container.InputContainer", stream: "av.VideoStream", wanted: float) -> "av.VideoFrame":
    last = None
    for frame in container.decode(stream):
        last = frame
        if frame.time is None or frame.time >= wanted:
            break
    if last is None:
        container.seek(0)
        last = next(container.decode(stream))
    return last
