"""The one clock of Galley: real time, or in the demo and in tests one with an offset and a rate."""

import time
from datetime import UTC, datetime

from django.conf import settings

_started = time.time()


def now() -> datetime:
    return datetime.fromtimestamp(timestamp(), UTC)


def timestamp() -> float:
    """Seconds since 1970. GALLEY_CLOCK is "OFFSET_SECONDS:RATE"; the rate counts from this process's start."""
    real = time.time()
    if not settings.GALLEY_CLOCK:
        return real
    offset, _, rate = settings.GALLEY_CLOCK.partition(":")
    return _started + float(offset or 0) + (real - _started) * float(rate or 1)
