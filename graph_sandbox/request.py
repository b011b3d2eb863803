"""A call as handlers see it: parameters from every place that Graph reads, files on disk, the token."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import errors
from .lenient_json import read_json

VERSION = re.compile(r"^/v(\d+\.\d+)(?=/|$)")
INDEXED = re.compile(r"^([^\[\]]+)((?:\[\w*\]){1,9})$")
KEY = re.compile(r"\[(\w*)\]")
DEFAULT_VERSION = "24.0"


@dataclass
class UploadedFile:
    """A part with a file name. `path` lies in the store's spool folder; a handler that keeps it moves it away."""

    field: str
    filename: str
    path: Path
    size: int

    def read(self) -> bytes:
        return self.path.read_bytes()

    def again(self, path: Path) -> "UploadedFile":
        """The same bytes at `path` too, for a second taker."""
        os.link(self.path, path)
        return replace(self, path=path)


@dataclass
class Request:
    """`path` has no version and no slash at its end; header names are lower case."""

    method: str
    path: str
    version: str = DEFAULT_VERSION
    params: dict[str, Any] = field(default_factory=dict)
    files: list[UploadedFile] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    token: str | None = None
    raw: Path | None = None  # a body that is neither form, JSON nor multipart: the spooled bytes
    raw_size: int = 0
    host: str = "127.0.0.1"
    caller: Any = None  # the stored token, set by auth
    notes: dict[str, Any] = field(default_factory=dict)  # what limits and log want to know

    def text(self, name: str, default: str | None = None) -> str | None:
        value = self.params.get(name, default)
        return value if value is None or isinstance(value, str) else _as_text(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None or value == "":
            raise errors.missing(name)
        return value

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self.params.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise errors.invalid(f"Param {name} must be an integer", blame=name) from None

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.params.get(name)
        return default if value is None else str(value).lower() in ("true", "1", "yes")

    def json(self, name: str, default: Any = None) -> Any:
        """The parameter as an object or list; text that is no JSON is an error 100."""
        value = self.params.get(name, default)
        if not isinstance(value, str):
            return value
        try:
            return read_json(value)
        except ValueError:
            raise errors.invalid(f"Param {name} must be a JSON object or array", blame=name) from None

    def list(self, name: str) -> list[Any]:
        """A list from JSON (`["a"]`), from comma text (`a,b`) or from one scalar; missing is []."""
        value = self.params.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, str):
            value = self.json(name) if value.lstrip().startswith("[") else value.split(",")
        return list(value) if isinstance(value, (list, tuple)) else [value]

    def release(self) -> None:
        """Remove spooled bytes that no handler took over."""
        for path in [*(file.path for file in self.files), self.raw]:
            if path is not None:
                path.unlink(missing_ok=True)


def build(
    method: str, target: str, headers: dict[str, str] | None = None, body_params: Iterable[tuple[str, Any]] = ()
) -> Request:
    """A request from its first line, headers and the pairs found in its body (those win over the query)."""
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    parts = urlsplit(target if target.startswith("/") else f"/{target}")
    path, version = unquote(parts.path), DEFAULT_VERSION
    if match := VERSION.match(path):
        path, version = path[match.end() :], match.group(1)
    path = "/" + path.strip("/")
    params = merge([*parse_qsl(parts.query, keep_blank_values=True), *body_params])
    method = method.upper()
    override = str(params.get("method", "")).upper()
    if method == "POST" and override in ("GET", "DELETE") and not path.startswith("/_control"):
        method = override
        params.pop("method")
    request = Request(method, path, version, params, headers=headers, host=headers.get("host", "127.0.0.1"))
    if match is None:
        request.notes["versioned"] = False
    request.token = _token(headers, params)
    return request


def merge(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs to one dict: `a[]=1&a[]=2` and `a[0]=1` become lists, `a[k]=1` an object, `a[0][k]=1` a list of objects,
    `"x"` in quotes x."""
    params: dict[str, Any] = {}
    indexed: dict[str, dict[str, Any]] = {}
    for name, value in pairs:
        if "[" in name and (match := INDEXED.match(name)):
            _place(indexed.setdefault(match.group(1), {}), KEY.findall(match.group(2)), value)
        else:
            params[name] = _unquoted(value)
    return params | {name: _shaped(found) for name, found in indexed.items()}


def _place(into: dict[str, Any], keys: list[str], value: Any) -> None:
    key = keys[0] or str(len(into))
    if len(keys) == 1:
        into[key] = value
        return
    inner = into.setdefault(key, {})
    if isinstance(inner, dict):  # a[0]=1&a[0][k]=2: the first stands
        _place(inner, keys[1:], value)


def _shaped(found: Any) -> Any:
    if not isinstance(found, dict):
        return found
    shaped = {key: _shaped(value) for key, value in found.items()}
    return list(shaped.values()) if all(map(str.isdigit, shaped)) else shaped


def _unquoted(value: Any) -> Any:
    """`"123"` (a JSON text) as 123; everything else as it is."""
    if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _token(headers: dict[str, str], params: dict[str, Any]) -> str | None:
    word, _, token = headers.get("authorization", "").partition(" ")
    if "access_token" in params:
        return str(params["access_token"]) or None
    return token.strip() or None if word.lower() in ("bearer", "oauth") else None


def _as_text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (dict, list, bool)) else str(value)
