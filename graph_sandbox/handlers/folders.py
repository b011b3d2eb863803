"""Creative folders of a business, for partners only. Business Creative Asset Management, guides and reference."""

from typing import TYPE_CHECKING, Any

from .. import errors, fields
from .. import folder_rights as rights
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored
from .businesses import reference

if TYPE_CHECKING:
    from ..sandbox import Sandbox

LONGEST_NAME = 255
describe(
    "creative_folder",
    "BusinessCreativeFolder",
    default=("name", "id"),
    fields="business creation_time creative_insight_permissions description id media_library_url name owner_business parent_folder parent_folder_id tasks",
)


@view("creative_folder")
def folder_fields(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, Any]:
    owner = reference(sandbox, folder["business_id"])
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
        "creative_insight_permissions": folder.get("creative_insight_permissions"),
        "tasks": folder.get("tasks"),
        "media_library_url": library_url(sandbox, request, folder),
    }


def library_url(sandbox: "Sandbox", request: Request, item: Stored) -> str:
    return f"{sandbox.url(request)}/business/media_library?business_id={item.get('business_id', item.parent)}&asset_id={item.id}"


@edge("GET", kind="business", name="creative_folders")
def list_folders(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    """The business' own folders at the top, then those that others share with it."""
    rights.allowed(sandbox, request, business.id)
    own = sandbox.store.list("creative_folder", parent=business.id)
    shared = [
        sandbox.store.get(share.parent)
        for share in sandbox.store.list("folder_share", key=business.id)
        if share["active"]
    ]
    if rights.is_admin(sandbox, request, business.id) and not shared:
        return own
    found = [*own, *(folder for folder in shared if folder is not None)]
    return [folder for folder in found if rights.may(sandbox, request, folder, "VIEW_CONTENT")]


@edge("POST", kind="business", name="creative_folders")
def create_folder(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, str]:
    """An admin's work; below a folder also that of people with the task to create there."""
    rights.allowed(sandbox, request, business.id)
    name, upper = _name(request), request.text("parent_folder_id")
    if upper:
        rights.need(sandbox, request, folder_of(sandbox, business.id, upper, "parent_folder_id"), "CREATE_CONTENT")
    else:
        rights.admin(sandbox, request, business.id)
    fields = {
        "name": name,
        "description": request.text("description") or "",
        "business_id": business.id,
        "parent_folder_id": upper or "",
        "creator": request.caller["user_id"],
    }
    return {"id": sandbox.store.add("creative_folder", fields, parent=upper or business.id).id}


def _name(request: Request) -> str:
    name = request.required("name").strip()
    if not name or len(name) > LONGEST_NAME:
        raise errors.invalid(f"Param name must have 1 to {LONGEST_NAME} characters", blame="name")
    return name


def folder_of(sandbox: "Sandbox", business_id: str, folder_id: str, param: str = "creative_folder_id") -> Stored:
    """A folder of this business or shared with it, else error 100 that blames `param`."""
    folder = sandbox.store.get(folder_id, "creative_folder")
    if folder is None or not rights.in_reach_of(sandbox, folder, business_id):
        raise errors.invalid(f"Param {param} must be the ID of a creative folder of this business", blame=param)
    return folder


@node("GET", kind="creative_folder")
def show_folder(sandbox: "Sandbox", request: Request, folder: Stored) -> Any:
    rights.need(sandbox, request, folder, "VIEW_CONTENT")
    return fields.shown(sandbox, request, folder)


@node("POST", kind="creative_folder")
def update_folder(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    """Name, description, creative_insight_permissions. No call moves a folder: parent_folder_id is refused."""
    rights.need(sandbox, request, folder, "MANAGE_PERMISSIONS")
    if "parent_folder_id" in request.params:
        raise errors.invalid("A folder cannot be moved", blame="parent_folder_id")
    changes: dict[str, Any] = {"name": _name(request)} if "name" in request.params else {}
    if "description" in request.params:
        changes["description"] = request.text("description") or ""
    if "creative_insight_permissions" in request.params:
        changes["creative_insight_permissions"] = _insight_permissions(request)
    sandbox.store.update(folder.id, changes)
    return {"success": True}


def _insight_permissions(request: Request) -> list[dict[str, Any]]:
    """A map, or a list of maps as it is read; what may stand in it is not documented."""
    value = request.json("creative_insight_permissions")
    maps = [value] if isinstance(value, dict) else value
    if not isinstance(maps, list) or not all(isinstance(entry, dict) for entry in maps):
        raise errors.invalid("Param creative_insight_permissions must be a map", blame="creative_insight_permissions")
    return maps


@node("DELETE", kind="creative_folder")
def delete_folder(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    rights.need(sandbox, request, folder, "MANAGE_PERMISSIONS")
    remove(sandbox, folder)
    return {"success": True}


def remove(sandbox: "Sandbox", folder: Stored) -> None:
    """The folder and its subfolders go; assets stay in the business, in no folder. (Not documented: our reading.)"""
    with sandbox.store.transaction():
        for inner in sandbox.store.list("creative_folder", parent=folder.id):
            remove(sandbox, inner)
        for kind in ("business_image", "business_video"):
            for asset in sandbox.store.list(kind):
                if asset.get("folder_id") == folder.id:
                    sandbox.store.update(asset.id, {"folder_id": ""})
        for share in sandbox.store.list("folder_share", parent=folder.id):
            sandbox.store.delete(share.id)
        sandbox.store.delete(folder.id)


@edge("GET", kind="creative_folder", name="subfolders")
def list_subfolders(sandbox: "Sandbox", request: Request, folder: Stored) -> Any:
    rights.need(sandbox, request, folder, "VIEW_CONTENT")
    return sandbox.store.list("creative_folder", parent=folder.id)
