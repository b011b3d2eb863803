"""Pictures and videos that are kept: look-ups for creatives, addresses that expire, files behind them.

An image is kind "image" (parent = ad account, key = hash) or "business_image" (parent = business, key = hash); a video is kind
"video" (parent = ad account or business). Both have `blob`, `width`, `height`; a video also `length` in seconds.
"""

import hashlib
import hmac
from pathlib import Path
from typing import TYPE_CHECKING

from . import errors, images, videos
from .request import Request
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

STILLS = (0.0, 0.25, 0.5, 0.75)
ADDRESS_SECONDS = 2 * 86400


def image_of(sandbox: "Sandbox", account: Stored, image_hash: str) -> Stored | None:
    """The image with this hash that creatives of the account may use: its own, or one of a business that owns or runs it."""
    found = sandbox.store.find("image", image_hash, parent=account.id)
    for business in businesses_of(account):
        found = found or sandbox.store.find("business_image", image_hash, parent=business)
    return found


def keep_image(sandbox: "Sandbox", account: Stored, name: str, source: str | Path, facts: images.ImageFacts) -> Stored:
    """The stored image; the same bytes are one image in an account. `source` is a blob's name, or a path that is moved."""
    found = sandbox.store.find("image", facts.hash, parent=account.id)
    if found is not None:
        return found
    blob = source if isinstance(source, str) else sandbox.store.put_blob(source)
    fields = {"name": name[:100], "blob": blob, "extension": facts.extension, "size": facts.size}
    fields |= {"width": facts.width, "height": facts.height}
    image_id = f"{account.id.removeprefix('act_')}:{facts.hash}"
    return sandbox.store.add("image", fields, parent=account.id, key=facts.hash, id=image_id)


def video_of(sandbox: "Sandbox", account: Stored, video_id: str) -> Stored | None:
    """The video that creatives of the account may use; still processing ones included."""
    found = sandbox.store.get(str(video_id), "video")
    allowed = (account.id, *businesses_of(account))
    return found if found is not None and found.parent in allowed and found.get("blob") else None


def businesses_of(account: Stored) -> list[str]:
    return [account["owner"], *account.get("agencies", [])]


def creatives_using(sandbox: "Sandbox", account_id: str, needle: str) -> list[str]:
    """Ids of the account's creatives whose spec names this hash or video id."""
    sql = "SELECT id FROM objects WHERE kind = 'creative' AND parent LIKE ? AND json LIKE ? ORDER BY seq DESC"
    return [row["id"] for row in sandbox.store.execute(sql, (account_id, f'%"{needle}"%'))]


def need_unused(sandbox: "Sandbox", account_id: str, needle: str, noun: str, blame: str | None = None) -> None:
    """What a creative shows cannot be deleted; `account_id` "%" asks in all accounts."""
    if creatives_using(sandbox, account_id, needle):
        raise errors.invalid(f"The {noun} is used by an ad creative and cannot be deleted", blame=blame)


def path_of(sandbox: "Sandbox", item: Stored) -> Path:
    """The original bytes."""
    return sandbox.store.blob_path(item["blob"])


def still_path(sandbox: "Sandbox", video: Stored, number: int = 0) -> Path:
    """A JPEG of one of the video's stills; made at the first call. Its own thumbnail stands for number 0 when one was set."""
    if number == 0 and video.get("thumb_blob"):
        return sandbox.store.blob_path(video["thumb_blob"])
    target = _derived(sandbox, f"{video['blob']}-still{number}.jpg")
    if not target.exists():
        partial = sandbox.store.spool_path()
        videos.still(path_of(sandbox, video), partial, STILLS[number])
        partial.replace(target)
    return target


def small_path(sandbox: "Sandbox", image: Stored, side: int) -> Path:
    """A JPEG of the image that fits into side x side; made at the first call."""
    target = _derived(sandbox, f"{image['blob']}-{side}.jpg")
    if not target.exists():
        partial = sandbox.store.spool_path()
        images.thumbnail(path_of(sandbox, image), partial, (side, side))
        partial.replace(target)
    return target


def _derived(sandbox: "Sandbox", name: str) -> Path:
    folder = sandbox.store.folder / "derived"
    folder.mkdir(exist_ok=True)
    return folder / name


def url(sandbox: "Sandbox", request: Request | None, item: Stored, variant: str = "") -> str:
    """A signed address of the bytes (`variant` "128", "256", "still0") that dies after two sandbox days."""
    name = f"{item.id.replace(':', '_')}{'_' + variant if variant else ''}.{_extension(item, variant)}"
    expires = f"{sandbox.clock.whole(3600) + ADDRESS_SECONDS:x}"
    return f"{sandbox.url(request)}/scontent/{name}?oe={expires}&oh={signature(name, expires)}"


def signature(name: str, expires: str) -> str:
    return hmac.new(b"sandbox media", f"{name}:{expires}".encode(), hashlib.sha256).hexdigest()[:24]


def _extension(item: Stored, variant: str) -> str:
    return "jpg" if variant else item.get("extension", "mp4")
