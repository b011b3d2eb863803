"""Videos of an ad account and of a business folder; the upload itself is in `video_upload`.

Sources: Marketing API reference, lines 15355-15445; AdVideo and VideoStatus in Meta's SDK; Video thumbnails edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import batch, fields, video_upload

if TYPE_CHECKING:
    from ..batch import Result
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Rows
    from ..video_upload import Upload


def new_upload(ad_account: str, size: int, filename: str, *, title: str = "") -> Upload:
    """An upload to an ad account, for `video_upload.carry`."""
    return video_upload.new_upload(f"{ad_account}/advideos", size, filename, title=title)


def new_folder_upload(business_id: str, folder_id: str, size: int, filename: str, *, title: str = "") -> Upload:
    """An upload to a business folder; its `business_video_id` is the id of the asset in the folder."""
    extra = {"creative_folder_id": folder_id}
    return video_upload.new_upload(f"{business_id}/videos", size, filename, title=title or filename, extra=extra)


def status(client: GraphClient, video_ids: Sequence[str]) -> dict[str, Result]:
    """Results by video id, in one batch of reads: `data["status"]` as in `progress`."""
    results = batch.run(client, [batch.Call("GET", id, {"fields": fields.VIDEO_STATUS}) for id in video_ids])
    return dict(zip(video_ids, results, strict=True))


def progress(status: Mapping[str, Any]) -> tuple[str, int, str]:
    """(state, per cent, reason) of a video's `status` object; state is processing, ready or failed."""
    word = status.get("video_status", "")
    percent = int(status.get("processing_progress") or 0)
    if word == "ready":
        return "ready", 100, ""
    if word in ("error", "upload_failed", "expired"):
        return "failed", percent, _phase_errors(status) or word
    return "processing", percent, ""


def get(client: GraphClient, video_id: str) -> Answer:
    return client.get(video_id, {"fields": fields.VIDEO})


def get_many(client: GraphClient, video_ids: Sequence[str]) -> dict[str, Result]:
    """Results by video id, in batches of reads."""
    results = batch.run(client, [batch.Call("GET", id, {"fields": fields.VIDEO}) for id in video_ids])
    return dict(zip(video_ids, results, strict=True))


def list_videos(client: GraphClient, ad_account: str) -> Rows:
    return client.iterate(f"{ad_account}/advideos", {"fields": fields.VIDEO}, page_size=50)


def list_thumbnails(client: GraphClient, video_id: str) -> Rows:
    return client.iterate(f"{video_id}/thumbnails", {"fields": fields.THUMBNAIL}, page_size=50)


def get_business_video(client: GraphClient, video_id: str) -> Answer:
    return client.get(video_id, {"fields": fields.BUSINESS_VIDEO}, use_case="app", subject="")


def upload_from_url(client: GraphClient, ad_account: str, url: str, *, title: str | None = None) -> str:
    """Let Meta fetch the video: its id. A lost answer leaves nothing to ask about."""
    return client.post(f"{ad_account}/advideos", {"file_url": url, "title": title}, host="video")["id"]


def delete(client: GraphClient, ad_account: str, video_id: str) -> None:
    client.delete(f"{ad_account}/advideos", {"video_id": video_id})


def delete_business_video(client: GraphClient, video_id: str) -> None:
    client.delete(video_id, use_case="app", subject="")


def _phase_errors(status):
    phases = (status.get(name) or {} for name in ("uploading_phase", "processing_phase", "publishing_phase"))
    errors = [error for phase in phases for error in phase.get("errors") or phase.get("error") or [] if error]
    return " ".join(str(error.get("message", "")) for error in errors if isinstance(error, dict)).strip()
