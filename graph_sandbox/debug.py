"""Debug mode, JSONP, and the headers for reports of bugs. Marketing API reference, "Debug Requests", line 13608; JSONP, line 13581."""

import itertools
import re
import secrets
from typing import TYPE_CHECKING, Any

from . import errors
from .response import Response

if TYPE_CHECKING:
    from .request import Request

REVISION = "1000000001"
SHOWN = {"all": ("warning", "info"), "info": ("warning", "info"), "warning": ("warning",)}
CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,99}")


def say(request: "Request", kind: str, message: str, link: str = "") -> None:
    """Keep a message ("warning" or "info") for whoever asked with `debug`."""
    if not request.params.get("debug") and "messages" not in request.notes:
        return
    entry = {"message": message, "type": kind, **({"link": link} if link else {})}
    kept = request.notes.setdefault("messages", [])
    if entry not in kept:
        kept.append(entry)


def messages(request: "Request") -> list[dict[str, Any]]:
    """What was said, down to the severity that `debug` asks for."""
    if not request.notes.get("versioned", True):
        say(request, "info", f"The call names no version and was answered by v{request.version}.", VERSIONING)
    shown = SHOWN.get(str(request.params.get("debug")).lower(), ())
    return [entry for entry in request.notes.get("messages", ()) if entry["type"] in shown]


VERSIONING = "https://developers.facebook.com/docs/graph-api/guides/versioning"


def check_callback(request: "Request") -> None:
    name = request.text("callback")
    if name and not CALLBACK.fullmatch(name):
        raise errors.invalid("Param callback must be the name of a function", blame="callback")


def as_script(request: "Request", response: Response) -> Response:
    """The answer as a call of the function that `callback` names, as it is without one."""
    name = request.text("callback")
    if not name:
        return response
    body = b"/**/ " + name.encode() + b"(" + response.body + b");"
    headers = {
        **response.headers,
        "Content-Type": "text/javascript; charset=UTF-8",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(response.status, body, headers)


_number = itertools.count(1)
_run = secrets.token_hex(6)


def trace() -> str:
    """An id that no other answer has."""
    return f"A{_run}{next(_number):010x}"
