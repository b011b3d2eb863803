"""Who may do what with a creative folder: admins of its business, people and partners with tasks on it.

Business Creative Asset Management, "Assign Permissions" and "Share Creative Folder": five tasks; the maker of a folder has all of
them. A subfolder has the rights of the folder above it as well (the guides are silent: our reading).
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from . import auth, errors
from .request import Request
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

SCOPE = "business_creative_management"
TASKS = ("CREATE_CONTENT", "MANAGE_CONTENT", "MANAGE_PERMISSIONS", "VIEW_CONTENT", "VIEW_INSIGHTS")
EMPLOYEE = "EMPLOYEE"


def allowed(sandbox: "Sandbox", request: Request, business_id: str) -> None:
    """Partners only, and only in a business that the caller belongs to."""
    auth.require_scope(request, SCOPE)
    business = sandbox.store.get(business_id, "business")
    if business is None or not auth.may_reach(request, business):
        raise not_admin()


def not_admin() -> errors.GraphFault:
    return errors.GraphFault(200, "(#200) The user is not an admin of this business", status=403)


def admin(sandbox: "Sandbox", request: Request, business_id: str) -> None:
    allowed(sandbox, request, business_id)
    if not is_admin(sandbox, request, business_id):
        raise not_admin()


def is_admin(sandbox: "Sandbox", request: Request, business_id: str) -> bool:
    business = sandbox.store.get(business_id, "business")
    if business is None or not auth.may_reach(request, business):
        return False
    user = user_in(sandbox, request, business_id)
    return user is None or user["role"] != EMPLOYEE


def user_in(sandbox: "Sandbox", request: Request, business_id: str) -> Stored | None:
    """The caller as a person of this business; a system user is none."""
    return sandbox.store.find("business_user", str(request.caller["user_id"]), parent=business_id)


def need(sandbox: "Sandbox", request: Request, folder: Stored, task: str) -> None:
    """The caller must have this task on the folder, else error 200."""
    auth.require_scope(request, SCOPE)
    if not may(sandbox, request, folder, task):
        raise errors.GraphFault(200, f"(#200) The user does not have the task {task} on this folder", status=403)


def may(sandbox: "Sandbox", request: Request, folder: Stored, task: str) -> bool:
    return is_admin(sandbox, request, folder["business_id"]) or any(
        task in _own_tasks(sandbox, request, one) for one in upwards(sandbox, folder)
    )


def upwards(sandbox: "Sandbox", folder: Stored) -> Iterator[Stored]:
    """The folder and those above it."""
    above: Stored | None = folder
    while above is not None:
        yield above
        above = sandbox.store.get(above.get("parent_folder_id") or "", "creative_folder")


def _own_tasks(sandbox: "Sandbox", request: Request, folder: Stored) -> set[str]:
    """Tasks given on this very folder, to the person or to a business that the person belongs to."""
    if folder.get("creator") == request.caller["user_id"]:
        return set(TASKS)
    given: dict[str, list[str]] = folder.get("assigned", {})
    user = user_in(sandbox, request, folder["business_id"])
    found = set(given.get(user.id, ())) if user is not None else set()
    for share in sandbox.store.list("folder_share", parent=folder.id):
        if share["active"]:
            found |= _shared_tasks(sandbox, request, share, given)
    return found


def _shared_tasks(sandbox: "Sandbox", request: Request, share: Stored, given: dict[str, list[str]]) -> set[str]:
    """What a partner was given: its admins have it all, its employees what they were assigned of it."""
    if is_admin(sandbox, request, share.key):
        return set(share["tasks"])
    user = user_in(sandbox, request, share.key)
    return set(share["tasks"]) & set(given.get(user.id, ())) if user is not None else set()


def in_reach_of(sandbox: "Sandbox", folder: Stored, business_id: str) -> bool:
    """Whether the folder is this business' own or shared with it."""
    if folder["business_id"] == business_id:
        return True
    shares = [sandbox.store.find("folder_share", business_id, parent=one.id) for one in upwards(sandbox, folder)]
    return any(share is not None and share["active"] for share in shares)


def need_on_asset(sandbox: "Sandbox", request: Request, asset: Stored, task: str) -> None:
    """An asset in no folder is its business' own: admins only."""
    auth.require_scope(request, SCOPE)
    if not may_on_asset(sandbox, request, asset, task):
        raise errors.GraphFault(200, f"(#200) The user does not have the task {task} on this asset", status=403)


def may_on_asset(sandbox: "Sandbox", request: Request, asset: Stored, task: str) -> bool:
    if is_admin(sandbox, request, asset.parent):
        return True
    folder = sandbox.store.get(asset.get("folder_id") or "", "creative_folder")
    return folder is not None and may(sandbox, request, folder, task)


def assets_in_sight(sandbox: "Sandbox", request: Request, business: Stored, assets: Iterable[Stored]) -> list[Stored]:
    """Those of `assets` that the caller may see; somebody without any right in the business is refused.

    `creative_folder_id` (or `folder_id`, which callers use too) narrows to one folder.
    """
    auth.require_scope(request, SCOPE)
    folder_id = request.text("creative_folder_id") or request.text("folder_id")
    folder = sandbox.store.get(folder_id, "creative_folder") if folder_id else None
    if folder is not None and folder["business_id"] == business.id:
        need(sandbox, request, folder, "VIEW_CONTENT")
    else:
        allowed(sandbox, request, business.id)
    found = [asset for asset in assets if asset.get("folder_id") == folder_id] if folder_id else list(assets)
    if is_admin(sandbox, request, business.id):
        return found
    return [asset for asset in found if may_on_asset(sandbox, request, asset, "VIEW_CONTENT")]
