"""Smaller pictures of a version: two thumbnails, and a poster for a video. WebP, made once, in a worker."""

from contextlib import contextmanager

from django.conf import settings
from django.db import transaction

from assets_app.media import images, videos
from assets_app.models import Asset, AssetVersion, Rendition
from assets_app.services import files

SIDES = {Rendition.Kind.THUMB_480: 480, Rendition.Kind.THUMB_1600: 1600}


def make(version: AssetVersion) -> list[Rendition]:
    """All renditions of the version that are missing; then its asset is ready. Making them twice does no harm."""
    made = []
    try:
        with files.on_disk(str(version.file)) as path, _picture(version, path) as picture:
            for kind, side in wanted(version).items():
                made.append(_one(version, kind, side, picture))
            colour = images.mean_colour(picture)
    except (OSError, ValueError, AttributeError):
        # The file was decoded when it came in. Whatever fails here costs the thumbnail, not the asset.
        colour = ""
    _ready(version, colour)
    return made


def wanted(version: AssetVersion) -> dict:
    return SIDES | ({Rendition.Kind.POSTER: 1600} if version.asset.kind == Asset.Kind.VIDEO else {})


@contextmanager
def _picture(version: AssetVersion, path):
    if version.asset.kind == Asset.Kind.VIDEO:
        with videos.poster(path) as still:
            yield still
    else:
        with images.upright(path, max_pixels=settings.IMAGE_MAX_PIXELS, side=max(SIDES.values())) as picture:
            yield picture


def _one(version: AssetVersion, kind: str, side: int, picture) -> Rendition:
    name = f"renditions/{version.business_id}/{version.pk}/{kind}.webp"
    with files.scratch(".webp") as target:
        width, height = images.shrink(picture, side, target)
        facts = {"file": name, "width": width, "height": height, "size": target.stat().st_size}
        files.move_in(target, name)
    rendition, _ = Rendition.objects.update_or_create(version=version, kind=kind, defaults=facts)
    return rendition


def _ready(version: AssetVersion, colour: str) -> None:
    """The mean colour of a video is its poster's: the first frame may be black."""
    with transaction.atomic():
        current = Asset.objects.filter(pk=version.asset_id, current=version)
        current.filter(state=Asset.State.ARRIVING).update(state=Asset.State.READY)
        if colour and version.asset.kind == Asset.Kind.VIDEO:
            current.update(colour=colour)
