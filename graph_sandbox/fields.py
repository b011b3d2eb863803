"""Field expansion: `fields=id,name,creative{id,name},adcreatives.limit(5){id}` as comma text or JSON array."""

import dataclasses
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import debug, errors, paging
from .request import Request
from .routes import TABLE, Handler, Kind, find
from .store import Listing, Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

ALWAYS = frozenset({"id", "metadata"})
OF_LISTS = frozenset({"by_time", "summary"})  # notes about the outer list, none for those inside its objects


@dataclass
class Field:
    """One asked field: its modifiers (`limit` -> "5") and the fields asked inside it."""

    name: str
    args: dict[str, str] = field(default_factory=dict)
    inner: list["Field"] = field(default_factory=list)

    @property
    def shown_as(self) -> str:
        return self.args.get("as", self.name)

    @functools.cached_property
    def written(self) -> str:
        """As it was asked for: links to further pages ask for the same."""
        modifiers = "".join(f".{name}({value})" for name, value in self.args.items())
        return self.name + modifiers + (f"{{{','.join(part.written for part in self.inner)}}}" if self.inner else "")


def asked(request: Request) -> list[Field]:
    """The fields of this request; [] means the default ones."""
    value = request.params.get("fields")
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = request.json("fields")
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return parse(text)


@functools.lru_cache(1000)
def parse(text: str) -> list[Field]:
    """Raises error 2500 (syntax) like Graph when brackets do not match."""
    found, rest = _items(text.strip(), 0)
    if rest != len(text.strip()):
        raise _syntax(text, rest)
    return found


def _items(text: str, at: int) -> tuple[list[Field], int]:
    items: list[Field] = []
    while at < len(text) and text[at] not in "}":
        if text[at] in ", \n\t":
            at += 1
            continue
        item, at = _item(text, at)
        items.append(item)
    return items, at


def _item(text: str, at: int) -> tuple[Field, int]:
    end = _while(text, at, lambda char: char not in ",.{}()")
    item = Field(text[at:end].strip())
    if not item.name:
        raise _syntax(text, at)
    while end < len(text) and text[end] == ".":
        start = end + 1
        end = _while(text, start, lambda char: char not in ",.{}()")
        if end >= len(text) or text[end] != "(":
            raise _syntax(text, end)
        close = _closing(text, end)
        item.args[text[start:end].strip()] = text[end + 1 : close].strip().strip("\"'")
        end = close + 1
    if end < len(text) and text[end] == "{":
        item.inner, end = _items(text, end + 1)
        if end >= len(text):
            raise _syntax(text, end)
        end += 1
    return item, end


def _while(text: str, at: int, test: Any) -> int:
    while at < len(text) and test(text[at]):
        at += 1
    return at


def _closing(text: str, at: int) -> int:
    depth = 0
    for index in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise _syntax(text, len(text))


def _syntax(text: str, at: int) -> errors.GraphFault:
    return errors.GraphFault(
        2500, f'Syntax error "Expected end of string instead of "{text[at : at + 1]}"." at character {at}: {text[:100]}'
    )


def show(sandbox: "Sandbox", request: Request, item: Stored, selection: list[Field]) -> dict[str, Any]:
    """The answer for one stored object."""
    kind = TABLE.kinds.get(item.kind) or Kind(item.kind, item.kind, tuple(item))
    values = full(sandbox, request, item)
    chosen = selection or [Field(name) for name in kind.default]
    shown: dict[str, Any] = {}
    for wanted in chosen:
        value = _value(sandbox, request, item, kind, values, wanted)
        if value is not None:
            shown[wanted.shown_as] = value
    shown.setdefault("id", values.get("id", item.id))
    return shown


def shown(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    """What this call asks for of one object."""
    return show(sandbox, request, item, asked(request))


def full(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    """Every field of the object; some values are functions that are called when asked for."""
    maker = TABLE.views.get(item.kind)
    return dict(maker(sandbox, request, item)) if maker else dict(item)


def _value(
    sandbox: "Sandbox", request: Request, item: Stored, kind: Kind, values: dict[str, Any], wanted: Field
) -> Any:
    name = wanted.name
    if name in values:
        value = values[name]
        value = value() if callable(value) else value
        return inside(sandbox, request, value, wanted.inner) if wanted.inner else value
    if handler := TABLE.edges.get(("GET", item.kind, name)) or (
        None if name in kind.fields else _of_account(item, name)
    ):
        args = {key: value for key, value in wanted.args.items() if key != "as"}
        if wanted.inner:
            args["fields"] = ",".join(part.written for part in wanted.inner)
        notes = {key: note for key, note in request.notes.items() if key not in OF_LISTS}
        inner = dataclasses.replace(
            request, method="GET", path=f"/{item.id}/{name}", params=args, files=[], notes=notes
        )
        return rows(sandbox, inner, handler(sandbox, inner, item), wanted.inner)
    if name in kind.fields or name in ALWAYS:
        debug.say(request, "warning", f"Field {name} on {kind.type_name} has no value here.")
        return None
    raise errors.unknown_field(name, kind.type_name)


def _of_account(item: Stored, name: str) -> Handler | None:
    """Some lists of an account have a path instead of an edge: adimages, advideos."""
    found = find(TABLE.routes, "GET", f"/{item.id}/{name}") if item.kind == "ad_account" else None
    return None if found is None else lambda sandbox, request, account: found[0](sandbox, request, account=account)


def inside(sandbox: "Sandbox", request: Request, value: Any, selection: list[Field]) -> Any:
    """Sub-fields of a value: a reference {"id": ...} is looked up, other objects are narrowed."""
    if isinstance(value, list):
        return [inside(sandbox, request, part, selection) for part in value]
    if not isinstance(value, dict):
        return value
    if "data" in value and isinstance(value["data"], list):
        return {**value, "data": inside(sandbox, request, value["data"], selection)}
    stored = sandbox.store.get(str(value["id"])) if "id" in value else None
    if stored is not None:
        return show(sandbox, request, stored, selection)
    return narrowed(value, selection)


def narrowed(value: dict[str, Any], selection: list[Field]) -> dict[str, Any]:
    shown = {part.name: value[part.name] for part in selection if part.name in value}
    return {**({"id": value["id"]} if "id" in value else {}), **shown}


def rows(sandbox: "Sandbox", request: Request, answer: Any, selection: list[Field]) -> Any:
    """A handler's list as {"data": [...], "paging": {...}}; dicts and Responses pass."""
    if not isinstance(answer, (list, Listing)):
        return answer
    filters = paging.filters(request)
    if filters:
        answer = [item for item in answer if all(_passes(sandbox, request, item, entry) for entry in filters)]
    window, page = paging.cut(request, answer)
    page["data"] = [_shown(sandbox, request, item, selection) for item in window]
    return page


def _passes(sandbox: "Sandbox", request: Request, item: Any, entry: dict[str, Any]) -> bool:
    """`campaign.name` of a list of ads is the name of the campaign that each one stands in."""
    if not isinstance(item, Stored):
        return paging.passes(item, entry)
    kind = str(entry["field"]).rpartition(".")[0]
    holder = sandbox.store.get(str(item.get(f"{kind}_id", "")), kind) if kind else None
    return paging.passes(full(sandbox, request, holder or item), entry)


def _shown(sandbox: "Sandbox", request: Request, item: Any, selection: list[Field]) -> Any:
    if isinstance(item, Stored):
        return show(sandbox, request, item, selection)
    return narrowed(item, selection) if selection and isinstance(item, dict) else item
