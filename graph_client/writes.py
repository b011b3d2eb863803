"""A write as the caller's `check` sees it before it leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Write:
    """One POST or DELETE, alone or as part of a batch. `params` are the values before they are encoded."""

    method: str
    path: str
    params: dict = field(default_factory=dict)

    def values(self) -> Iterator[tuple[str, Any]]:
        """Every (name, value) at any depth, JSON inside texts included: what Graph will read, `check` can read."""
        yield from _walk(self.params)


def _walk(value, name=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, str(key))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from _walk(inner, name)
    elif isinstance(value, str) and value.lstrip()[:1] in ("{", "[", '"'):
        yield name, value
        yield from _walk_text(value, name)
    else:
        yield name, value


def _walk_text(text, name):
    try:
        inner = json.loads(text)
    except ValueError:
        return
    if inner != text:
        yield from _walk(inner, name)
