"""Fetching a file from an address that a caller gave: http and https only, with a size limit."""

import contextlib
import urllib.request
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

BLOCK = 256 * 1024
SECONDS = 30


class NotFetched(Exception):
    """The reason in a sentence."""


def fetch(address: str, target: Path, most: int) -> int:
    """Write what `address` serves to `target`; answers the size. Raises NotFetched; nothing is left behind then."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise NotFetched("Only http and https addresses can be fetched.")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _SameSchemes)
    try:
        with contextlib.closing(opener.open(address, timeout=SECONDS)) as answer, open(target, "wb") as file:
            size = 0
            while data := answer.read(BLOCK):
                size += file.write(data)
                if size > most:
                    raise NotFetched(f"The file is larger than {most} bytes.")
            return size
    except (URLError, OSError, ValueError) as error:
        target.unlink(missing_ok=True)
        raise NotFetched(f"The address could not be fetched: {getattr(error, 'reason', error)}") from None
    except NotFetched:
        target.unlink(missing_ok=True)
        raise


class _SameSchemes(urllib.request.HTTPRedirectHandler):
    """Redirects lead to http and https only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise NotFetched("The address redirects to something that is not http.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
