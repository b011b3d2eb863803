"""Fetching bytes from an address that Meta gave: allowed hosts, no redirects, a size limit, constant memory."""

import http.client
import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

BLOCK = 256 * 1024
TIMEOUT_S = 30
PLAIN_NAME = re.compile(r"[a-z0-9.-]+")


class NotFetched(Exception):
    """The bytes did not come. The text says why; `is_final` when asking again will not help."""

    def __init__(self, text: str, *, is_final: bool):
        super().__init__(text)
        self.is_final = is_final


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Another address than the one that was checked is not followed."""

    def redirect_request(self, *ignored):
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())


def is_allowed(url: str, hosts: list[str]) -> bool:
    """https at one of these hosts or below it; `host:port` in the list allows exactly that, http as well."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.netloc in hosts and port:
        return parts.scheme in ("http", "https")
    # A name with anything else, such as a user or a backslash, is read differently by different programs.
    is_plain = parts.netloc.lower() == name and PLAIN_NAME.fullmatch(name)
    return (
        parts.scheme == "https" and bool(is_plain) and any(name == host or name.endswith(f".{host}") for host in hosts)
    )


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "no host")[:100]
    except ValueError:
        return "no host"


def fetch(url: str, target: Path, *, hosts: list[str], most: int, on_read=lambda count: None) -> int:
    """Write the bytes at `url` to `target`: how many. Raises NotFetched."""
    if not is_allowed(url, hosts):
        raise NotFetched(
            f"The file lies at {host_of(url)}, which is no host of Meta's that Galley knows.", is_final=True
        )
    try:
        with _opener.open(urllib.request.Request(url, headers={"User-Agent": "galley"}), timeout=TIMEOUT_S) as answer:
            return _write(answer, target, most, on_read)
    except urllib.error.HTTPError as error:
        raise NotFetched(f"Meta's media host answered {error.code}.", is_final=error.code in (404, 410)) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotFetched(f"Meta's media host did not answer ({type(error).__name__}).", is_final=False) from None


def _write(answer, target: Path, most: int, on_read) -> int:
    total = 0
    with open(target, "wb") as file:
        while block := answer.read(BLOCK):
            total += len(block)
            if total > most:
                raise NotFetched(f"The file is larger than {most // 1024**2} MB.", is_final=True)
            file.write(block)
            on_read(len(block))
    announced = answer.headers.get("Content-Length")
    if announced is not None and total != int(announced):
        raise NotFetched("The file was cut off on its way.", is_final=False)
    return total
