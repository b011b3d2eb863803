"""Pages that Meta's own products would show: the media library behind media_library_url, pictures of Pages."""

import html
import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from .. import media
from ..request import Request
from ..response import Response
from ..routes import page

if TYPE_CHECKING:
    from ..sandbox import Sandbox

COLOURS = ("#2f6f62", "#8a4b2f", "#3d5a98", "#7a3f6d")


@page("GET", "/business/media_library")
def show_library(sandbox: "Sandbox", request: Request) -> Response:
    """What `media_library_url` opens, with `&action=CREATE_AD` or `CREATE_POST` behind it or not."""
    item = sandbox.store.get(request.text("asset_id") or "")
    if item is None or item.kind not in ("creative_folder", "business_image", "business_video"):
        return Response.html(
            "<!doctype html><title>Media Library (sandbox)</title><h1>This content isn't available</h1>", 404
        )
    name = html.escape(item["name"])
    doing = {"CREATE_AD": "Create an ad with ", "CREATE_POST": "Create a post with "}.get(
        request.text("action") or "", ""
    )
    shown = item if item.kind == "business_image" else sandbox.store.get(item.get("video_id", ""))
    variant = "" if item.kind == "business_image" else "still0"
    picture = (
        f'<img alt="" width=480 src="{html.escape(media.url(sandbox, request, shown, variant))}">' if shown else ""
    )
    return Response.html(
        f"<!doctype html><html lang=en><title>Media Library (sandbox)</title><h1>{doing}{name}</h1>{picture}<p>Media Library, sandbox.</html>"
    )


@page("GET", "/pages/{id}/picture")
def show_page_picture(sandbox: "Sandbox", request: Request, id: str) -> Response:
    item = sandbox.store.get(id)
    if item is None or item.kind != "page":
        return Response(404)
    picture = Image.new("RGB", (200, 200), COLOURS[int(id) % len(COLOURS)])
    font = ImageFont.load_default(110)
    ImageDraw.Draw(picture).text((100, 100), item["name"][0].upper(), fill="white", anchor="mm", font=font)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return Response(body=target.getvalue(), headers={"Content-Type": "image/png", "Cache-Control": "max-age=86400"})
