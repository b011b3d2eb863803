"""advideos of an ad account: one request, by address, or in phases. Marketing API reference, "Ad Videos", line 15355."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import download, errors, media, progress, uploads, videos
from ..request import Request
from ..routes import route
from ..store import Stored
from .accounts import is_usable

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PHASES = ("start", "transfer", "finish", "cancel")


@route("GET", "/act_{account}/advideos")
def list_ad_videos(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    listing = sandbox.store.list("video", parent=account.id, key="ready")
    title = request.text("title")
    found = within(request, listing) if any(name in request.params for name in LIMITS) else listing
    if title:
        return [video for video in found if title.lower() in str(video.get("title", "")).lower()]
    return found


LIMITS = {
    "minwidth": ("width", 1),
    "maxwidth": ("width", -1),
    "minheight": ("height", 1),
    "maxheight": ("height", -1),
    "minlength": ("length", 1),
    "maxlength": ("length", -1),
}


def within(request: Request, listing: Any) -> list[Stored]:
    """Videos inside minwidth, maxwidth, minheight, maxheight, minlength, maxlength."""
    bounds = [
        (field, sign, request.number(name) or 0) for name, (field, sign) in LIMITS.items() if name in request.params
    ]
    return [video for video in listing if all((video[field] - bound) * sign >= 0 for field, sign, bound in bounds)]


@route("POST", "/act_{account}/advideos")
def create_ad_video(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    is_usable(account)
    title = request.text("title")
    if title and len(title) >= 255:
        raise errors.invalid("Param title must be less than 255 characters", blame="title")
    phase = request.text("upload_phase")
    if phase is None:
        path, name = received(sandbox, request)
        return {"id": keep(sandbox, account, path, described(request, name)).id}
    return in_phases(sandbox, request, account, phase)


def in_phases(sandbox: "Sandbox", request: Request, account: Stored, phase: str) -> dict[str, Any]:
    if phase not in PHASES:
        raise errors.invalid(f"Param upload_phase must be one of {{{', '.join(PHASES)}}}", blame="upload_phase")
    if "file_url" in request.params:
        raise errors.invalid("file_url cannot be combined with upload_phase", blame="file_url")
    if phase == "start":
        session = uploads.start(sandbox, request, account, **described(request, ""))
        return {
            "upload_session_id": session.id,
            "video_id": session["video_id"],
            **uploads.next_range(sandbox, session),
        }
    session = uploads.session_of(sandbox, request, account)
    if phase == "transfer":
        return uploads.transfer(sandbox, request, session)
    if phase == "cancel":
        uploads.close(sandbox, session, "cancelled")
    else:
        finish(sandbox, request, account, session)
    return {"success": True}


def finish(sandbox: "Sandbox", request: Request, owner: Stored, session: Stored) -> None:
    path = uploads.finish(sandbox, session)
    if path is None:
        return
    if sandbox.store.get(session["video_id"]) is not None:  # killed after the video was made
        uploads.close(sandbox, session, "finished")
        return
    # A second name for the bytes: they stay in the session until the video is stored.
    linked = sandbox.store.spool_path()
    os.link(path, linked)
    texts = {
        **{name: session[name] for name in ("title", "description", "name") if name in session},
        **described(request, ""),
    }
    keep(sandbox, owner, linked, texts, video_id=session["video_id"])
    uploads.close(sandbox, session, "finished")


def described(request: Request, filename: str) -> dict[str, str]:
    """Title, description and library name as given; the file's name when there is no title."""
    texts = {name: request.text(name) for name in ("title", "description", "name")}
    texts["title"] = texts["title"] or texts["name"] or filename
    return {name: value for name, value in texts.items() if value}


def received(sandbox: "Sandbox", request: Request) -> tuple[Path, str]:
    """The spooled file of a single request (`source`, any file field) or of `file_url`."""
    if request.files:
        file = next((file for file in request.files if file.field == "source"), request.files[0])
        if file.size > videos.LARGEST_SINGLE:
            raise uploads.trouble(1363023)
        return file.path, file.filename
    if "file_url" not in request.params:
        raise errors.invalid("One of source, file_url or upload_phase is required", blame="source")
    address, target = request.required("file_url"), sandbox.store.spool_path()
    try:
        download.fetch(address, target, sandbox.settings.max_download_bytes)
    except download.NotFetched as reason:
        raise errors.GraphFault(389, "(#389) Unable to fetch video file from URL.", user_msg=str(reason)) from None
    return target, address.partition("?")[0].rsplit("/", 1)[-1]


def keep(sandbox: "Sandbox", owner: Stored, path: Path, texts: dict[str, str], video_id: str | None = None) -> Stored:
    """Probe the file and make the video; processing starts now."""
    fields = {**probed(sandbox, path), **texts}
    return sandbox.store.add("video", fields, parent=owner.id, key="ready", id=video_id)


def probed(sandbox: "Sandbox", path: Path) -> dict[str, Any]:
    """What the file is, and where its bytes are from now on. `path` is gone afterwards in any case."""
    try:
        facts = videos.measure(path)
    except errors.GraphFault:
        path.unlink(missing_ok=True)
        raise
    found = {
        "length": facts.length,
        "width": facts.width,
        "height": facts.height,
        "rate": facts.rate,
        "codec": facts.codec,
    }
    found |= {"has_sound": facts.has_sound, "extension": "mp4", "size": path.stat().st_size}
    found |= progress.begin(sandbox, sandbox.settings.video_polls, sandbox.settings.video_seconds)
    return {**found, "blob": sandbox.store.put_blob(path)}


@route("DELETE", "/act_{account}/advideos")
def delete_ad_video(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, bool]:
    video = sandbox.store.get(request.required("video_id"), "video")
    if video is None or video.parent != account.id:
        raise errors.invalid("No video with this id exists in the ad account", blame="video_id")
    return delete(sandbox, video)


def delete(sandbox: "Sandbox", video: Stored) -> dict[str, bool]:
    media.need_unused(sandbox, video.parent, video.id, "video", blame="video_id")
    sandbox.store.delete(video.id)
    return {"success": True}
