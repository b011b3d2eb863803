"""What was computed for a list, kept so that its further pages cost little: rows of insights, ids of ad objects."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from ..request import Request
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

MOST_ROWS, MOST_ANSWERS = 60_000, 200
OF_PAGES = frozenset(
    "limit after before offset summary default_summary access_token appsecret_proof debug callback".split()
)
READ_KINDS = "ad adset campaign ad_account creative image video product_set product_item product_catalog".split()


class Remembered:
    """Rows by the question they answer. Those that were not asked for the longest go first; nobody may change them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, list[Any]] = OrderedDict()
        self._rows = 0

    def rows(self, key: Hashable, compute: Callable[[], list[Any]]) -> list[Any]:
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        found = compute()
        with self._lock:
            if key in self._answers:  # two asked at once; both are to see the same
                return self._answers[key]
            self._answers[key] = found
            self._rows += len(found)
            while len(self._answers) > 1 and (self._rows > MOST_ROWS or len(self._answers) > MOST_ANSWERS):
                self._rows -= len(self._answers.popitem(last=False)[1])
        return found

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._rows = 0


def of_now(sandbox: "Sandbox", request: Request, item: Stored) -> Hashable:
    """The same for all pages of a question, until something is written that its rows may tell of, the clock is turned, or a
    minute has gone by."""
    asked = {name: value for name, value in request.params.items() if name not in OF_PAGES}
    written = sandbox.store.writes(*READ_KINDS)
    minute = sandbox.clock.whole(60), sandbox.clock.turns
    return item.id, request.host, request.version, minute, written, json.dumps(asked, sort_keys=True, default=str)
