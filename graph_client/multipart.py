"""A multipart/form-data body that is read while it is sent: its length is known, its memory is constant."""

import secrets
from dataclasses import dataclass
from typing import Any

from .errors import ShortFile

BLOCK = 256 * 1024


@dataclass
class FilePart:
    """`size` bytes of an open binary file from `start` on, sent under the name `filename`.

    `size` None means to the end of the file. `on_read(n)` is called as bytes leave, for progress and leases.
    """

    filename: str
    file: Any
    start: int = 0
    size: int | None = None
    content_type: str = "application/octet-stream"
    on_read: Any = None

    def length(self) -> int:
        if self.size is None:
            self.size = self.file.seek(0, 2) - self.start
        return self.size


class MultipartBody:
    """Form fields and files as one readable. Build a new one for each attempt: reading starts at the parts' start."""

    def __init__(self, fields, files):
        self._boundary = secrets.token_hex(16)
        self._pieces = list(self._build(fields, files))
        self._length = sum(piece.length for piece in self._pieces)
        self._current = 0

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self):
        return self._length

    def __iter__(self):
        while block := self.read(BLOCK):
            yield block

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; all the rest when negative; b'' at the end."""
        if size is None or size < 0:
            return b"".join(self)
        while self._current < len(self._pieces):
            block = self._pieces[self._current].read(size)
            if block or not size:
                return block
            self._current += 1
        return b""

    def _build(self, fields, files):
        for name, value in fields:
            yield _Bytes(self._head(name) + b"\r\n" + value.encode() + b"\r\n")
        for name, part in files.items():
            yield _Bytes(self._head(name, part.filename) + f"Content-Type: {part.content_type}\r\n\r\n".encode())
            yield _Slice(part)
            yield _Bytes(b"\r\n")
        yield _Bytes(f"--{self._boundary}--\r\n".encode())

    def _head(self, name, filename=None):
        file = f'; filename="{_quoted(filename)}"' if filename is not None else ""
        return f'--{self._boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"{file}\r\n'.encode()


class SizedBody:
    """A raw body: the bytes of one FilePart."""

    def __init__(self, part):
        self._slice = _Slice(part)

    def __len__(self):
        return self._slice.length

    def __iter__(self):
        while block := self.read(BLOCK):
            yield block

    def read(self, size: int = -1) -> bytes:
        return self._slice.read(self._slice.left if size is None or size < 0 else size)


class _Bytes:
    def __init__(self, data):
        self._data, self._at, self.length = data, 0, len(data)

    def read(self, size):
        block = self._data[self._at : self._at + size]
        self._at += len(block)
        return block


class _Slice:
    def __init__(self, part):
        self._part = part
        self.length = self.left = part.length()
        self._started = False

    def read(self, size):
        if not self._started:
            self._part.file.seek(self._part.start)
            self._started = True
        block = self._part.file.read(min(size, self.left))
        if not block and self.left and size:
            raise ShortFile(self._part.filename, self.left)
        self.left -= len(block)
        if block and self._part.on_read:
            self._part.on_read(len(block))
        return block


def _quoted(text):
    return text.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
