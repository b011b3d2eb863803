"""The demo's ads of the rarer kinds, by their number from 0. An ad's creative is one of SPECS; the groups of a flexible ad are its own.

 2  flexible format     7  collection       17  languages    21  partnership
23  app install        25  Instagram media  26  Threads      27  lead form
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import server_fields
from ..handlers.posts import add_media
from . import drawings
from .identities import FACTS
from .library import film_id, picture_hash

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from ..store import Stored

LINK = "https://shop.fernandclay.example"
STORE = "https://apps.apple.com/app/id6448311069"
LEAD_FORM = "1760022743619914"
IDENTITY = {"page_id": FACTS["page_id"], "instagram_user_id": FACTS["instagram_user_id"]}
Named = tuple[str, dict[str, Any]]


def _link(picture: str, path: str, message: str, title: str, button: str, **value: Any) -> dict[str, Any]:
    """link_data of a picture with a button."""
    link = value.pop("link", f"{LINK}/{path}")
    action = {"type": button, "value": {"link": link, **value}}
    return {"link": link, "message": message, "name": title, "image_hash": picture, "call_to_action": action}


def groups(sandbox: "Sandbox", account: "Stored") -> dict[str, Any]:
    """creative_asset_groups_spec: Meta picks from these for each person."""
    texts = [
        {"text": "One bowl for salad, pasta and everything after.", "text_type": "primary_text"},
        {"text": "Dishwasher safe. Made in batches of 50.", "text_type": "primary_text"},
        {"text": "The bowl you reach for", "text_type": "headline"},
    ]
    group = {
        "images": [{"hash": picture_hash(sandbox, account, "bowl", palette)} for palette in ("sand", "fern")],
        "videos": [{"video_id": film_id(sandbox, account, "lamp", "dusk")}],
        "texts": texts,
        "call_to_action": {"type": "SHOP_NOW", "value": {"link": f"{LINK}/bowl"}},
    }
    return server_fields.added_to_groups(sandbox, account, {"groups": [group]})


def collection(sandbox: "Sandbox", account: "Stored") -> Named:
    """A picture above four items; it opens an Instant Experience of the catalogue."""
    page, store = FACTS["page_id"], sandbox.store
    blob = store.put_blob(drawings.picture("bowl", "fern", "1x1"))
    photo = {"blob": blob, "width": 1080, "height": 1080, "extension": "jpg", "name": "Autumn table"}
    hero = {"type": "canvas_photo", "spec": {"photo_id": store.add("photo", photo, parent=page).id}}
    shop = {"product_set_id": FACTS["product_set_id"], "show_in_feed": True, "max_items": 50}
    parts = [hero, {"type": "canvas_product_set", "spec": shop}]
    ids = [store.add("canvas_element", part, parent=page).id for part in parts]
    canvas = {"name": "Autumn table", "body_element_ids": ids, "is_published": True, "is_hidden": False}
    link = f"https://fb.com/canvas_doc/{store.add('canvas', canvas, parent=page).id}"
    data = _link(
        picture_hash(sandbox, account, "bowl", "fern"),
        "",
        "Set the table for autumn.",
        "Our autumn table",
        "SHOP_NOW",
        link=link,
    )
    return "Autumn table collection", {
        "name": "Autumn collection",
        "object_story_spec": {**IDENTITY, "link_data": data},
    }


def languages(sandbox: "Sandbox", account: "Stored") -> Named:
    """English for all, German and French for those who read them."""
    spoken = (
        ("english", 24, "Thrown by hand in our studio.", "A vase for every bouquet", "30 days to return"),
        ("german", 5, "In unserer Werkstatt von Hand gedreht.", "Eine Vase für jeden Strauß", "30 Tage Rückgabe"),
        (
            "french",
            9,
            "Tourné à la main dans notre atelier.",
            "Un vase pour chaque bouquet",
            "30 jours pour changer d’avis",
        ),
    )
    feed: dict[str, Any] = {
        "images": [{"hash": picture_hash(sandbox, account, "vase", "plum")}],
        "ad_formats": ["SINGLE_IMAGE"],
        "call_to_action_types": ["SHOP_NOW"],
    }
    for place, name in enumerate(("bodies", "titles", "descriptions"), start=2):
        feed[name] = [{"text": each[place], "adlabels": [{"name": each[0]}]} for each in spoken]
    feed["link_urls"] = [
        {"website_url": f"{LINK}/vase?in={each[0]}", "adlabels": [{"name": each[0]}]} for each in spoken
    ]
    labels = ("body_label", "title_label", "description_label", "link_url_label")
    feed["asset_customization_rules"] = [
        {
            "customization_spec": {"locales": [key]},
            **{label: {"name": name} for label in labels},
            "is_default": name == "english",
        }
        for name, key, *_ in spoken
    ]
    return "Spring vase in 3 languages", {
        "name": "Spring vase in 3 languages",
        "object_story_spec": IDENTITY,
        "asset_feed_spec": feed,
    }


def partnership(sandbox: "Sandbox", account: "Stored") -> Named:
    data = _link(
        picture_hash(sandbox, account, "mug", "plum"), "mug", "Made together with our youngest.", "Two mugs", "SHOP_NOW"
    )
    partner = {"facebook_branded_content": {"sponsor_page_id": FACTS["second_page_id"]}}
    return "Mugs with a partner", {
        "name": "Mugs with a partner",
        "object_story_spec": {**IDENTITY, "link_data": data},
        **partner,
    }


def app_install(sandbox: "Sandbox", account: "Stored") -> Named:
    picture = picture_hash(sandbox, account, "jug", "dusk")
    data = _link(
        picture, "", "See each glaze on your own table.", "Fern & Clay at home", "INSTALL_MOBILE_APP", link=STORE
    )
    return "App: glazes at home", {"name": "App install", "object_story_spec": {**IDENTITY, "link_data": data}}


def instagram_media(sandbox: "Sandbox", account: "Stored") -> Named:
    """A post of the Instagram account, boosted."""
    medium = add_media(
        sandbox,
        {
            "instagram_user_id": FACTS["instagram_user_id"],
            "account_id": account.id,
            "caption": "From our studio, this morning.",
            "image_hash": picture_hash(sandbox, account, "vase", "dusk"),
        },
    )
    spec = {
        "name": "Instagram post",
        "source_instagram_media_id": medium["id"],
        "object_id": FACTS["page_id"],
        "instagram_user_id": FACTS["instagram_user_id"],
        "call_to_action": {"type": "LEARN_MORE", "value": {"link": f"{LINK}/studio"}},
    }
    return "Instagram post from the studio", spec


def threads(sandbox: "Sandbox", account: "Stored") -> Named:
    user = sandbox.store.find("threads_user", "connected", parent=FACTS["instagram_user_id"])
    data = _link(
        picture_hash(sandbox, account, "lamp", "plum"), "lamp", "A lamp for long talks.", "Dusk lamp", "LEARN_MORE"
    )
    story = {**IDENTITY, "threads_user_id": user.id if user else "", "link_data": data}
    return "Lamp on Threads", {"name": "Lamp on Threads", "object_story_spec": story}


def lead_form(sandbox: "Sandbox", account: "Stored") -> Named:
    picture, text = picture_hash(sandbox, account, "planter", "sky"), "We write once a month, when the kiln is opened."
    data = _link(picture, "letter", text, "The studio letter", "SIGN_UP", lead_gen_form_id=LEAD_FORM)
    return "Studio letter form", {"name": "Lead form", "object_story_spec": {**IDENTITY, "link_data": data}}


FLEXIBLE = 2
SPECS: dict[int, Callable[["Sandbox", "Stored"], Named]] = {
    7: collection,
    17: languages,
    21: partnership,
    23: app_install,
    25: instagram_media,
    26: threads,
    27: lead_form,
}
