"""The route table. Handlers register themselves with @route, @node, @edge, @page; kinds with describe().

    @route("GET", "/act_{account}/adimages")      account arrives as the stored ad account
    @node("GET", kind="video")                    GET /{video id}
    @edge("GET", kind="creative", name="previews")  GET /{creative id}/previews
    @page("GET", "/frame/{token}")                outside the API: no token, no envelope

A handler is called with (sandbox, request, **path parts) or (sandbox, request, item). It answers a dict, a list (paged and
viewed by the framework), a store.Listing, or a Response.
"""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import valueless

Handler = Callable[..., Any]


@dataclass
class Kind:
    """How a kind is called at Meta, what a read without `fields` shows, and which fields exist at all."""

    name: str
    type_name: str
    default: tuple[str, ...] = ("id",)
    fields: frozenset[str] = frozenset()


class Entry(NamedTuple):
    """A pattern of a path and who answers it; `head` is the first part of the path, "act_" for accounts, "" for any."""

    method: str
    head: str
    expression: re.Pattern[str]
    handler: Handler


class Entries(list[Entry]):
    """Patterns in the order of their registration, found by the head of the path."""

    def near(self, path: str) -> list[Entry]:
        head = path[1:].partition("/")[0]
        return self._by_head.get("act_" if head.startswith("act_") else head, self._by_head[""])

    @functools.cached_property
    def _by_head(self) -> dict[str, list[Entry]]:
        return {head: [one for one in self if one.head in ("", head)] for head in {"", *(one.head for one in self)}}


@dataclass
class Table:
    routes: "Entries" = field(default_factory=lambda: Entries())
    pages: "Entries" = field(default_factory=lambda: Entries())
    nodes: dict[tuple[str, str], Handler] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], Handler] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    views: dict[str, Handler] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)  # "GET /act_{account}/adimages", for the table of edges


TABLE = Table()


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    return _add(TABLE.routes, method, pattern)


def page(method: str, pattern: str) -> Callable[[Handler], Handler]:
    return _add(TABLE.pages, method, pattern)


def node(method: str, *, kind: str) -> Callable[[Handler], Handler]:
    """GET handlers of nodes answer nothing special: they are optional when the kind has a view."""

    def register(handler: Handler) -> Handler:
        TABLE.nodes[method, kind] = handler
        TABLE.names.append(f"{method} /{{{kind}}}")
        return handler

    return register


def edge(method: str, *, kind: str, name: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        TABLE.edges[method, kind, name] = handler
        TABLE.names.append(f"{method} /{{{kind}}}/{name}")
        return handler

    return register


def view(kind: str) -> Callable[[Handler], Handler]:
    """(sandbox, request, item) -> every field of the object; a value may be a function without arguments, called when asked for."""

    def register(handler: Handler) -> Handler:
        TABLE.views[kind] = handler
        return handler

    return register


def describe(kind: str, type_name: str, *, default: Iterable[str] = ("id",), fields: str | Iterable[str] = ()) -> None:
    """`fields` are the names of all fields of the kind: a list, or one text with spaces between them."""
    names = fields.split() if isinstance(fields, str) else fields
    TABLE.kinds[kind] = Kind(kind, type_name, tuple(default), frozenset(names) | valueless.of(kind))


def _add(entries: Entries, method: str, pattern: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        entries.append(Entry(method, _head(pattern), re.compile(_expression(pattern)), handler))
        entries.__dict__.clear()
        TABLE.names.append(f"{method} {pattern}")
        return handler

    return register


def _head(pattern: str) -> str:
    first = pattern.split("/")[1]
    return "act_" if first.startswith("act_") else "" if "{" in first else first


def _expression(pattern: str) -> str:
    """`{name}` is one path part, `{name:path}` the rest, `act_{account}` an ad account."""
    escaped = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(pattern))
    return "^" + re.sub(r"\\{(\w+):path\\}", r"(?P<\1>.+)", escaped) + "$"


def find(entries: Entries, method: str, path: str) -> tuple[Handler, dict[str, str]] | None:
    for entry in entries.near(path):
        if entry.method in (method, "*") and (match := entry.expression.match(path)):
            return entry.handler, match.groupdict()
    return None


def edges_of(kind: str, method: str = "GET") -> set[str]:
    return {name for entry_method, entry_kind, name in TABLE.edges if (entry_method, entry_kind) == (method, kind)}
