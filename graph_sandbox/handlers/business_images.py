"""Images of a business, kept in folders. Business Creative Asset Management reference, "Images"."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, fields, images, media, placement_checks
from .. import folder_rights as rights
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored
from .ad_images import collect
from .folders import folder_of, library_url

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe(
    "business_image",
    "BusinessImage",
    default=("name", "id"),
    fields="business creation_time hash height last_updated_time media_library_url name parent_folder_id url url_128 width",
)


@view("business_image")
def business_image_fields(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, Any]:
    return {
        "id": image.id,
        "name": image["name"],
        "hash": image.key,
        "width": image["width"],
        "height": image["height"],
        "creation_time": iso(image.created),
        "last_updated_time": iso(image.created),
        "business": {"id": image.parent},
        "parent_folder_id": image.get("folder_id") or None,
        "url": media.url(sandbox, request, image),
        "url_128": media.url(sandbox, request, image, "128"),
        "media_library_url": library_url(sandbox, request, image),
        "ad_placement_validation_results": lambda: {"data": placement_checks.results(request, image)},
    }


@edge("GET", kind="business", name="images")
def list_business_images(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    every = sandbox.store.list("business_image", parent=business.id)
    return rights.assets_in_sight(sandbox, request, business, every)


@edge("POST", kind="business", name="images")
def create_business_image(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, Any]:
    auth.require_scope(request, rights.SCOPE)
    folder = folder_of(sandbox, business.id, request.required("creative_folder_id"))
    rights.need(sandbox, request, folder, "MANAGE_CONTENT")
    incoming = collect(sandbox, request)
    try:
        return _kept(sandbox, request, business, folder, incoming)
    finally:
        for _, _, path in incoming:
            path.unlink(missing_ok=True)


def _kept(
    sandbox: "Sandbox", request: Request, business: Stored, folder: Stored, incoming: list[Any]
) -> dict[str, Any]:
    measured = [(request.text("name") or name, path, images.measure(path)) for _, name, path in incoming]
    if request.flag("ad_placements_validation_only"):
        facts = measured[0][2]
        return {"data": placement_checks.results(request, {"width": facts.width, "height": facts.height})}
    moved = [(name, sandbox.store.put_blob(path), facts) for name, path, facts in measured]
    with sandbox.store.transaction():
        kept = [(name, _keep(sandbox, business, folder, name, blob, facts)) for name, blob, facts in moved]
    return {
        "images": {
            name: {"id": image.id, "hash": image.key, "url": media.url(sandbox, request, image)} for name, image in kept
        }
    }


def _keep(
    sandbox: "Sandbox", business: Stored, folder: Stored, name: str, blob: str, facts: images.ImageFacts
) -> Stored:
    """The same bytes in the same folder are one image."""
    for found in sandbox.store.list("business_image", parent=business.id, key=facts.hash):
        if found.get("folder_id") == folder.id:
            return found
    fields = {
        "name": name,
        "width": facts.width,
        "height": facts.height,
        "extension": facts.extension,
        "size": facts.size,
    }
    fields |= {"folder_id": folder.id, "business_id": business.id, "blob": blob}
    return sandbox.store.add("business_image", fields, parent=business.id, key=facts.hash)


@node("GET", kind="business_image")
def show_business_image(sandbox: "Sandbox", request: Request, image: Stored) -> Any:
    rights.need_on_asset(sandbox, request, image, "VIEW_CONTENT")
    return fields.shown(sandbox, request, image)


@node("POST", kind="business_image")
def update_business_image(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, bool]:
    rights.need_on_asset(sandbox, request, image, "MANAGE_CONTENT")
    rename(sandbox, request, image)
    return {"success": True}


def rename(sandbox: "Sandbox", request: Request, asset: Stored) -> None:
    """A new name; moving to another folder is refused: no such call is documented."""
    if "creative_folder_id" in request.params:
        raise errors.invalid("An asset cannot be moved to another folder", blame="creative_folder_id")
    sandbox.store.update(asset.id, {"name": request.required("name")})


@node("DELETE", kind="business_image")
def delete_business_image(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, bool]:
    rights.need_on_asset(sandbox, request, image, "MANAGE_CONTENT")
    media.need_unused(sandbox, "%", image.key, "image")
    sandbox.store.delete(image.id)
    return {"success": True}


@edge("GET", kind="business_image", name="ad_placement_validation_results")
def list_image_validation(sandbox: "Sandbox", request: Request, image: Stored) -> list[dict[str, Any]]:
    rights.need_on_asset(sandbox, request, image, "VIEW_CONTENT")
    return placement_checks.results(request, image)
