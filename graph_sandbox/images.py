"""What an uploaded picture is: decoded and measured, or refused with Graph's code."""

import hashlib
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from . import errors

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 120_000_000
MIN_WIDTH, MIN_HEIGHT = 200, 100
TYPES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "BMP": "bmp", "TIFF": "tif"}


@dataclass(frozen=True)
class ImageFacts:
    hash: str  # md5 of the bytes, 32 hex digits
    width: int
    height: int
    extension: str
    size: int


def measure(path: Path) -> ImageFacts:
    """Decode the whole picture. Raises GraphFault 100 for anything that cannot be an ad image.

    JPG, PNG, GIF, BMP and TIFF; at most 30 MB (Creative Asset Management reference, "Image sizes").
    """
    size = path.stat().st_size
    if size == 0:
        raise _refused("The image file is empty.")
    if size > MAX_BYTES:
        raise _refused("The image is larger than 30 MB.")
    width, height, kind = _decode(path)
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        raise errors.invalid(
            "Image is too small",
            subcode=1487390,
            user_title="Image Too Small",
            user_msg=f"The image is {width} x {height} pixels. Use one with at least {MIN_WIDTH} x {MIN_HEIGHT} pixels.",
        )
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "md5").hexdigest()
    return ImageFacts(digest, width, height, TYPES[kind], size)


def _decode(path: Path) -> tuple[int, int, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=list(TYPES)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _refused(
                        f"The image has {picture.width} x {picture.height} pixels, more than can be processed."
                    )
                picture.load()
                return picture.width, picture.height, str(picture.format)
    except Image.DecompressionBombError:
        raise _refused("The image has more pixels than can be processed.") from None
    except UnidentifiedImageError:
        raise _unsupported() from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise _refused("The image file is damaged or ends early.") from None


def _unsupported() -> errors.GraphFault:
    return errors.invalid(
        "Invalid parameter",
        subcode=1487411,
        user_title="Image Format Not Supported",
        user_msg="This file is no picture in a format that ads can use. Use JPG, PNG, GIF, BMP or TIFF.",
    )


def _refused(sentence: str) -> errors.GraphFault:
    return errors.invalid("Invalid parameter", user_title="Image Couldn't Be Uploaded", user_msg=sentence)


def thumbnail(path: Path, target: Path, box: tuple[int, int]) -> None:
    """A JPEG of `path` that fits into `box`."""
    with Image.open(path) as picture:
        picture.draft("RGB", box)
        small = picture.convert("RGB")
        small.thumbnail(box)
        small.save(target, "JPEG", quality=85)
