"""Batch requests: up to 50 calls in one, independent ones in parallel.

Marketing API reference, "Batch Requests", line 13398. References: {result=name:$.images.*.hash}, line 17188.
"""

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from . import errors
from . import request as requests
from .jsonpath import REFERENCE, look_up
from .request import Request
from .response import Response

if TYPE_CHECKING:
    from .sandbox import Sandbox

MOST = 50


class Unanswered(Exception):
    """An operation that this one refers to or depends on gave no usable result."""


def run(sandbox: "Sandbox", outer: Request) -> Response:
    if "batch" in outer.notes:
        raise errors.GraphFault(100, "(#100) A batch cannot stand inside a batch", type="GraphBatchException")
    operations = outer.json("batch")
    if not isinstance(operations, list) or not all(isinstance(entry, dict) for entry in operations):
        raise errors.invalid('Invalid keys were found in param "batch": it must be an array of objects', blame="batch")
    if len(operations) > MOST:
        raise errors.GraphFault(
            100, f"(#100) Too many requests in batch message. Maximum batch size is {MOST}", type="GraphBatchException"
        )
    if not operations:
        raise errors.invalid("The batch is empty", blame="batch")
    running = _Run(sandbox, outer, operations)
    results = running.results()
    with_headers = outer.flag("include_headers", True)
    body = [
        _shown(entry, result, with_headers, running.used) for entry, result in zip(operations, results, strict=True)
    ]
    return Response.json(body)


class _Run:
    def __init__(self, sandbox: "Sandbox", outer: Request, operations: list[dict[str, Any]]):
        self._sandbox, self._outer, self._operations = sandbox, outer, operations
        self._names = {str(entry["name"]): index for index, entry in enumerate(operations) if entry.get("name")}
        self._done = [threading.Event() for _ in operations]
        self._results: list[Response | None] = [None] * len(operations)
        self._begun = time.monotonic()
        self.used: set[str] = set()  # names that another operation refers to

    def results(self) -> list[Response | None]:
        with ThreadPoolExecutor(max_workers=len(self._operations)) as pool:
            list(pool.map(self._one, range(len(self._operations))))
        return self._results

    def _one(self, index: int) -> None:
        entry = self._operations[index]
        try:
            for other in self._needs(entry, index):
                self._done[other].wait()
            self._results[index] = self._answer(entry)
        except Unanswered:
            self._results[index] = None
        except errors.GraphFault as fault:
            self._results[index] = Response.json(fault.body(), fault.status, fault.headers)
        finally:
            self._done[index].set()

    def _needs(self, entry: dict[str, Any], index: int) -> set[int]:
        text = f"{entry.get('relative_url', '')} {entry.get('body', '')}"
        names = {match.group(1) for match in REFERENCE.finditer(text) if match.group(1) in self._names}
        names |= {match.group(1) for match in REFERENCE.finditer(unquote(text))}
        if entry.get("depends_on"):
            names.add(str(entry["depends_on"]))
        for name in names:
            if self._names.get(name, index) >= index:
                raise errors.GraphFault(
                    100,
                    f"(#100) Batch operation refers to '{name}', which no earlier operation is named",
                    type="GraphBatchException",
                )
        self.used |= names
        return {self._names[name] for name in names}

    def _answer(self, entry: dict[str, Any]) -> Response:
        part = self._request(entry)
        try:
            return self._done_in_time(part, entry)
        finally:
            part.release()

    def _done_in_time(self, part: Request, entry: dict[str, Any]) -> Response:
        if self._sandbox.faults.take(part.method, part.path, lambda fault: fault.action == "null"):
            raise Unanswered
        if entry.get("depends_on"):
            self._result_of(str(entry["depends_on"]))
        self._in_time(part)
        response = self._sandbox.handle(part)
        if response.action:
            raise Unanswered
        return response

    def _in_time(self, part: Request) -> None:
        """A batch that takes too long is answered in part: what would end too late is not begun (line 13577)."""
        most = self._sandbox.settings.batch_seconds
        if most and time.monotonic() - self._begun + self._sandbox.latency(part) > most:
            raise Unanswered

    def _request(self, entry: dict[str, Any]) -> Request:
        target = self._filled(str(entry.get("relative_url", "")), quoted=False)
        body = entry.get("body", "")
        pairs = list(body.items()) if isinstance(body, dict) else parse_qsl(str(body), keep_blank_values=True)
        pairs = [(name, self._filled(value, quoted=True) if isinstance(value, str) else value) for name, value in pairs]
        part = requests.build(str(entry.get("method", "GET")), target, {**self._inherited(), **_headers(entry)}, pairs)
        if not part.notes.get("versioned", True):
            part.version, part.notes = self._outer.version, {}
        part.notes["batch"] = True
        if part.token is None:
            part.token = self._outer.token
            if proof := self._outer.params.get("appsecret_proof"):
                part.params.setdefault("appsecret_proof", proof)
        part.files = self._files(entry)
        return part

    def _inherited(self) -> dict[str, str]:
        return {"host": self._outer.host}

    def _files(self, entry: dict[str, Any]) -> list[requests.UploadedFile]:
        """Each operation has files of its own: several may name the same attachment."""
        names = [name.strip() for name in str(entry.get("attached_files") or "").split(",") if name.strip()]
        found = [file for file in self._outer.files if file.field in names]
        missing = [name for name in names if name not in {file.field for file in found}]
        if missing:
            raise errors.GraphFault(100, f"(#100) File {missing[0]} has not been attached", type="GraphBatchException")
        return [file.again(self._sandbox.store.spool_path()) for file in found]

    def _filled(self, text: str, quoted: bool) -> str:
        text = unquote(text) if not quoted and "%7Bresult" in text else text

        def value(match: re.Match[str]) -> str:
            found = look_up(json.loads(self._result_of(match.group(1)).body), match.group(2))
            if not found:
                raise Unanswered
            return ",".join(str(part) for part in found)

        return REFERENCE.sub(value, text)

    def _result_of(self, name: str) -> Response:
        result = self._results[self._names[name]]
        if result is None or result.status >= 400:
            raise Unanswered
        return result


def _headers(entry: dict[str, Any]) -> dict[str, str]:
    """Headers of an operation: an object, or a list of "Name: value" or {name, value}."""
    given = entry.get("headers") or {}
    if isinstance(given, dict):
        return {str(name): str(value) for name, value in given.items()}
    found = {}
    for line in given if isinstance(given, list) else [given]:
        pair = (line.get("name"), line.get("value")) if isinstance(line, dict) else str(line).partition(":")[::2]
        name, value = (str(part or "").strip() for part in pair)
        found[name] = value
    return found


def _shown(entry: dict[str, Any], result: Response | None, with_headers: bool, used: set[str]) -> dict[str, Any] | None:
    """One item of the answer. A successful operation that others refer to is left out unless it says
    "omit_response_on_success": false."""
    if result is None:
        return None
    omitted = entry.get("omit_response_on_success", str(entry.get("name")) in used) if result.status < 400 else False
    if str(omitted).lower() == "true":
        return None
    shown: dict[str, Any] = {"code": result.status, "body": result.body.decode("utf-8", "replace")}
    if with_headers:
        headers = {**result.headers, "Content-Type": "text/javascript; charset=UTF-8"}
        shown["headers"] = [{"name": name, "value": value} for name, value in headers.items()]
    return shown
