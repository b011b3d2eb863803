"""The way to Meta's login and back: what is remembered in the session until the browser returns.

The state is a number that nobody can guess, known to this session alone, good for one return within ten minutes.

No PKCE: Meta documents it for OIDC logins alone (scope `openid`, "still in testing"). Clients report that the dialog of
a plain login drops the challenge, and that the exchange then refuses the verifier, so that nobody could connect. The
code is of no use without the app's secret, and of none in another session.
"""

import secrets
from typing import Any

from django.conf import settings
from django.urls import reverse

from assets_app import clock
from graph_client.edges import oauth

KEY = "meta_logins"
MOST_AT_ONCE = 5
GOOD_FOR_S = 600


def begin(session, member, *, again: bool = False) -> str:
    """The address of Meta's dialog for this person. `again`: ask once more for what was declined."""
    state = secrets.token_urlsafe(32)
    pending = session.get(KEY, {})
    newest = sorted(pending.items(), key=lambda one: one[1]["at"])[-(MOST_AT_ONCE - 1) :]
    session[KEY] = {**dict(newest), state: {"slug": member.business.slug, "member": member.pk, "at": clock.timestamp()}}
    return dialog(state, again=again)


def dialog(state: str, *, again: bool = False) -> str:
    return oauth.login_url(
        settings.GRAPH_DIALOG_URL,
        settings.GRAPH_API_VERSION,
        app_id=settings.META_APP_ID,
        redirect_uri=redirect_uri(),
        state=state,
        scopes=settings.META_LOGIN_SCOPES,
        config_id=settings.META_LOGIN_CONFIG or None,
        rerequest=again,
    )


def take(session, state: str) -> dict[str, Any] | None:
    """What was begun with this state; it is used up. None when this session began no such login, or too long ago."""
    pending = session.get(KEY, {})
    begun = pending.pop(state, None)
    session[KEY] = pending
    if begun is None or not 0 <= clock.timestamp() - begun["at"] <= GOOD_FOR_S:
        return None
    return begun


def redirect_uri() -> str:
    """Exactly as it is registered with the app at Meta."""
    return settings.SITE_URL.rstrip("/") + reverse("connection-callback")
