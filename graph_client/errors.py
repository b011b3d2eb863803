"""Everything that can go wrong with a call, as one tree. Catch the branch you can act on.

No error carries a token: texts that come from outside pass through `redact` first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .secret import Secret


HIDDEN = "[hidden]"
SHORTEST_SECRET = 6  # anything shorter would blank out ordinary words

_SHAPES = (
    (re.compile(r"EAA[A-Za-z0-9_-]{6,}"), HIDDEN),
    (re.compile(r"\b\d{6,}\|[A-Za-z0-9_-]{10,}"), HIDDEN),
    (re.compile(r"(?i)((?:_token|client_secret|appsecret_proof)=)[^&\s\"']+"), r"\1" + HIDDEN),
)


def redact(text: str, secrets: Sequence[Secret] = ()) -> str:
    """The text with known secrets (Secret) and everything that looks like a token blanked out."""
    for secret in secrets:
        if len(secret.reveal()) >= SHORTEST_SECRET:
            text = text.replace(secret.reveal(), HIDDEN)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


class GraphError(Exception):
    """A call did not do what was asked. `advice` is a sentence for people, `transient` says "later may work"."""

    advice = "Meta could not be asked. Try again."
    transient = False


class ConnectionFailed(GraphError):
    """No complete answer came. `sent` is False only when nothing can have reached the server."""

    advice = "Meta did not answer. Galley tries again by itself."
    transient = True

    def __init__(self, reason, *, sent):
        super().__init__(reason)
        self.sent = sent


class UnreadableResponse(GraphError):
    """An answer that is no Graph answer: HTML, a redirect, cut or foreign JSON. `status` is the HTTP status."""

    advice = "Something between Galley and Meta answered in Meta's place. Try again; if it stays, check the network."

    def __init__(self, reason, *, status=None):
        super().__init__(reason)
        self.status = status
        self.transient = status is not None and status >= 500


class QuotaExhausted(GraphError):
    """The pacer says wait. `until` is what the pacer gave; nothing was sent."""

    transient = True

    def __init__(self, until):
        super().__init__(f"No calls are left until {until}.")
        self.until = until
        self.advice = "The hourly limit of calls to Meta is used up. Galley goes on by itself when it is free again."


class WriteRefused(GraphError):
    """The caller's own `check` does not allow this write; nothing was sent. Derive from it to say why."""

    advice = "Galley does not allow this change here."


class SessionLost(GraphError):
    """The server no longer knows the upload session: forget it and start a new upload."""

    advice = "Meta dropped the upload. Galley starts it again."
    transient = True


class ShortFile(GraphError):
    """The file at hand ended before the length that was promised."""

    advice = "The file is shorter than it was. Upload it again."

    def __init__(self, filename, missing):
        super().__init__(f"{filename} ends {missing} bytes too early.")


class APIError(GraphError):
    """Graph answered with an error object. Attributes keep Graph's names where it has them.

    code, subcode, type, message, user_title, user_message, trace_id, status (HTTP),
    blame_field_specs (list of paths, each a list of keys), error_data (dict), transient, advice.
    """

    def __init__(
        self,
        message="",
        *,
        code=None,
        subcode=None,
        type="",
        user_title="",
        user_message="",
        trace_id="",
        status=None,
        blame_field_specs=(),
        error_data=None,
        transient=False,
        advice="",
    ):
        self.message = message
        self.code = code
        self.subcode = subcode
        self.type = type
        self.user_title = user_title
        self.user_message = user_message
        self.trace_id = trace_id
        self.status = status
        self.blame_field_specs = [list(path) for path in blame_field_specs]
        self.error_data = error_data or {}
        self.transient = transient
        if advice:
            self.advice = advice
        super().__init__(self._text())

    @property
    def number(self) -> str:
        """`100/33`, `190`, or `` when Graph gave no code."""
        if self.code is None:
            return ""
        return f"{self.code}/{self.subcode}" if self.subcode else str(self.code)

    def _text(self):
        trace = f" (trace {self.trace_id})" if self.trace_id else ""
        return f"Graph error {self.number or self.status}: {self.message}{trace}"

    def __reduce__(self):
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind, args, state):
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class RateLimited(APIError):
    """Too many calls. `retry_after` is in seconds and `until` by the client's clock; None when Meta names no time."""

    advice = "The limit of calls to Meta is reached. Galley waits and goes on by itself."

    def __init__(self, *args, retry_after=None, **details):
        super().__init__(*args, **details)
        self.retry_after = retry_after
        self.until = None


class TemporarilyUnavailable(APIError):
    """Trouble at Meta that passes."""

    advice = "Meta has a problem at the moment. Galley tries again by itself."


class TooMuchData(APIError):
    """The question is too big: ask for fewer rows, fields or days."""

    advice = "That was too much data for one question. Choose a shorter range or fewer items."


class TokenRejected(APIError):
    """The token is expired, revoked, or does not fit the app: somebody must connect again."""

    advice = "The connection to Meta has ended. Connect again in the settings."


class PermissionMissing(APIError):
    """The token is good but not for this: a permission, role or capability is missing."""

    advice = "The connection lacks a permission for this. Ask an admin of the Meta business to give it."


class ObjectNotFound(APIError):
    """The object is gone, or this token may not see it; Meta does not say which."""

    advice = "Meta does not find this any more, or the connection may not see it."


class InvalidParameter(APIError):
    """Meta refuses a value. `blame_field_specs` names the fields when Meta does."""

    advice = "Meta does not accept one of the values."


class MediaRefused(InvalidParameter):
    """Meta refuses the file itself; the same bytes will be refused again."""

    advice = "Meta does not accept this file."


class PolicyRefused(APIError):
    """Blocked by Meta's rules or by a block on the account; repeating makes it worse."""

    advice = "Meta blocked this because of its policies. Look into Meta's account quality page."


class VersionRetired(APIError):
    """This version of the API no longer answers."""

    advice = "Galley speaks a version of Meta's interface that has ended. Ask who runs Galley to update it."


class UploadInterrupted(APIError):
    """One chunk did not arrive whole; the same session goes on."""

    advice = "The upload was interrupted. Galley goes on where it stopped."


class UploadOffsetWrong(UploadInterrupted):
    """The server wants another range: see `start_offset` and `end_offset` (ints, end exclusive)."""

    @property
    def start_offset(self) -> int | None:
        return _int_or_none(self.error_data.get("start_offset"))

    @property
    def end_offset(self) -> int | None:
        return _int_or_none(self.error_data.get("end_offset"))


def _int_or_none(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
