"""The second account: dollars, New York's days, and 40 months in which a little was advertised at each month's beginning."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from ..ad_objects import running
from ..handlers.creatives import made
from .identities import FACTS
from .library import picture_hash

if TYPE_CHECKING:
    from ..sandbox import Sandbox

MONTHS = 40
LENGTH = 6  # days of a month with delivery
ADS = ("Everyday stoneware", "Gift cards")


def fill(sandbox: "Sandbox") -> None:
    account = sandbox.store.require(FACTS["second_ad_account_id"], "ad_account")
    periods = _periods(running.today(sandbox, account))
    born = dt.datetime.fromisoformat(periods[0][0]).replace(tzinfo=dt.UTC).timestamp() - 86400
    top = {"name": "Always on US", "objective": "OUTCOME_TRAFFIC", "status": "ACTIVE", "special_ad_categories": []}
    campaign = sandbox.store.add("campaign", top, parent=account.id, created=born)
    middle = {
        "name": "United States",
        "campaign_id": campaign.id,
        "status": "ACTIVE",
        "daily_budget": "900",
        "billing_event": "IMPRESSIONS",
        "optimization_goal": "LINK_CLICKS",
        "targeting": {"geo_locations": {"countries": ["US"]}},
    }
    adset = sandbox.store.add("adset", middle, parent=account.id, created=born)
    for number, name in enumerate(ADS):
        picture = picture_hash(sandbox, account, "bowl", ("sand", "clay")[number])
        creative = made(sandbox, account, _spec(name, picture))
        leaf = {
            "name": name,
            "adset_id": adset.id,
            "campaign_id": campaign.id,
            "creative_id": creative.id,
            "status": "PAUSED",
            "delivery": {"periods": periods, "video": False, "scale": 0.2},
        }
        sandbox.store.add("ad", leaf, parent=account.id, key=creative.id, created=born)


def _spec(name: str, picture: str) -> dict[str, Any]:
    link = "https://shop.fernandclay.example/us"
    data = {"link": link, "message": f"{name}, shipped from Portland.", "name": name, "image_hash": picture}
    return {"name": name, "object_story_spec": {"page_id": FACTS["page_id"], "link_data": data}}


def _periods(today: dt.date) -> list[list[str]]:
    """The first days of each of the last 40 months, up to today."""
    found, first = [], today.replace(day=1)
    for _ in range(MONTHS):
        last = min(today, first + dt.timedelta(days=LENGTH - 1))
        found.append([first.isoformat(), last.isoformat()])
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return found[::-1]
