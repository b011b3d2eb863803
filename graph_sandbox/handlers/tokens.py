"""debug_token and the /oauth calls. Facebook Login documentation, "Access Tokens" and "Debugging"."""

import secrets
from typing import TYPE_CHECKING, Any

from .. import auth, errors
from ..auth import SCOPES
from ..request import Request
from ..routes import route
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

LONG = 60 * 86400


@route("GET", "/debug_token")
def debug_token(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """{"data": {...}}; an unusable token is described, not refused. The asker is the app, or a token of the same app."""
    auth.identify(sandbox, request)
    token = auth.find_token(sandbox, request.required("input_token"))
    if token is None or token["app_id"] != request.caller["app_id"]:
        return {
            "data": {
                "is_valid": False,
                "scopes": [],
                "error": {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"},
            }
        }
    return {"data": _described(sandbox, token)}


def _described(sandbox: "Sandbox", token: Stored) -> dict[str, Any]:
    app = sandbox.store.get(token["app_id"])
    trouble = auth.why_invalid(sandbox, token)
    expires = token.get("expires_at", 0)
    found = {
        "app_id": token["app_id"],
        "type": token["type"],
        "application": app["name"] if app else "",
        "data_access_expires_at": expires and expires + 30 * 86400,
        "expires_at": expires,
        "is_valid": trouble is None,
        "issued_at": token.get("issued_at", int(token.created)),
        "scopes": token["scopes"],
        "granular_scopes": [{"scope": scope} for scope in token["scopes"]],
        "user_id": token["user_id"],
    }
    if token["type"] == "PAGE":
        found["profile_id"] = token["user_id"]
    if trouble is not None:
        found["error"] = {"code": trouble.code, "message": trouble.message, "subcode": trouble.subcode or 0}
    return found


@route("GET", "/oauth/access_token")
def access_token(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    app = _app(sandbox, request)
    grant = request.text("grant_type") or "authorization_code"
    if grant == "client_credentials":
        return {"access_token": f"{app.id}|{app['secret']}", "token_type": "bearer"}
    if grant == "fb_exchange_token":
        return _exchanged(sandbox, request, app)
    if grant == "authorization_code":
        return _from_code(sandbox, request, app)
    raise errors.GraphFault(
        100, f"Invalid grant_type: '{grant}'. Supported types: authorization_code, client_credentials"
    )


route("POST", "/oauth/access_token")(access_token)


def _app(sandbox: "Sandbox", request: Request) -> Stored:
    app = sandbox.store.get(request.required("client_id"), "app")
    if app is None:
        raise errors.GraphFault(101, "Error validating application. Invalid application ID.")
    if request.required("client_secret") != app["secret"]:
        raise errors.GraphFault(1, "Error validating client secret.")
    return app


def _exchanged(sandbox: "Sandbox", request: Request, app: Stored) -> dict[str, Any]:
    old = auth.find_token(sandbox, request.required("fb_exchange_token"))
    if old is None or old["app_id"] != app.id:
        raise errors.bad_token()
    if trouble := auth.why_invalid(sandbox, old):
        raise trouble
    return _issued(sandbox, dict(old))


def _from_code(sandbox: "Sandbox", request: Request, app: Stored) -> dict[str, Any]:
    """The code of a consent works once and for the address that it was made for."""
    code = sandbox.store.find("login_code", request.required("code"))
    if code is None or code["app_id"] != app.id:
        raise errors.GraphFault(100, "Invalid verification code format.")
    if code["redirect_uri"] != request.text("redirect_uri"):
        raise errors.GraphFault(
            100,
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
        )
    sandbox.store.delete(code.id)
    return _issued(sandbox, code["token"])


def _issued(sandbox: "Sandbox", fields: dict[str, Any]) -> dict[str, Any]:
    now = int(sandbox.clock.now())
    text = "EAAG" + secrets.token_hex(32).upper() + "ZD"
    sandbox.store.add("token", {**fields, "issued_at": now, "expires_at": now + LONG}, key=text)
    return {"access_token": text, "token_type": "bearer", "expires_in": LONG}


@route("GET", "/oauth/revoke")
def revoke(sandbox: "Sandbox", request: Request) -> dict[str, str]:
    """The sample of the documentation has "true" as text."""
    _app(sandbox, request)
    token = auth.find_token(sandbox, request.required("revoke_token"))
    if token is None:
        raise errors.bad_token()
    sandbox.store.update(token.id, {"revoked": True})
    return {"success": "true"}


def new_login_code(
    sandbox: "Sandbox", app_id: str, redirect_uri: str, user_id: str, scopes: list[str], declined: list[str]
) -> str:
    """A code as the login dialog would hand it over."""
    token = {
        "app_id": app_id,
        "user_id": user_id,
        "type": "USER",
        "scopes": [scope for scope in scopes if scope in SCOPES],
        "declined": declined,
        "reach": "*",
    }
    code = "AQ" + secrets.token_hex(24)
    sandbox.store.add("login_code", {"app_id": app_id, "redirect_uri": redirect_uri, "token": token}, key=code)
    return code
