"""The demo's content: pictures and films of a pottery shop, three campaigns, six ad sets, thirty ads with their creatives."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from ..ad_objects import running
from ..handlers.creatives import made
from ..story import kind_of
from . import drawings, other_ads
from .identities import FACTS
from .library import film_id, picture_hash

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from ..store import Stored

DAYS = 120
LINK = "https://shop.fernandclay.example"
# name, objective, status, ad sets with the number of their ads; one ad set is for dynamic creative, which takes one ad
CAMPAIGNS: tuple[tuple[str, str, str, dict[str, int]], ...] = (
    ("Autumn table", "OUTCOME_SALES", "ACTIVE", {"Prospecting DACH": 8, "Returning visitors": 7}),
    ("New glazes", "OUTCOME_TRAFFIC", "ACTIVE", {"Home and garden interest": 9, "Lookalike 2 % buyers": 1}),
    ("Studio stories", "OUTCOME_ENGAGEMENT", "PAUSED", {"Reels and stories": 3, "Broad 25 to 54": 2}),
)
DYNAMIC = "Lookalike 2 % buyers"
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
    first = 0
    for number, (name, objective, status, sizes) in enumerate(CAMPAIGNS):
        fields = {
            "name": name,
            "objective": objective,
            "status": status,
            "special_ad_categories": [],
            "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
        }
        campaign = sandbox.store.add("campaign", fields, parent=account.id, created=_born(sandbox))
        for position, (title, size) in enumerate(sizes.items()):
            adset = _adset(sandbox, campaign, title, 4000 + 1500 * position + 500 * number)
            for ad in range(first, first + size):
                _ad(sandbox, account, adset, ad)
            first += size


def _born(sandbox: "Sandbox") -> float:
    return sandbox.clock.now() - (DAYS + 3) * 86400


def _adset(sandbox: "Sandbox", campaign: "Stored", title: str, budget: int) -> "Stored":
    sales = campaign["objective"] == "OUTCOME_SALES"
    fields: dict[str, Any] = {
        "name": title,
        "campaign_id": campaign.id,
        "status": "ACTIVE",
        "daily_budget": str(budget),
        "billing_event": "IMPRESSIONS",
        "optimization_goal": "OFFSITE_CONVERSIONS" if sales or title == DYNAMIC else "LINK_CLICKS",
        "targeting": {"age_min": 18, "age_max": 65, "geo_locations": {"countries": ["DE", "AT", "CH", "NL"]}},
        "is_dynamic_creative": title == DYNAMIC,
    }
    if sales:
        fields["promoted_object"] = {"product_set_id": FACTS["product_set_id"]}
    return sandbox.store.add("adset", fields, parent=campaign.parent, created=_born(sandbox))


def _ad(sandbox: "Sandbox", account: "Stored", adset: "Stored", number: int) -> None:
    copy, look = COPY[number % len(COPY)], LOOKS[(number + number // 6) % len(LOOKS)]
    name = f"{copy[0]} {look[3].replace('x', ':').replace('191', '1.91')} v{1 + number // 10}"
    other = other_ads.SPECS.get(number)
    if other is not None:
        name, spec = other(sandbox, account)
        creative = made(sandbox, account, spec)
    else:
        creative = creative_of(sandbox, account, copy, look, number)
    if number == other_ads.CHANGED:
        creative_of(sandbox, account, COPY[0], look, number)  # what it showed before
    fields = {
        "name": name,
        "adset_id": adset.id,
        "campaign_id": adset["campaign_id"],
        "creative_id": creative.id,
        "status": "ACTIVE",
        **other_ads.fields(sandbox, account, number),
    }
    last = running.today(sandbox, account)
    begun = (last - dt.timedelta(days=DAYS)).isoformat()
    runs_on = sandbox.store.require(adset["campaign_id"])["status"] == "ACTIVE"
    periods = [[begun, None if runs_on else last.isoformat()]]
    delivery = {"periods": periods, "video": kind_of(creative["spec"]) == "video"}
    fields["delivery"] = other_ads.delivery(sandbox, account, number, delivery)
    present = {key: value for key, value in fields.items() if value is not None}
    ad = sandbox.store.add("ad", present, parent=account.id, key=creative.id, created=adset.created + 86400)
    if "review" in present:
        running.plan(sandbox, ad)


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
        poster = picture_hash(sandbox, account, shape, palette, size)
        story["video_data"] = {
            "video_id": film_id(sandbox, account, shape, palette),
            "image_hash": poster,
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
            story["link_data"] |= {
                "name": headline,
                "description": description,
                "image_hash": picture_hash(sandbox, account, shape, palette, size, words),
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
    return {
        "link": link,
        "name": f"The {shape}",
        "description": "Thrown by hand",
        "image_hash": picture_hash(sandbox, account, shape, palette),
        "call_to_action": {"type": "SHOP_NOW", "value": {"link": link}},
    }
