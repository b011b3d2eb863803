"""The body of an HTTP request, read as a stream into parameters and spooled files."""

import re
from collections.abc import Callable, Iterator
from email.message import Message
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote

from .errors import GraphFault
from .lenient_json import strict
from .request import UploadedFile

BLOCK = 256 * 1024
MAX_FIELD = 64 * 1024 * 1024  # one form field; base64 images come as fields
MAX_TEXT_BODY = 96 * 1024 * 1024


class Body(Protocol):
    """What the server hands over: reads end at the end of the body."""

    received: int

    def read(self, size: int) -> bytes: ...


class LengthBody:
    """A body with Content-Length; `on_bytes` sees the count after each read (faults cut here)."""

    def __init__(self, stream: BufferedIOBase, length: int, on_bytes: Callable[[int], None] = lambda count: None):
        self._stream, self._left, self._on_bytes, self.received = stream, length, on_bytes, 0

    def read(self, size: int) -> bytes:
        if self._left <= 0:
            return b""
        data = self._stream.read1(min(size, self._left))
        if not data:
            raise ConnectionResetError("the body ended early")
        self._left -= len(data)
        self.received += len(data)
        self._on_bytes(self.received)
        return data


class ChunkedBody:
    """A body in HTTP chunks (Transfer-Encoding: chunked)."""

    def __init__(self, stream: BufferedIOBase, on_bytes: Callable[[int], None] = lambda count: None):
        self._stream, self._left, self._done, self._on_bytes, self.received = stream, 0, False, on_bytes, 0

    def read(self, size: int) -> bytes:
        if self._left == 0 and not self._next_chunk():
            return b""
        data = self._stream.read(min(size, self._left))
        if not data:
            raise ConnectionResetError("the body ended early")
        self._left -= len(data)
        self.received += len(data)
        if self._left == 0:
            self._stream.readline()
        self._on_bytes(self.received)
        return data

    def _next_chunk(self) -> bool:
        if self._done:
            return False
        try:
            self._left = int(self._stream.readline(64).split(b";")[0], 16)
        except ValueError:
            raise ConnectionResetError("bad chunk header") from None
        if self._left == 0:
            self._done = True
            while self._stream.readline(1024).strip():
                pass
        return not self._done


def parse(
    body: Body, content_type: str, spool_path: Callable[[], Path]
) -> tuple[list[tuple[str, Any]], list[UploadedFile], Path | None]:
    """(pairs, files, raw). Raw is the spooled body when its type is none of form, JSON, multipart."""
    kind, options = _header(content_type)
    if kind == "multipart/form-data" and options.get("boundary"):
        pairs, files = Multipart(body, options["boundary"], spool_path).parse()
        return pairs, files, None
    if kind == "application/json":
        return _json_pairs(_whole(body)), [], None
    if kind == "application/x-www-form-urlencoded":
        text = _whole(body).decode("utf-8", "replace")
        return parse_qsl(text, keep_blank_values=True), [], None
    return [], [], spool(body, spool_path())


def _header(value: str) -> tuple[str, dict[str, str]]:
    message = Message()
    message["content-type"] = value or ""
    return (message.get_content_type() if value else ""), dict(message.get_params(failobj=[])[1:])


def _whole(body: Body) -> bytes:
    pieces = []
    while data := body.read(BLOCK):
        pieces.append(data)
        if body.received > MAX_TEXT_BODY:
            raise GraphFault(1, "The request body is too large.", status=413)
    return b"".join(pieces)


def _json_pairs(data: bytes) -> list[tuple[str, Any]]:
    if not data.strip():
        return []
    try:
        value = strict(data)
    except ValueError:
        raise GraphFault(100, "(#100) The request body is not valid JSON.") from None
    return list(value.items()) if isinstance(value, dict) else [("batch", value)]


def spool(body: Body, path: Path) -> Path:
    """Write the body to `path`; what came before a broken connection stays there (resumable uploads want it)."""
    with open(path, "wb") as file:
        try:
            while data := body.read(BLOCK):
                file.write(data)
        except OSError as error:
            raise BrokenOff(path) from error
    return path


class BrokenOff(ConnectionResetError):
    """The connection broke inside a raw body; `path` has what arrived."""

    def __init__(self, path: Path):
        super().__init__("the body ended early")
        self.path = path


class Multipart:
    """multipart/form-data in constant memory. A part is a file when it has a file name, whatever type it claims."""

    def __init__(self, body: Body, boundary: str, spool_path: Callable[[], Path]):
        self._body, self._spool_path = body, spool_path
        self._mark = b"\r\n--" + boundary.encode()
        self._buffer = b"\r\n"
        self._ended = False

    def parse(self) -> tuple[list[tuple[str, Any]], list[UploadedFile]]:
        pairs: list[tuple[str, Any]] = []
        files: list[UploadedFile] = []
        try:
            self._drain()
            while not self._ended and (headers := self._headers()) is not None:
                self._part(headers, pairs, files)
        except BaseException:
            for file in files:
                file.path.unlink(missing_ok=True)
            raise
        return pairs, files

    def _part(self, headers: dict[str, str], pairs: list[tuple[str, Any]], files: list[UploadedFile]) -> None:
        options = _disposition(headers.get("content-disposition", ""))
        name = options.get("name", "")
        if "filename" not in options:
            pairs.append((name, self._field()))
            return
        path = self._spool_path()
        try:
            with open(path, "wb") as target:
                size = sum(target.write(data) for data in self._data())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        files.append(UploadedFile(name, options["filename"], path, size))

    def _field(self) -> str:
        pieces, size = [], 0
        for data in self._data():
            pieces.append(data)
            size += len(data)
            if size > MAX_FIELD:
                raise GraphFault(1, "A form field is too large.", status=413)
        return b"".join(pieces).decode("utf-8", "replace")

    def _fill(self) -> bool:
        data = self._body.read(BLOCK)
        self._buffer += data
        return bool(data)

    def _drain(self) -> None:
        for _ in self._data():
            pass

    def _data(self) -> Iterator[bytes]:
        """The bytes up to the next boundary, and past the boundary's own line end."""
        while (found := self._buffer.find(self._mark)) < 0:
            keep = len(self._mark) - 1
            if len(self._buffer) > keep:
                yield self._buffer[:-keep]
                self._buffer = self._buffer[-keep:]
            if not self._fill():
                raise GraphFault(1, "The multipart body ended before its last boundary.")
        if found:
            yield self._buffer[:found]
        self._buffer = self._buffer[found + len(self._mark) :]
        self._after_mark()

    def _after_mark(self) -> None:
        while b"\n" not in self._buffer and not self._buffer.startswith(b"--") and self._fill():
            pass
        if self._buffer.startswith(b"--"):
            self._ended = True
            while self._body.read(BLOCK):
                pass
            return
        self._buffer = self._buffer[self._buffer.find(b"\n") + 1 :]

    def _headers(self) -> dict[str, str] | None:
        while b"\r\n\r\n" not in self._buffer:
            if len(self._buffer) > 16384 or not self._fill():
                raise GraphFault(1, "A part of the multipart body has no end of its headers.")
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
        return {name.strip().lower(): value.strip() for name, _, value in lines}


def _disposition(value: str) -> dict[str, str]:
    """name and filename of a Content-Disposition, in UTF-8 as browsers and clients send them."""
    found = {key.lower(): text.replace('\\"', '"') for key, text in re.findall(r';\s*(\w+)="((?:[^"\\]|\\.)*)"', value)}
    found |= {
        key.lower(): text for key, text in re.findall(r";\s*(\w+)=([^\";\s]+)", value) if key.lower() not in found
    }
    if extended := re.search(r"filename\*=(?:UTF-8|utf-8)''([^;\s]+)", value):
        found["filename"] = unquote(extended.group(1))
    return found
