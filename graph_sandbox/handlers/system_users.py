"""System users of a business and their tokens. Business Management documentation, "System Users: install apps and generate tokens".

A system user is kind "user" with `system` set and parent = the business; `apps` are the apps installed for it.
"""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, grants
from .. import folder_rights as rights
from ..auth import PARTNER_SCOPES, SCOPES
from ..request import Request
from ..routes import edge
from ..store import Stored
from .tokens import LONG, issue, token_fields

if TYPE_CHECKING:
    from ..sandbox import Sandbox

ROLES = (
    "ADMIN ADS_RIGHTS_REVIEWER DEFAULT DEVELOPER EMPLOYEE FINANCE_ANALYST FINANCE_EDIT FINANCE_EDITOR FINANCE_VIEW MANAGE "
    "PARTNER_CENTER_ADMIN PARTNER_CENTER_ANALYST PARTNER_CENTER_EDUCATION PARTNER_CENTER_MARKETING PARTNER_CENTER_OPERATIONS"
).split()
# Permissions that a system user can have; those of folders belong to the partner capability.
SUPPORTED = {
    *(
        "ads_management ads_read attribution_read business_management catalog_management commerce_account_manage_orders "
        "commerce_account_read_orders commerce_account_read_settings instagram_basic instagram_branded_content_ads_brand "
        "instagram_branded_content_brand instagram_content_publish instagram_manage_comments instagram_manage_insights "
        "instagram_manage_messages instagram_shopping_tag_products leads_retrieval page_events pages_manage_ads pages_manage_cta "
        "pages_manage_engagement pages_manage_instant_articles pages_manage_metadata pages_manage_posts pages_messaging "
        "pages_read_engagement pages_read_user_content pages_show_list private_computation_access publish_video "
        "read_audience_network_insights read_insights read_page_mailboxes whatsapp_business_management whatsapp_business_messaging"
    ).split(),
    *PARTNER_SCOPES,
}


def _admin(sandbox: "Sandbox", request: Request, business: Stored) -> None:
    auth.require_scope(request, "business_management")
    if not rights.is_admin(sandbox, request, business.id):
        raise rights.not_admin()


@edge("GET", kind="business", name="system_users")
def list_system_users(sandbox: "Sandbox", request: Request, business: Stored) -> list[Stored]:
    _admin(sandbox, request, business)
    return [user for user in sandbox.store.list("user", parent=business.id, oldest_first=True) if user.get("system")]


@edge("POST", kind="business", name="system_users")
def create_system_user(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, str]:
    """A new one, or with `system_user_id` another name or role for one that exists."""
    _admin(sandbox, request, business)
    role = request.text("role") or "EMPLOYEE"
    if role not in ROLES:
        raise errors.invalid(f"Param role must be one of {{{', '.join(ROLES)}}}", blame="role")
    fields: dict[str, Any] = {"name": request.required("name"), "role": role}
    if known := request.text("system_user_id"):
        return {"id": sandbox.store.update(_of(sandbox, business, known).id, fields).id}
    reach = [business.id]
    fields |= {"system": True, "created_by": request.caller["user_id"], "reach": reach, "apps": []}
    return {"id": sandbox.store.add("user", fields, parent=business.id).id}


def _of(sandbox: "Sandbox", business: Stored, user_id: str) -> Stored:
    user = sandbox.store.get(user_id, "user")
    if user is None or not user.get("system") or user.parent != business.id:
        raise errors.invalid("Param system_user_id must be a system user of this business", blame="system_user_id")
    return user


def _system(sandbox: "Sandbox", request: Request, user: Stored) -> None:
    """Only system users have these edges, for admins of their business."""
    business = sandbox.store.get(user.parent, "business") if user.get("system") else None
    if business is None:
        raise errors.unknown_object(user.id, request.method)
    _admin(sandbox, request, business)


def _app(sandbox: "Sandbox", request: Request, name: str) -> Stored:
    app = sandbox.store.get(request.required(name), "app")
    if app is None:
        raise errors.invalid(f"Param {name} must be the ID of an app", blame=name)
    return app


@edge("POST", kind="user", name="applications")
def install_app(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, bool]:
    _system(sandbox, request, user)
    app = _app(sandbox, request, "business_app")
    sandbox.store.update(user.id, {"apps": list(dict.fromkeys([*user.get("apps", []), app.id]))})
    return {"success": True}


@edge("POST", kind="user", name="access_tokens")
def create_token(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, str]:
    _system(sandbox, request, user)
    app = _app(sandbox, request, "business_app")
    request.required("appsecret_proof")
    if app.id not in user.get("apps", []):
        raise errors.invalid("The app is not installed for this system user", blame="business_app")
    return _token(sandbox, request, app.id, user)


@edge("POST", kind="business", name="system_user_access_tokens")
def create_token_by_business(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, Any]:
    """`asset`: ids that the system user reaches from now on; `fetch_only`: no new token when it has one."""
    _admin(sandbox, request, business)
    user, app_id = _of(sandbox, business, request.required("system_user_id")), request.caller["app_id"]
    if request.flag("fetch_only"):
        found = grants.tokens_of(sandbox, app_id, user.id)
        if not found:
            raise errors.invalid("The system user has no token of this app", blame="fetch_only")
        return {"access_token": found[0].key}
    user = _with_assets(sandbox, request, user)
    return _token(sandbox, request, app_id, user)


def _with_assets(sandbox: "Sandbox", request: Request, user: Stored) -> Stored:
    wanted = [str(one) for one in request.list("asset")]
    known = [sandbox.store.get(one) or sandbox.store.get(f"act_{one}") for one in wanted]
    if None in known:
        raise errors.invalid("Param asset must be a list of ids of assets", blame="asset")
    reach = user.get("reach", [])
    if reach == "*" or not wanted:
        return user
    more = [one.id for one in known if one is not None]
    return sandbox.store.update(user.id, {"reach": list(dict.fromkeys([*reach, *more]))})


@edge("POST", kind="business", name="access_token")
def create_business_token(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, str]:
    """A token of a system user of that name, which is made when there is none."""
    _admin(sandbox, request, business)
    app, name = _app(sandbox, request, "app_id"), request.required("system_user_name")
    users = [one for one in sandbox.store.list("user", parent=business.id) if one.get("system") and one["name"] == name]
    if users:
        return _token(sandbox, request, app.id, users[0])
    fields = {"name": name, "role": "EMPLOYEE", "system": True, "created_by": request.caller["user_id"]}
    user = sandbox.store.add("user", {**fields, "reach": [business.id], "apps": [app.id]}, parent=business.id)
    return _token(sandbox, request, app.id, user)


def _token(sandbox: "Sandbox", request: Request, app_id: str, user: Stored) -> dict[str, str]:
    scopes = [str(scope) for scope in request.list("scope")]
    if not scopes:
        raise errors.missing("scope")
    for scope in scopes:
        if scope not in SUPPORTED or scope not in SCOPES or (scope in PARTNER_SCOPES and not sandbox.partner):
            raise errors.invalid(f"The permission {scope} is not supported for system users of this app", blame="scope")
    expires = request.flag("set_token_expires_in_60_days")
    if sandbox.settings.system_tokens_expire and not expires:
        raise errors.invalid(
            "This business has tokens that expire only: set_token_expires_in_60_days is required",
            blame="set_token_expires_in_60_days",
        )
    fields = token_fields(sandbox, app_id, user.id, scopes, [], "SYSTEM_USER")
    return {"access_token": issue(sandbox, fields, LONG if expires else 0)["access_token"]}
