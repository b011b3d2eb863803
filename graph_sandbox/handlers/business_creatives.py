"""creatives of a business: its images and videos in one list. Business Creative Asset Management reference, "Creatives"."""

from typing import TYPE_CHECKING, Any

from .. import errors, media, placement_checks
from .. import folder_rights as rights
from ..clock import iso
from ..request import Request
from ..routes import edge
from ..store import Stored
from .folders import library_url
from .videos import is_ready

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@edge("GET", kind="business", name="creatives")
def list_business_creatives(sandbox: "Sandbox", request: Request, business: Stored) -> list[dict[str, Any]]:
    """Newest first; `filtering` by name_or_id, name_or_content_filter, is_valid."""
    if "recursive" in request.params:
        raise errors.invalid("Param recursive is not supported", blame="recursive")
    assets = [
        asset for kind in ("business_image", "business_video") for asset in sandbox.store.list(kind, parent=business.id)
    ]
    chosen = sorted(rights.assets_in_sight(sandbox, request, business, assets), key=lambda asset: -asset.seq)
    return [
        _image_row(sandbox, request, asset) if asset.kind == "business_image" else _video_row(sandbox, request, asset)
        for asset in chosen
    ]


def _row(sandbox: "Sandbox", request: Request, asset: Stored, type_name: str) -> dict[str, Any]:
    return {
        "id": asset.id,
        "name": asset["name"],
        "type": type_name,
        "creation_time": iso(asset.created),
        "media_library_url": library_url(sandbox, request, asset),
        "parent_folder_id": asset.get("folder_id", ""),
    }


def _image_row(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, Any]:
    checks = placement_checks.results(request, image)
    row = _row(sandbox, request, image, "image")
    row |= {
        "hash": image.key,
        "width": image["width"],
        "height": image["height"],
        "url": media.url(sandbox, request, image),
    }
    row |= {
        "thumbnail": media.url(sandbox, request, image, "128"),
        "is_valid": all(check["is_valid"] for check in checks),
    }
    return {**row, "ad_placement_validation_results": {"data": checks}}


def _video_row(sandbox: "Sandbox", request: Request, asset: Stored) -> dict[str, Any]:
    row = _row(sandbox, request, asset, "video")
    video = sandbox.store.get(asset["video_id"])
    if video is None:
        return row
    checks = placement_checks.results(request, video)
    row |= {"video_id": video.id, "width": video["width"], "height": video["height"], "duration": int(video["length"])}
    if is_ready(sandbox, video):
        row |= {"url": media.url(sandbox, request, video), "thumbnail": media.url(sandbox, request, video, "still0")}
    row["is_valid"] = all(check["is_valid"] for check in checks)
    return {**row, "ad_placement_validation_results": {"data": checks}}
