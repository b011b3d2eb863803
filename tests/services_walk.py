"""The services of both apps as their source tells: which public functions change rows, and which of them write it down."""

import ast
import importlib
import inspect
from functools import cache

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
    "keep",
    "settle",
    "put_off",
    "fail",
}
NO_ROWS = {"default_storage", "meta", "digest", "hashlib", "found", "doomed", "seen", "wanted"}  # files, Meta, sets
TELLS = {"record", "record_of_person"}


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> tree of each module of a services package, and of the modules that are a wing's services."""
    paths = [
        path
        for path in python_files("assets_app", "campaigns_app")
        if ("services" in path.parts or path.name == "services.py") and path.name != "__init__.py"
    ]
    return {".".join(path.with_suffix("").parts): ast.parse((ROOT / path).read_text()) for path in paths}


@cache
def functions() -> dict[str, ast.FunctionDef]:
    """Dotted name -> definition, private ones too."""
    return {
        f"{name}.{node.name}": node
        for name, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def _names(module: str) -> dict[str, str]:
    """What each imported name of a module stands for."""
    found = {}
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _called(function: str) -> set[str]:
    """Functions of services that this one calls."""
    module = function.rpartition(".")[0]
    names, found = _names(module), set()
    for call in (node for node in ast.walk(functions()[function]) if isinstance(node, ast.Call)):
        target = call.func
        if isinstance(target, ast.Name):
            found |= {f"{module}.{target.id}", names.get(target.id, "")}
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            found.add(f"{names.get(target.value.id, '')}.{target.attr}")
    return found & {*functions()}


def _reached(function: str) -> set[str]:
    reached, todo = set(), [function]
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += _called(one)
    return reached


def _does(function: str, names: set[str]) -> bool:
    for call in (node for node in ast.walk(functions()[function]) if isinstance(node, ast.Call)):
        target = call.func
        called = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        base = ast.unparse(target.value).split(".")[0].split("(")[0] if isinstance(target, ast.Attribute) else ""
        if called in names and base not in NO_ROWS:
            return True
    return False


def public() -> list[str]:
    return [name for name in functions() if not name.rpartition(".")[2].startswith("_")]


def changers() -> set[str]:
    """Public functions that change rows, by themselves or by what they call."""
    return {name for name in public() if any(_does(one, CHANGES) for one in _reached(name))}


def tellers() -> set[str]:
    """Public functions that write to the record, by themselves or by what they call."""
    return {name for name in public() if any(_does(one, TELLS) for one in _reached(name))}


def takes(name: str, parameter: str) -> bool:
    module, _, function = name.rpartition(".")
    return parameter in inspect.signature(getattr(importlib.import_module(module), function)).parameters
