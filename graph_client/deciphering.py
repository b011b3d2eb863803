"""From an error object of Graph to one of our errors, by the table in `codes`."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .codes import BY_MESSAGE, CODES
from .errors import (
    APIError,
    PermissionMissing,
    RateLimited,
    TemporarilyUnavailable,
    TokenRejected,
    UploadInterrupted,
    redact,
)
from .usage import read_usage

if TYPE_CHECKING:
    from .errors import GraphError
    from .secret import Secret


TOO_MANY = 429  # also from whatever stands between Galley and Graph, and then without a word of Graph's
TRANSIENT = (RateLimited, TemporarilyUnavailable, UploadInterrupted)


def classify(
    code: int | None,
    subcode: int | None,
    message: str,
    *,
    type: str = "",
    status: int | None = None,
    transient: bool | None = None,
) -> tuple[builtins.type[APIError], bool, str]:
    """(class, transient, sentence) for an error object's main parts. `transient` is what the answer itself says."""
    kind, advice = _look_up(code, subcode, message) or _by_shape(code, type, status, transient)
    return kind, issubclass(kind, TRANSIENT) or (transient is True and kind is APIError), advice or kind.advice


def _look_up(code, subcode, message):
    lowered = message.lower()
    for number, words, kind, advice in BY_MESSAGE:
        if number in (None, code, subcode) and words in lowered:
            return kind, advice
    for key in ((code, subcode), (None, subcode), (None, code), (code, None)):
        if key in CODES and key != (None, None):
            return CODES[key]
    return None


def _by_shape(code, type, status, transient):
    if status == TOO_MANY:
        return RateLimited, ""
    if code is not None and 200 <= code <= 299:
        return PermissionMissing, ""
    if code is not None and 80000 <= code <= 80099:
        return RateLimited, ""
    # Negative codes are Meta's own inner errors (Marketing API reference, line 18313).
    if transient or (status is not None and status >= 500) or (code is not None and code < 0):
        return TemporarilyUnavailable, ""
    if type == "OAuthException" and code is None:
        return TokenRejected, ""
    return APIError, "Meta refused this."


def error_from(
    status: int, headers: Mapping[str, str], data: Any, *, secrets: Sequence[Secret] = ()
) -> GraphError | None:
    """The error that an answer stands for, or None. `data` is the parsed body, whatever it is."""
    if status == TOO_MANY and not (isinstance(data, dict) and isinstance(data.get("error"), dict)):
        return _build(status, headers, {"message": "Too many requests."}, secrets)
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("error"), dict):
        return _build(status, headers, data["error"], secrets)
    if data.get("success") is False:
        return APIError("The answer says that it was not done.", status=status, advice="Meta did not do this.")
    if "error" in data:
        return _build(status, headers, {"message": str(data.get("error"))}, secrets)
    return None


def _build(status, headers, error, secrets):
    def text(name):
        return redact(str(error.get(name) or ""), secrets)

    code, subcode = _int(error.get("code")), _int(error.get("error_subcode"))
    told = error.get("is_transient")
    kind, transient, advice = classify(
        code, subcode, str(error.get("message") or ""), type=text("type"), status=status, transient=told
    )
    data = _object(error.get("error_data"))
    details = {
        "code": code,
        "subcode": subcode,
        "type": text("type"),
        "status": status,
        "transient": transient,
        "advice": advice,
        "user_title": text("error_user_title"),
        "user_message": text("error_user_msg"),
        "trace_id": text("fbtrace_id"),
        "blame_field_specs": _blame(data),
        "error_data": data,
    }
    if kind is RateLimited:
        details["retry_after"] = _retry_after(headers)
    return kind(text("message"), **details)


def _retry_after(headers):
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    return _int(named) or read_usage(headers).wait or None


def _blame(data):
    specs = data.get("blame_field_specs")
    return [spec if isinstance(spec, list) else [spec] for spec in specs] if isinstance(specs, list) else []


def _object(value):
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


def _int(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
