import logging
import re
import secrets
import time

from allauth.usersessions.models import UserSession
from django.core.exceptions import BadRequest

from assets_app import clock
from assets_app.trace import request_id

log = logging.getLogger("galley.web")
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_context(get_response):
    """Gives each request an id and logs it by route name, so that no token or query is ever written."""

    def middleware(request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(request.id)
        started = time.monotonic()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request.id
            # Pages are of one person or hold a link for one; files, whose bytes never change, say themselves how long.
            response.headers.setdefault("Cache-Control", "private, no-store")
            _log(request, response.status_code, started)
            return response
        finally:
            request_id.reset(token)

    return middleware


def no_zero_bytes(get_response):
    """A zero byte in an address is no text that PostgreSQL takes: 400 instead of a fault later. Forms refuse it themselves."""

    def middleware(request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A zero byte in the address.")
        return get_response(request)

    return middleware


SEEN_EVERY_S = 300


def seen_lately(get_response):
    """Keeps when and from where each session was last used, at most every five minutes: a page costs no write."""

    def middleware(request):
        session, now = request.session, clock.timestamp()
        if request.user.is_authenticated and not 0 <= now - session.get("seen_at", 0) < SEEN_EVERY_S:
            session["seen_at"] = int(now)
            UserSession.objects.create_from_request(request)
        return get_response(request)

    return middleware


def _log(request, status: int, started: float) -> None:
    match = request.resolver_match
    event = {
        "method": request.method,
        "route": (match and match.view_name) or "-",
        "status": status,
        "ms": round((time.monotonic() - started) * 1000),
        "business": match.kwargs.get("slug", "-") if match else "-",
    }
    log.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra=event)
