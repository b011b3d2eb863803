"""video_ads with rupload: one raw stream that can be taken up again. Marketing API reference, "FB Video Ads", line 2303.

The offset to go on from is `status.uploading_phase.bytes_transferred` of the video.
"""

import os
from typing import TYPE_CHECKING, Any

from .. import auth, download, errors, uploads
from ..request import Request
from ..routes import route
from ..store import Stored
from . import ad_videos
from .accounts import is_usable

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@route("GET", "/act_{account}/video_ads")
def list_video_ads(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    """Paged by time: `since`, `until`. Without `fields` a row has updated_time and id."""
    request.notes["by_time"] = True
    if not request.params.get("fields"):
        request.params["fields"] = "updated_time,id"
    return sandbox.store.list("video", parent=account.id, key="ready")


@route("POST", "/act_{account}/video_ads")
def create_video_ad(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    is_usable(account)
    phase = request.required("upload_phase")
    if phase == "start":
        return _start(sandbox, request, account)
    if phase == "finish":
        return _finish(sandbox, request, account)
    raise errors.invalid("Param upload_phase must be one of {start, finish}", blame="upload_phase")


def _start(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, str]:
    fields = {"uploading": 0, "file_size": 0, "size": 0, **ad_videos.described(request, "")}
    video = sandbox.store.add("video", fields, parent=account.id, key="uploading")
    uploads.bytes_path(sandbox, video).touch()
    return {
        "video_id": video.id,
        "upload_url": f"{sandbox.url(request)}/video-ads-upload/v{request.version}/{video.id}",
    }


@route("POST", "/video-ads-upload/{version}/{video_id}")
def receive_bytes(sandbox: "Sandbox", request: Request, version: str, video_id: str) -> dict[str, bool]:
    """Headers: offset, file_size, or file_url. A stream that breaks off leaves what came."""
    video = _uploading(sandbox, request, video_id)
    if address := request.headers.get("file_url"):
        size = _fetched(sandbox, video, address)
        sandbox.store.update(video.id, {"uploading": size, "file_size": size})
        return {"success": True}
    offset, size = _header(request, "offset"), _header(request, "file_size")
    left = uploads.lost(sandbox, request, video, "uploading")
    if left is not None or offset > video["uploading"]:
        wanted = (left or video)["uploading"]
        raise uploads.trouble(1363037, error_data={"start_offset": wanted, "end_offset": size})
    come = offset + request.raw_size
    if come > size:
        raise uploads.trouble(1363045)
    if request.raw is not None:
        uploads.write_at(uploads.bytes_path(sandbox, video), offset, request.raw)
        os.truncate(uploads.bytes_path(sandbox, video), come)  # a stream that begins anew may be another, shorter file
    sandbox.store.update(video.id, {"uploading": come, "file_size": size})
    return {"success": True}


def _uploading(sandbox: "Sandbox", request: Request, video_id: str) -> Stored:
    video = sandbox.store.get(video_id, "video")
    if video is None or "uploading" not in video:
        raise errors.unknown_object(video_id, request.method)
    auth.account_by_id(sandbox, request, video.parent)
    return video


def _header(request: Request, name: str) -> int:
    value = request.headers.get(name) or request.headers.get(name.replace("_", "-")) or ""
    if not value.isdigit():
        raise errors.invalid(f"The header {name} is required and must be a number", blame=name)
    return int(value)


def _fetched(sandbox: "Sandbox", video: Stored, address: str) -> int:
    try:
        return download.fetch(address, uploads.bytes_path(sandbox, video), sandbox.settings.max_download_bytes)
    except download.NotFetched as reason:
        raise errors.GraphFault(389, "(#389) Unable to fetch video file from URL.", user_msg=str(reason)) from None


def _finish(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, bool]:
    video = sandbox.store.get(request.required("video_id"), "video")
    if video is None or video.parent != account.id:
        raise errors.invalid("No video with this id is being uploaded", blame="video_id")
    if "uploading" not in video:
        return {"success": True}
    path = uploads.bytes_path(sandbox, video)
    if not video["file_size"] or video["uploading"] != video["file_size"]:
        raise uploads.trouble(1363045)
    linked = sandbox.store.spool_path()
    os.link(path, linked)
    fields = ad_videos.probed(sandbox, linked)
    with sandbox.store.transaction():
        sandbox.store.update(
            video.id, {**fields, **ad_videos.described(request, ""), "uploading": None, "file_size": None}, key="ready"
        )
    path.unlink(missing_ok=True)
    return {"success": True}
