"""The ads of the demo that are not as the others: of other kinds, or something became of them. By their number, from 0.

6, 18   archived      9   deleted, delivered last week    11  disapproved      12  in review      13  has issues
14      another creative since day 60                     15  people are tired of it
24      dynamic creative                                  20  made elsewhere, of a post
Kinds that are rarer stand in kinds.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..ad_objects import running
from . import kinds
from .identities import FACTS
from .kinds import IDENTITY, LINK, Named
from .library import picture_hash

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from ..store import Stored

SWAPPED, TIRES = 60, 70  # days of the 120 after which it happens
DAYS = 120
CHANGED = 14
ISSUE = {
    "level": "AD",
    "error_code": 1885029,
    "error_summary": "The post of this ad is gone",
    "error_message": "The post that this ad shows was deleted or is not public any more.",
    "error_type": "HARD_ERROR",
}


def fields(sandbox: "Sandbox", account: "Stored", number: int) -> dict[str, Any]:
    """What such an ad has beside the usual."""
    if number in (6, 18):
        return {"status": "ARCHIVED"}
    if number == 9:
        return {"status": "DELETED"}
    if number == 11:
        feedback = {"PROHIBITED_CONTENT": "The ad promises a result that it cannot prove."}
        return {"review": {"until": sandbox.clock.now() - 86400, "feedback": feedback}}
    if number == 12:
        return {"review": {"until": sandbox.clock.now() + 2 * 86400, "feedback": {}}}
    if number == 20:
        return {"last_updated_by_app_id": "1024873309551999"}
    if number == kinds.FLEXIBLE:
        return {"creative_asset_groups_spec": kinds.groups(sandbox, account)}
    return {"issues_info": [ISSUE]} if number == 13 else {}


def delivery(sandbox: "Sandbox", account: "Stored", number: int, usual: dict[str, Any]) -> dict[str, Any] | None:
    """When it delivered, and how."""
    today = running.today(sandbox, account)
    begun = today - dt.timedelta(days=DAYS)

    def until(ago: int) -> dict[str, Any]:
        return {**usual, "periods": [[begun.isoformat(), (today - dt.timedelta(days=ago)).isoformat()]]}

    ended = {6: 30, 18: 45, 9: 4, 13: 2}
    if number in ended:
        return until(ended[number])
    if number in (11, 12):
        return None
    if number == CHANGED:
        return {**usual, "swaps": [[(begun + dt.timedelta(days=SWAPPED)).isoformat(), usual["video"]]]}
    return {**usual, "tires": (begun + dt.timedelta(days=TIRES)).isoformat()} if number == 15 else usual


def dynamic(sandbox: "Sandbox", account: "Stored") -> Named:
    hashes = [picture_hash(sandbox, account, shape, palette) for shape, palette in (("vase", "sky"), ("bowl", "plum"))]
    feed = {
        "images": [{"hash": one} for one in [*hashes, picture_hash(sandbox, account, "mug", "fern")]],
        "bodies": [{"text": "Thrown by hand, fired twice."}, {"text": "New glazes, made in batches of 50."}],
        "titles": [{"text": "Three new glazes"}, {"text": "Colour for the table"}],
        "descriptions": [{"text": "30 days to return"}],
        "link_urls": [{"website_url": f"{LINK}/glazes"}],
        "call_to_action_types": ["SHOP_NOW"],
        "ad_formats": ["SINGLE_IMAGE"],
        "optimization_type": "REGULAR",
    }
    return "Glazes dynamic", {"name": "Glazes dynamic", "object_story_spec": IDENTITY, "asset_feed_spec": feed}


def post(sandbox: "Sandbox", account: "Stored") -> Named:
    """An ad that somebody made in Ads Manager of a post of the Page."""
    data = {
        "link": f"{LINK}/kiln",
        "message": "We opened the kiln on Friday. This is what came out.",
        "name": "Kiln day",
    }
    data["image_hash"] = picture_hash(sandbox, account, "jug", "sky", "191x1")
    spec = {"object_story_spec": {"page_id": FACTS["page_id"], "link_data": data}, "account_id": account.id}
    post_id = f"{FACTS['page_id']}_{sandbox.store.new_id('122')}"
    sandbox.store.add("post", {"spec": spec, "published": True}, parent=FACTS["page_id"], id=post_id)
    return 'Post: "We opened the kiln on Friday."', {"name": "Post of the Page", "object_story_id": post_id}


def photo(sandbox: "Sandbox", account: "Stored") -> Named:
    data = {"image_hash": picture_hash(sandbox, account, "planter", "plum"), "caption": "Roots need air."}
    return "Planter photo 1:1", {"name": "Planter photo", "object_story_spec": {**IDENTITY, "photo_data": data}}


def catalogue(sandbox: "Sandbox", account: "Stored") -> Named:
    data = {
        "message": "New: {{product.name}}",
        "link": LINK,
        "name": "{{product.name}}",
        "description": "{{product.current_price}}",
        "call_to_action": {"type": "SHOP_NOW"},
    }
    spec = {"object_story_spec": {**IDENTITY, "template_data": data}, "product_set_id": FACTS["product_set_id"]}
    return "All products catalogue", {"name": "All products", **spec}


def placements(sandbox: "Sandbox", account: "Stored") -> Named:
    """Another picture for stories than for the feed."""
    feed = {
        "images": [
            {"hash": picture_hash(sandbox, account, "lamp", "dusk", "1x1"), "adlabels": [{"name": "feed"}]},
            {"hash": picture_hash(sandbox, account, "lamp", "dusk", "9x16"), "adlabels": [{"name": "story"}]},
        ],
        "bodies": [{"text": "Warm light from 1 bulb. 30 days to return it."}],
        "titles": [{"text": "Dusk, at home"}],
        "link_urls": [{"website_url": f"{LINK}/lamp"}],
        "call_to_action_types": ["SHOP_NOW"],
        "ad_formats": ["SINGLE_IMAGE"],
        "asset_customization_rules": [
            {
                "customization_spec": {"publisher_platforms": ["instagram"], "instagram_positions": ["story"]},
                "image_label": {"name": "story"},
            },
            {
                "customization_spec": {"publisher_platforms": ["facebook"], "facebook_positions": ["feed"]},
                "image_label": {"name": "feed"},
            },
        ],
    }
    return "Dusk lamp by placement", {"name": "Dusk lamp", "object_story_spec": IDENTITY, "asset_feed_spec": feed}


def second_page(sandbox: "Sandbox", account: "Stored") -> Named:
    """From the other Page and the other Instagram account."""
    data = {
        "link": f"{LINK}/kids",
        "message": "Small hands, small mugs.",
        "name": "Mugs for small hands",
        "image_hash": picture_hash(sandbox, account, "mug", "sand"),
        "call_to_action": {"type": "LEARN_MORE"},
    }
    story = {"page_id": FACTS["second_page_id"], "instagram_user_id": FACTS["second_instagram_user_id"]}
    return "Kids mug 1:1", {"name": "Kids mug", "object_story_spec": {**story, "link_data": data}}


SPECS: dict[int, Callable[["Sandbox", "Stored"], Named]] = {
    **kinds.SPECS,
    4: catalogue,
    16: photo,
    20: post,
    22: placements,
    24: dynamic,
    28: second_page,
}
