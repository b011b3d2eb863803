"""Pictures and films of the demo shop in an account's library; each is drawn once, and kept once in an account."""

import hashlib
import io
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image

from .. import images, media
from ..handlers import ad_videos
from . import drawings

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from ..store import Stored


def picture_hash(
    sandbox: "Sandbox", account: "Stored", shape: str, palette: str, size: str = "1x1", words: str = ""
) -> str:
    data = drawings.picture(shape, palette, size, words)
    path = sandbox.store.spool_path()
    path.write_bytes(data)
    return media.keep_image(sandbox, account, f"{shape}-{palette}-{size}.jpg", path, _facts(data)).key


@lru_cache(maxsize=64)
def _facts(data: bytes) -> images.ImageFacts:
    with Image.open(io.BytesIO(data)) as picture:
        return images.ImageFacts(hashlib.md5(data).hexdigest(), picture.width, picture.height, "jpg", len(data))


def film_id(sandbox: "Sandbox", account: "Stored", shape: str, palette: str) -> str:
    title = f"{shape} {palette}"
    for found in sandbox.store.list("video", parent=account.id):
        if found.get("title") == title:
            return found.id
    path = sandbox.store.spool_path()
    path.write_bytes(drawings.film(shape, palette))
    video = ad_videos.keep(sandbox, account, path, {"title": title})
    return sandbox.store.update(video.id, {"progress": None}).id
