"""Answers that stand: reads of ad objects, creatives and accounts are given again until something may make them different.

An answer is kept only when making it wrote nothing. What it was made of then are objects, settings and what the clock said,
so it stands until an object is written, a setting or the clock is turned, or the moment comes that makes it different. Whether the caller may read it is part of that: a
token's rights are objects too.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .request import Request
from .response import Response

if TYPE_CHECKING:
    from .sandbox import Sandbox

KINDS = frozenset(("ad_account", "campaign", "adset", "ad", "creative"))
EDGES = frozenset(("", "campaigns", "adsets", "ads", "adcreatives", "insights"))
SHAPED_LATER = frozenset(("debug", "callback", "ids"))  # parameters that go on after the handler, or to several objects
MOST, LONGEST = 2_000, 32_000  # answers, and bytes of one


@dataclass(slots=True)
class Kept:
    since: Hashable
    until: float
    body: bytes
    etag: str
    account: str

    def response(self) -> Response:
        headers = {"Content-Type": Response.JSON, "ETag": self.etag}
        return Response(200, self.body, headers)


class Standing:
    def __init__(self, sandbox: "Sandbox"):
        self._sandbox = sandbox
        self._kept: dict[Hashable, Kept] = {}

    def clear(self) -> None:
        self._kept.clear()

    def answer(self, request: Request, make: Callable[[Request], Any]) -> Any:
        """What `make` answers, or answered when it was last asked the same."""
        key = self._key(request)
        if key is None:
            return make(request)
        clock, since = self._sandbox.clock, self._since()
        known = self._kept.get(key)
        if known is not None and known.since == since and clock.glance() < known.until:
            request.notes["account"] = known.account
            return known.response()
        clock.listen()
        answer = make(request)
        until = clock.heard()
        if not isinstance(answer, dict) or until <= clock.glance() or since != self._since():
            return answer
        response = Response.json(answer)
        if len(response.body) <= LONGEST:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = Kept(since, until, response.body, response.etag(), request.notes["account"])
        return response

    def _since(self) -> Hashable:
        """Another one after each change of what answers are made of."""
        return self._sandbox.store.writes(), self._sandbox.settings.turns, self._sandbox.clock.turns

    def _key(self, request: Request) -> Hashable | None:
        """None for what is not kept. Parameters that are no texts would make different questions look alike."""
        if request.method != "GET" or not SHAPED_LATER.isdisjoint(request.params):
            return None
        first, _, edge = request.path[1:].partition("/")
        item = self._sandbox.store.look(first) if edge in EDGES else None
        if item is None or item.kind not in KINDS or {*map(type, request.params.values())} - {str}:
            return None
        return request.path, request.version, request.host, request.token, *request.params.items()
