"""The demo's content: pictures and films of a pottery shop, three campaigns, six ad sets, thirty ads with their creatives."""

import datetime as dt
import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PIL import Image

from .. import images
from ..handlers.ad_images import keep
from ..handlers.ad_videos import keep as keep_video
from ..handlers.creatives import made
from . import drawings
from .identities import FACTS

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from ..store import Stored

DAYS = 120
LINK = "https://shop.fernandclay.example"
CAMPAIGNS = (
    ("Autumn table", "OUTCOME_SALES", ("Prospecting DACH", "Returning visitors")),
    (
        "New glazes",
        "OUTCOME_TRAFFIC",
        ("Home and garden interest", "Lookalike 2 % buyers"),
    ),
    ("Studio stories", "OUTCOME_ENGAGEMENT", ("Reels and stories", "Broad 25 to 54")),
)
# name, text, headline, description, button
COPY = (
    (
        "Evening vase",
        "Cut stems last longer in stoneware. Each vase is thrown by hand in our studio. Free delivery from €60.",
        "A vase that outlives the bouquet",
        "Thrown by hand",
        "SHOP_NOW",
    ),
    (
        "Morning mug",
        "The mug that keeps coffee warm for 40 minutes. Pick your glaze. 30 days to return it.",
        "Coffee, kept warm",
        "30 days to return",
        "SHOP_NOW",
    ),
    (
        "Long-table bowl",
        "One bowl for salad, pasta and everything after. Dishwasher safe. Made in batches of 50.",
        "The bowl you reach for",
        "Batches of 50",
        "LEARN_MORE",
    ),
    (
        "Fern planter",
        "Roots need air. Our planters breathe, so your fern does too. Now in 3 sizes.",
        "Give your fern some room",
        "In 3 sizes",
        "SHOP_NOW",
    ),
    (
        "Kiln day",
        "We open the kiln every Friday. Be the first to see what comes out. Sign up and save 10% off.",
        "First look, every Friday",
        "Save 10%",
        "SIGN_UP",
    ),
)
# kind, shape, palette, size, words on the picture
LOOKS = (
    ("link", "vase", "clay", "4x5", ""),
    ("link", "mug", "sky", "1x1", "Kept warm for 40 minutes"),
    ("link", "bowl", "sand", "191x1", ""),
    ("carousel", "planter", "fern", "1x1", ""),
    ("video", "lamp", "dusk", "9x16", ""),
    ("link", "jug", "plum", "9x16", ""),
)


def fill(sandbox: "Sandbox") -> None:
    account = sandbox.store.require(FACTS["ad_account_id"], "ad_account")
    for number, (name, objective, adsets) in enumerate(CAMPAIGNS):
        _campaign(sandbox, account, number, name, objective, adsets)


def _campaign(
    sandbox: "Sandbox",
    account: "Stored",
    number: int,
    name: str,
    objective: str,
    adsets: tuple[str, ...],
) -> None:
    born = sandbox.clock.now() - (DAYS + 3) * 86400
    fields = {
        "name": name,
        "objective": objective,
        "status": "ACTIVE",
        "special_ad_categories": [],
        "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
    }
    campaign = sandbox.store.add("campaign", fields, parent=account.id, created=born)
    for position, title in enumerate(adsets):
        wanted: dict[str, Any] = {
            "name": title,
            "campaign_id": campaign.id,
            "status": "ACTIVE",
            "daily_budget": str(4000 + 1500 * position + 500 * number),
            "billing_event": "IMPRESSIONS",
            "optimization_goal": "OFFSITE_CONVERSIONS" if objective == "OUTCOME_SALES" else "LINK_CLICKS",
            "targeting": {
                "age_min": 18,
                "age_max": 65,
                "geo_locations": {"countries": ["DE", "AT", "CH", "NL"]},
            },
            "promoted_object": {"product_set_id": FACTS["product_set_id"]} if objective == "OUTCOME_SALES" else None,
        }
        present = {key: value for key, value in wanted.items() if value is not None}
        adset = sandbox.store.add("adset", present, parent=account.id, created=born)
        for place, copy in enumerate(COPY):
            _ad(sandbox, account, adset, copy, number * 10 + position * 5 + place)


def _ad(
    sandbox: "Sandbox",
    account: "Stored",
    adset: "Stored",
    copy: tuple[str, ...],
    number: int,
) -> None:
    look = LOOKS[(number + number // 6) % len(LOOKS)]
    creative = creative_of(sandbox, account, copy, look, number)
    first = sandbox.clock.today() - dt.timedelta(days=DAYS)
    fields = {
        "name": f"{copy[0]} {look[3].replace('x', ':').replace('191', '1.91')} v{1 + number // 10}",
        "adset_id": adset.id,
        "campaign_id": adset["campaign_id"],
        "creative_id": creative.id,
        "status": "ACTIVE",
        "delivery": {"from": first.isoformat(), "video": look[0] == "video"},
    }
    sandbox.store.add("ad", fields, parent=account.id, key=creative.id, created=adset.created + 86400)


def creative_of(
    sandbox: "Sandbox",
    account: "Stored",
    copy: tuple[str, ...],
    look: tuple[str, ...],
    number: int,
) -> "Stored":
    name, text, headline, description, button = copy
    kind, shape, palette, size, words = look
    shift = number // 12 if kind != "video" else 0
    palette = list(drawings.PALETTES)[(list(drawings.PALETTES).index(palette) + shift) % len(drawings.PALETTES)]
    action = {"type": button, "value": {"link": f"{LINK}/{shape}"}}
    story: dict[str, Any] = {
        "page_id": FACTS["page_id"],
        "instagram_user_id": FACTS["instagram_user_id"],
    }
    if kind == "video":
        poster = image(sandbox, account, shape, palette, size)
        story["video_data"] = {
            "video_id": video(sandbox, account, shape, palette).id,
            "image_hash": poster.key,
            "message": text,
            "title": headline,
            "call_to_action": action,
        }
    else:
        story["link_data"] = {
            "link": f"{LINK}/{shape}",
            "message": text,
            "call_to_action": action,
        }
        if kind == "carousel":
            story["link_data"]["child_attachments"] = [
                _card(sandbox, account, each, palette) for each in ("planter", "vase", "bowl", "jug")
            ]
        else:
            hash_of = image(sandbox, account, shape, palette, size, words).key
            story["link_data"] |= {
                "name": headline,
                "description": description,
                "image_hash": hash_of,
            }
    spec = {
        "name": f"{name} {number + 1:02d} {kind} {size}",
        "object_story_spec": story,
    }
    spec["degrees_of_freedom_spec"] = {
        "creative_features_spec": {
            "image_uncrop": {"enroll_status": "OPT_OUT"},
            "text_optimizations": {"enroll_status": "OPT_OUT"},
        }
    }
    return made(sandbox, account, spec)


def _card(sandbox: "Sandbox", account: "Stored", shape: str, palette: str) -> dict[str, Any]:
    link = f"{LINK}/{shape}"
    hash_of = image(sandbox, account, shape, palette, "1x1").key
    return {
        "link": link,
        "name": f"The {shape}",
        "description": "Thrown by hand",
        "image_hash": hash_of,
        "call_to_action": {"type": "SHOP_NOW", "value": {"link": link}},
    }


def image(
    sandbox: "Sandbox",
    account: "Stored",
    shape: str,
    palette: str,
    size: str,
    words: str = "",
) -> "Stored":
    data = drawings.picture(shape, palette, size, words)
    path = sandbox.store.spool_path()
    path.write_bytes(data)
    return keep(sandbox, account, f"{shape}-{palette}-{size}.jpg", path, _facts(data))


@lru_cache(maxsize=64)
def _facts(data: bytes) -> images.ImageFacts:
    import hashlib

    with Image.open(io.BytesIO(data)) as picture:
        return images.ImageFacts(
            hashlib.md5(data).hexdigest(),
            picture.width,
            picture.height,
            "jpg",
            len(data),
        )


def video(sandbox: "Sandbox", account: "Stored", shape: str, palette: str) -> "Stored":
    title = f"{shape} {palette}"
    for found in sandbox.store.list("video", parent=account.id):
        if found.get("title") == title:
            return found
    path = sandbox.store.spool_path()
    path.write_bytes(drawings.film(shape, palette))
    kept = keep_video(sandbox, account, path, {"title": title})
    return sandbox.store.update(kept.id, {"progress": None})
