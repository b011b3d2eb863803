"""The one clock of the sandbox: real time, shifted and sped up."""

import datetime as dt
import functools
import os
import threading
import time
from collections.abc import Callable


class Clock:
    """Seconds since 1970 in sandbox time; `rate` 60 makes a minute pass every second.

    With rate K and offset S: now = start + (real - start) * K + S, where start is the moment of creation. `changed` is called
    with the clock after each turn of it.
    """

    def __init__(self, offset: float = 0.0, rate: float = 1.0):
        self._lock = threading.Lock()
        self._begin = (offset, rate)
        self.changed: Callable[[Clock], None] = lambda clock: None
        real = time.time()
        self._at = (real + offset, real, rate)  # what was shown at which real moment; replaced as a whole

    @classmethod
    def from_environment(cls, rate: float | None = None) -> "Clock":
        """GALLEY_CLOCK="offset:rate", both numbers, either may be left out; a `rate` of one's own comes before it."""
        offset, _, given = os.environ.get("GALLEY_CLOCK", "").partition(":")
        try:
            return cls(float(offset or 0), rate or float(given or 1))
        except ValueError:
            raise SystemExit('GALLEY_CLOCK must look like "offset:rate", for example "0:60".') from None

    @property
    def rate(self) -> float:
        return self._at[2]

    def now(self) -> float:
        shown, real, rate = self._at
        return shown + (time.time() - real) * rate

    def _turn(self, shown: float | None, rate: float | None = None, since: float | None = None) -> None:
        with self._lock:
            moment = self.now() if shown is None else shown
            self._at = (moment, time.time() if since is None else since, self.rate if rate is None else rate)
        self.changed(self)

    def advance(self, seconds: float) -> None:
        self._turn(self.now() + seconds)

    def set_rate(self, rate: float) -> None:
        self._turn(None, rate)

    def set_now(self, moment: float) -> None:
        self._turn(moment)

    def reset(self) -> None:
        """As it was made: the real time with its first offset and rate."""
        offset, rate = self._begin
        self._turn(time.time() + offset, rate)

    def state(self) -> dict[str, float]:
        """What resume() needs; `begun` tells whether the clock was made the same way."""
        shown, real, rate = self._at
        return {"shown": shown, "real": real, "rate": rate, "offset": self._begin[0], "begun": self._begin[1]}

    def resume(self, state: dict[str, float]) -> None:
        """Go on as a clock that was turned in an earlier run; one that was made another way now stays as it is."""
        if (state["offset"], state["begun"]) == self._begin:
            self._turn(state["shown"], state["rate"], since=state["real"])

    def today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self.now(), dt.UTC).date()


def iso(moment: float) -> str:
    """Graph's way to write a moment: 2026-11-24T06:18:00+0000."""
    return _iso(int(moment))


@functools.lru_cache(10_000)
def _iso(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
