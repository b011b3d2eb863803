"""A server for what happens on the wire: it gives the answers it is told, or breaks off as it is told."""

import json
import socket
import struct
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict
    body: bytes

    @property
    def path(self):
        return urlsplit(self.target).path

    @property
    def params(self):
        pairs = parse_qsl(urlsplit(self.target).query, keep_blank_values=True)
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            pairs += parse_qsl(self.body.decode(), keep_blank_values=True)
        return dict(pairs)


@dataclass
class Reply:
    """What to answer. `body` is JSON-encoded unless it is bytes; `breaks` is None, "before", "mid_body" or "unanswered"."""

    body: object = field(default_factory=dict)
    status: int = 200
    headers: dict = field(default_factory=dict)
    breaks: str | None = None


class Wire:
    """`replies` is a list used up from the front, or a function of Seen; `seen` holds what arrived.

    `cut` may be a function of (method, path) that gives a number of body bytes after which the connection breaks; what
    came of such a request goes to `arrived`.
    """

    def __init__(self, replies, cut=None, arrived=None):
        self.replies, self.cut, self.arrived, self.seen = replies, cut, arrived, []
        self.url = ""

    def answer(self, seen):
        self.seen.append(seen)
        if callable(self.replies):
            return self.replies(seen)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        limit = self.server.wire.cut(self.command, self.path) if self.server.wire.cut else None
        if limit is not None and limit < length:
            self.server.wire.arrived(Seen(self.command, self.path, headers, self.rfile.read(limit)))
            return self._reset()
        seen = Seen(self.command, self.path, headers, self.rfile.read(length))
        reply = self.server.wire.answer(seen)
        if reply.breaks in ("before", "unanswered"):
            return self._reset()
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        head = f"HTTP/1.1 {reply.status} X\r\nContent-Length: {len(body)}\r\nContent-Type: application/json\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items()) + "\r\n"
        if reply.breaks == "mid_body":
            self.wfile.write(head.encode() + body[: len(body) // 2])
            return self._reset()
        self.wfile.write(head.encode() + (b"" if reply.status == 304 else body))

    do_GET = do_POST = do_DELETE = _serve

    def _reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            return

    def log_message(self, *_):
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        return


@contextmanager
def wire(replies, port=0, **options):
    """A Wire whose `url` answers on loopback."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.wire = Wire(replies, **options)
    server.wire.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.wire
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
