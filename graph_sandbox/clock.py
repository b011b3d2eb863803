"""The one clock of the sandbox: real time, shifted and sped up."""

import datetime as dt
import os
import threading
import time


class Clock:
    """Seconds since 1970 in sandbox time; `rate` 60 makes a minute pass every second.

    With rate K and offset S: now = start + (real - start) * K + S, where start is the moment of creation.
    """

    def __init__(self, offset: float = 0.0, rate: float = 1.0):
        self._lock = threading.Lock()
        self._real = time.time()
        self._shown = self._real + offset
        self.rate = rate

    @classmethod
    def from_environment(cls) -> "Clock":
        """GALLEY_CLOCK="offset:rate", both numbers, either may be left out."""
        offset, _, rate = os.environ.get("GALLEY_CLOCK", "").partition(":")
        try:
            return cls(float(offset or 0), float(rate or 1))
        except ValueError:
            raise SystemExit('GALLEY_CLOCK must look like "offset:rate", for example "0:60".') from None

    def now(self) -> float:
        with self._lock:
            return self._now()

    def _now(self) -> float:
        return self._shown + (time.time() - self._real) * self.rate

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._shown += seconds

    def set_rate(self, rate: float) -> None:
        with self._lock:
            self._shown, self._real, self.rate = self._now(), time.time(), rate

    def set_now(self, moment: float) -> None:
        with self._lock:
            self._shown, self._real = moment, time.time()

    def today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self.now(), dt.UTC).date()


def iso(moment: float) -> str:
    """Graph's way to write a moment: 2026-11-24T06:18:00+0000."""
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
