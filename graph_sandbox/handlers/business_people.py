"""People of a business and their tasks on folders. Business Creative Asset Management, "Assign Permissions"; fields as in the
official SDK's BusinessUser and AssignedUser."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, fields
from .. import folder_rights as rights
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored
from .businesses import allowed, reference
from .folder_sharing import tasks_of

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe(
    "business_user",
    "BusinessUser",
    default=("id", "name", "business"),  # Airbyte reads `business` without asking for it
    fields="business business_role_request email finance_permission first_name invited_user_type ip_permission last_name "
    "marked_for_removal name pending_email role tasks title two_fac_status",
)


@view("business_user")
def business_user_fields(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, Any]:
    first, _, last = user["name"].partition(" ")
    return {
        "id": user.id,
        "name": user["name"],
        "first_name": first,
        "last_name": last,
        "email": user["email"],
        "role": user["role"],
        "business": reference(sandbox, user.parent),
    }


@edge("GET", kind="business", name="business_users")
def list_business_users(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    return sandbox.store.list("business_user", parent=business.id, oldest_first=True)


@node("GET", kind="business_user")
def show_business_user(sandbox: "Sandbox", request: Request, user: Stored) -> Any:
    allowed(sandbox, request, sandbox.store.require(user.parent))
    return fields.shown(sandbox, request, user)


@edge("GET", kind="creative_folder", name="assigned_users")
def list_assigned(sandbox: "Sandbox", request: Request, folder: Stored) -> list[dict[str, Any]]:
    rights.need(sandbox, request, folder, "VIEW_CONTENT")
    business = request.required("business")
    given: dict[str, list[str]] = folder.get("assigned", {})
    users = sandbox.store.get_many(list(given))
    return [_assigned(sandbox, user, given[user.id]) for user in users if user.parent == business]


def _assigned(sandbox: "Sandbox", user: Stored, tasks: list[str]) -> dict[str, Any]:
    """`user_type` is left out: no value of it is documented."""
    return {"id": user.id, "name": user["name"], "business": reference(sandbox, user.parent), "tasks": tasks}


@edge("POST", kind="creative_folder", name="assigned_users")
def assign_user(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    rights.need(sandbox, request, folder, "MANAGE_PERMISSIONS")
    user, tasks = _user(sandbox, request, folder), tasks_of(request, "tasks")
    with sandbox.store.transaction():
        folder = sandbox.store.require(folder.id)
        sandbox.store.update(folder.id, {"assigned": {**folder.get("assigned", {}), user.id: tasks}})
    return {"success": True}


def _user(sandbox: "Sandbox", request: Request, folder: Stored) -> Stored:
    """A person of the folder's business, or of one that it is shared with."""
    user = sandbox.store.get(request.required("user"), "business_user")
    shares = sandbox.store.list("folder_share", parent=folder.id)
    businesses = {folder["business_id"], *(share.key for share in shares if share["active"])}
    if user is None or user.parent not in businesses:
        raise errors.invalid("Param user must be a business user who can have the folder", blame="user")
    return user


@edge("DELETE", kind="creative_folder", name="assigned_users")
def remove_user(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    rights.need(sandbox, request, folder, "MANAGE_PERMISSIONS")
    user_id = request.required("user")
    with sandbox.store.transaction():
        given = dict(sandbox.store.require(folder.id).get("assigned", {}))
        if given.pop(user_id, None) is None:
            raise errors.invalid("The user has no tasks on this folder", blame="user")
        sandbox.store.update(folder.id, {"assigned": given})
    return {"success": True}


@edge("GET", kind="business_user", name="assigned_creative_folders")
def list_assigned_folders(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    """Folders with one default field more: `tasks`."""
    auth.require_scope(request, rights.SCOPE)
    allowed(sandbox, request, sandbox.store.require(user.parent))
    if not request.params.get("fields"):
        request.params["fields"] = "name,id,tasks"
    found = []
    for folder in sandbox.store.list("creative_folder"):
        tasks = folder.get("assigned", {}).get(user.id)
        if tasks is not None:
            folder["tasks"] = tasks
            found.append(folder)
    return found
