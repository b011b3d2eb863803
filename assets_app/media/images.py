"""Pictures: what one is, decoded in full, and smaller copies of it. No database."""

import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from assets_app.media.rules import SENT_AS_THEY_ARE, Rejected, megabytes, require_image_size

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "AVIF")
MIMES = {name: f"image/{name.lower()}" for name in FORMATS}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "BMP": "bmp", "WEBP": "webp", "AVIF": "avif"}
TRANSPOSED = {5, 6, 7, 8}
EXIF_ORIENTATION = 0x0112
WEBP_QUALITY, JPEG_QUALITY = 80, 92


@dataclass(frozen=True)
class ImageFacts:
    """Width and height as people see the picture, with its EXIF orientation applied. `colour` is its mean, #rrggbb."""

    format: str
    width: int
    height: int
    colour: str
    details: dict = field(default_factory=dict)

    kind = "image"
    duration_ms = None
    codec = ""

    @property
    def mime(self) -> str:
        return MIMES[self.format]

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]

    @property
    def goes_as_it_is(self) -> bool:
        return self.format in SENT_AS_THEY_ARE


def measure(path: Path, *, max_pixels: int, max_bytes: int) -> ImageFacts | None:
    """Decode every pixel. None when it is no picture in a format that we know; Rejected when it is a bad one."""
    size = path.stat().st_size
    try:
        with opened(path, max_pixels) as image:
            if size > max_bytes:
                raise Rejected(
                    f"The picture has {megabytes(size)}; Meta takes at most {megabytes(max_bytes)}. Save it smaller."
                )
            return _facts(image, max_pixels)
    except UnidentifiedImageError:
        return None
    except Image.DecompressionBombError:
        raise _too_many_pixels(max_pixels) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, MemoryError):
        raise Rejected("The picture is damaged or ends early. Export it again and upload the new file.") from None


@contextmanager
def opened(path: Path, max_pixels: int):
    """The picture, not yet decoded. Pillow's own limit for bombs is a global, so ours is asked before decoding."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise _too_many_pixels(max_pixels)
            yield image


def _too_many_pixels(most: int) -> Rejected:
    return Rejected(f"The picture has more than {most // 1_000_000} million pixels. Save it smaller and upload that.")


def _facts(image, max_pixels: int) -> ImageFacts:
    orientation = image.getexif().get(EXIF_ORIENTATION, 1)
    width, height = image.size[::-1] if orientation in TRANSPOSED else image.size
    require_image_size(width, height)
    frames = getattr(image, "n_frames", 1)
    details = {"mode": image.mode, "has_profile": bool(image.info.get("icc_profile"))}
    if frames > 1:
        details |= {"is_animated": True, "frames": frames}
    if orientation != 1:
        details["orientation"] = orientation
    image.load()
    return ImageFacts(image.format, width, height, mean_colour(image), details)


def mean_colour(image) -> str:
    """#rrggbb of the whole picture, transparent parts counted as white."""
    red, green, blue = flat(
        image.resize((1, 1), Image.Resampling.BOX) if image.mode == "RGB" else _small(image)
    ).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _small(image):
    small = image.copy()
    small.thumbnail((64, 64))
    return flat(small).resize((1, 1), Image.Resampling.BOX)


def flat(image):
    """RGB on white, whatever the mode."""
    if image.mode == "RGB":
        return image
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(ground, image).convert("RGB")
    return image.convert("RGB")


def make_jpeg(source: Path, target: Path, *, max_pixels: int) -> int:
    """The JPEG that Meta gets in place of a format that it does not take: its size in bytes."""
    with opened(source, max_pixels) as image:
        upright = flat(ImageOps.exif_transpose(image))
        kept = {"icc_profile": image.info["icc_profile"]} if image.info.get("icc_profile") else {}
        with _room_for(upright):
            upright.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True, **kept)
    return target.stat().st_size


@contextmanager
def _room_for(image):
    """Pillow writes an optimised JPEG in one block, whose size it guesses too small for noisy pictures."""
    before = ImageFile.MAXBLOCK
    ImageFile.MAXBLOCK = max(before, image.width * image.height * 3)
    try:
        yield
    finally:
        ImageFile.MAXBLOCK = before


def shrink(image, side: int, target: Path) -> tuple[int, int]:
    """A WebP that fits into side × side, never enlarged; its width and height."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    small.save(target, "WEBP", quality=WEBP_QUALITY, method=4)
    return small.size


@contextmanager
def upright(path: Path, *, max_pixels: int, side: int):
    """The picture as people see it, in RGB or RGBA, decoded no larger than needed for `side`."""
    with opened(path, max_pixels) as image:
        image.draft("RGB", (side, side))
        turned = ImageOps.exif_transpose(image)
        has_alpha = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
        yield turned.convert("RGBA" if has_alpha else "RGB")
