"""Creative folders of a business, for partners only. Business Creative Asset Management, guides and reference."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SCOPE = "business_creative_management"
LONGEST_NAME = 255
describe(
    "creative_folder",
    "BusinessCreativeFolder",
    default=("name", "id"),
    fields="business creation_time creative_insight_permissions description id media_library_url name owner_business parent_folder parent_folder_id",
)


def allowed(sandbox: "Sandbox", request: Request, business_id: str) -> None:
    """Partners only, and only in a business that the caller belongs to."""
    auth.require_scope(request, SCOPE)
    business = sandbox.store.get(business_id, "business")
    if business is None or not auth.may_reach(request, business):
        raise errors.GraphFault(200, "(#200) The user is not an admin of this business", status=403)


@view("creative_folder")
def folder_fields(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, Any]:
    business = sandbox.store.get(folder["business_id"])
    owner = {"id": folder["business_id"], "name": business["name"] if business else ""}
    upper = folder["parent_folder_id"] if folder.get("parent_folder_id") else None
    return {
        "id": folder.id,
        "name": folder["name"],
        "description": folder.get("description"),
        "creation_time": iso(folder.created),
        "business": owner,
        "owner_business": owner,
        "parent_folder_id": upper,
        "parent_folder": {"id": upper} if upper else None,
        "media_library_url": library_url(sandbox, request, folder),
    }


def library_url(sandbox: "Sandbox", request: Request, item: Stored) -> str:
    return f"{sandbox.url(request)}/business/media_library?business_id={item.get('business_id', item.parent)}&asset_id={item.id}"


@edge("GET", kind="business", name="creative_folders")
def list_folders(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business.id)
    return sandbox.store.list("creative_folder", parent=business.id)


@edge("POST", kind="business", name="creative_folders")
def create_folder(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, str]:
    allowed(sandbox, request, business.id)
    name, upper = _name(request), request.text("parent_folder_id")
    if upper:
        folder_of(sandbox, business.id, upper, "parent_folder_id")
    fields = {
        "name": name,
        "description": request.text("description") or "",
        "business_id": business.id,
        "parent_folder_id": upper or "",
    }
    return {"id": sandbox.store.add("creative_folder", fields, parent=upper or business.id).id}


def _name(request: Request) -> str:
    name = request.required("name").strip()
    if not name or len(name) > LONGEST_NAME:
        raise errors.invalid(f"Param name must have 1 to {LONGEST_NAME} characters", blame="name")
    return name


def folder_of(sandbox: "Sandbox", business_id: str, folder_id: str, param: str = "creative_folder_id") -> Stored:
    """The folder of this business, else error 100 that blames `param`."""
    folder = sandbox.store.get(folder_id, "creative_folder")
    if folder is None or folder["business_id"] != business_id:
        raise errors.invalid(f"Param {param} must be the ID of a creative folder of this business", blame=param)
    return folder


@node("GET", kind="creative_folder")
def show_folder(sandbox: "Sandbox", request: Request, folder: Stored) -> Any:
    from .. import fields

    allowed(sandbox, request, folder["business_id"])
    return fields.show(sandbox, request, folder, fields.asked(request))


@node("POST", kind="creative_folder")
def update_folder(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    """Name and description. No call moves a folder: parent_folder_id is refused."""
    allowed(sandbox, request, folder["business_id"])
    if "parent_folder_id" in request.params:
        raise errors.invalid("A folder cannot be moved", blame="parent_folder_id")
    changes = {"name": _name(request)} if "name" in request.params else {}
    if "description" in request.params:
        changes["description"] = request.text("description") or ""
    sandbox.store.update(folder.id, changes)
    return {"success": True}


@node("DELETE", kind="creative_folder")
def delete_folder(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    allowed(sandbox, request, folder["business_id"])
    remove(sandbox, folder)
    return {"success": True}


def remove(sandbox: "Sandbox", folder: Stored) -> None:
    """The folder and its subfolders go; assets stay in the business, in no folder. (Not documented: our reading.)"""
    with sandbox.store.transaction():
        for inner in sandbox.store.list("creative_folder", parent=folder.id):
            remove(sandbox, inner)
        for kind in ("business_image", "business_video"):
            for asset in sandbox.store.list(kind, parent=folder["business_id"]):
                if asset.get("folder_id") == folder.id:
                    sandbox.store.update(asset.id, {"folder_id": ""})
        sandbox.store.delete(folder.id)


@edge("GET", kind="creative_folder", name="subfolders")
def list_subfolders(sandbox: "Sandbox", request: Request, folder: Stored) -> Any:
    allowed(sandbox, request, folder["business_id"])
    return sandbox.store.list("creative_folder", parent=folder.id)
