"""The rules of Graph over HTTP as pure functions: nothing here opens a connection.

Requests are described by plain values; answers are (status, headers, body) and become data or an error.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlsplit

from .deciphering import error_from
from .errors import UnreadableResponse
from .secret import Secret

if TYPE_CHECKING:
    from .errors import APIError, GraphError
    from .usage import Usage


CREDENTIALS = frozenset({"access_token", "appsecret_proof"})


class Answer(dict):
    """A JSON object from Graph, with what came beside it: `etag`, `not_modified`, `usage`."""

    etag = ""
    not_modified = False
    usage: Usage | None = None


def app_secret_proof(app_secret: str | Secret, token: str | Secret) -> str:
    """Hex HMAC-SHA256 of the token, keyed by the app secret (Marketing API reference, line 16255)."""
    return hmac.new(Secret(app_secret).reveal().encode(), Secret(token).reveal().encode(), hashlib.sha256).hexdigest()


def clean_path(path: str) -> str:
    """A path without slashes at its ends. It may hold no query and no step upwards, so nothing slips past checks."""
    trimmed = path.strip("/")
    if re.search(r"[?#\\\s]|[\x00-\x1f]", trimmed) or ".." in trimmed.split("/") or "//" in trimmed:
        raise ValueError(f"Not a Graph path: {path!r}. Parameters go into params.")
    return quote(trimmed, safe="/:{}=$.*,@|-_~")


def build_url(base: str, version: str, path: str) -> str:
    return "/".join(part for part in (base.rstrip("/"), version, clean_path(path)) if part)


def encode_params(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, text) pairs as Graph reads them. None is left out, booleans are words, `fields` is a comma list,
    other lists and objects are compact JSON with sorted keys."""
    return [(name, encode_value(name, value)) for name, value in (params or {}).items() if value is not None]


def encode_value(name: str, value: Any) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    if isinstance(value, date):
        return value.isoformat()
    if name == "fields" and isinstance(value, (list, tuple)):
        return ",".join(value)
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return to_json(value)
    return str(value)


def to_json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, default=_json_default)


def _json_default(value):
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"Graph parameters cannot hold a {type(value).__name__}.")


def read_answer(status: int, headers: Mapping[str, str], body: str, *, secrets: Sequence[Secret] = ()) -> Any:
    """The data of an answer, or the error that it stands for is raised."""
    data, error = judge(status, headers, body, secrets=secrets)
    if error:
        raise error
    return data


def judge(
    status: int, headers: Mapping[str, str], body: str, *, secrets: Sequence[Secret] = ()
) -> tuple[Any, GraphError | None]:
    """(data, error) of an answer; one of them is None, both for a 304.

    Success is judged by the body, not by the status: an object with `error` has failed, and so has
    a write that says `"success": false`.
    """
    if status == 304:
        return None, None
    if 300 <= status < 400:
        return None, UnreadableResponse("The server points elsewhere; redirects are not followed.", status=status)
    try:
        data = json.loads(body)
    except ValueError:
        unreadable = UnreadableResponse(f"HTTP {status} with a body that is not JSON.", status=status)
        return None, error_from(status, headers, None) or unreadable
    error = error_from(status, headers, data, secrets=secrets)
    if error is None and status >= 300:
        error = UnreadableResponse(f"HTTP {status} without an error object.", status=status)
    return (None, error) if error else (data, None)


def as_answer(data: Any, headers: Mapping[str, str]) -> Answer:
    """`data` as Answer. Graph's bare `true` becomes {"success": True}."""
    if data is None:
        answer = Answer()
        answer.not_modified = True
    elif isinstance(data, dict):
        answer = Answer(data)
    elif isinstance(data, bool):
        answer = Answer(success=data)
    else:
        raise UnreadableResponse("An object was expected, something else came.", status=200)
    answer.etag = header(headers, "etag")
    return answer


def header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def error_words(error: APIError) -> str:
    """All that an error says, in small letters."""
    return f"{error.message} {error.user_title} {error.user_message}".lower()


def next_page(page: Mapping[str, Any]) -> dict[str, Any] | None:
    """Parameters that ask for the page after this one, or None on the last page.

    The end is where `paging.next` is missing, never a short page. The link itself is not followed: its
    parameters are taken (cursor, offset and time paging alike), its host and its credentials are not.
    """
    paging = page.get("paging") or {}
    link = paging.get("next")
    if not link:
        return None
    params = {
        name: value
        for name, value in parse_qsl(urlsplit(link).query, keep_blank_values=True)
        if name not in CREDENTIALS
    }
    after = (paging.get("cursors") or {}).get("after")
    if after and not {"offset", "until", "since"} & params.keys():
        params["after"] = after
    return params


def edge_pattern(path: str) -> str:
    """A path without ids, for logs: `act_12/adimages` becomes `act_{id}/adimages`."""
    return "/".join(_segment_pattern(part) for part in path.split("?")[0].strip("/").split("/"))


def _segment_pattern(segment):
    for prefix in ("act_", "upload:"):
        if segment.startswith(prefix):
            return prefix + "{id}"
    return segment if re.fullmatch(r"[a-z_]*|v\d+\.\d+", segment) else "{id}"


APP_EDGES = frozenset(
    {
        "me",
        "debug_token",
        "oauth",
        "creative_folders",
        "subfolders",
        "creative_asset_tags",
        "agencies",
        "assigned_users",
        "owned_ad_accounts",
        "client_ad_accounts",
        "owned_pages",
        "client_pages",
        "instagram_business_accounts",
        "received_sharing_agreements",
        "initiated_sharing_agreements",
        "images",
        "videos",
        "creatives",
        "uploads",
        "permissions",
        "accounts",
        "businesses",
        "adaccounts",
    }
)


def quota_key(path: str, account: str = "") -> tuple[str, str]:
    """(use_case, subject) against which a call counts.

    `app` with subject '' is the app's own quota (businesses, folders, tokens); `ads_insights` and
    `ads_management` count per ad account: the one in the path, else `account`.
    """
    parts = path.strip("/").split("/")
    named = next((part[4:] for part in parts if part.startswith("act_")), "")
    if not named and (not account or APP_EDGES & set(parts)):
        return "app", ""
    use_case = "ads_insights" if "insights" in parts else "ads_management"
    return use_case, named or account.removeprefix("act_")
