"""Both apps as their source tells: which public functions change rows, and which of them write it down.

Walked is every module that may change rows, methods included. Not walked are models and their managers, since what they
change is asked for by a function elsewhere, and that one is walked (`Work.settle`, `Connection.reject` and their like
stand in CHANGES); and the doors: views, admin, tasks, commands, forms, tags. A door calls a service and changes no row itself,
which `doors_that_change` looks after.
"""

import ast
import re
from functools import cache
from pathlib import Path

from tests.source_files import ROOT, python_files

CHANGES = {
    "save",
    "create",
    "update",
    "delete",
    "add",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "execute",
    "executemany",
    # of our own models
    "keep",
    "settle",
    "put_off",
    "fail",
    "reject",
    "SyncRun.request",
}
NO_ROWS = {
    *("default_storage", "meta", "digest", "hashlib", "upright", "small"),  # files, Meta, pictures
    *("found", "doomed", "seen", "wanted", "numbers", "listed", "asked", "KINDS"),  # sets and dicts
}
TELLS = {f"assets_app.services.activity.{name}" for name in ("record", "record_of_person")}
DOORS = {"views", "admin", "tasks", "management", "forms", "templatetags"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def parts(path: Path) -> set[str]:
    return {*path.parts[:-1], path.stem}


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> tree of each module of both apps that is walked or is a door."""
    paths = [path for path in python_files("assets_app", "campaigns_app") if "models" not in parts(path)]
    return {dotted(path): ast.parse((ROOT / path).read_text()) for path in paths}


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def is_door(name: str) -> bool:
    return bool(DOORS & {*name.split(".")})


@cache
def functions() -> dict[str, Function]:
    """Dotted name -> definition, private ones and methods too."""
    found: dict[str, Function] = {}
    for name, tree in modules().items():
        for node in tree.body:
            if isinstance(node, Function):
                found[f"{name}.{node.name}"] = node
            elif isinstance(node, ast.ClassDef):
                methods = (one for one in node.body if isinstance(one, Function))
                found |= {f"{name}.{node.name}.{one.name}": one for one in methods}
    return found


@cache
def _names(module: str) -> dict[str, str]:
    """What each imported name of a module stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


@cache
def _place(function: str) -> tuple[str, str]:
    """Its module, and its module with its class."""
    owner = function.rpartition(".")[0]
    return (owner if owner in modules() else owner.rpartition(".")[0]), owner


def _meant(function: str, node: ast.expr) -> str:
    """The function of ours that a name in this one stands for; "" where it is another's, or cannot be told."""
    module, owner = _place(function)
    names = _names(module)
    if isinstance(node, ast.Name):
        candidates = [f"{module}.{node.id}", names.get(node.id, "")]
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        of = owner if node.value.id == "self" else names.get(node.value.id, "")
        candidates = [f"{of}.{node.attr}"]
    else:
        candidates = []
    return next((one for one in candidates if one in functions()), "")


@cache
def _nodes(function: str) -> list[ast.AST]:
    return list(ast.walk(functions()[function]))


@cache
def reached(function: str) -> frozenset[str]:
    """The function and all that it names, called at once or handed on to be called."""
    found: set[str] = set()
    todo = [function]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += [name for node in _nodes(one) if isinstance(node, ast.expr) and (name := _meant(one, node))]
    return frozenset(found)


@cache
def changes(function: str) -> bool:
    """Whether it changes a row itself."""
    called = (node.func for node in _nodes(function) if isinstance(node, ast.Call))
    targets = (target for target in called if isinstance(target, ast.Attribute) and not _meant(function, target))
    return any(_is_change(target) for target in targets)


def _is_change(target: ast.Attribute) -> bool:
    words = re.findall(r"\w+", ast.unparse(target.value)) or [""]
    return (target.attr in CHANGES and not NO_ROWS & {words[0], words[-1]}) or ast.unparse(target) in CHANGES


def public() -> list[str]:
    walked = [name for name in functions() if not is_door(name)]
    return [name for name in walked if not name.rpartition(".")[2].startswith("_")]


@cache
def changers() -> frozenset[str]:
    """Public functions that change rows, by themselves or by what they call."""
    return frozenset(name for name in public() if any(changes(one) for one in reached(name)))


@cache
def tellers() -> frozenset[str]:
    """Public functions that write to the record, by themselves or by what they call."""
    return frozenset(name for name in public() if TELLS & reached(name))


def doors_that_change() -> set[str]:
    return {name for name in functions() if is_door(name) and changes(name)}
