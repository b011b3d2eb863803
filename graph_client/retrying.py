"""Retry policy in two functions. Only seconds are waited here; longer waits belong to the caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .errors import ConnectionFailed, RateLimited, TooMuchData

if TYPE_CHECKING:
    from .errors import GraphError


BASE = 0.5
CAP = 8.0


def should_retry(error: GraphError, *, repeatable: bool) -> bool:
    """Whether sending the same again at once makes sense.

    A write that is not safe to repeat goes again only when nothing of it can have arrived.
    Throttling is never retried here: it wants minutes, and calling on makes the wait longer.
    """
    if isinstance(error, (RateLimited, TooMuchData)):
        return False
    if isinstance(error, ConnectionFailed) and not error.sent:
        return True
    return repeatable and error.transient


def delay(attempt: int, random: Callable[[], float]) -> float:
    """Seconds before attempt number `attempt` + 1 (first attempt = 1): full jitter below a doubling ceiling."""
    return random() * min(CAP, BASE * 2 ** (attempt - 1))
