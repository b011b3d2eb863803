"""Creatives of a catalogue: the product set, the template, its layers. Marketing API reference, lines 7643 to 8225.

template_data takes {{product.name}} and the like in message, name and description, never in link (lines 8041 to 8055).
"""

import re
from typing import Any

from ..products import FIELDS, PLACEHOLDER, set_of
from .checks import Checked, as_object, as_objects, call_to_action, refuse, texts, url

TEMPLATED = ("message", "name", "description")
FORMAT_OPTIONS: tuple[str, ...] = (
    "carousel_images_multi_items",
    "carousel_images_single_item",
    "carousel_slideshows",
    "single_image",
)
FORMAT_OPTIONS += ("single_video", "collection_video")
LAYERS = ("image", "frame_overlay", "text_overlay")
CRITERIA = ("brand", "category", "product_type")
CATEGORIES = ("CATEGORY", "MIXED", "PRODUCTS_COLLAGE", "PRODUCTS_SLIDESHOW")
CATEGORY_FIELDS = ("name", "description", "destination_uri", "min_price")
APPLINK: tuple[str, ...] = ("automatic", "deeplink_with_web_fallback", "deeplink_with_appstore_fallback", "web_only")
APPLINK += ("deeplink_with-appstore_fallback",)


def check(creative: Checked) -> None:
    """What may name a product set: the creative itself and creative_sourcing_spec."""
    spec = creative.spec
    named = (
        (spec.get("product_set_id"), ("product_set_id",)),
        (
            creative.part("creative_sourcing_spec").get("associated_product_set_id"),
            ("creative_sourcing_spec", "associated_product_set_id"),
        ),
    )
    for set_id, path in named:
        if set_id and set_of(creative.sandbox, creative.account, str(set_id)) is None:
            refuse(
                "Your product set cannot be loaded. It may be non-existent or inaccessible due to privacy reasons.",
                *path,
                title="Product Set Not Found",
                subcode=1487831,
            )
    for name, allowed in (
        ("categorization_criteria", CRITERIA),
        ("category_media_source", CATEGORIES),
        ("applink_treatment", APPLINK),
    ):
        if spec.get(name) is not None and spec[name] not in allowed:
            refuse(f"{name} must be one of {', '.join(allowed)}.", name)


def check_template(creative: Checked, data: dict[str, Any], path: tuple[str, ...]) -> None:
    if not creative.spec.get("product_set_id"):
        refuse(
            "template_data shows products: product_set_id is required.", "product_set_id", title="Missing Product Set"
        )
    texts(data, path)
    call_to_action(data, path)
    if data.get("link"):
        _link(data["link"], path)
    for name in TEMPLATED:
        _placeholders(str(data.get(name) or ""), (*path, name))
    if data.get("format_option") and data["format_option"] not in FORMAT_OPTIONS:
        refuse(f"format_option must be one of {', '.join(FORMAT_OPTIONS)}.", *path, "format_option")
    if data.get("show_multiple_images") and (
        not data.get("force_single_link") or data.get("multi_share_end_card", True)
    ):
        refuse(
            "show_multiple_images needs force_single_link true and multi_share_end_card false.",
            *path,
            "show_multiple_images",
        )
    _static_cards(creative, data, path)
    for index, layer in enumerate(as_objects(data.get("image_layer_specs") or [], *path, "image_layer_specs")):
        _layer(creative, layer, (*path, "image_layer_specs", str(index)))


def _link(link: Any, path: tuple[str, ...]) -> None:
    url(link, *path, "link")
    if re.match(r"https?://([\w-]+\.)*facebook\.com(/|$)", str(link)):
        refuse("The link of a template cannot be a Facebook URL.", *path, "link", title="Invalid URL")


def _placeholders(text: str, path: tuple[str, ...]) -> None:
    for found in PLACEHOLDER.finditer(text):
        noun, field = found.group("noun"), found.group("field")
        known = FIELDS if noun == "product" else CATEGORY_FIELDS if noun == "category" else ()
        if field not in known:
            refuse(f"{found.group(0)} is not a field of a product.", *path, title="Unknown Template Field")


def _static_cards(creative: Checked, data: dict[str, Any], path: tuple[str, ...]) -> None:
    """Static cards stand all before or all after the products' cards (line 8050)."""
    children = as_objects(data.get("child_attachments") or [], *path, "child_attachments")
    for index, child in enumerate(children):
        at = (*path, "child_attachments", str(index))
        texts(child, at)
        if child.get("static_card"):
            if not (child.get("image_hash") or child.get("picture")):
                refuse("Each static card needs image_hash or picture.", *at, "image_hash", title="Missing Image")
            creative.picture(child, at)
    kinds = [bool(child.get("static_card")) for child in children]
    if sum(one != other for one, other in zip(kinds, kinds[1:], strict=False)) > 1:
        refuse("Static cards stand either before or after all dynamic cards.", *path, "child_attachments")


def _layer(creative: Checked, layer: dict[str, Any], path: tuple[str, ...]) -> None:
    if layer.get("layer_type") not in LAYERS:
        refuse(f"layer_type must be one of {', '.join(LAYERS)}.", *path, "layer_type")
    opacity = layer.get("opacity", 100)
    if not isinstance(opacity, int) or not 0 <= opacity <= 100:
        refuse("opacity is a number from 0 to 100.", *path, "opacity")
    if layer["layer_type"] == "frame_overlay":
        creative.picture(layer, path, "frame_image_hash")
    for name in ("shape_color", "text_color"):
        if layer.get(name) and not re.fullmatch(r"[0-9A-Fa-f]{6}", str(layer[name])):
            refuse(f"{name} is six hexadecimal digits.", *path, name)
    if layer.get("content") is not None:
        as_object(layer["content"], *path, "content")
