"""Moments as callers write them: seconds since 1970, dates in the documented forms, a few words.

Marketing API reference, "Get Video Ads", line 2540: 1676057525, 10 jan 2023, 2023-01-10, 10-jan-2023, today, yesterday.
"""

import datetime as dt
from typing import TYPE_CHECKING

from . import errors

if TYPE_CHECKING:
    from .request import Request

FORMS = (
    "%Y-%m-%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S%z",
)
WORDS = {"now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}


def read(request: "Request", name: str) -> int | None:
    """The parameter in seconds since 1970; a date alone is its beginning in UTC. None when it is not there."""
    text = (request.text(name) or "").strip()
    if not text:
        return None
    if text.lstrip("-").isdigit() and len(text) < 16:
        return int(text)
    if text.lower() in WORDS:
        return _word(text.lower(), request.notes["now"]())
    for form in FORMS:
        try:
            moment = dt.datetime.strptime(text, form)  # noqa: DTZ007  (the zone is set below)
        except ValueError:
            continue
        return int((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp())
    raise errors.invalid(f"Param {name} must be a moment: a timestamp or a date", blame=name)


def _word(word: str, now: float) -> int:
    if word == "now":
        return int(now)
    midnight = int(now) // 86400 * 86400
    return midnight + WORDS[word] * 86400
