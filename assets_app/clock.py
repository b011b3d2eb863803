"""The one clock of Galley: real time, or in the demo and in tests one with an offset and a rate."""

import time
from datetime import UTC, datetime

from django.conf import settings

_started = time.time()


def now() -> datetime:
    return datetime.fromtimestamp(timestamp(), UTC)


def timestamp() -> float:
    """Seconds since 1970. GALLEY_CLOCK is "OFFSET_SECONDS:RATE:SINCE"; the rate counts from SINCE, by which several
    processes agree, or from this process's start."""
    real = time.time()
    if not settings.GALLEY_CLOCK:
        return real
    offset, rate, since, *_ = [*settings.GALLEY_CLOCK.split(":"), "", ""]
    start = float(since or _started)
    return start + float(offset or 0) + (real - start) * float(rate or 1)
