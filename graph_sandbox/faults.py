"""Faults on demand: a queue that tests fill, a file, or the header X-Graph-Fault: CODE[/SUBCODE]."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import uploads
from .errors import GraphFault, from_code
from .request import Request

ACTIONS = ("error", "reset", "answer_lost", "stall", "cut", "wrong_offset", "duplicate", "null")


@dataclass
class Fault:
    """One planned fault.

    error         answer `code`/`subcode` instead of working          reset        close before working
    answer_lost   do the work, close without an answer                 stall        wait `seconds`, then go on
    cut           close after `bytes` of the request's body            wrong_offset 6001/1363037 with the right range
    duplicate     the request arrives twice; the second answer is given
    null          inside a batch: the item is `null` and not done
    `method` and `path` are regular expressions; `times` 0 means for ever; `skip` lets that many matches pass first.
    """

    action: str = "error"
    code: int = 2
    subcode: int | None = None
    message: str | None = None
    method: str = ".*"
    path: str = ".*"
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    bytes: int = 0
    extra: dict[str, Any] = field(default_factory=dict)  # more arguments of GraphFault (error_data, user_msg, status)

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"There is no fault action {self.action!r}. Actions: {', '.join(ACTIONS)}.")
        re.compile(self.path), re.compile(self.method)

    def fits(self, method: str, path: str) -> bool:
        return bool(re.fullmatch(self.method, method) and re.search(self.path, path))

    def error(self) -> GraphFault:
        words: dict[str, Any] = {"message": self.message} if self.message else {}
        if self.code in (6000, 6001) and self.subcode in uploads.TROUBLES:
            words |= {"user_title": uploads.TITLE, "user_msg": uploads.TROUBLES[self.subcode][1]}
        return from_code(self.code, self.subcode, **{**words, **self.extra})


class Faults:
    def __init__(self) -> None:
        self._queue: list[Fault] = []
        self._lock = threading.Lock()
        self.fired: list[dict[str, Any]] = []

    def add(self, **values: Any) -> Fault:
        fault = Fault(**values)
        with self._lock:
            self._queue.append(fault)
        return fault

    def load(self, path: str | Path) -> None:
        """A JSON file: a list of objects with the fields of Fault."""
        for values in json.loads(Path(path).read_text()):
            self.add(**values)

    def clear(self) -> None:
        with self._lock:
            self._queue.clear()
            self.fired.clear()

    def pending(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._queue]

    def take(self, method: str, path: str, accept: Callable[[Fault], bool] = lambda fault: True) -> Fault | None:
        """The first fault that fits, used up once."""
        if not self._queue:
            return None
        with self._lock:
            for fault in self._queue:
                if accept(fault) and fault.fits(method, path):
                    if fault.skip:
                        fault.skip -= 1
                        return None
                    self._use(fault, method, path)
                    return fault
        return None

    def _use(self, fault: Fault, method: str, path: str) -> None:
        self.fired.append({"action": fault.action, "code": fault.code, "method": method, "path": path})
        if fault.times == 1:
            self._queue.remove(fault)
        elif fault.times > 1:
            fault.times -= 1


def from_header(request: Request) -> Fault | None:
    """X-Graph-Fault: 190, 190/463, or an action such as reset."""
    value = request.headers.get("x-graph-fault", "").strip()
    if not value:
        return None
    if value in ACTIONS:
        return Fault(action=value)
    code, _, subcode = value.partition("/")
    try:
        return Fault(code=int(code), subcode=int(subcode) if subcode else None)
    except ValueError:
        raise GraphFault(100, "X-Graph-Fault must be CODE, CODE/SUBCODE or an action") from None
