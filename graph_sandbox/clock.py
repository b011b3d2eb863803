"""The one clock of the sandbox: real time, shifted and sped up."""

import datetime as dt
import functools
import math
import os
import threading
import time
from collections.abc import Callable


class Heard(threading.local):
    """What a thread was told of the time stays true until then: for ever when it asked nothing, not at all after now()."""

    until = math.inf


class Clock:
    """Seconds since 1970 in sandbox time; `rate` 60 makes a minute pass every second.

    With rate K and offset S: now = start + (real - start) * K + S, where start is `since`, by which several processes agree,
    or the moment of creation. `changed` is called with the clock after each turn of it.
    """

    def __init__(self, offset: float = 0.0, rate: float = 1.0, since: float | None = None):
        self._lock = threading.Lock()
        self._begin, self._since = (offset, rate), since
        self.changed: Callable[[Clock], None] = lambda clock: None
        self._heard, self.turns = Heard(), 0
        start = time.time() if since is None else since
        self._at = (start + offset, start, rate)  # what was shown at which real moment; replaced as a whole

    @classmethod
    def from_environment(cls, rate: float | None = None) -> "Clock":
        """GALLEY_CLOCK="offset:rate:since", all numbers, each may be left out; a `rate` of one's own comes before it."""
        offset, given, since, *more = [*os.environ.get("GALLEY_CLOCK", "").split(":"), "", ""]
        try:
            if any(more):
                raise ValueError(more)
            return cls(float(offset or 0), rate or float(given or 1), float(since) if since else None)
        except ValueError:
            raise SystemExit('GALLEY_CLOCK must look like "offset:rate:since", for example "0:60".') from None

    @property
    def rate(self) -> float:
        return self._at[2]

    def now(self) -> float:
        self._heard.until = 0.0
        return self.glance()

    def glance(self) -> float:
        """The time, for what is made anew for each answer and never kept."""
        shown, real, rate = self._at
        return shown + (time.time() - real) * rate

    def has_come(self, moment: float) -> bool:
        if self.glance() >= moment:
            return True
        self._heard.until = min(self._heard.until, moment)
        return False

    def whole(self, seconds: int) -> int:
        """The moment at which the present minute (60), hour (3600) or other time of that length began."""
        begun = int(self.glance() // seconds) * seconds
        self._heard.until = min(self._heard.until, begun + seconds)
        return begun

    def listen(self) -> None:
        """From here on heard() tells how long what this thread makes is true."""
        self._heard.until = math.inf

    def heard(self) -> float:
        """The moment until which it is, as long as nobody turns the clock."""
        return self._heard.until

    def _turn(self, shown: float | None, rate: float | None = None, since: float | None = None) -> None:
        with self._lock:
            self.turns += 1
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
        start = time.time() if self._since is None else self._since
        self._turn(start + offset, rate, since=start)

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
