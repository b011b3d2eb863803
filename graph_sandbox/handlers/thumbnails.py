"""The small picture of a creative (thumbnail_url), cut to the size that was asked for."""

import hmac
import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from .. import media
from .. import story as stories
from ..request import Request
from ..response import Response
from ..routes import page
from .creatives import account_of

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@page("GET", "/thumbnail/{creative_id}/{size}")
def show_thumbnail(sandbox: "Sandbox", request: Request, creative_id: str, size: str) -> Response:
    creative = sandbox.store.get(creative_id, "creative")
    signed = hmac.compare_digest(
        (request.text("oh") or "").encode(),
        media.signature(f"{creative_id}:{size}", "thumbnail").encode(),
    )
    card = stories.read(sandbox, account_of(sandbox, creative), creative["spec"]).first if creative and signed else None
    if card and card.image:
        source = media.path_of(sandbox, card.image)
    elif card and card.video:
        source = media.still_path(sandbox, card.video)
    else:
        return Response(404, b"Not found", {"Content-Type": "text/plain"})
    width, _, height = size.partition("x")
    return Response(
        200,
        fitted(source.read_bytes(), int(width), int(height)),
        {"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff"},
    )


def fitted(data: bytes, width: int, height: int) -> bytes:
    """A JPEG of exactly width x height, the middle of the picture."""
    with Image.open(io.BytesIO(data)) as picture:
        small = ImageOps.fit(picture.convert("RGB"), (width, height))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85)
    return out.getvalue()
