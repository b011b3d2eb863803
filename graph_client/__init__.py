"""A client for Meta's Graph API over `requests`, without Django, database or policy.

    client = GraphClient(token, app_secret=secret, api_url="https://graph.facebook.com", account="act_1")
    client.get("act_1", {"fields": ("id", "name")})            -> Answer, a dict with .etag, .not_modified, .usage
    client.post("act_1/adcreatives", spec)                     -> Answer
    client.delete("12345")                                     -> Answer
    for row in client.iterate("act_1/ads", {...}, page_size=100): ...

Functions by noun, all taking the client first: accounts, folders, images, videos, creatives, previews, campaigns,
insights, oauth (under `graph_client.edges`, and from here). Field lists are in `fields`.

    folders.create(client, business_id, name, parent=None, description=None) -> id
    images.upload(client, "act_1", open_file, filename, size)                -> {"hash", "url", ...}
    images.upload_to_folder(client, business_id, folder_id, open_file, filename, size) -> {"id", "hash", "url"}
    videos.status(client, ids) -> {id: Result};  videos.progress(status) -> (state, per cent, reason)
    creatives.create(client, "act_1", spec, validate_only=False)             -> id, or None when only checked
    previews.generate(client, "act_1", id_or_spec, formats) -> [Result];  previews.frame(result.data) -> (src, w, h)
    previews.for_creative(client, creative_id, ad_format, creative_feature) -> page;  previews.variants(page, feature)
    insights.submit / poll / fetch / iterate;  campaigns.list_ads(client, "act_1")

Video, resumable across processes (`upload` is a small frozen dataclass; keep its fields in `save`):

    upload = videos.new_upload("act_1", size, "clip.mp4")
    upload = carry(client, upload, open_file, save=keep, on_progress=show, keep_going=within_time)
    upload.done, upload.video_id, upload.business_video_id; SessionLost -> begin with a new upload

`async_requests` makes request sets that Meta works off later; `resumable` carries the two other kinds of upload
(video ads by rupload, file handles of an app) in the same way.

Many calls in one: `run(client, [Call("GET", "1", {...}, name=None, files=None, depends_on=None)])` -> [Result] with
`.data | .error | .not_done`.

Quota: a pacer with reserve(use_case, subject, calls) -> None or the moment until which to wait (QuotaExhausted.until),
and record(use_case, subject, usage, error). use_case is app, ads_management or ads_insights; subject is the bare ad
account number or ''. Policy: check(Write) may raise WriteRefused; Write.values() walks every name and value in it.

Errors (`errors.py`): GraphError -> ConnectionFailed(sent) | UnreadableResponse | QuotaExhausted(until) | WriteRefused |
SessionLost | ShortFile | APIError(code, subcode, type, message, user_title, user_message, trace_id, status,
blame_field_specs, error_data) -> RateLimited(retry_after) | TemporarilyUnavailable | TooMuchData | TokenRejected |
PermissionMissing | ObjectNotFound | InvalidParameter -> MediaRefused | PolicyRefused | VersionRetired |
UploadInterrupted -> UploadOffsetWrong. Each has `.advice` (a sentence for people) and `.transient`.
"""

from . import async_requests, fields, reports, resumable, retrying, video_upload
from .batch import Call, Result, run
from .client import DEFAULT_VERSION, GraphClient
from .edges import accounts, campaigns, creatives, folders, images, insights, oauth, previews, videos
from .errors import (
    APIError,
    ConnectionFailed,
    GraphError,
    InvalidParameter,
    MediaRefused,
    ObjectNotFound,
    PermissionMissing,
    PolicyRefused,
    QuotaExhausted,
    RateLimited,
    SessionLost,
    ShortFile,
    TemporarilyUnavailable,
    TokenRejected,
    TooMuchData,
    UnreadableResponse,
    UploadInterrupted,
    UploadOffsetWrong,
    VersionRetired,
    WriteRefused,
    redact,
)
from .multipart import FilePart
from .protocol import Answer, Secret, app_secret_proof
from .usage import Reading, Usage
from .video_upload import Upload, carry
from .writes import Write

__all__ = [
    "DEFAULT_VERSION",
    "APIError",
    "Answer",
    "Call",
    "ConnectionFailed",
    "FilePart",
    "GraphClient",
    "GraphError",
    "InvalidParameter",
    "MediaRefused",
    "ObjectNotFound",
    "PermissionMissing",
    "PolicyRefused",
    "QuotaExhausted",
    "RateLimited",
    "Reading",
    "Result",
    "Secret",
    "SessionLost",
    "ShortFile",
    "TemporarilyUnavailable",
    "TokenRejected",
    "TooMuchData",
    "UnreadableResponse",
    "Upload",
    "UploadInterrupted",
    "UploadOffsetWrong",
    "Usage",
    "VersionRetired",
    "Write",
    "WriteRefused",
    "accounts",
    "app_secret_proof",
    "async_requests",
    "campaigns",
    "carry",
    "creatives",
    "fields",
    "folders",
    "images",
    "insights",
    "oauth",
    "previews",
    "redact",
    "reports",
    "resumable",
    "retrying",
    "run",
    "video_upload",
    "videos",
]
