"""me and what the caller's token reaches."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, grants
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, route, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe(
    "user",
    "User",
    default=("name", "id"),
    fields="created_by created_time email finance_permission first_name ip_permission last_name link picture role system_user_id",
)
describe("app", "Application", default=("name", "id"), fields="link category")


@view("user")
def user_fields(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, Any]:
    first, _, last = user["name"].partition(" ")
    shown = {"id": user.id, "name": user["name"], "first_name": first, "last_name": last}
    if user.get("system"):
        maker = sandbox.store.get(user["created_by"])
        shown |= {"created_time": iso(user.created), "role": user["role"], "system_user_id": user.id}
        shown |= {"created_by": {"id": maker.id, "name": maker["name"]} if maker is not None else None}
    return shown


@view("app")
def app_fields(sandbox: "Sandbox", request: Request, app: Stored) -> dict[str, Any]:
    return {"id": app.id, "name": app["name"], "link": f"https://www.facebook.com/games/?app_id={app.id}"}


def reached(sandbox: "Sandbox", request: Request, kind: str) -> list[Stored]:
    return [item for item in sandbox.store.list(kind, oldest_first=True) if auth.may_reach(request, item)]


@edge("GET", kind="user", name="businesses")
def list_businesses(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    auth.require_scope(request, "business_management")
    return reached(sandbox, request, "business")


@edge("GET", kind="user", name="adaccounts")
def list_ad_accounts(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    auth.require_scope(request, "ads_read", "ads_management")
    return reached(sandbox, request, "ad_account")


@edge("GET", kind="user", name="assigned_ad_accounts")
def list_assigned_ad_accounts(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    return list_ad_accounts(sandbox, request, user)


@edge("GET", kind="user", name="assigned_pages")
@edge("GET", kind="user", name="accounts")
def list_pages(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    auth.require_scope(request, "pages_show_list")
    request.notes["page_role"] = True
    return reached(sandbox, request, "page")


@edge("GET", kind="user", name="permissions")
def list_permissions(sandbox: "Sandbox", request: Request, user: Stored) -> list[dict[str, str]]:
    """granted, declined, expired; narrowed by `permission` and `status`."""
    _own(request, user)
    token = request.caller
    rows = [
        {"permission": scope, "status": status}
        for status, scopes in (("granted", "scopes"), ("declined", "declined"), ("expired", "expired"))
        for scope in token.get(scopes, [])
    ]
    status, name = request.text("status"), request.text("permission")
    return [row for row in rows if status in (None, row["status"]) and name in (None, row["permission"])]


def _own(request: Request, user: Stored) -> None:
    if user.id != request.caller["user_id"]:
        raise errors.unknown_object(user.id, request.method)


@edge("DELETE", kind="user", name="permissions")
def remove_permissions(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, bool]:
    """One permission by its name; without a name the app leaves the person altogether, and every token dies (458)."""
    _own(request, user)
    name = request.text("permission")
    if name:
        return _remove(sandbox, request, user, name)
    grants.end(sandbox, request.caller["app_id"], user.id, 458)
    return {"success": True}


@route("DELETE", "/{user_id}/permissions/{permission}")
def remove_permission(sandbox: "Sandbox", request: Request, user_id: str, permission: str) -> dict[str, bool]:
    user = sandbox.store.get(request.caller["user_id"] if user_id == "me" else user_id, "user")
    if user is None:
        raise errors.unknown_object(user_id, request.method)
    _own(request, user)
    return _remove(sandbox, request, user, permission)


def _remove(sandbox: "Sandbox", request: Request, user: Stored, permission: str) -> dict[str, bool]:
    if permission not in request.caller["scopes"]:
        raise errors.invalid(f"The permission {permission} is not granted", blame="permission")
    grants.withdraw(sandbox, request.caller["app_id"], user.id, permission)
    return {"success": True}
