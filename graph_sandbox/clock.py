"""The one clock of the sandbox: real time, shifted and sped up."""

import datetime as dt
import functools
import os
import threading
import time


class Clock:
    """Seconds since 1970 in sandbox time; `rate` 60 makes a minute pass every second.

    With rate K and offset S: now = start + (real - start) * K + S, where start is the moment of creation.
    """

    def __init__(self, offset: float = 0.0, rate: float = 1.0):
        self._lock = threading.Lock()  # for changes; the three numbers change together
        real = time.time()
        self._state = (real + offset, real, rate)

    @classmethod
    def from_environment(cls) -> "Clock":
        """GALLEY_CLOCK="offset:rate", both numbers, either may be left out."""
        offset, _, rate = os.environ.get("GALLEY_CLOCK", "").partition(":")
        try:
            return cls(float(offset or 0), float(rate or 1))
        except ValueError:
            raise SystemExit('GALLEY_CLOCK must look like "offset:rate", for example "0:60".') from None

    @property
    def rate(self) -> float:
        return self._state[2]

    def now(self) -> float:
        shown, real, rate = self._state
        return shown + (time.time() - real) * rate

    def advance(self, seconds: float) -> None:
        with self._lock:
            shown, real, rate = self._state
            self._state = (shown + seconds, real, rate)

    def set_rate(self, rate: float) -> None:
        with self._lock:
            self._state = (self.now(), time.time(), rate)

    def set_now(self, moment: float) -> None:
        with self._lock:
            self._state = (moment, time.time(), self.rate)

    def today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self.now(), dt.UTC).date()


def iso(moment: float) -> str:
    """Graph's way to write a moment: 2026-11-24T06:18:00+0000."""
    return _iso(int(moment))


@functools.lru_cache(10_000)
def _iso(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
