"""The login dialog: a person says yes or no to each permission and is sent back. Facebook Login, "Manual flow"."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from .. import consent_page, grants
from ..auth import PARTNER_SCOPES, SCOPES
from ..request import Request
from ..response import Response
from ..routes import page
from ..seeds import facts
from ..store import Stored
from .tokens import SHORT, issue, new_login_code, token_fields

if TYPE_CHECKING:
    from ..sandbox import Sandbox

CARRIED = (
    "client_id redirect_uri state scope config_id auth_type response_type return_scopes code_challenge code_challenge_method"
).split()
RESPONSE_TYPES = {"code", "token", "granted_scopes"}
DENIED = {
    "error": "access_denied",
    "error_code": "200",
    "error_description": "Permissions error",
    "error_reason": "user_denied",
}


@page("GET", "/dialog/oauth")
def show_dialog(sandbox: "Sandbox", request: Request) -> Response:
    """client_id, redirect_uri, state, scope (comma text) or config_id, auth_type, response_type, code_challenge."""
    if trouble := _trouble(sandbox, request):
        return Response.html(consent_page.refusal(trouble), 400)
    app = sandbox.store.require(request.text("client_id") or "", "app")
    people = _people(sandbox)
    named = request.text("user") or ""
    shown_to = named if named in people else str(facts()["user_id"])
    before = grants.of(sandbox, app.id, shown_to)
    asked = _asked_of(sandbox, request, shown_to)
    kept = [scope for scope in offered(sandbox, request) if scope in before["granted"]]
    carried = {name: request.text(name) or "" for name in CARRIED if name in request.params}
    again = request.text("auth_type") == "reauthenticate"
    signing_in = sorted(people.items(), key=lambda person: person[0] != shown_to)
    return Response.html(
        consent_page.consent(app["name"], signing_in, asked, kept, {**carried, "shown_to": shown_to}, again)
    )


def _people(sandbox: "Sandbox") -> dict[str, str]:
    """Who can sign in, id -> name: everybody but system users."""
    people = sandbox.store.list("user", oldest_first=True)
    return {user.id: user["name"] for user in people if not user.get("system")}


def _trouble(sandbox: "Sandbox", request: Request) -> str:
    """Why there is no dialog, as a sentence; "" when there is one."""
    if sandbox.store.get(request.text("client_id") or "", "app") is None:
        return "This app or its redirect_uri is not known"
    address, registered = request.text("redirect_uri") or "", sandbox.settings.redirect_uris
    if urlsplit(address).scheme not in ("http", "https") or (registered and address not in registered):
        return "This app or its redirect_uri is not known"
    config = request.text("config_id")
    if config and config != facts()["login_config_id"]:
        return "This login configuration is not known"
    if not set(_response_types(request)) <= RESPONSE_TYPES:
        return "The response_type must be code, token, code token or granted_scopes"
    method = request.text("code_challenge_method") or "plain"
    if "code_challenge" in request.params and method not in ("S256", "plain"):
        return "The code_challenge_method must be S256 or plain"
    return ""


def _response_types(request: Request) -> list[str]:
    return re.split(r"[ ,+]+", (request.text("response_type") or "code").strip())


def offered(sandbox: "Sandbox", request: Request) -> list[str]:
    """The scopes that were asked for and that this app can have; a login configuration asks for all of them."""
    text = ",".join(SCOPES) if request.text("config_id") else request.text("scope") or ""
    asked = dict.fromkeys(
        re.split(r"[\s,]+", text)
    )  # OAuth 2 libraries put spaces where Meta's own samples have commas
    known = [scope for scope in asked if scope in SCOPES and scope != grants.ALWAYS]
    return [scope for scope in known if sandbox.partner or scope not in PARTNER_SCOPES]


def _to_ask(request: Request, scopes: list[str], before: dict[str, list[str]]) -> list[str]:
    """What was declined before is asked again only with auth_type=rerequest."""
    skipped = set(before["granted"])
    if request.text("auth_type") != "rerequest":
        skipped |= set(before["declined"])
    return [scope for scope in scopes if scope not in skipped]


def _asked_of(sandbox: "Sandbox", request: Request, user_id: str) -> list[str]:
    before = grants.of(sandbox, request.text("client_id") or "", user_id)
    return _to_ask(request, offered(sandbox, request), before)


@page("POST", "/dialog/oauth")
def answer_dialog(sandbox: "Sandbox", request: Request) -> Response:
    """Back to redirect_uri with what was asked for, or with the error of somebody who said no."""
    if _trouble(sandbox, request):
        return show_dialog(sandbox, request)
    if request.text("answer") != "yes":
        return _back(request, DENIED, fragment=False)
    user = sandbox.store.get(request.text("user") or facts()["user_id"], "user")
    if user is None or user.get("system"):
        return Response.html(consent_page.refusal("This person is not known"), 400)
    app_id = request.text("client_id") or ""
    asked = _asked_of(sandbox, request, user.id)
    if asked != _asked_of(sandbox, request, request.text("shown_to") or user.id):
        return show_dialog(sandbox, request)  # somebody else signs in, who has other permissions to give
    granted = [scope for scope in asked if request.flag(f"grant_{scope}")]
    now = grants.change(
        sandbox, app_id, user.id, [*granted, grants.ALWAYS], [scope for scope in asked if scope not in granted]
    )
    return _success(sandbox, request, app_id, user, now)


def _success(sandbox: "Sandbox", request: Request, app_id: str, user: Stored, now: dict[str, list[str]]) -> Response:
    kinds, values = _response_types(request), {}
    if "code" in kinds or kinds == ["granted_scopes"]:
        challenge = {name: request.text(name) for name in ("code_challenge", "code_challenge_method")}
        target = request.text("redirect_uri") or ""
        values["code"] = new_login_code(
            sandbox, app_id, target, user.id, now["granted"], now["declined"], challenge=challenge
        )
    if "token" in kinds:
        fields = token_fields(sandbox, app_id, user.id, now["granted"], now["declined"])
        issued = issue(sandbox, fields, SHORT)
        values |= {"access_token": issued["access_token"], "expires_in": str(SHORT)}
    if "granted_scopes" in kinds or request.flag("return_scopes"):
        values |= {"granted_scopes": ",".join(now["granted"]), "denied_scopes": ",".join(now["declined"])}
    return _back(request, values, fragment="token" in kinds)


def _back(request: Request, values: dict[str, str], *, fragment: bool) -> Response:
    """A code travels in the query, a token behind the #."""
    target = request.text("redirect_uri") or ""
    if "state" in request.params:
        values = {**values, "state": request.text("state") or ""}
    joint = "#" if fragment else "&" if "?" in target else "?"
    return Response(302, headers={"Location": f"{target}{joint}{urlencode(values)}"})
