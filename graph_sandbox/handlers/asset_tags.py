"""Tags on images and videos of a business. Business Creative Asset Management, "Creative Asset Tags".

A tag is kind "creative_asset_tag" with parent = the asset and key = the name.
"""

from typing import TYPE_CHECKING, Any

from .. import errors
from .. import folder_rights as rights
from ..request import Request
from ..routes import edge
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@edge("GET", kind="business", name="creative_asset_tags")
def list_business_tags(sandbox: "Sandbox", request: Request, business: Stored) -> list[dict[str, str]]:
    rights.allowed(sandbox, request, business.id)
    tags = [tag for tag in sandbox.store.list("creative_asset_tag") if tag["business_id"] == business.id]
    return [{"name": name} for name in sorted({tag.key for tag in tags})]


def _business(request: Request, asset: Stored) -> str:
    business = request.required("business_id")
    if business != asset.parent:
        raise errors.invalid("Param business_id must be the business of the asset", blame="business_id")
    return business


def list_tags(sandbox: "Sandbox", request: Request, asset: Stored) -> list[dict[str, str]]:
    rights.need_on_asset(sandbox, request, asset, "VIEW_CONTENT")
    _business(request, asset)
    return [{"name": tag.key} for tag in sandbox.store.list("creative_asset_tag", parent=asset.id, oldest_first=True)]


def add_tag(sandbox: "Sandbox", request: Request, asset: Stored) -> dict[str, bool]:
    """One tag a call; a second time is no second tag."""
    rights.need_on_asset(sandbox, request, asset, "MANAGE_CONTENT")
    business, name = _business(request, asset), request.required("tag_name")
    with sandbox.store.transaction():
        if sandbox.store.find("creative_asset_tag", name, parent=asset.id) is None:
            sandbox.store.add("creative_asset_tag", {"business_id": business}, parent=asset.id, key=name)
    return {"success": True}


def remove_tag(sandbox: "Sandbox", request: Request, asset: Stored) -> dict[str, Any]:
    rights.need_on_asset(sandbox, request, asset, "MANAGE_CONTENT")
    _business(request, asset)
    tag = sandbox.store.find("creative_asset_tag", request.required("tag_name"), parent=asset.id)
    if tag is None:
        raise errors.invalid("The asset has no such tag", blame="tag_name")
    sandbox.store.delete(tag.id)
    return {"success": True}


for _kind in ("business_image", "business_video"):
    edge("GET", kind=_kind, name="creative_asset_tags")(list_tags)
    edge("POST", kind=_kind, name="creative_asset_tags")(add_tag)
    edge("DELETE", kind=_kind, name="creative_asset_tags")(remove_tag)
