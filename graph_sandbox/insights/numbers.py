"""What one ad did on one day, as whole numbers, and how that divides into breakdown cells.

Additive metrics add up exactly: cells to the day, days to a period, ads to ad sets, campaigns and the account. In every cell
impressions >= clicks >= link clicks. Money is in hundredths of the account's currency.
"""

import datetime as dt
import hashlib
import math
import random
from functools import lru_cache

ADDITIVE = (
    "impressions clicks link_clicks spend plays p25 p50 p75 p95 p100 thruplays seconds_15 seconds_30 watched landing_page_views add_to_carts "
    "purchases purchase_value reactions comments shares saves reach unique_clicks"
).split()
WEEKDAYS = (0.96, 0.93, 0.95, 1.0, 1.06, 1.14, 1.18)  # Monday to Sunday
AGES = {
    "18-24": 0.16,
    "25-34": 0.31,
    "35-44": 0.23,
    "45-54": 0.15,
    "55-64": 0.09,
    "65+": 0.06,
}
GENDERS = {"female": 0.57, "male": 0.41, "unknown": 0.02}
POSITIONS = {
    ("facebook", "feed"): 0.28,
    ("facebook", "facebook_reels"): 0.1,
    ("facebook", "facebook_stories"): 0.05,
    ("facebook", "marketplace"): 0.05,
    ("facebook", "right_hand_column"): 0.03,
    ("instagram", "feed"): 0.21,
    ("instagram", "instagram_stories"): 0.12,
    ("instagram", "instagram_reels"): 0.1,
    ("instagram", "instagram_explore_grid_home"): 0.02,
    ("messenger", "messenger_inbox"): 0.01,
    ("audience_network", "an_classic"): 0.03,
}
DEVICES = {
    "iphone": 0.44,
    "android_smartphone": 0.41,
    "desktop": 0.09,
    "ipad": 0.04,
    "android_tablet": 0.02,
}
COUNTRIES = {"DE": 0.55, "AT": 0.2, "CH": 0.14, "NL": 0.11}
Cell = tuple[str, ...]
FAMILIES: dict[tuple[str, ...], dict[Cell, float]] = {
    (): {(): 1.0},
    ("age", "gender"): {(age, gender): a * g for age, a in AGES.items() for gender, g in GENDERS.items()},
    ("publisher_platform", "platform_position"): {pair: share for pair, share in POSITIONS.items()},
    ("impression_device",): {(name,): share for name, share in DEVICES.items()},
    ("country",): {(name,): share for name, share in COUNTRIES.items()},
}
Counts = dict[str, int]


def _random(*parts: object) -> random.Random:
    return random.Random(hashlib.sha256(":".join(map(str, parts)).encode()).digest())


@lru_cache(maxsize=200_000)
def day_of(seed: str, ad_id: str, day: dt.date, is_video: bool) -> Counts:
    """All of one ad's counts on one day. The same arguments give the same answer in every process."""
    ad, chance = _random(seed, ad_id), _random(seed, ad_id, day.isoformat())
    base, pull, price = (
        ad.uniform(900, 6500),
        ad.uniform(0.005, 0.018),
        ad.uniform(4.2, 11.5),
    )
    wave = 1 + 0.12 * math.sin(day.toordinal() / 9 + ad.random() * 6)
    impressions = int(base * WEEKDAYS[day.weekday()] * wave * chance.uniform(0.86, 1.14))
    link_clicks = int(impressions * min(max(pull * chance.uniform(0.8, 1.2), 0.0031), 0.02))
    clicks = min(int(link_clicks * chance.uniform(1.12, 1.42)), int(impressions * 0.029))
    spend = round(impressions * price * chance.uniform(0.94, 1.06) / 10)
    counts = {
        "impressions": impressions,
        "clicks": clicks,
        "link_clicks": link_clicks,
        "spend": spend,
    }
    counts |= {
        "reach": int(impressions / chance.uniform(1.08, 1.32)),
        "unique_clicks": int(clicks * chance.uniform(0.9, 0.98)),
    }
    counts |= _results(link_clicks, impressions, chance)
    return counts | _video(impressions if is_video else 0, chance)


def _results(link_clicks: int, impressions: int, chance: random.Random) -> Counts:
    landed = int(link_clicks * chance.uniform(0.74, 0.9))
    carts = int(landed * chance.uniform(0.08, 0.15))
    purchases = int(carts * chance.uniform(0.25, 0.5))
    liked = int(impressions * chance.uniform(0.001, 0.004))
    return {
        "landing_page_views": landed,
        "add_to_carts": carts,
        "purchases": purchases,
        "purchase_value": purchases * chance.randint(3200, 7800),
        "reactions": liked,
        "comments": liked // 9,
        "shares": liked // 14,
        "saves": liked // 11,
    }


def _video(impressions: int, chance: random.Random) -> Counts:
    """Views that get fewer towards the end; `watched` are seconds."""
    found, left = {}, int(impressions * chance.uniform(0.72, 0.9))
    for name, keeps in (
        ("plays", 1.0),
        ("p25", 0.46),
        ("seconds_15", 0.82),
        ("p50", 0.76),
        ("thruplays", 0.92),
        ("p75", 0.7),
        ("seconds_30", 0.9),
        ("p95", 0.72),
        ("p100", 0.88),
    ):
        left = int(left * keeps)
        found[name] = left
    found["watched"] = int(found["plays"] * chance.uniform(3.1, 6.2))
    return found


def cells(seed: str, ad_id: str, day: dt.date, is_video: bool, family: tuple[str, ...]) -> dict[Cell, Counts]:
    """The day divided into the cells of a family of breakdowns; every additive metric sums to the day's."""
    total = day_of(seed, ad_id, day, is_video)
    if family == ():
        return {(): total}
    return _divided(seed, ad_id, day, is_video, family)


@lru_cache(maxsize=20_000)
def _divided(seed: str, ad_id: str, day: dt.date, is_video: bool, family: tuple[str, ...]) -> dict[Cell, Counts]:
    total, chance = (
        day_of(seed, ad_id, day, is_video),
        _random(seed, ad_id, day.isoformat(), *family),
    )
    names = list(FAMILIES[family])
    weights = [FAMILIES[family][name] * chance.uniform(0.8, 1.2) for name in names]
    parts: dict[str, list[int]] = {"impressions": share(total["impressions"], weights)}
    shown = parts["impressions"]
    parts["link_clicks"] = share(
        total["link_clicks"],
        [count * chance.uniform(0.7, 1.3) for count in shown],
        shown,
    )
    room = [most - used for most, used in zip(shown, parts["link_clicks"], strict=True)]
    more = share(total["clicks"] - total["link_clicks"], shown, room)
    parts["clicks"] = [link + extra for link, extra in zip(parts["link_clicks"], more, strict=True)]
    for name in ADDITIVE:
        if name not in parts:
            limit = (
                parts["clicks"]
                if name == "unique_clicks"
                else None
                if name in ("spend", "watched", "purchase_value")
                else shown
            )
            parts[name] = share(total[name], shown, limit)
    return {cell: {name: parts[name][index] for name in ADDITIVE} for index, cell in enumerate(names)}


def share(total: int, weights: list[float] | list[int], caps: list[int] | None = None) -> list[int]:
    """`total` divided in proportion to `weights` into whole numbers that sum to it, none above its cap."""
    whole = sum(weights) or 1.0
    caps = caps if caps is not None else [total] * len(weights)
    parts = [min(int(total * weight / whole), cap) for weight, cap in zip(weights, caps, strict=True)]
    left = total - sum(parts)
    order = sorted(range(len(parts)), key=lambda index: -weights[index])
    while left > 0:
        before = left
        for index in order:
            step = min(left, caps[index] - parts[index], max(1, left // len(parts)))
            parts[index] += max(step, 0)
            left -= max(step, 0)
        if left == before:
            raise ValueError("the caps are smaller than the total")
    return parts


def people(daily: list[int], impressions: int) -> int:
    """Different people over several days: whoever saw it yesterday often sees it again today. Never more than impressions."""
    if not daily:
        return 0
    most = max(daily)
    return min(impressions, most + int((sum(daily) - most) * 0.44))
