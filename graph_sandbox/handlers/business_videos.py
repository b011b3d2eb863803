"""Videos of a business, kept in folders: in one request or in phases. Creative Asset Management guide, "Upload videos"."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import auth, fields, media, placement_checks, uploads, videos
from .. import folder_rights as rights
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored
from . import ad_videos
from .business_images import rename
from .folders import folder_of, library_url

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe(
    "business_video",
    "BusinessVideo",
    default=("name", "id"),
    fields="business creation_time last_updated_time media_library_url name parent_folder_id video",
)


@view("business_video")
def business_video_fields(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, Any]:
    return {
        "id": video.id,
        "name": video["name"],
        "creation_time": iso(video.created),
        "last_updated_time": iso(video.created),
        "business": {"id": video.parent},
        "parent_folder_id": video.get("folder_id") or None,
        "video": {"id": video["video_id"]},
        "media_library_url": library_url(sandbox, request, video),
        "ad_placement_validation_results": lambda: {"data": placement_checks.results(request, _medium(sandbox, video))},
    }


def _medium(sandbox: "Sandbox", video: Stored) -> Stored:
    return sandbox.store.get(video["video_id"]) or video


@edge("GET", kind="business", name="videos")
def list_business_videos(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    """Video nodes, not BusinessVideo nodes: so the reference says."""
    every = sandbox.store.list("business_video", parent=business.id)
    assets = rights.assets_in_sight(sandbox, request, business, every)
    found = sandbox.store.get_many([asset["video_id"] for asset in assets])
    title = (request.text("title") or "").lower()
    return [video for video in ad_videos.within(request, found) if title in str(video.get("title", "")).lower()]


@edge("POST", kind="business", name="videos")
def create_business_video(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, Any]:
    """The folder is named in every phase; the answer of a whole upload has id, video_id and business_video_id."""
    auth.require_scope(request, rights.SCOPE)
    folder = folder_of(sandbox, business.id, request.required("creative_folder_id"))
    rights.need(sandbox, request, folder, "MANAGE_CONTENT")
    phase = request.text("upload_phase")
    if phase == "start":
        return _start(sandbox, request, business)
    if phase is not None:
        return _later_phase(sandbox, request, business, folder, phase)
    path, name = ad_videos.received(sandbox, request)
    if request.flag("ad_placements_validation_only"):
        return _only_checked(request, path)
    texts = ad_videos.described(request, name)
    video = ad_videos.keep(sandbox, business, path, texts)
    asset = _keep(sandbox, business, folder, video, texts)
    return {"success": True, "id": asset.id, "business_video_id": asset.id, "video_id": video.id}


def _only_checked(request: Request, path: Path) -> dict[str, Any]:
    """`ad_placements_validation_only`: nothing is kept, the checks come back."""
    try:
        facts = videos.measure(path)
    finally:
        path.unlink(missing_ok=True)
    return {
        "data": placement_checks.results(
            request, {"width": facts.width, "height": facts.height, "length": facts.length}
        )
    }


def _start(sandbox: "Sandbox", request: Request, business: Stored) -> dict[str, Any]:
    kept = {**ad_videos.described(request, ""), "business_video_id": sandbox.store.new_id()}
    session = uploads.start(sandbox, request, business, **kept)
    names = {
        "upload_session_id": session.id,
        "video_id": session["video_id"],
        "business_video_id": session["business_video_id"],
    }
    return {**names, **uploads.next_range(sandbox, session)}


def _later_phase(sandbox: "Sandbox", request: Request, business: Stored, folder: Stored, phase: str) -> dict[str, Any]:
    if phase == "finish" and request.flag("ad_placements_validation_only"):
        session = uploads.session_of(sandbox, request, business)
        path = uploads.finish(sandbox, session)
        checks = _only_checked(request, path) if path is not None else {"data": []}
        uploads.close(sandbox, session, "cancelled")
        return checks
    answer = ad_videos.in_phases(sandbox, request, business, phase)
    if phase != "finish":
        return answer
    session = uploads.session_of(sandbox, request, business)
    asset = sandbox.store.get(session["business_video_id"])
    video = sandbox.store.get(session["video_id"])
    if asset is None and video is not None:
        asset = _keep(sandbox, business, folder, video, dict(video), session["business_video_id"])
    return {
        "success": True,
        "id": session["business_video_id"],
        "business_video_id": session["business_video_id"],
        "video_id": session["video_id"],
    }


def _keep(
    sandbox: "Sandbox",
    business: Stored,
    folder: Stored,
    video: Stored,
    texts: dict[str, Any],
    asset_id: str | None = None,
) -> Stored:
    name = texts.get("name") or texts.get("title") or "Video"
    fields = {"name": name, "video_id": video.id, "folder_id": folder.id, "business_id": business.id}
    return sandbox.store.add("business_video", fields, parent=business.id, key=video.id, id=asset_id)


@node("GET", kind="business_video")
def show_business_video(sandbox: "Sandbox", request: Request, video: Stored) -> Any:
    rights.need_on_asset(sandbox, request, video, "VIEW_CONTENT")
    return fields.shown(sandbox, request, video)


@node("POST", kind="business_video")
def update_business_video(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, bool]:
    rights.need_on_asset(sandbox, request, video, "MANAGE_CONTENT")
    rename(sandbox, request, video)
    return {"success": True}


@node("DELETE", kind="business_video")
def delete_business_video(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, bool]:
    rights.need_on_asset(sandbox, request, video, "MANAGE_CONTENT")
    media.need_unused(sandbox, "%", video["video_id"], "video")
    with sandbox.store.transaction():
        sandbox.store.delete(video["video_id"])
        sandbox.store.delete(video.id)
    return {"success": True}


@edge("GET", kind="business_video", name="ad_placement_validation_results")
def list_video_validation(sandbox: "Sandbox", request: Request, video: Stored) -> list[dict[str, Any]]:
    rights.need_on_asset(sandbox, request, video, "VIEW_CONTENT")
    return placement_checks.results(request, _medium(sandbox, video))
