"""Tokens: where they are found, whether they live, what they may do."""

import hashlib
import hmac
import time
from typing import TYPE_CHECKING

from . import errors
from .request import Request
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

SCOPES = (
    "ads_management",
    "ads_read",
    "business_management",
    "business_creative_management",
    "business_creative_insights",
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_ads",
    "instagram_basic",
    "catalog_management",
    "read_insights",
    "public_profile",
)
PARTNER_SCOPES = ("business_creative_management", "business_creative_insights")


def identify(sandbox: "Sandbox", request: Request) -> None:
    """Set request.caller or raise 104 / 190 / bad proof."""
    if not request.token:
        raise errors.no_token()
    token = find_token(sandbox, request.token)
    if token is None:
        raise errors.bad_token()
    if trouble := why_invalid(sandbox, token):
        raise trouble
    check_proof(sandbox, request, token)
    request.caller = token


def find_token(sandbox: "Sandbox", text: str) -> Stored | None:
    """A stored token, or the app's own `APP_ID|APP_SECRET`."""
    found = sandbox.store.find("token", text)
    if found is not None or "|" not in text:
        return found
    app_id, _, secret = text.partition("|")
    app = sandbox.store.get(app_id, "app")
    return sandbox.store.find("token", f"app:{app_id}") if app and app["secret"] == secret else None


# Subcodes of 190: Graph API guide, "Handling Errors", and the lists of the official SDKs. Only the texts of 460 and 463 are Meta's own.
SUBCODES = {
    458: "The user has not authorized this application.",
    459: "The user has been checkpointed and must log in at https://www.facebook.com/ first.",
    460: "The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.",
    461: "The application was installed anew since the session began.",
    462: "The session has a stale version.",
    463: "Session has expired.",
    464: "The user is not a confirmed user and must log in to confirm.",
    465: "The session belongs to no valid user.",
    466: "The session was ended through an API call.",
    467: "The session is invalid because the user logged out.",
    468: "The application was not used for a long time.",
    492: "The user no longer has a role on the Page that the session is for.",
    493: "The application is inactive.",
}


def why_invalid(sandbox: "Sandbox", token: Stored) -> errors.GraphFault | None:
    now, expires = sandbox.clock.now(), token.get("expires_at", 0)
    if token.get("revoked"):
        subcode = token.get("revoked_subcode")
        reason = SUBCODES.get(subcode or 0, "The access token has been revoked.")
        fault = errors.bad_token(f"Error validating access token: {reason}", subcode)
        fault.error_data = {"url": "https://www.facebook.com/"} if subcode == 459 else None
        return fault
    if expires and expires <= now:
        text = "Error validating access token: Session has expired on {}. The current time is {}."
        return errors.bad_token(text.format(_long(expires), _long(now)), 463)
    return None


def _long(moment: float) -> str:
    return time.strftime("%A, %d-%b-%y %H:%M:%S UTC", time.gmtime(moment))


def check_proof(sandbox: "Sandbox", request: Request, token: Stored) -> None:
    """A proof that is given must be right; one that is missing is refused only when the app demands it."""
    proof = request.text("appsecret_proof")
    if proof is None:
        if sandbox.settings.require_proof and token.get("type") != "APP":
            raise errors.GraphFault(
                100, "API calls from the server require an appsecret_proof argument", type="GraphMethodException"
            )
        return
    app = sandbox.store.get(token["app_id"], "app")
    secret = app["secret"] if app else ""
    right = hmac.new(secret.encode(), (request.token or "").encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(proof.encode(), right.encode()):
        raise errors.bad_proof()


def require_scope(request: Request, *scopes: str) -> None:
    """One of these permissions must be granted to the token, else error 200."""
    granted = request.caller.get("scopes", ()) if request.caller is not None else ()
    if not any(scope in granted for scope in scopes):
        raise errors.permission_missing(scopes[0])


def may_reach(request: Request, item: Stored) -> bool:
    """Whether the token's user has a role on this account, Page or business ("*" means all)."""
    reach = request.caller.get("reach", "*") if request.caller is not None else ()
    return reach == "*" or item.id in reach


def account(sandbox: "Sandbox", request: Request, number: str) -> Stored:
    """The ad account whose number stands in a path."""
    return account_by_id(sandbox, request, f"act_{number}")


def account_by_id(sandbox: "Sandbox", request: Request, account_id: str) -> Stored:
    """The ad account if the caller may use it, else 100/33 on reading and 200 on writing."""
    found = sandbox.store.get(account_id, "ad_account")
    if found is None:
        raise errors.unknown_object(account_id, request.method)
    if not may_reach(request, found):
        if request.method == "GET":
            raise errors.unknown_object(account_id)
        raise errors.GraphFault(200, "(#200) The user does not have permission for this action", status=403)
    request.notes["account"] = found.id
    if request.method == "GET":
        require_scope(request, "ads_read", "ads_management")
    else:
        require_scope(request, "ads_management")
    return found
