"""A business and what belongs to it."""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, fields
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

FIELDS = (
    "block_offline_analytics collaborative_ads_managed_partner_business_info created_by created_time extended_updated_time is_hidden link name "
    "payment_account_id primary_page profile_picture_uri timezone_id two_factor_type updated_by updated_time user_access_expire_time "
    "verification_status vertical vertical_id"
)
describe("business", "Business", default=("id", "name"), fields=FIELDS)
describe(
    "page",
    "Page",
    default=("name", "id"),
    fields="about access_token category category_list fan_count instagram_business_account link picture tasks username",
)
describe(
    "instagram_user",
    "IGUser",
    default=("id",),
    fields="followers_count has_profile_picture name profile_pic profile_picture_url username",
)


@view("business")
def business_fields(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, Any]:
    first_page = sandbox.store.list("page", parent=business.id, oldest_first=True)
    return {
        **business,
        "created_time": iso(business.created),
        "primary_page": {"id": first_page[0].id, "name": first_page[0]["name"]} if len(first_page) else None,
    }


def reference(sandbox: "Sandbox", business_id: str) -> dict[str, str]:
    """A business as other objects name it."""
    business = sandbox.store.get(business_id)
    return {"id": business_id, "name": business["name"] if business is not None else ""}


@view("page")
def page_fields(sandbox: "Sandbox", request: Request, page: Stored) -> dict[str, Any]:
    fields = {name: page.get(name) for name in ("name", "category", "username", "access_token")}
    return {
        **fields,
        "id": page.id,
        "link": f"https://www.facebook.com/{page.id}",
        "category_list": [{"id": "2500", "name": page["category"]}],
        "tasks": ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "MODERATE"],
        "instagram_business_account": {"id": page["instagram_id"]} if page.get("instagram_id") else None,
        "picture": {
            "data": {
                "url": f"{sandbox.url(request)}/pages/{page.id}/picture",
                "height": 100,
                "width": 100,
                "is_silhouette": False,
            }
        },
    }


@view("instagram_user")
def instagram_fields(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, Any]:
    picture = f"{sandbox.url(request)}/pages/{user['page_id']}/picture"
    return {
        "id": user.id,
        "username": user["username"],
        "name": user["username"],
        "profile_pic": picture,
        "profile_picture_url": picture,
        "has_profile_picture": True,
    }


def allowed(sandbox: "Sandbox", request: Request, business: Stored) -> None:
    if not auth.may_reach(request, business):
        raise errors.unknown_object(business.id, request.method)
    auth.require_scope(request, "business_management")


@node("GET", kind="business")
def show_business(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    return fields.shown(sandbox, request, business)


@edge("GET", kind="business", name="owned_ad_accounts")
def list_owned_ad_accounts(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    accounts = sandbox.store.list("ad_account", parent=business.id, oldest_first=True)
    query = (request.text("search_query") or "").lower()
    return [account for account in accounts if query in account["name"].lower() and auth.may_reach(request, account)]


@edge("GET", kind="business", name="client_ad_accounts")
def list_client_ad_accounts(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    return [
        account for account in sandbox.store.list("ad_account", oldest_first=True) if business.id in account["agencies"]
    ]


@edge("GET", kind="business", name="owned_pages")
def list_owned_pages(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    return sandbox.store.list("page", parent=business.id, oldest_first=True)


@edge("GET", kind="business", name="client_pages")
def list_client_pages(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    return [page for page in sandbox.store.list("page", oldest_first=True) if business.id in page.get("agencies", [])]


def instagram_accounts(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    """instagram_business_accounts, and instagram_accounts as older pages call it."""
    allowed(sandbox, request, business)
    return sandbox.store.list("instagram_user", parent=business.id, oldest_first=True)


for _name in ("instagram_business_accounts", "instagram_accounts", "owned_instagram_accounts"):
    edge("GET", kind="business", name=_name)(instagram_accounts)
