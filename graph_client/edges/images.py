"""Images of an ad account and of a business folder. The same bytes give the same hash, so uploads may be repeated.

Sources: Marketing API reference, lines 14834-14924; AdImage reference; Creative Asset Management, Get Started.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from .. import batch, fields
from ..errors import UnreadableResponse
from ..multipart import FilePart

if TYPE_CHECKING:
    from ..batch import Result
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Rows


def upload(
    client: GraphClient,
    ad_account: str,
    open_file: BinaryIO,
    filename: str,
    size: int,
    *,
    on_read: Callable[[int], Any] | None = None,
) -> dict[str, Any]:
    """Send one file: {"hash", "url", "width", "height", "name", ...}. The file name needs its extension."""
    part = FilePart(filename, open_file, 0, size, on_read=on_read)
    answer = client.post(f"{ad_account}/adimages", files={"filename": part}, repeatable=True)
    return _single(answer)


def upload_many(client: GraphClient, ad_account: str, files: Iterable[tuple[BinaryIO, str, int]]) -> list[Result]:
    """Several (open_file, filename, size) in one batch: Results in the same order, `data` as in `upload`."""
    calls = [
        batch.Call("POST", f"{ad_account}/adimages", files={"filename": FilePart(name, file, 0, size)})
        for file, name, size in files
    ]
    results = batch.run(client, calls, repeatable=True)
    for result in results:
        if result.ok:
            result.data = _single(result.data)
    return results


def upload_from_url(client: GraphClient, ad_account: str, url: str) -> dict[str, Any]:
    """Let Meta fetch the image."""
    return _single(client.post(f"{ad_account}/adimages", {"url": url}, repeatable=True))


def copy(client: GraphClient, ad_account: str, source_account: str, image_hash: str) -> dict[str, Any]:
    """Copy from another ad account that the token can read; `source_account` with or without act_."""
    source = {"source_account_id": source_account.removeprefix("act_"), "hash": image_hash}
    return _single(client.post(f"{ad_account}/adimages", {"copy_from": source}, repeatable=True))


def upload_to_folder(
    client: GraphClient, business_id: str, folder_id: str, open_file: BinaryIO, filename: str, size: int
) -> dict[str, Any]:
    """Put one image into a business folder: {"id", "hash", "url"}. Sent as base64, so it is held in memory."""
    open_file.seek(0)
    encoded = base64.b64encode(open_file.read(size)).decode()
    params = {"bytes": encoded, "name": filename, "creative_folder_id": folder_id}
    answer = client.post(f"{business_id}/images", params, use_case="app", subject="")
    return _single(answer)


def find_in_folder(client: GraphClient, business_id: str, folder_id: str, image_hash: str) -> dict[str, Any] | None:
    """The row of the folder with this hash, or None: tells whether an upload with a lost answer arrived."""
    params = {"creative_folder_id": folder_id, "fields": fields.BUSINESS_CREATIVE}
    rows = client.iterate(f"{business_id}/creatives", params, page_size=100, use_case="app", subject="")
    return next((row for row in rows if row.get("hash") == image_hash), None)


def list_images(client: GraphClient, ad_account: str, hashes: Iterable[str] | None = None) -> Rows:
    """All images of the account, or those with these hashes."""
    params = {"fields": fields.IMAGE, "hashes": list(hashes) if hashes else None}
    return client.iterate(f"{ad_account}/adimages", params, page_size=100)


def get_business_image(client: GraphClient, image_id: str) -> Answer:
    return client.get(image_id, {"fields": fields.BUSINESS_IMAGE}, use_case="app", subject="")


def delete(client: GraphClient, ad_account: str, image_hash: str) -> None:
    """Take the image out of the account; Meta refuses while a creative uses it."""
    client.delete(f"{ad_account}/adimages", {"hash": image_hash})


def delete_business_image(client: GraphClient, image_id: str) -> None:
    client.delete(image_id, use_case="app", subject="")


def _single(answer):
    images = answer.get("images") or {}
    if len(images) != 1:
        raise UnreadableResponse("One image was sent, the answer does not name one.", status=200)
    return next(iter(images.values()))
