"""The bytes of media at signed addresses, as Meta's content hosts serve them: no token, no cookie, a time limit."""

from pathlib import Path
from typing import TYPE_CHECKING

from .. import media
from ..request import Request
from ..response import Response
from ..routes import page
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp", "tif": "image/tiff"}


@page("GET", "/scontent/{name}")
def show_media(sandbox: "Sandbox", request: Request, name: str) -> Response:
    expires = request.text("oe") or ""
    if request.text("oh") != media.signature(name, expires):
        return _text(403, "Bad URL hash")
    if not expires or int(expires, 16) < sandbox.clock.now():
        return _text(403, "URL signature expired")
    stem, _, extension = name.rpartition(".")
    item, variant = _item(sandbox, stem)
    if item is None:
        return _text(404, "Not found")
    kind = TYPES.get(extension, "video/mp4")
    return Response(
        file=_path(sandbox, item, variant), headers={"Content-Type": kind, "X-Content-Type-Options": "nosniff"}
    )


@page("GET", "/ads/image")
def show_permalink(sandbox: "Sandbox", request: Request) -> Response:
    """`permalink_url` of an image: the same for ever."""
    image = sandbox.store.find("image", request.text("d") or "")
    if image is None:
        return _text(404, "Not found")
    return Response(
        file=media.path_of(sandbox, image),
        headers={"Content-Type": TYPES[image["extension"]], "X-Content-Type-Options": "nosniff"},
    )


def _text(status: int, sentence: str) -> Response:
    return Response(status, sentence.encode(), {"Content-Type": "text/plain"})


def _item(sandbox: "Sandbox", stem: str) -> tuple[Stored | None, str]:
    """`<id>`, `<account>_<hash>`, with `_<variant>` behind it or not."""
    for name, variant in ((stem, ""), stem.rpartition("_")[::2]):
        for object_id in (name, name.replace("_", ":")):
            if object_id and (item := sandbox.store.get(object_id)) is not None and item.get("blob"):
                return item, variant
    return None, ""


def _path(sandbox: "Sandbox", item: Stored, variant: str) -> Path:
    if variant.startswith("still"):
        return media.still_path(sandbox, item, int(variant[5:]))
    return media.small_path(sandbox, item, int(variant)) if variant else media.path_of(sandbox, item)
