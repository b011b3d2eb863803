"""What Galley takes, and the sentence for what it refuses: the rule, and what to do.

Sources: Creative Asset Management reference, "Image sizes" (30 MB; JPG, PNG, GIF, BMP); error 1487390 (image too small)
and 382 (video too small). Meta's page on 1487390 names no number: 200 x 100 pixels is what the sandbox holds, too.
"""

from dataclasses import dataclass

MIN_IMAGE_WIDTH, MIN_IMAGE_HEIGHT = 200, 100
MIN_VIDEO_BYTES = 1024
SENT_AS_THEY_ARE = frozenset({"JPEG", "PNG", "GIF", "BMP"})


class Rejected(Exception):
    """This file cannot be kept. The text names the rule and what to do; `code` is Meta's number for it, or 0."""

    def __init__(self, text: str, code: int = 0):
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Signature:
    """How the content of a kind of file begins, for naming what was uploaded in place of a picture."""

    name: str
    starts: tuple[bytes, ...]
    advice: str


NOT_MEDIA = (
    Signature("an SVG drawing", (b"<svg",), "Meta takes no SVG. Export it as PNG or JPEG."),
    Signature(
        "a web page (HTML)", (b"<!doctype html", b"<html", b"<head", b"<script", b"<body"), "Save the picture itself."
    ),
    Signature("an XML document", (b"<?xml",), "Export it as PNG or JPEG; Meta takes no SVG."),
    Signature("a PDF", (b"%pdf",), "Export its pages as PNG or JPEG."),
    Signature("a ZIP archive", (b"pk\x03\x04",), "Unpack it and upload what is in it."),
    Signature("a Photoshop document", (b"8bps",), "Export it as PNG or JPEG."),
    Signature("a TIFF picture", (b"ii*\x00", b"mm\x00*"), "Export it as PNG or JPEG."),
)
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
HEIC_ADVICE = (
    "This is a HEIC picture, as iPhones make them. Meta does not take HEIC: export it as JPEG and upload that."
)
IMAGES = "JPEG, PNG, GIF, BMP, WebP or AVIF"
VIDEOS = "MP4 or MOV"


def what_it_is(start: bytes) -> str:
    """A sentence about a file that is no picture and no video, from its first bytes."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head[:1000]:
        head = b"<svg"
    for signature in NOT_MEDIA:
        if head.startswith(signature.starts):
            return f"This is {signature.name}, not a picture or video, whatever its name says. {signature.advice}"
    kind = "a text file" if is_text(start) else "no picture or video that Galley can read"
    return f"This is {kind}. Upload pictures as {IMAGES}, videos as {VIDEOS}."


def is_text(start: bytes) -> bool:
    try:
        text = start.decode("utf-8", "strict" if len(start) < 1000 else "ignore")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(letter.isprintable() or letter in "\t\r\n\f" for letter in text)


def is_heic(start: bytes) -> bool:
    """An ISO file whose main brand is one of HEIF's and not AVIF's."""
    brands = start[8:64]
    return start[4:8] == b"ftyp" and b"avif" not in brands and start[8:12] in HEIC_BRANDS


def require_image_size(width: int, height: int) -> None:
    if width < MIN_IMAGE_WIDTH or height < MIN_IMAGE_HEIGHT:
        raise Rejected(
            f"The picture has {width} × {height} pixels, too few for Meta (error 1487390). "
            f"Use at least {MIN_IMAGE_WIDTH} × {MIN_IMAGE_HEIGHT}; 1080 × 1080 looks good everywhere.",
            1487390,
        )


def megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f} MB"
