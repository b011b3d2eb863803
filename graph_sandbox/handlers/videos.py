"""The video node: status in phases, source, thumbnails.

Status: Marketing API reference, "FB Video Ads", line 2436; fields as in the official SDK's VideoStatus.
"""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, images, media, progress
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored
from . import ad_videos

if TYPE_CHECKING:
    from ..sandbox import Sandbox

FIELDS = (
    "backdated_time content_category content_tags created_time custom_labels description embed_html embeddable event format from icon id "
    "is_crosspost_video is_crossposting_eligible is_episode is_instagram_eligible length live_status permalink_url picture place post_id "
    "post_views privacy published scheduled_publish_time source spherical status title universal_video_id updated_time views name"
)
describe("video", "Video", default=("updated_time", "id", "description"), fields=FIELDS)


@view("video")
def video_fields(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, Any]:
    def when_ready(value: Any) -> Any:
        return lambda: value() if is_ready(sandbox, video) else None

    return {
        "id": video.id,
        "title": video.get("title"),
        "name": video.get("name", video.get("title")),
        "description": video.get("description"),
        "length": video.get("length"),
        "created_time": iso(video.created),
        "updated_time": iso(video.created),
        "published": True,
        "permalink_url": f"/{video.parent.removeprefix('act_')}/videos/{video.id}/",
        "is_instagram_eligible": True,
        "status": lambda: status(sandbox, request, video),
        "source": when_ready(lambda: media.url(sandbox, request, video)),
        "picture": when_ready(lambda: media.url(sandbox, request, video, "still0")),
        "format": when_ready(lambda: _formats(sandbox, request, video)),
        "views": 0,
    }


def is_ready(sandbox: "Sandbox", video: Stored) -> bool:
    return "blob" in video and not video.get("failed") and progress.look(sandbox, video, counts=False).done


def status(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, Any]:
    """video_status and the three phases; a read is a poll."""
    if "blob" not in video:
        return _uploading(video)
    if video.get("failed"):
        return _failed(video)
    state = progress.look(sandbox, video)
    phase = "complete" if state.done else "in_progress" if state.percent else "not_started"
    publishing = (
        {"status": phase, "publish_status": "published", "publish_time": iso(video.created)}
        if state.done
        else {"status": "not_started"}
    )
    return {
        "video_status": "ready" if state.done else "processing",
        "processing_progress": state.percent,
        "uploading_phase": {
            "status": "complete",
            "bytes_transferred": video["size"],
            "bytes_transfered": video["size"],
            "source_file_size": video["size"],
        },
        "processing_phase": {"status": phase},
        "publishing_phase": publishing,
    }


def _uploading(video: Stored) -> dict[str, Any]:
    """Before the end of an upload. The reference spells bytes_transfered, the SDK bytes_transferred: both are there."""
    done = video["uploading"]
    return {
        "video_status": "processing",
        "uploading_phase": {
            "status": "in_progress" if done else "not_started",
            "bytes_transferred": done,
            "bytes_transfered": done,
        },
        "processing_phase": {"status": "not_started"},
        "publishing_phase": {"status": "not_started"},
    }


def _failed(video: Stored) -> dict[str, Any]:
    trouble = {"code": 1363031, "message": "The video could not be processed."}
    return {
        "video_status": "error",
        "processing_progress": 0,
        "uploading_phase": {"status": "complete", "bytes_transferred": video["size"]},
        "processing_phase": {"status": "error", "errors": [trouble]},
        "publishing_phase": {"status": "not_started"},
    }


def _formats(sandbox: "Sandbox", request: Request, video: Stored) -> list[dict[str, Any]]:
    picture = media.url(sandbox, request, video, "still0")
    return [
        {"filter": "native", "picture": picture, "width": video["width"], "height": video["height"], "embed_html": ""}
    ]


@edge("GET", kind="video", name="thumbnails")
def list_thumbnails(sandbox: "Sandbox", request: Request, video: Stored) -> list[dict[str, Any]]:
    if not is_ready(sandbox, video):
        return []
    rows = []
    for number in range(len(media.STILLS)):
        row = {
            "id": f"{video.id}{number}",
            "height": video["height"],
            "width": video["width"],
            "scale": 1,
            "is_preferred": number == 0,
            "name": "",
        }
        rows.append({**row, "uri": media.url(sandbox, request, video, f"still{number}")})
    return rows


@edge("POST", kind="video", name="thumbnails")
def set_thumbnail(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, bool]:
    may_change(sandbox, request, video)
    if not request.files:
        raise errors.missing("source")
    images.measure(request.files[0].path)
    sandbox.store.update(video.id, {"thumb_blob": sandbox.store.put_blob(request.files[0].path)})
    return {"success": True}


@node("POST", kind="video")
def update_video(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, bool]:
    may_change(sandbox, request, video)
    texts: dict[str, Any] = {
        name: request.text(name) for name in ("name", "title", "description") if name in request.params
    }
    sandbox.store.update(video.id, texts)
    return {"success": True}


@node("DELETE", kind="video")
def delete_video(sandbox: "Sandbox", request: Request, video: Stored) -> dict[str, bool]:
    may_change(sandbox, request, video)
    return ad_videos.delete(sandbox, video)


def may_change(sandbox: "Sandbox", request: Request, video: Stored) -> None:
    if video.parent.startswith("act_"):
        auth.account_by_id(sandbox, request, video.parent)
    else:
        auth.require_scope(request, "business_creative_management")
