"""Answering for a stored file: whole or a range, 304 when the browser has it, in constant memory."""

import re

from django.core.files.storage import default_storage
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header

from assets_app.services.files import is_local

BLOCK = 256 * 1024
A_YEAR = "private, max-age=31536000, immutable"
SHOWN = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/bmp",
    "image/webp",
    "image/avif",
    "video/mp4",
    "video/quicktime",
    "video/webm",
)


def serve(request, name: str, *, mime: str, etag: str, filename: str = "", download: bool = False):
    """`name` in storage never changes its bytes. Kinds that browsers need not show are always downloads."""
    if not is_local():
        return HttpResponseRedirect(default_storage.url(name))
    headers = {
        "ETag": f'"{etag}"',
        "Cache-Control": A_YEAR,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": mime if mime in SHOWN else "application/octet-stream",
    }
    if has_it(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    if filename:
        as_attachment = download or mime not in SHOWN
        headers["Content-Disposition"] = content_disposition_header(as_attachment, filename) or "inline"
    return _answer(request, name, headers, etag)


def has_it(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return f'"{etag}"' in tags or "*" in tags


def _answer(request, name: str, headers: dict, etag: str):
    size = default_storage.size(name)
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", f'"{etag}"') != f'"{etag}"':
        asked = ""
    found = byte_range(asked, size)
    if found is None:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, end = found
    status = 200
    if _is_range(asked):
        status, headers["Content-Range"] = 206, f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(pieces(name, start, end), status=status, headers=headers)


def _is_range(header: str) -> bool:
    return bool(re.fullmatch(r"bytes=(\d+-\d*|-\d+)", header.strip()))


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """(start, end) of one range, end exclusive; the whole file for anything else; None when it lies outside."""
    if not _is_range(header):
        return 0, size
    first, last = header.strip().removeprefix("bytes=").split("-")
    if not first:
        return (max(0, size - int(last)), size) if int(last) and size else None
    end = min(size, int(last) + 1) if last else size
    return (int(first), end) if int(first) < end else None


def pieces(name: str, start: int, end: int):
    with default_storage.open(name, "rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK, end - start))):
            start += len(block)
            yield block
