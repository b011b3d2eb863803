"""The login dialog: a person says yes or no to each permission and is sent back with a code. Facebook Login, "Manual flow"."""

import html
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ..auth import PARTNER_SCOPES, SCOPES
from ..request import Request
from ..response import Response
from ..routes import page
from ..seeds import facts
from .tokens import new_login_code

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@page("GET", "/dialog/oauth")
def show_dialog(sandbox: "Sandbox", request: Request) -> Response:
    """client_id, redirect_uri, state, scope (comma text)."""
    app = sandbox.store.get(request.text("client_id") or "", "app")
    if app is None or not _may_return(request):
        return Response.html(
            "<!doctype html><title>Sandbox login</title><h1>This app or its redirect_uri is not known</h1>", 400
        )
    boxes = "".join(
        f"<p><label><input type=checkbox name=grant_{scope} value=1 checked> {scope}</label>"
        for scope in offered(sandbox, request)
    )
    hidden = "".join(
        f'<input type=hidden name={name} value="{html.escape(request.text(name) or "", quote=True)}">'
        for name in ("client_id", "redirect_uri", "state", "scope")
    )
    buttons = "<button name=answer value=yes>Continue</button> <button name=answer value=no>Cancel</button>"
    return Response.html(
        f"<!doctype html><html lang=en><title>Sandbox login</title><h1>{html.escape(app['name'])} asks for permissions (sandbox)</h1>"
        f"<form method=post>{hidden}{boxes}{buttons}</form></html>"
    )


def offered(sandbox: "Sandbox", request: Request) -> list[str]:
    """The scopes that were asked for and that this app can have."""
    asked = [scope.strip() for scope in (request.text("scope") or "").split(",")]
    return [scope for scope in asked if scope in SCOPES and (sandbox.partner or scope not in PARTNER_SCOPES)]


def _may_return(request: Request) -> bool:
    return urlsplit(request.text("redirect_uri") or "").scheme in ("http", "https")


@page("POST", "/dialog/oauth")
def answer_dialog(sandbox: "Sandbox", request: Request) -> Response:
    """Back to redirect_uri with `code` and `state`, or with the error of somebody who said no."""
    if not _may_return(request):
        return show_dialog(sandbox, request)
    target, state = request.text("redirect_uri") or "", request.text("state") or ""
    if request.text("answer") != "yes":
        denied = {
            "error": "access_denied",
            "error_code": "200",
            "error_description": "Permissions error",
            "error_reason": "user_denied",
        }
        return _to(target, {**denied, "state": state})
    scopes = offered(sandbox, request)
    granted = [scope for scope in scopes if request.flag(f"grant_{scope}")]
    declined = [scope for scope in scopes if scope not in granted]
    code = new_login_code(
        sandbox, request.required("client_id"), target, facts()["user_id"], [*granted, "public_profile"], declined
    )
    return _to(target, {"code": code, "state": state})


def _to(target: str, values: dict[str, str]) -> Response:
    joint = "&" if "?" in target else "?"
    return Response(302, headers={"Location": f"{target}{joint}{urlencode(values)}"})
