"""Fetching a file from an address that a caller gave: http and https only, with a size limit, from this machine or the public
internet. What lies in the network between, a cloud's metadata service or a printer, is asked nothing."""

import contextlib
import ipaddress
import shutil
import urllib.request
from collections.abc import Iterator
from contextvars import ContextVar
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

BLOCK = 256 * 1024
SECONDS = 30


class NotFetched(Exception):
    """The reason in a sentence."""


class Needed(Exception):
    """Something must be fetched beforehand: see beforehand()."""

    def __init__(self, address: str, most: int):
        super().__init__(address)
        self.address, self.most = address, most


Fetched = dict[str, "Path | NotFetched"]
_FETCHED: ContextVar[Fetched | None] = ContextVar("fetched", default=None)


@contextlib.contextmanager
def beforehand() -> Iterator[Fetched]:
    """In here nothing is fetched: what is asked for must lie in the answered dictionary, or Needed is raised. Work that
    nobody may wait for, as in a transaction, is done so, after get() filled the dictionary."""
    fetched: Fetched = {}
    token = _FETCHED.set(fetched)
    try:
        yield fetched
    finally:
        _FETCHED.reset(token)
        for file in fetched.values():
            if isinstance(file, Path):
                file.unlink(missing_ok=True)


def get(fetched: Fetched, need: Needed, target: Path) -> None:
    try:
        _fetch(need.address, target, need.most)
        fetched[need.address] = target
    except NotFetched as reason:
        fetched[need.address] = reason


def fetch(address: str, target: Path, most: int) -> int:
    """Write what `address` serves to `target`; answers the size. Raises NotFetched; nothing is left behind then."""
    fetched = _FETCHED.get()
    if fetched is None:
        return _fetch(address, target, most)
    if address not in fetched:
        raise Needed(address, most)
    found = fetched[address]
    if isinstance(found, NotFetched):
        raise found
    shutil.copyfile(found, target)
    return target.stat().st_size


def _fetch(address: str, target: Path, most: int) -> int:
    if urlsplit(address).scheme not in ("http", "https"):
        raise NotFetched("Only http and https addresses can be fetched.")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _SameSchemes, _Http, _Https)
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
        if isinstance(error, HTTPError):
            error.close()  # it is an answer with an open connection
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


class _Reached(HTTPConnection):
    """Looks at whom it reached before it says anything: a name may stand for another machine at each look-up."""

    def connect(self) -> None:
        super().connect()
        if not may_be_asked(self.sock.getpeername()[0]):
            self.close()
            raise NotFetched("The address leads into a private network.")


class _ReachedSafely(HTTPSConnection, _Reached):
    """The same below TLS."""


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req):
        return self.do_open(_Reached, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req):
        return self.do_open(_ReachedSafely, req)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def may_be_asked(number: str) -> bool:
    found = _meant(ipaddress.ip_address(number.partition("%")[0]))
    return found.is_loopback or (found.is_global and not found.is_multicast)


def _meant(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Some ranges of IPv6 lead to an IPv4 address that they carry, and a gateway knows the way into its network."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or number
