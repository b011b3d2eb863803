"""Videos of an ad account and of a business folder; the upload itself is in `video_upload`.

Sources: Marketing API reference, lines 15355-15445; AdVideo and VideoStatus in Meta's SDK; Video thumbnails edge.
"""

from .. import batch, fields, video_upload


def new_upload(ad_account, size, filename, *, title=""):
    """An upload to an ad account, for `video_upload.carry`."""
    return video_upload.new_upload(f"{ad_account}/advideos", size, filename, title=title)


def new_folder_upload(business_id, folder_id, size, filename, *, title=""):
    """An upload to a business folder; its `business_video_id` is the id of the asset in the folder."""
    extra = {"creative_folder_id": folder_id}
    return video_upload.new_upload(f"{business_id}/videos", size, filename, title=title or filename, extra=extra)


def status(client, video_ids):
    """Results by video id, in one batch of reads: `data["status"]` as in `progress`."""
    results = batch.run(client, [batch.Call("GET", id, {"fields": fields.VIDEO_STATUS}) for id in video_ids])
    return dict(zip(video_ids, results, strict=True))


def progress(status):
    """(state, per cent, reason) of a video's `status` object; state is processing, ready or failed."""
    word = status.get("video_status", "")
    percent = int(status.get("processing_progress") or 0)
    if word == "ready":
        return "ready", 100, ""
    if word in ("error", "upload_failed", "expired"):
        return "failed", percent, _phase_errors(status) or word
    return "processing", percent, ""


def get(client, video_id):
    return client.get(video_id, {"fields": fields.VIDEO})


def list_videos(client, ad_account):
    return client.iterate(f"{ad_account}/advideos", {"fields": fields.VIDEO}, page_size=50)


def list_thumbnails(client, video_id):
    return client.iterate(f"{video_id}/thumbnails", {"fields": fields.THUMBNAIL}, page_size=50)


def get_business_video(client, video_id):
    return client.get(video_id, {"fields": fields.BUSINESS_VIDEO}, use_case="app", subject="")


def upload_from_url(client, ad_account, url, *, title=None):
    """Let Meta fetch the video: its id. A lost answer leaves nothing to ask about."""
    return client.post(f"{ad_account}/advideos", {"file_url": url, "title": title}, host="video")["id"]


def delete(client, ad_account, video_id):
    client.delete(f"{ad_account}/advideos", {"video_id": video_id})


def delete_business_video(client, video_id):
    client.delete(video_id, use_case="app", subject="")


def _phase_errors(status):
    phases = (status.get(name) or {} for name in ("uploading_phase", "processing_phase", "publishing_phase"))
    errors = [error for phase in phases for error in phase.get("errors") or phase.get("error") or [] if error]
    return " ".join(str(error.get("message", "")) for error in errors if isinstance(error, dict)).strip()
