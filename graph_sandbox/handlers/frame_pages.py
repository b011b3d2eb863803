"""The frames that previews point to, their pictures and styles. A frame may stand in anybody's page, and nothing else:
no script may run in it, no other site may read it."""

from pathlib import Path
from typing import TYPE_CHECKING

from .. import enhancements, frames
from .. import story as stories
from ..formats import FORMATS
from ..rendering import notices, pages, pictures
from ..request import Request
from ..response import Response
from ..routes import page

if TYPE_CHECKING:
    from ..sandbox import Sandbox

STYLES = Path(__file__).parent.parent / "rendering"
STYLE_FILES = {
    ".css": ("styles", "text/css; charset=utf-8"),
    ".svg": ("styles", "image/svg+xml"),
    ".woff2": ("fonts", "font/woff2"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=300",
}


@page("GET", "/frame/{payload}")
def show_frame(sandbox: "Sandbox", request: Request, payload: str) -> Response:
    ticket = _ticket(sandbox, request, payload)
    if isinstance(ticket, Response):
        return ticket
    found = _told(sandbox, ticket)
    if found is None:
        return _page(notices.broken(), 404)
    entry, sign = FORMATS[ticket.ad_format], request.text("t") or ""
    scene = pictures.scene(entry, found, ticket.feature, lambda name: f"/frame-media/{payload}/{name}?t={sign}")
    return _page(pages.page(scene))


@page("GET", "/frame-media/{payload}/{name}")
def show_frame_media(sandbox: "Sandbox", request: Request, payload: str, name: str) -> Response:
    ticket = _ticket(sandbox, request, payload)
    if isinstance(ticket, Response):
        return ticket
    story = _told(sandbox, ticket)
    path = pictures.file(sandbox, story, FORMATS[ticket.ad_format], name, ticket.feature) if story else None
    if path is None:
        return _page(notices.broken(), 404)
    return _file(path, "video/mp4" if name.endswith(".mp4") else "image/jpeg")


@page("GET", "/frame-style/{name}")
def show_style(sandbox: "Sandbox", request: Request, name: str) -> Response:
    folder, kind = STYLE_FILES.get(Path(name).suffix, ("styles", ""))
    path = STYLES / folder / Path(name).name
    if not kind or not path.is_file():
        return _page(notices.broken(), 404)
    return _file(path, kind)


@page("GET", "/viewer/{user_id}")
def become_viewer(sandbox: "Sandbox", request: Request, user_id: str) -> Response:
    """Signs this browser in as a person of the seed, so that role-only frames open in it. `/viewer/none` signs out."""
    user = sandbox.store.get(user_id, "user")
    if user is None and user_id != "none":
        return _page(notices.broken(), 404)
    value = frames.viewer_cookie(user_id) if user else "; Max-Age=0"
    response = _page(notices.viewer(user["name"] if user else "nobody"))
    response.headers["Set-Cookie"] = f"viewer={value}; Path=/; HttpOnly; Secure; SameSite=None"
    return response


def _page(html: str, status: int = 200) -> Response:
    return Response.html(html, status, dict(HEADERS))


def _file(path: Path, kind: str) -> Response:
    headers = {**HEADERS, "Content-Type": kind, "Cross-Origin-Resource-Policy": "same-origin"}
    return Response(file=path, headers=headers)


def _ticket(sandbox: "Sandbox", request: Request, payload: str) -> frames.Ticket | Response:
    """The ticket of a frame that this browser may see now, else the page that says why not."""
    sign = request.text("t")
    if not sign:
        return _page(notices.missing("t"), 400)
    ticket = frames.ticket_of(payload, sign)
    if ticket is None or ticket.ad_format not in FORMATS:
        return _page(notices.broken(), 404)
    if sandbox.clock.now() >= ticket.expires:
        return _page(notices.expired())
    if not ticket.public and not _may_see(sandbox, request, ticket):
        return _page(notices.no_permission())
    return ticket


def _may_see(sandbox: "Sandbox", request: Request, ticket: frames.Ticket) -> bool:
    """Whether the person of this browser has a role on the ad account of the frame."""
    person, kept = frames.viewer(sandbox, request), sandbox.store.get(ticket.spec, "frame_spec")
    reach = person.get("reach", "*") if person is not None else ()
    return person is not None and (reach == "*" or kept is None or kept.parent in reach)


def _told(sandbox: "Sandbox", ticket: frames.Ticket) -> stories.Story | None:
    kept = sandbox.store.get(ticket.spec, "frame_spec")
    account = sandbox.store.get(kept.parent, "ad_account") if kept else None
    if kept is None or account is None:
        return None
    told = stories.read(sandbox, account, kept["spec"], ticket.view)
    return enhancements.with_words(ticket.feature, told, ticket.locale)
