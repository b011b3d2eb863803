"""me and what the caller's token reaches."""

from typing import TYPE_CHECKING, Any

from .. import auth
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe("user", "User", default=("name", "id"), fields="email first_name last_name picture link")
describe("app", "Application", default=("name", "id"), fields="link category")


@view("user")
def user_fields(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, Any]:
    first, _, last = user["name"].partition(" ")
    return {"id": user.id, "name": user["name"], "first_name": first, "last_name": last}


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


@edge("GET", kind="user", name="accounts")
def list_pages(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    auth.require_scope(request, "pages_show_list")
    request.notes["page_role"] = True
    return reached(sandbox, request, "page")


@edge("GET", kind="user", name="permissions")
def list_permissions(sandbox: "Sandbox", request: Request, user: Stored) -> list[dict[str, str]]:
    granted = request.caller["scopes"]
    declined = request.caller.get("declined", [])
    rows = [{"permission": scope, "status": "granted"} for scope in granted]
    rows += [{"permission": scope, "status": "declined"} for scope in declined]
    wanted = request.text("status")
    return [row for row in rows if wanted in (None, row["status"])]


def moment(item: Stored) -> str:
    return iso(item.created)
