"""Tokens: what one is, getting one from a login, making it live longer, giving it up.

Sources: Access tokens: debugging; Manual login flow; Long-lived tokens; System users: install apps and generate tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..protocol import Secret

if TYPE_CHECKING:
    from ..client import GraphClient


APP: dict[str, Any] = {"use_case": "app", "subject": ""}


def app_token(app_id: str, app_secret: str | Secret) -> Secret:
    """The app's own token, which may inspect tokens of its users."""
    return Secret(f"{app_id}|{Secret(app_secret).reveal()}")


def debug_token(client: GraphClient, token: str | Secret | None = None) -> dict[str, Any]:
    """What Meta says of a token, by default the client's own: app_id, type, is_valid, expires_at (0 = never), scopes.

    The client's token must be of the same app; an invalid token gives `is_valid` False and `error`.
    """
    inspected = Secret(token) if token is not None else client.token
    return client.get("debug_token", {"input_token": inspected}, **APP).get("data") or {}


def permissions(client: GraphClient) -> dict[str, str]:
    """{permission: granted | declined | expired} of the client's token."""
    rows = client.iterate("me/permissions", page_size=100, **APP)
    return {row["permission"]: row["status"] for row in rows}


def login_url(
    dialog_url: str,
    version: str,
    *,
    app_id: str,
    redirect_uri: str,
    state: str,
    scopes: Iterable[str],
    config_id: str | None = None,
    rerequest: bool = False,
) -> str:
    """Where to send the browser. `dialog_url` is the host of the dialog, `state` what must come back unchanged."""
    params = {
        "client_id": app_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "response_type": "code",
        **({"config_id": config_id} if config_id else {"scope": ",".join(scopes)}),
        **({"auth_type": "rerequest"} if rerequest else {}),
    }
    return f"{dialog_url.rstrip('/')}/{version}/dialog/oauth?{urlencode(params)}"


def exchange_code(
    client: GraphClient, *, app_id: str, app_secret: str | Secret, redirect_uri: str, code: str | Secret
) -> tuple[Secret, int | None]:
    """(token, seconds it lives or None) for the code that a login brought; works once."""
    return _token(
        client, client_id=app_id, client_secret=Secret(app_secret), redirect_uri=redirect_uri, code=Secret(code)
    )


def lengthen(
    client: GraphClient, *, app_id: str, app_secret: str | Secret, token: str | Secret, system_user: bool = False
) -> tuple[Secret, int | None]:
    """(longer-lived token, seconds or None); the old one stays valid until its own end."""
    more = {"set_token_expires_in_60_days": True} if system_user else {}
    return _token(
        client,
        grant_type="fb_exchange_token",
        client_id=app_id,
        client_secret=Secret(app_secret),
        fb_exchange_token=Secret(token),
        **more,
    )


def revoke(client: GraphClient, *, app_id: str, app_secret: str | Secret, token: str | Secret) -> None:
    """Make a token worthless at once."""
    client.get(
        "oauth/revoke",
        {
            "client_id": app_id,
            "client_secret": Secret(app_secret),
            "revoke_token": Secret(token),
        },
        **APP,
    )


def remove_permissions(client: GraphClient, user_id: str = "me") -> None:
    """Take back everything that the person allowed the app."""
    client.delete(f"{user_id}/permissions", **APP)


def _token(client, **params):
    answer = client.get("oauth/access_token", params, **APP)
    lifetime = answer.get("expires_in")
    return Secret(answer["access_token"]), int(lifetime) if lifetime else None
