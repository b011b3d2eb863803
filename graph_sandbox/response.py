"""What a handler answers when a dict or list is not enough."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

_compact = json.JSONEncoder(separators=(",", ":")).encode  # one encoder for all: making one costs as much as using it


@dataclass
class Response:
    """`file` is sent from disk, with HEAD, Range and If-None-Match; else `body`."""

    JSON: ClassVar[str] = "application/json; charset=UTF-8"

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    file: Path | None = None
    action: str = ""  # "reset" or "cut:N": what the server does instead of answering

    @classmethod
    def json(cls, value: Any, status: int = 200, headers: dict[str, str] | None = None) -> "Response":
        body = _compact(value).encode()
        return cls(status, body, {"Content-Type": cls.JSON, **(headers or {})})

    def etag(self) -> str:
        return f'"{hashlib.md5(self.body).hexdigest()}"'

    @classmethod
    def html(cls, text: str, status: int = 200, headers: dict[str, str] | None = None) -> "Response":
        return cls(status, text.encode(), {"Content-Type": "text/html; charset=utf-8", **(headers or {})})
