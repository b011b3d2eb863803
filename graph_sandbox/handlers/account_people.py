"""Who works on an ad account, and as whom a person is known to businesses. Edges and fields as in the official SDK."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, media
from ..request import Request
from ..routes import edge
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

TASKS = {"ADMIN": ["MANAGE", "ADVERTISE", "ANALYZE", "DRAFT"], "EMPLOYEE": ["ADVERTISE", "ANALYZE", "DRAFT"]}


@edge("GET", kind="user", name="business_users")
def list_business_users_of(sandbox: "Sandbox", request: Request, user: Stored) -> list[Stored]:
    auth.require_scope(request, "business_management")
    return [one for one in sandbox.store.list("business_user", oldest_first=True) if one.key == user.id]


@edge("GET", kind="ad_account", name="assigned_users")
def list_assigned_users(sandbox: "Sandbox", request: Request, account: Stored) -> list[dict[str, Any]]:
    """The people of one business who can work on the account; that business has to have it."""
    business = sandbox.store.get(request.required("business"), "business")
    if business is None:
        raise errors.invalid("Param business must be the ID of a business", blame="business")
    if business.id not in media.businesses_of(account):
        return []
    reference = {"id": business.id, "name": business["name"]}
    return [
        {"id": user.id, "name": user["name"], "business": reference, "tasks": TASKS[user["role"]]}
        for user in sandbox.store.list("business_user", parent=business.id, oldest_first=True)
    ]
