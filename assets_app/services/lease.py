"""Keeping a claim alive while bytes flow and while a client waits before it tries again."""

import time

RENEW_EVERY_S = 5
READ_TIMEOUT_S = 20


class Heartbeat:
    """Renews the lease of a claimed row every few seconds; ClaimLost stops whoever calls it too late.

    The lease outlives one stalled request: the client's time-outs are cut to that.
    """

    def __init__(self, row, client=None):
        self._row = row
        self._last = time.monotonic()
        if client is not None:
            client.timeout = (5, READ_TIMEOUT_S)
            client.sleep = self._sleep

    def beat(self, *ignored, **fields) -> None:
        if fields or time.monotonic() - self._last > RENEW_EVERY_S:
            self._row.keep(**fields)
            self._last = time.monotonic()

    def _sleep(self, seconds: float) -> None:
        self._row.keep()
        time.sleep(seconds)
        self._row.keep()
        self._last = time.monotonic()
