"""Many calls in one HTTP call. Sources: Marketing API reference, lines 13398-13607 and 17168-17314.

`depends_on` and `omit_response_on_success` are in none of those pages; Meta's own Android SDK sends both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from . import protocol
from .client import Request
from .errors import GraphError, RateLimited, UnreadableResponse
from .usage import Usage, read_usage
from .writes import Write

if TYPE_CHECKING:
    from .client import GraphClient
    from .multipart import FilePart


LIMIT = 50
REFERENCE = re.compile(r"(\{result=([^:{}]+):[^{}]*\})")


@dataclass
class Call:
    """One operation. Values of later calls may hold `{result=NAME:$.json.path}` of an earlier named one.

    files maps any field name to a FilePart; depends_on is the name of a call that must have succeeded.
    """

    method: str
    path: str
    params: dict = field(default_factory=dict)
    name: str | None = None
    files: dict | None = None
    depends_on: str | None = None

    def needs(self) -> set[str]:
        """Names that this call refers to; text of a person may look like a reference to nothing."""
        text = self.path + " " + protocol.to_json(self.params or {})
        return {name for _, name in REFERENCE.findall(text)}


@dataclass
class Result:
    """What became of a Call. Exactly one holds: `data` is there, `error` is there, or `not_done` is True.

    not_done: it was certainly not carried out and can simply be asked again (`error` then says why, if known).
    """

    call: Call
    data: Any = None
    error: GraphError | None = None
    not_done: bool = False

    @property
    def ok(self) -> bool:
        return self.error is None and not self.not_done


def run(
    client: GraphClient, calls: Iterable[Call], *, size: int = LIMIT, repeatable: bool | None = None
) -> list[Result]:
    """Results in the order of `calls`. More than `size` go in several parts; linked calls stay in one.

    The first part's failure is raised. When a later part fails, the earlier results are kept: its own results carry
    the error, and those after it are `not_done`. After a lost answer a part is repeated only if all its calls are GETs,
    or if `repeatable` says that repeating does no harm.
    """
    calls = list(calls)
    for call in calls:
        if call.method != "GET":
            client.allow(Write(call.method, call.path, dict(call.params or {})))
    results: list[Any] = [None] * len(calls)
    failure = None
    for number, part in enumerate(split(calls, size)):
        chosen = [calls[index] for index in part]
        if failure is None:
            try:
                answers = _run_part(client, chosen, repeatable)
            except GraphError as error:
                if number == 0:
                    raise
                failure = error
                answers = [_failed(call, error) for call in chosen]
        else:
            answers = [Result(call, error=failure, not_done=True) for call in chosen]
        for index, answer in zip(part, answers, strict=True):
            results[index] = answer
    return results


def split(calls: Iterable[Call], size: int = LIMIT) -> list[list[int]]:
    """Lists of positions, each at most `size` long, in order, with linked calls together."""
    size = min(size, LIMIT)
    parts: list[list[int]] = []
    current: list[int] = []
    for group in _groups(calls):
        if len(group) > size:
            raise ValueError(f"{len(group)} calls refer to each other; a batch holds {size}.")
        if len(current) + len(group) > size:
            parts.append(sorted(current))
            current = []
        current = current + group
    return [*parts, sorted(current)] if current else parts


def _groups(calls):
    """Positions of calls, grouped by references, in order of their first member."""
    named = {call.name: index for index, call in enumerate(calls) if call.name}
    if len(named) != sum(1 for call in calls if call.name):
        raise ValueError("Two calls of a batch have the same name.")
    root = list(range(len(calls)))
    for index, call in enumerate(calls):
        for name in (call.needs() & named.keys()) | ({call.depends_on} - {None}):
            _join(root, index, _earlier(named, name, index))
    groups: dict[int, list[int]] = {}
    for index in range(len(calls)):
        groups.setdefault(_find(root, index), []).append(index)
    return list(groups.values())


def _earlier(named, name, index):
    if named.get(name, index) >= index:
        raise ValueError(f"A call refers to {name!r}, which is not an earlier call of this batch.")
    return named[name]


def _find(root, index):
    while root[index] != index:
        index = root[index]
    return index


def _join(root, one, other):
    low, high = sorted((_find(root, one), _find(root, other)))
    root[high] = low


def _run_part(client, calls, repeatable):
    files: dict[str, FilePart] = {}
    names = {call.name for call in calls if call.name}
    operations = [_operation(call, files, names) for call in calls]
    if repeatable is None:
        repeatable = all(call.method == "GET" for call in calls)
    key = _shared_key(client, calls)
    asked = Request("POST", "", {"batch": operations, "include_headers": True}, files=files or None)
    data, _ = client.request(asked, key=key, calls=len(calls), repeatable=repeatable)
    if not isinstance(data, list) or len(data) != len(calls):
        raise UnreadableResponse("The answer to a batch has another number of parts.", status=200)
    read = [_read(client, call, item) for call, item in zip(calls, data, strict=True)]
    _record(client, key, [(usage, result.error) for result, usage in read])
    return [result for result, _ in read]


def _shared_key(client, calls):
    """The account that most calls count against: one reservation a part."""
    keys = [client.quota_key(call.path) for call in calls]
    return max(keys, key=keys.count)


def _operation(call, files, names):
    params = "&".join(
        f"{quote_plus(name)}={_quoted(value, names)}" for name, value in protocol.encode_params(call.params)
    )
    operation = {"method": call.method, "relative_url": protocol.clean_path(call.path)}
    if call.method in ("POST", "PUT"):
        operation["body"] = params
    elif params:
        operation["relative_url"] += "?" + params
    if call.name:
        operation.update(name=call.name, omit_response_on_success=False)
    if call.depends_on:
        operation["depends_on"] = call.depends_on
    if call.files:
        operation["attached_files"] = ",".join(_attach(files, part) for part in call.files.values())
    return operation


def bodies(calls: Iterable[Call]) -> list[dict[str, str]]:
    """The calls as Meta's asynchronous Batch API takes them: name, relative_url and body. POST without files only."""
    _groups(calls)
    if any(call.method != "POST" or call.files for call in calls):
        raise ValueError("An asynchronous batch takes only POST calls without files.")
    names = {call.name for call in calls if call.name}
    taken = [_operation(call, {}, names) for call in calls]
    return [
        {"name": call.name or f"call-{number}", "relative_url": entry["relative_url"], "body": entry["body"]}
        for number, (call, entry) in enumerate(zip(calls, taken, strict=True))
    ]


def _quoted(value, names):
    """URL-encoded, but references to calls of this batch stay readable."""
    pieces, at = [], 0
    for match in REFERENCE.finditer(value):
        if match[2] in names:
            pieces += [quote_plus(value[at : match.start()]), match[1]]
            at = match.end()
    return "".join(pieces) + quote_plus(value[at:])


def _attach(files, part):
    name = f"file{len(files)}"
    files[name] = part
    return name


def _record(client, key, told):
    """The fullest reading of what went well, then one refusal: each record is a write, and a batch is refused once."""
    for failed in (False, True):
        group = [(usage, error) for usage, error in told if bool(error) is failed and (usage.readings or error)]
        if group:
            client.record(
                key, *max(group, key=lambda one: (isinstance(one[1], RateLimited), one[0].of(*key).percent or 0))
            )


def _read(client, call, item):
    if item is None:
        return Result(call, not_done=True), Usage()
    headers = {row["name"]: row["value"] for row in item.get("headers") or [] if "name" in row}
    usage = read_usage(headers)
    try:
        data = protocol.read_answer(item.get("code", 200), headers, item.get("body") or "null", secrets=client.secrets)
        answer = data if isinstance(data, list) else protocol.as_answer(data, headers)
        result = Result(call, data=answer)
    except GraphError as error:
        result = Result(call, error=client.dated(error))
    return result, usage


def _failed(call, error):
    never_left = not getattr(error, "sent", True) or type(error).__name__ in ("QuotaExhausted", "WriteRefused")
    return Result(call, error=error, not_done=never_left)
