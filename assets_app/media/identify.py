"""What an arrived file is: by its content, never by its name."""

from pathlib import Path

from assets_app.media import images, rules, videos
from assets_app.media.rules import Rejected

VIDEO_ENDINGS = tuple(f".{ending}" for ending in (*videos.EXTENSIONS.values(), "m4v", "3gp"))


Facts = images.ImageFacts | videos.VideoFacts


def measure(path: Path, filename: str, *, max_pixels: int, max_image_bytes: int) -> Facts:
    """Facts of a picture or video that was decoded. Raises Rejected with the sentence for everything else.

    `filename` only chooses the words for a file without content.
    """
    size = path.stat().st_size
    named_video = filename.lower().endswith(VIDEO_ENDINGS)
    if size < rules.MIN_VIDEO_BYTES and named_video:
        raise Rejected(
            f"The video is empty: it has {size} bytes (Meta's error 382). Export it again and upload that.", 382
        )
    if size == 0:
        raise Rejected("The file is empty: it has 0 bytes. Export it again and upload that.")
    start = _start(path)
    if rules.is_heic(start):
        raise Rejected(rules.HEIC_ADVICE)
    facts: Facts | None = images.measure(path, max_pixels=max_pixels, max_bytes=max_image_bytes)
    if facts is None and size >= rules.MIN_VIDEO_BYTES:
        facts = videos.measure(path)
    if facts is None:
        raise Rejected(_unreadable_video(named_video, start) or rules.what_it_is(start))
    return facts


def _start(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(4096)


def _unreadable_video(named_video: bool, start: bytes) -> str:
    if named_video and not rules.is_text(start):
        return f"The video is damaged or in a format that Meta does not take (error 352). Export it again as {rules.VIDEOS}."
    return ""
