"""debug_token and the /oauth calls. Facebook Login documentation, "Access Tokens" and "Debugging"; Manual flow."""

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any

from .. import auth, errors, grants
from ..auth import SCOPES
from ..request import Request
from ..routes import route
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

LONG, SHORT = 60 * 86400, 2 * 3600
# Whose ids stand in granular_scopes, by the beginning of a permission's name.
TARGETS = (("ads_", "ad_account"), ("pages_", "page"), ("business_", "business"), ("catalog_", "product_catalog"))


@route("GET", "/debug_token")
def debug_token(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """{"data": {...}}; an unusable token is described, not refused. The asker is the app, or a developer of it."""
    auth.identify(sandbox, request)
    if not _may_inspect(sandbox, request.caller):
        raise errors.GraphFault(
            100, "You must provide an app access token, or a user access token that is an owner or developer of the app"
        )
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


def _may_inspect(sandbox: "Sandbox", caller: Stored) -> bool:
    """People without a role in the app may not, not even their own token."""
    person = sandbox.store.get(caller["user_id"], "user") if caller["type"] == "USER" else None
    return person is None or person.get("develops", True)


def _described(sandbox: "Sandbox", token: Stored) -> dict[str, Any]:
    app = sandbox.store.get(token["app_id"])
    trouble = auth.why_invalid(sandbox, token)
    expires = token.get("expires_at", 0)
    found = {
        "app_id": token["app_id"],
        "type": token["type"],
        "application": app["name"] if app else "",
        "data_access_expires_at": token.get("data_access_expires_at") or (expires and expires + 30 * 86400),
        "expires_at": expires,
        "is_valid": trouble is None,
        "issued_at": token.get("issued_at", int(token.created)),
        "scopes": token["scopes"],
        "granular_scopes": [_granular(sandbox, token, scope) for scope in token["scopes"]],
        "user_id": token["user_id"],
    }
    if token["type"] == "PAGE":
        found["profile_id"] = token["user_id"]
    if trouble is not None:
        found["error"] = {"code": trouble.code, "message": trouble.message, "subcode": trouble.subcode or 0}
    return found


def _granular(sandbox: "Sandbox", token: Stored, scope: str) -> dict[str, Any]:
    """No target_ids means all."""
    kind = next((kind for start, kind in TARGETS if scope.startswith(start)), None)
    if kind is None or token.get("reach", "*") == "*":
        return {"scope": scope}
    reached = [one.id for one in sandbox.store.get_many(list(token["reach"])) if one.kind == kind]
    return {"scope": scope, "target_ids": [one.removeprefix("act_") for one in reached]}


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
    """The app of client_id and client_secret, which OAuth 2 libraries send as an HTTP Basic header (RFC 6749, 2.3.1)."""
    basic = _basic(request.headers.get("authorization", ""))
    client_id = request.text("client_id") or basic[0] or request.required("client_id")
    app = sandbox.store.get(client_id, "app")
    if app is None:
        raise errors.GraphFault(101, "Error validating application. Invalid application ID.")
    if (request.text("client_secret") or basic[1] or request.required("client_secret")) != app["secret"]:
        raise errors.GraphFault(1, "Error validating client secret.")
    return app


def _basic(header: str) -> tuple[str, str]:
    """User and password of a Basic header; empty texts without one."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(text, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return user, password


def _exchanged(sandbox: "Sandbox", request: Request, app: Stored) -> dict[str, Any]:
    """A system user's token keeps living for ever unless `set_token_expires_in_60_days` is sent; the old token works on."""
    old = auth.find_token(sandbox, request.required("fb_exchange_token"))
    if old is None or old["app_id"] != app.id:
        raise errors.bad_token()
    if trouble := auth.why_invalid(sandbox, old):
        raise trouble
    forever = old["type"] == "SYSTEM_USER" and not request.flag("set_token_expires_in_60_days")
    return issue(sandbox, dict(old), 0 if forever else LONG)


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
    _check_verifier(request, code.get("challenge") or {})
    if not sandbox.store.delete(code.id):
        raise errors.GraphFault(100, "This authorization code has been used.")
    return issue(sandbox, code["token"], LONG)


def _check_verifier(request: Request, challenge: dict[str, str]) -> None:
    """PKCE: whoever sent a challenge to the dialog must know what it was made from."""
    wanted = challenge.get("code_challenge")
    if not wanted:
        return
    given = request.text("code_verifier") or ""
    if challenge.get("code_challenge_method") == "S256":
        digest = hashlib.sha256(given.encode()).digest()
        given = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise errors.invalid("The code_verifier does not fit the code_challenge", blame="code_verifier")


def issue(sandbox: "Sandbox", fields: dict[str, Any], seconds: int) -> dict[str, Any]:
    """A new token that lives so long; 0 is for ever, then `expires_in` is absent."""
    now = int(sandbox.clock.now())
    text = "EAAG" + secrets.token_hex(32).upper() + "ZD"
    times = {"issued_at": now, "expires_at": now + seconds if seconds else 0}
    sandbox.store.add("token", {**fields, **times}, key=text)
    return {"access_token": text, "token_type": "bearer", **({"expires_in": seconds} if seconds else {})}


@route("GET", "/oauth/client_code")
def client_code(sandbox: "Sandbox", request: Request) -> dict[str, str]:
    """A code that another client of the same app turns into a token of its own."""
    auth.identify(sandbox, request)
    app, token = _app(sandbox, request), request.caller
    if token["app_id"] != app.id or token["type"] != "USER":
        raise errors.bad_token()
    return {
        "code": new_login_code(
            sandbox,
            app.id,
            request.required("redirect_uri"),
            token["user_id"],
            token["scopes"],
            token.get("declined", []),
        )
    }


@route("GET", "/oauth/revoke")
def revoke(sandbox: "Sandbox", request: Request) -> dict[str, str]:
    """The sample of the documentation has "true" as text."""
    _app(sandbox, request)
    token = auth.find_token(sandbox, request.required("revoke_token"))
    if token is None:
        raise errors.bad_token()
    sandbox.store.update(token.id, {"revoked": True, "revoked_subcode": None})
    return {"success": "true"}


def token_fields(
    sandbox: "Sandbox", app_id: str, user_id: str, scopes: list[str], declined: list[str], kind: str = "USER"
) -> dict[str, Any]:
    """A token reaches what its person reaches."""
    user = sandbox.store.require(user_id)
    return {
        "app_id": app_id,
        "user_id": user_id,
        "type": kind,
        "scopes": list(dict.fromkeys(scope for scope in scopes if scope in SCOPES)),
        "declined": declined,
        "reach": user.get("reach", "*"),
    }


def new_login_code(
    sandbox: "Sandbox",
    app_id: str,
    redirect_uri: str,
    user_id: str,
    scopes: list[str],
    declined: list[str],
    *,
    challenge: dict[str, str | None] | None = None,
) -> str:
    """A code as the login dialog would hand it over."""
    token = token_fields(sandbox, app_id, user_id, [*scopes, grants.ALWAYS], declined)
    code = "AQ" + secrets.token_hex(24)
    fields = {"app_id": app_id, "redirect_uri": redirect_uri, "token": token, "challenge": challenge or {}}
    sandbox.store.add("login_code", fields, key=code)
    return code
