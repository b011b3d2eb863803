"""Instant Experiences of a Page and their elements. Marketing API reference, lines 2662 to 2927.

The sandbox has no photos of Pages besides those of POST /{page}/photos; the id of an ad image is taken as photo_id too.
"""

from typing import TYPE_CHECKING, Any

from .. import auth, errors, images
from ..canvases import elements
from ..clock import iso
from ..creative_rules import refuse
from ..creative_rules.checks import as_object
from ..request import Request
from ..routes import describe, edge, node, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

TYPES = (
    "canvas_photo",
    "canvas_video",
    "canvas_template_video",
    "canvas_product_set",
    "canvas_button",
    "canvas_footer",
    "canvas_existing_post",
)
describe("canvas_element", "RichMediaElement", default=("id",), fields=("name",))
describe(
    "canvas",
    "Canvas",
    default=("id",),
    fields="body_elements canvas_link hero_asset_facebook_post_id hero_asset_instagram_media_id is_hidden is_published name owner "
    "source_template update_time",
)
describe("photo", "Photo", default=("id",), fields="created_time height name width")


@view("canvas")
def canvas_fields(sandbox: "Sandbox", request: Request, canvas: Stored) -> dict[str, Any]:
    page = sandbox.store.require(canvas.parent, "page")
    return {
        **canvas,
        "canvas_link": f"https://fb.com/canvas_doc/{canvas.id}",
        "body_elements": [{"id": element.id, "element_type": element["type"]} for element in elements(sandbox, canvas)],
        "owner": {"id": page.id, "name": page["name"]},
        "update_time": iso(canvas.created),
    }


@view("photo")
def photo_fields(sandbox: "Sandbox", request: Request, photo: Stored) -> dict[str, Any]:
    return {**photo, "created_time": iso(photo.created)}


@edge("POST", kind="page", name="photos")
def create_photo(sandbox: "Sandbox", request: Request, page: Stored) -> dict[str, str]:
    auth.require_scope(request, "pages_manage_posts", "pages_manage_ads", "ads_management")
    if not request.files:
        raise errors.missing("source")
    file = request.files[0]
    facts = images.measure(file.path)
    blob = sandbox.store.put_blob(file.path)
    fields = {"blob": blob, "width": facts.width, "height": facts.height, "extension": facts.extension}
    fields["name"] = request.text("message") or file.filename
    return {"id": sandbox.store.add("photo", fields, parent=page.id).id}


@edge("POST", kind="page", name="canvas_elements")
def create_element(sandbox: "Sandbox", request: Request, page: Stored) -> dict[str, str]:
    given = [name for name in TYPES if request.params.get(name) not in (None, "")]
    if len(given) != 1:
        refuse(f"An element is exactly one of {', '.join(TYPES)}.", given[1] if given else TYPES[0])
    kind = given[0]
    spec = as_object(request.json(kind), kind)
    _check_element(sandbox, kind, spec)
    return {"id": sandbox.store.add("canvas_element", {"type": kind, "spec": spec}, parent=page.id).id}


def _check_element(sandbox: "Sandbox", kind: str, spec: dict[str, Any]) -> None:
    if kind == "canvas_photo" and sandbox.store.get(str(spec.get("photo_id"))) is None:
        refuse("photo_id is the id of a photo.", kind, "photo_id")
    if kind == "canvas_video" and sandbox.store.get(str(spec.get("video_id")), "video") is None:
        refuse("video_id is the id of a video.", kind, "video_id")
    if kind in ("canvas_product_set", "canvas_template_video"):
        if sandbox.store.get(str(spec.get("product_set_id")), "product_set") is None:
            refuse("Your product set cannot be loaded.", kind, "product_set_id", subcode=1487831)
    if kind == "canvas_product_set":
        storefront = as_object(spec.get("storefront_setting") or {}, kind, "storefront_setting")
        if storefront.get("customized_section_titles") and not storefront.get("enable_sections"):
            refuse("customized_section_titles needs enable_sections true.", kind, "storefront_setting")
    if kind == "canvas_button" and not as_object(spec.get("open_url_action") or {}, kind, "open_url_action").get("url"):
        refuse("A button opens a url.", kind, "open_url_action", "url")
    if kind == "canvas_footer" and not spec.get("child_elements"):
        refuse("A footer has child_elements.", kind, "child_elements")


@edge("POST", kind="page", name="canvases")
def create_canvas(sandbox: "Sandbox", request: Request, page: Stored) -> dict[str, str]:
    ids = [str(value) for value in request.list("body_element_ids")]
    if not ids:
        raise errors.missing("body_element_ids")
    found = [sandbox.store.get(element_id, "canvas_element") for element_id in ids]
    for element_id, element in zip(ids, found, strict=True):
        if element is None or element.parent != page.id:
            refuse(f"{element_id} is not an element of this Page.", "body_element_ids")
    fields = {
        "name": request.text("name") or "Instant Experience",
        "body_element_ids": ids,
        "is_published": request.flag("is_published"),
        "is_hidden": False,
        "source_template": request.text("source_template_id"),
        "hero_asset_facebook_post_id": request.text("hero_asset_facebook_post_id"),
        "hero_asset_instagram_media_id": request.text("hero_asset_instagram_media_id"),
    }
    present = {name: value for name, value in fields.items() if value is not None}
    return {"id": sandbox.store.add("canvas", present, parent=page.id).id}


@edge("GET", kind="page", name="canvases")
def list_canvases(sandbox: "Sandbox", request: Request, page: Stored) -> Any:
    return sandbox.store.list("canvas", parent=page.id)


@edge("GET", kind="page", name="canvas_elements")
def list_elements(sandbox: "Sandbox", request: Request, page: Stored) -> Any:
    return sandbox.store.list("canvas_element", parent=page.id)


@node("POST", kind="canvas")
def change_canvas(sandbox: "Sandbox", request: Request, canvas: Stored) -> dict[str, bool]:
    changes: dict[str, Any] = {}
    if request.text("name"):
        changes["name"] = request.text("name")
    if "is_published" in request.params:
        changes["is_published"] = request.flag("is_published")
    sandbox.store.update(canvas.id, changes)
    return {"success": True}
