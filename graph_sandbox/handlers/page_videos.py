"""Videos of a Page. Marketing API reference, "Publishing", line 1927, and "Get Page Videos", line 2213."""

import os
from typing import TYPE_CHECKING, Any

from .. import auth, errors, uploads
from ..request import Request
from ..routes import edge
from ..store import Stored
from . import ad_videos
from .app_uploads import by_handle

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@edge("GET", kind="page", name="videos")
def list_page_videos(sandbox: "Sandbox", request: Request, page: Stored) -> Any:
    """`description` where there is one, `updated_time`, `id`."""
    _as_page(request, page)
    auth.require_scope(request, "pages_read_engagement")
    return sandbox.store.list("video", parent=page.id, key="ready")


@edge("POST", kind="page", name="videos")
def publish_video(sandbox: "Sandbox", request: Request, page: Stored) -> dict[str, str]:
    """`fbuploader_video_file_chunk` is the handle of an upload; `title`, `description`."""
    _as_page(request, page)
    upload = by_handle(sandbox, request.required("fbuploader_video_file_chunk"), "fbuploader_video_file_chunk")
    linked = sandbox.store.spool_path()
    os.link(uploads.bytes_path(sandbox, upload), linked)
    return {"id": ad_videos.keep(sandbox, page, linked, ad_videos.described(request, upload["file_name"])).id}


def _as_page(request: Request, page: Stored) -> None:
    """A Page's own token; that of a person is refused."""
    if request.caller["type"] != "PAGE" or request.caller["user_id"] != page.id:
        raise errors.GraphFault(10, "(#10) This endpoint requires a Page access token of this Page", status=403)
