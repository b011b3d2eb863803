"""Catalogues, collections, and what stands below an ad: products, site links, partners.

Marketing API reference: templates, lines 8031 to 8225; collections, lines 2554 to 2942; site links, line 9288; product extensions,
line 9454; partnership ads, line 4282; music, line 9198.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import canvases, features, products
from ..store import Stored
from .model import Card, Story, Variation

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from .reading import Reader

CARDS, TILES, EXTENSIONS = 10, 4, 4
SINGLE = ("single_image", "single_video", "carousel_images_single_item")


def template_story(look: "Reader", plain: Story, template: dict[str, Any]) -> Story:
    """A template filled with the items that are shown: the asked ones, else the first ones of the set."""
    template = {**template, **dict(look.view.template)}
    found = shown(look.sandbox, look.account, str(look.spec.get("product_set_id") or ""), look.view)
    cards = [_item_card(look, template, item) for item in found]
    first = found[0] if found else None
    message = products.filled(str(template.get("message") or ""), first)
    layers = tuple(template.get("image_layer_specs") or ())
    told = replace(plain, message=message, catalogue=True, layers=layers)
    if template.get("format_option") == "collection_video":
        hero = Card(str(template.get("name") or ""), "", str(template.get("link") or ""), cta=look.cta(template))
        hero = replace(hero, image=cards[0].image if cards else None, title=products.filled(hero.title, first))
        return replace(told, kind="collection", cards=(hero,), tiles=tuple(cards[:TILES]), template_video=True)
    if template.get("force_single_link") or template.get("format_option") in SINGLE or len(cards) < 2:
        return replace(told, kind="link", cards=tuple(cards[:1]))
    return replace(told, kind="carousel", cards=_with_static(look, template, cards)[:CARDS])


def shown(sandbox: "Sandbox", account: Stored, set_id: str, view: Variation) -> list[Stored]:
    product_set = products.set_of(sandbox, account, set_id) if set_id else None
    if product_set is None:
        return []
    found = (
        products.chosen(sandbox, product_set, view.products) if view.products else products.items(sandbox, product_set)
    )
    return [products.with_picture(sandbox, item) for item in found[:CARDS]]


def _item_card(look: "Reader", template: dict[str, Any], item: Stored) -> Card:
    title = products.filled(str(template.get("name") or "{{product.name}}"), item)
    below = products.filled(str(template.get("description") or ""), item)
    link = str(item.get("url") or template.get("link") or "")
    return Card(
        title, below, link, "", look.cta(template), item, price=str(item["price"]), note=str(item["description"])
    )


def _with_static(look: "Reader", template: dict[str, Any], cards: list[Card]) -> tuple[Card, ...]:
    children = template.get("child_attachments") or []
    static = [look.child(template, child) for child in children if child.get("static_card")]
    if static and children[0].get("static_card"):
        return (*static, *cards)
    return (*cards[: CARDS - len(static)], *static)


def collection(look: "Reader", told: Story, data: dict[str, Any]) -> Story:
    """A hero with tiles: thumbnails that were chosen, else items of the product set that the Instant Experience shows."""
    canvas_id = canvases.id_in(told.first.link or str(data.get("link") or ""))
    canvas = look.sandbox.store.get(canvas_id, "canvas") if canvas_id else None
    if canvas is None:
        return told
    told = replace(told, instant=True)
    thumbnails = data.get("collection_thumbnails")
    if thumbnails:
        tiles = [tile for tile in (_tile(look, canvas, each, index) for index, each in enumerate(thumbnails)) if tile]
    else:
        set_id = canvases.product_set_id(look.sandbox, canvas)
        tiles = [_item_card(look, {}, item) for item in shown(look.sandbox, look.account, set_id, look.view)]
    if not tiles:
        return told
    return replace(told, kind="collection", tiles=tuple(tiles[:TILES]), catalogue=not thumbnails)


def _tile(look: "Reader", canvas: Stored, thumbnail: dict[str, Any], index: int) -> Card | None:
    element = look.sandbox.store.get(str(thumbnail.get("element_id") or ""), "canvas_element")
    child = int(thumbnail.get("element_child_index", index) or 0)
    if element is not None and element["type"] == "canvas_photo":
        photo = look.sandbox.store.get(str(element["spec"]["photo_id"]))
        return Card(image=photo) if photo is not None else None
    set_id = (
        str(element["spec"].get("product_set_id") or "") if element else canvases.product_set_id(look.sandbox, canvas)
    )
    found = shown(look.sandbox, look.account, set_id, Variation())
    return _item_card(look, {}, found[child]) if child < len(found) else None


def beside(sandbox: "Sandbox", account: Stored, spec: dict[str, Any], told: Story) -> Story:
    """Partners, payers, site links, products and music of the whole creative."""
    sourcing, feed = spec.get("creative_sourcing_spec") or {}, spec.get("asset_feed_spec") or {}
    enrolled = features.enrolled(spec)
    links = [str(link["site_link_title"]) for link in sourcing.get("site_links_spec") or []]
    extended = "product_extensions" in enrolled and sourcing.get("associated_product_set_id")
    items = shown(sandbox, account, str(extended), Variation())[:EXTENSIONS] if extended else []
    political = str(spec.get("authorization_category") or "NONE") != "NONE"
    return replace(
        told,
        site_links=tuple(links) if "site_extensions" in enrolled and told.kind in ("link", "video", "post") else (),
        products=tuple(Card(item["name"], image=item, price=str(item["price"])) for item in items),
        partner=_partner(sandbox, spec),
        payer=told.page_name if political else "",
        music=bool(feed.get("audios")),
        generated=bool(enrolled & features.GENERATIVE),
    )


def _partner(sandbox: "Sandbox", spec: dict[str, Any]) -> str:
    page_id = (spec.get("facebook_branded_content") or {}).get("sponsor_page_id") or spec.get(
        "branded_content_sponsor_page_id"
    )
    page = sandbox.store.get(str(page_id), "page") if page_id else None
    user_id = (spec.get("instagram_branded_content") or {}).get("sponsor_id")
    user = sandbox.store.get(str(user_id), "instagram_user") if user_id else None
    return str(page["name"]) if page else str(user["username"]) if user else ""
