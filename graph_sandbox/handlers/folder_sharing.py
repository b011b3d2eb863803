"""Folders that are shared with other businesses, and the agreements that stand behind.

Business Creative Asset Management, "Share Creative Folder". The first share with a business waits for its agreement; later ones
are at once. A share is kind "folder_share" (parent = folder, key = the other business), an agreement kind "business_agreement"
(parent = who receives the request, key = who made it).
"""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, fields
from .. import folder_rights as rights
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

STATUSES = (
    "APPROVE CANCELED DECLINE EXPIRED IN_PROGRESS MMA_DIRECT_ASSETS_APPROVED MMA_DIRECT_ASSETS_DECLINED MMA_DIRECT_ASSETS_EXPIRED "
    "MMA_DIRECT_ASSETS_PENDING PENDING PENDING_EMAIL_VERIFICATION PENDING_INTEGRITY_REVIEW"
).split()
ANSWERS = ("APPROVE", "DECLINE")
describe("business_agreement", "BusinessAgreement", default=("id", "request_status"), fields="request_status")


@view("business_agreement")
def agreement_fields(sandbox: "Sandbox", request: Request, agreement: Stored) -> dict[str, Any]:
    return {"id": agreement.id, "request_status": agreement["request_status"]}


@edge("GET", kind="creative_folder", name="agencies")
def list_agencies(sandbox: "Sandbox", request: Request, folder: Stored) -> list[Stored]:
    rights.need(sandbox, request, folder, "VIEW_CONTENT")
    shares = sandbox.store.list("folder_share", parent=folder.id, oldest_first=True)
    return sandbox.store.get_many([share.key for share in shares if share["active"]])


@edge("POST", kind="creative_folder", name="agencies")
def add_agency(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, Any]:
    rights.need(sandbox, request, folder, "MANAGE_PERMISSIONS")
    other, tasks = _other_business(sandbox, request, folder), tasks_of(request, "permitted_tasks")
    owner = folder["business_id"]
    with sandbox.store.transaction():
        known = _between(sandbox, owner, other.id, "APPROVE")
        share = sandbox.store.find("folder_share", other.id, parent=folder.id)
        fields = {"tasks": tasks, "active": known or (share is not None and share["active"])}
        if share is None:
            share = sandbox.store.add("folder_share", fields, parent=folder.id, key=other.id)
        else:
            sandbox.store.update(share.id, fields)
        if fields["active"]:
            return {"success": True}
        if not _between(sandbox, owner, other.id, "IN_PROGRESS"):
            sandbox.store.add("business_agreement", {"request_status": "IN_PROGRESS"}, parent=other.id, key=owner)
    return {"success": True, "share_status": "In Progress"}


def _other_business(sandbox: "Sandbox", request: Request, folder: Stored) -> Stored:
    other = sandbox.store.get(request.required("business"), "business")
    if other is None or other.id == folder["business_id"]:
        raise errors.invalid("Param business must be the ID of another business", blame="business")
    return other


def tasks_of(request: Request, name: str) -> list[str]:
    """A list of folder tasks, each of them known; an empty one is missing."""
    tasks = [str(task) for task in request.list(name)]
    if not tasks:
        raise errors.missing(name)
    for index, task in enumerate(tasks):
        if task not in rights.TASKS:
            raise errors.invalid(f"Param {name}[{index}] must be one of {{{', '.join(rights.TASKS)}}}", blame=name)
    return list(dict.fromkeys(tasks))


def _between(sandbox: "Sandbox", one: str, other: str, status: str) -> bool:
    """An agreement in this state, whoever asked for it."""
    return any(
        agreement["request_status"] == status
        for receiver, initiator in ((other, one), (one, other))
        for agreement in sandbox.store.list("business_agreement", parent=receiver, key=initiator)
    )


@edge("DELETE", kind="creative_folder", name="agencies")
def remove_agency(sandbox: "Sandbox", request: Request, folder: Stored) -> dict[str, bool]:
    rights.need(sandbox, request, folder, "MANAGE_PERMISSIONS")
    share = sandbox.store.find("folder_share", request.required("business"), parent=folder.id)
    if share is None:
        raise errors.invalid("The folder is not shared with this business", blame="business")
    sandbox.store.delete(share.id)
    return {"success": True}


def _wanted(request: Request, param: str) -> Any:
    """A test of agreements by `request_status` and by the business that `param` names."""
    status, other = request.text("request_status"), request.text(param)
    if status and status not in STATUSES:
        raise errors.invalid(f"Param request_status must be one of {{{', '.join(STATUSES)}}}", blame="request_status")
    return lambda agreement, business: status in (None, agreement["request_status"]) and other in (None, business)


@edge("GET", kind="business", name="received_sharing_agreements")
def list_received(sandbox: "Sandbox", request: Request, business: Stored) -> list[Stored]:
    rights.admin(sandbox, request, business.id)
    fits = _wanted(request, "requesting_business_id")
    return [one for one in sandbox.store.list("business_agreement", parent=business.id) if fits(one, one.key)]


@edge("GET", kind="business", name="initiated_sharing_agreements")
def list_initiated(sandbox: "Sandbox", request: Request, business: Stored) -> list[Stored]:
    rights.admin(sandbox, request, business.id)
    fits = _wanted(request, "receiving_business_id")
    return [one for one in sandbox.store.list("business_agreement", key=business.id) if fits(one, one.parent)]


@edge("GET", kind="business", name="attempted_sharing_agreements")
def list_attempted(sandbox: "Sandbox", request: Request, business: Stored) -> list[dict[str, Any]]:
    """One row a folder that somebody shares or wants to share with this business."""
    rights.admin(sandbox, request, business.id)
    fits = _wanted(request, "requesting_business_id")
    rows = []
    for share in sandbox.store.list("folder_share", key=business.id):
        folder = sandbox.store.require(share.parent)
        owner = sandbox.store.require(folder["business_id"])
        status = "APPROVE" if share["active"] else "IN_PROGRESS"
        if fits({"request_status": status}, owner.id):
            asker = {"id": owner.id, "name": owner["name"]}
            rows.append({"id": share.id, "folder_id": folder.id, "requesting_business": asker, "status": status})
    return rows


@edge("GET", kind="business", name="pending_shared_creative_folders")
def list_pending_folders(sandbox: "Sandbox", request: Request, business: Stored) -> list[Stored]:
    rights.admin(sandbox, request, business.id)
    shares = sandbox.store.list("folder_share", key=business.id)
    return sandbox.store.get_many([share.parent for share in shares if not share["active"]])


@node("GET", kind="business_agreement")
def show_agreement(sandbox: "Sandbox", request: Request, agreement: Stored) -> Any:
    auth.require_scope(request, "business_management")
    if not any(rights.is_admin(sandbox, request, business) for business in (agreement.parent, agreement.key)):
        raise errors.unknown_object(agreement.id)
    return fields.shown(sandbox, request, agreement)


@node("POST", kind="business_agreement")
def answer_agreement(sandbox: "Sandbox", request: Request, agreement: Stored) -> dict[str, bool]:
    """The receiver approves or declines; `asset_id` may name the folder that it is about."""
    auth.require_scope(request, "business_management")
    if not rights.is_admin(sandbox, request, agreement.parent):
        raise errors.GraphFault(200, "(#200) Only the business that received the request can answer it", status=403)
    status = request.required("request_status")
    if status not in ANSWERS:
        raise errors.invalid(
            f"Param request_status must be one of {{{', '.join(ANSWERS)}}} here", blame="request_status"
        )
    if agreement["request_status"] != "IN_PROGRESS":
        raise errors.invalid("The request has been answered before", blame="request_status")
    shares = _waiting(sandbox, agreement)
    asset_id = request.text("asset_id")
    if asset_id and asset_id not in {share.parent for share in shares}:
        raise errors.invalid("Param asset_id must be a folder of this request", blame="asset_id")
    with sandbox.store.transaction():
        sandbox.store.update(agreement.id, {"request_status": status})
        for share in shares:
            if status == "APPROVE":
                sandbox.store.update(share.id, {"active": True})
            else:
                sandbox.store.delete(share.id)
    return {"success": True}


def _waiting(sandbox: "Sandbox", agreement: Stored) -> list[Stored]:
    """Shares of the asker's folders that wait for this agreement."""
    return [
        share
        for share in sandbox.store.list("folder_share", key=agreement.parent)
        if not share["active"] and sandbox.store.require(share.parent)["business_id"] == agreement.key
    ]
