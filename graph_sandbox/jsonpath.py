"""The little of JSONPath that batch references use: $.id, $.data.*.id, $.data[0].id, $..id, $['a']."""

import re
from typing import Any

REFERENCE = re.compile(r"\{result=([^:{}]+):(\$[^{}]*)\}")  # the name of another request, the path into its answer
STEP = re.compile(
    r"\.\.(?P<deep>[\w-]+)|\.(?P<name>[\w.-]*?[\w-]+|\*)(?=[.\[]|$)|\[(?P<index>\d+|\*)\]|\[['\"](?P<key>[^'\"]+)['\"]\]"
)


def look_up(value: Any, path: str) -> list[Any]:
    """All values at `path`, in order. An unreadable path finds nothing."""
    found, at = [value], 1
    while at < len(path):
        step = STEP.match(path, at)
        if step is None:
            return []
        found = [inner for outer in found for inner in _step(outer, step)]
        at = step.end()
    return [inner for outer in found for inner in (outer if isinstance(outer, list) else [outer])]


def _step(value: Any, step: re.Match[str]) -> list[Any]:
    if step["deep"]:
        return list(_deep(value, step["deep"]))
    name = step["name"] or step["key"] or step["index"]
    if name == "*":
        return list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []
    if isinstance(value, dict):
        return [value[name]] if name in value else []
    if isinstance(value, list) and name.isdigit():
        return value[int(name) : int(name) + 1]
    return []


def _deep(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from _deep(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _deep(inner, name)
