"""adimages of an ad account. Marketing API reference, "Ad Account Ad Images", line 14834."""

import base64
import binascii
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import auth, download, errors, images, media
from ..clock import iso
from ..request import Request
from ..routes import describe, node, route, view
from ..store import Stored
from .accounts import is_usable

if TYPE_CHECKING:
    from ..sandbox import Sandbox

FIELDS = (
    "account_id created_time creatives hash height id is_associated_creatives_in_adgroups name original_height original_width "
    "owner_business permalink_url status updated_time url url_128 width"
)
describe("image", "AdImage", default=("hash", "id"), fields=FIELDS)


@view("image")
def image_fields(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, Any]:
    account = image.parent
    number = account.removeprefix("act_")
    return {
        "id": image.id,
        "account_id": number,
        "hash": image.key,
        "name": image["name"],
        "status": "ACTIVE",
        "width": image["width"],
        "height": image["height"],
        "original_width": image["width"],
        "original_height": image["height"],
        "url": media.url(sandbox, request, image),
        "url_128": media.url(sandbox, request, image, "128"),
        "permalink_url": f"{sandbox.url(request)}/ads/image/?d={image.key}",
        "created_time": iso(image.created),
        "updated_time": iso(image.created),
        "creatives": lambda: media.creatives_using(sandbox, account, image.key) or None,
        "is_associated_creatives_in_adgroups": lambda: bool(media.creatives_using(sandbox, account, image.key)),
    }


@route("GET", "/act_{account}/adimages")
def list_ad_images(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    listing = sandbox.store.list("image", parent=account.id)
    hashes = {str(value) for value in request.list("hashes")}
    name, width, height = request.text("name"), request.number("minwidth"), request.number("minheight")
    if not (hashes or name or width or height):
        return listing
    return [
        image
        for image in listing
        if (not hashes or image.key in hashes)
        and (not name or name.lower() in image["name"].lower())
        and image["width"] >= (width or 0)
        and image["height"] >= (height or 0)
    ]


@route("POST", "/act_{account}/adimages")
def create_ad_images(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    """{"images": {key: {...}}}; several files in one call are all kept or none."""
    is_usable(account)
    if "copy_from" in request.params:
        return _answer(sandbox, request, [_copied(sandbox, request, account)])
    incoming = collect(sandbox, request)
    try:
        measured = [(key, name, path, images.measure(path)) for key, name, path in incoming]
        moved = [(key, name, sandbox.store.put_blob(path), facts) for key, name, path, facts in measured]
        with sandbox.store.transaction():
            kept = [(key, media.keep_image(sandbox, account, name, blob, facts)) for key, name, blob, facts in moved]
    finally:
        for _, _, path in incoming:
            path.unlink(missing_ok=True)
    return _answer(sandbox, request, kept)


def collect(sandbox: "Sandbox", request: Request) -> list[tuple[str, str, Path]]:
    """(answer key, file name, spooled path) from any file field, a zip, `bytes` or `url`."""
    if request.files:
        return [entry for file in request.files for entry in _of_file(sandbox, file.filename, file.path)]
    if request.text("bytes"):
        return [_of_bytes(sandbox, request)]
    if request.text("url"):
        return [_of_address(sandbox, request)]
    raise errors.invalid("At least one image file, bytes or url is required", blame="bytes")


def _of_file(sandbox: "Sandbox", filename: str, path: Path) -> list[tuple[str, str, Path]]:
    name = filename.replace("\\", "/").rsplit("/", 1)[-1] or "image"
    if name.lower().endswith(".zip") and zipfile.is_zipfile(path):
        return _of_zip(sandbox, path)
    if "." not in name.strip("."):
        raise errors.invalid(f"The file name {name} must have an extension", blame="filename")
    return [(name, name, path)]


def _of_zip(sandbox: "Sandbox", path: Path) -> list[tuple[str, str, Path]]:
    """Each picture of the archive under its own name; folders and hidden files are passed over."""
    found: list[tuple[str, str, Path]] = []
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                name = entry.filename.rsplit("/", 1)[-1]
                if entry.is_dir() or not name or name.startswith("."):
                    continue
                if entry.file_size > images.MAX_BYTES:
                    raise errors.invalid(f"The image {name} is larger than 30 MB")
                found.append((name, name, sandbox.store.spool_path()))
                with archive.open(entry) as source:
                    found[-1][2].write_bytes(source.read(images.MAX_BYTES + 1))
    except Exception as reason:
        for _, _, target in found:
            target.unlink(missing_ok=True)
        if isinstance(reason, errors.GraphFault):
            raise
        raise errors.invalid("The zip file is damaged or protected") from None
    if not found:
        raise errors.invalid("The zip file contains no images")
    return found


def _of_bytes(sandbox: "Sandbox", request: Request) -> tuple[str, str, Path]:
    name = request.text("name") or request.text("filename")
    target = sandbox.store.spool_path()
    target.write_bytes(decoded(request.required("bytes")))
    return name or "bytes", name or "bytes", target


def decoded(text: str) -> bytes:
    """Base64, the URL-safe kind, spaces for plus signs and a data: prefix included."""
    text = text.partition("base64,")[2] if text.startswith("data:") else text
    text = text.replace(" ", "+").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode("".join(text), validate=True)
    except (binascii.Error, ValueError):
        raise errors.invalid("Param bytes must be a base64 encoded image", blame="bytes") from None


def _of_address(sandbox: "Sandbox", request: Request) -> tuple[str, str, Path]:
    address = request.required("url")
    name = request.text("name") or address.partition("?")[0].rstrip("/").rsplit("/", 1)[-1] or "url"
    target = sandbox.store.spool_path()
    try:
        download.fetch(address, target, images.MAX_BYTES)
    except download.NotFetched as reason:
        raise errors.invalid(str(reason), blame="url") from None
    return name, name, target


def _copied(sandbox: "Sandbox", request: Request, account: Stored) -> tuple[str, Stored]:
    wanted = request.json("copy_from")
    if not isinstance(wanted, dict) or not wanted.get("hash") or not wanted.get("source_account_id"):
        raise errors.invalid("Param copy_from must have source_account_id and hash", blame="copy_from")
    source = sandbox.store.get(f"act_{str(wanted['source_account_id']).removeprefix('act_')}", "ad_account")
    if source is None or not auth.may_reach(request, source):
        raise errors.GraphFault(200, "(#200) You do not have permission to read the source account", status=403)
    image = sandbox.store.find("image", str(wanted["hash"]), parent=source.id)
    if image is None:
        raise errors.invalid("No image with this hash exists in the source account", blame="copy_from")
    found = sandbox.store.find("image", image.key, parent=account.id)
    image_id = f"{account.id.removeprefix('act_')}:{image.key}"
    copy = found or sandbox.store.add("image", dict(image), parent=account.id, key=image.key, id=image_id)
    return copy["name"], copy


def _answer(sandbox: "Sandbox", request: Request, kept: list[tuple[str, Stored]]) -> dict[str, Any]:
    return {"images": {key: created(sandbox, request, image) for key, image in kept}}


def created(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, Any]:
    """What a POST answers for one image; the 256 sides are text, the others numbers, as in the reference."""
    scale = min(1.0, 256 / max(image["width"], image["height"]))
    return {
        "hash": image.key,
        "url": media.url(sandbox, request, image),
        "url_128": media.url(sandbox, request, image, "128"),
        "url_256": media.url(sandbox, request, image, "256"),
        "url_256_height": str(round(image["height"] * scale)),
        "url_256_width": str(round(image["width"] * scale)),
        "height": image["height"],
        "width": image["width"],
        "name": image["name"],
    }


@route("DELETE", "/act_{account}/adimages")
def delete_ad_image(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, bool]:
    image = sandbox.store.find("image", request.required("hash"), parent=account.id)
    if image is None:
        raise errors.invalid("No image with this hash exists in the ad account", blame="hash")
    return _delete(sandbox, image)


@node("DELETE", kind="image")
def delete_image_node(sandbox: "Sandbox", request: Request, image: Stored) -> dict[str, bool]:
    auth.account_by_id(sandbox, request, image.parent)
    return _delete(sandbox, image)


def _delete(sandbox: "Sandbox", image: Stored) -> dict[str, bool]:
    media.need_unused(sandbox, image.parent, image.key, "image", blame="hash")
    sandbox.store.delete(image.id)
    return {"success": True}
