"""Ask a frame's address once, as a browser without cookies would, and read its status and its frame headers alone.

A refused frame fires `load` in the browser like any other, so only this tells people that they would look at nothing.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from assets_app import clock
from campaigns_app.previews.models import Preview

TIMEOUT_S = 5
CLOSED = ("deny", "sameorigin")


def look(row: Preview) -> None:
    """Write down what stands in the way of this frame. An address that cannot be reached now is asked later."""
    try:
        status, headers = ask(row.url)
    except (OSError, ValueError, HTTPException):
        return
    rows = Preview.objects.filter(pk=row.pk, url=row.url)
    rows.update(frame_seen_at=clock.now(), frame_refusal=refusal(status, headers, settings.SITE_URL))


def ask(url: str) -> tuple[int, dict[str, str]]:
    """(status, headers in small letters) of a trusted address; no redirect is followed, no body is read."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT_S)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"User-Agent": "galley"})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def refusal(status: int, headers: dict[str, str], site: str) -> str:
    """Why a browser would show nothing, in a sentence; '' when nothing is in the way."""
    if 300 <= status < 400:
        return "Meta sends this frame to its sign-in: sign in at Meta in this browser, with a role on the ad account."
    if status >= 400:
        return f"Meta answers {status} for this frame."
    if headers.get("x-frame-options", "").strip().lower() in CLOSED or not _may_frame(headers, site):
        return "Meta's page does not allow to be shown inside Galley."
    return ""


def _may_frame(headers: dict[str, str], site: str) -> bool:
    rules = headers.get("content-security-policy", "").split(";")
    named = [rule.split()[1:] for rule in rules if rule.strip().lower().startswith("frame-ancestors")]
    host = urlsplit(site).netloc
    return all("*" in sources or any(_is_us(source, host) for source in sources) for sources in named)


def _is_us(source: str, host: str) -> bool:
    wanted = source.split("://")[-1].rstrip("/")
    return source in ("https:", "http:") or wanted == host or (wanted.startswith("*.") and host.endswith(wanted[1:]))
