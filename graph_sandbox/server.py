"""The HTTP/1.1 server: threads, keep-alive, one write per answer, bodies read as streams."""

import contextlib
import mimetypes
import re
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from . import body as bodies
from . import uploads
from .errors import GraphFault
from .request import Request, build
from .response import Response
from .sandbox import Sandbox

BLOCK = 256 * 1024
FORM = "application/x-www-form-urlencoded"


VIDEOS = re.compile(r"/(ad)?videos/?$")
RAW = re.compile(r"^(/v\d+\.\d+)?/(video-ads-upload/|upload:)")  # bytes without a form around them


class Cut(ConnectionResetError):
    """A fault closes the connection in the middle of a body."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, sandbox: Sandbox, host: str, port: int):
        self.sandbox = sandbox
        super().__init__((host, port), Handler)

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def service_actions(self) -> None:
        """What waited is written when nobody asks, at the latest after the poll interval of serve_forever."""
        self.sandbox.store.flush()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are nothing to tell about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Calls are in the sandbox's own log, without secrets."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What cannot even be read as a request gets Graph's envelope as well, never a page in HTML."""
        self.close_connection = True
        fault = GraphFault(1, message or self.responses.get(code, ("",))[0], status=400 if code < 500 else code)
        self._send(Response.json(fault.body(), fault.status))

    def do_any(self) -> None:
        sandbox, request = self.server.sandbox, None
        try:
            request = self._request()
            response = sandbox.handle(request)
        except ConnectionResetError as error:
            if isinstance(error, bodies.BrokenOff):
                self._keep_part(error.path)
            self._hang_up()
            return
        except GraphFault as fault:
            response = Response.json(fault.body(), fault.status)
            self.close_connection = True
        finally:
            if request is not None:
                request.release()
        if response.action:
            self._hang_up()
        else:
            self._send(response)

    do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = do_OPTIONS = do_PATCH = do_any

    def _request(self) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        stream = self._body(headers)
        pairs: list[tuple[str, Any]] = []
        files: list[Any] = []
        raw, size = None, 0
        if stream is not None:
            content_type = "application/octet-stream" if RAW.match(self.path) else headers.get("content-type", FORM)
            pairs, files, raw = bodies.parse(stream, content_type, self.server.sandbox.store.spool_path)
            size = stream.received
        request = build(self.command, self.path, headers, pairs)
        request.files, request.raw = files, raw
        request.raw_size = size if raw is not None else 0
        return request

    def _keep_part(self, path: Path) -> None:
        """Hand what arrived of a raw body to its handler: a resumable upload goes on from there."""
        request = build(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        request.raw, request.raw_size = path, path.stat().st_size
        if RAW.match(self.path):
            self.server.sandbox.handle(request)
        request.release()

    def _body(self, headers: dict[str, str]) -> bodies.LengthBody | bodies.ChunkedBody | None:
        watch = self._watch()
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return bodies.ChunkedBody(self.rfile, watch)
        length = headers.get("content-length", "0")
        if not length.isdigit():
            raise GraphFault(1, "Content-Length must be a number.")
        return bodies.LengthBody(self.rfile, int(length), watch) if int(length) else None

    def _watch(self) -> Any:
        fault = self.server.sandbox.faults.take(
            self.command, self.path.split("?")[0], lambda entry: entry.action == "cut"
        )

        most, since = self.server.sandbox.settings.transfer_seconds, time.monotonic()
        timed = bool(most) and VIDEOS.search(self.path.split("?")[0])

        def on_bytes(count: int) -> None:
            if fault is not None and count >= fault.bytes:
                raise Cut
            if timed and time.monotonic() - since > most:
                raise uploads.trouble(1363030)

        return on_bytes

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, response: Response) -> None:
        if response.file is not None:
            self._send_file(response, response.file)
            return
        body = b"" if self.command == "HEAD" or response.status == 304 else response.body
        self._write(response.status, {**response.headers, "Content-Length": str(len(body))}, body)

    def _write(self, status: int, headers: dict[str, str], body: bytes) -> None:
        reason = self.responses.get(status, ("",))[0]
        lines = [f"HTTP/1.1 {status} {reason}", f"Date: {self.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self.close_connection:
            lines.append("Connection: close")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.sendall("\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + body)

    def _send_file(self, response: Response, path: Path) -> None:
        size = path.stat().st_size
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {"Content-Type": kind, "Accept-Ranges": "bytes", "ETag": f'"{path.name}"', **response.headers}
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self._write(304, headers, b"")
            return
        status, start, end = _range(self.headers.get("Range"), size)
        if status == 416:
            self._write(416, {**headers, "Content-Range": f"bytes */{size}", "Content-Length": "0"}, b"")
            return
        if status == 206:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        self._write(status, {**headers, "Content-Length": str(end - start)}, b"")
        if self.command != "HEAD":
            self._stream(path, start, end)

    def _stream(self, path: Path, start: int, end: int) -> None:
        with open(path, "rb") as file, contextlib.suppress(BrokenPipeError, ConnectionResetError):
            file.seek(start)
            while start < end and (data := file.read(min(BLOCK, end - start))):
                self.connection.sendall(data)
                start += len(data)


def _range(header: str | None, size: int) -> tuple[int, int, int]:
    """(status, start, end) of one `bytes=` range; anything else is the whole file."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header or "")
    if not match or match.group(0) == "bytes=-":
        return 200, 0, size
    first, last = match.groups()
    if not first:
        return 206, max(0, size - int(last)), size
    end = min(size, int(last) + 1) if last else size
    return (206, int(first), end) if int(first) < end else (416, 0, 0)


@contextlib.contextmanager
def serve(sandbox: Sandbox, port: int = 0, host: str = "127.0.0.1") -> Iterator[Server]:
    """The server in a thread; `server.url` is its address. The sandbox stays open afterwards."""
    server = Server(sandbox, host, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
