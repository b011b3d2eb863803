"""What one ad did on one day, as whole numbers, and how that divides into cells. A pure function of (seed, ad, day, stage).

Additive metrics add up exactly: cells to the day, days to a period, ads to ad sets, campaigns and the account. In every cell
impressions >= clicks >= link clicks, reach <= impressions, plays >= 25 % >= ... >= 100 %. Money is in hundredths.

Only the counts that somebody asked for are computed. Each but the first four is a share of another one (its parent), on the day
and in every cell: the events of a parent stand in a row, and those of the child are spread over that row, so that no cell has
more of them than of the parent.
"""

import datetime as dt
import math
import struct
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from operator import sub
from typing import NamedTuple

WEEKDAYS = (0.96, 0.93, 0.95, 1.0, 1.06, 1.14, 1.18)  # Monday to Sunday
FIRST = ("impressions", "clicks", "spend", "shown_video")
FEWEST = 360  # impressions of a day on which an ad delivered: with less, 0.3 % are no whole click
LOWEST, HIGHEST = 0.0032, 0.0285  # clicks of all impressions
TIRING = 0.975  # what is left of the clicks after each further day of an ad that people have seen enough

# count -> (parent, least share, greatest share)
SHARES: dict[str, tuple[str, float, float]] = {
    "link_clicks": ("clicks", 0.70, 0.89),
    "outbound_clicks": ("link_clicks", 0.92, 0.99),
    "landing_page_views": ("link_clicks", 0.74, 0.9),
    "landing_page_views_click": ("landing_page_views", 0.84, 0.95),
    "landing_page_views_day": ("landing_page_views_click", 0.85, 0.95),
    "add_to_carts": ("landing_page_views", 0.08, 0.15),
    "add_to_carts_click": ("add_to_carts", 0.78, 0.92),
    "add_to_carts_day": ("add_to_carts_click", 0.7, 0.85),
    "checkouts": ("add_to_carts", 0.5, 0.72),
    "checkouts_click": ("checkouts", 0.78, 0.92),
    "checkouts_day": ("checkouts_click", 0.7, 0.85),
    "purchases": ("checkouts", 0.5, 0.75),
    "purchases_click": ("purchases", 0.76, 0.9),
    "purchases_day": ("purchases_click", 0.68, 0.84),
    "purchase_value": ("purchases", 3200.0, 7800.0),
    "purchase_value_click": ("purchase_value", 0.76, 0.9),
    "purchase_value_day": ("purchase_value_click", 0.68, 0.84),
    "reach": ("impressions", 0.758, 0.926),
    "unique_clicks": ("clicks", 0.9, 0.98),
    "unique_link_clicks": ("unique_clicks", 0.72, 0.9),
    "reactions": ("impressions", 0.001, 0.004),
    "comments": ("reactions", 0.06, 0.16),
    "shares": ("reactions", 0.04, 0.1),
    "saves": ("reactions", 0.05, 0.12),
    "plays": ("shown_video", 0.72, 0.9),
    "seconds_2": ("plays", 0.5, 0.62),
    "views": ("seconds_2", 0.8, 0.92),
    "p25": ("views", 0.74, 0.9),
    "seconds_6": ("p25", 0.86, 0.95),
    "p50": ("p25", 0.56, 0.72),
    "seconds_15": ("p50", 0.82, 0.94),
    "thruplays": ("seconds_15", 0.86, 0.96),
    "p75": ("p50", 0.62, 0.76),
    "seconds_30": ("p75", 0.82, 0.92),
    "p95": ("p75", 0.64, 0.78),
    "p100": ("p95", 0.82, 0.94),
    "watched": ("plays", 3.1, 6.2),
}
Values = list[int]
UNIT = 1 / 65536


class Plan(NamedTuple):
    """Which counts are computed, in an order in which parents come before children."""

    names: tuple[str, ...]
    steps: tuple[tuple[int, float, float, int], ...]  # parent, least share, what chance adds, which chance
    parents: tuple[int, ...]


class Nature(NamedTuple):
    """What an ad is like on every day."""

    impressions: float
    pull: float
    price: float
    phase: float


class Showing(NamedTuple):
    """How an ad delivers on a day: which pull it has (`look`), how much of it is left, how large it is."""

    key: str
    look: str = ""
    video: bool = False
    scale: float = 1.0
    left: float = 1.0


class Stage(NamedTuple):
    """A division of a day: the weights of its cells."""

    name: str
    weights: tuple[float, ...]


@lru_cache(256)
def plan(wanted: frozenset[str]) -> Plan:
    needed = set(wanted)
    for name in reversed(SHARES):
        if name in needed:
            needed.add(SHARES[name][0])
    names = [*FIRST, *(name for name in SHARES if name in needed)]
    places = {name: index for index, name in enumerate(names)}
    chances = {name: 4 + index for index, name in enumerate(SHARES)}
    steps = []
    for name in names[len(FIRST) :]:
        parent, least, most = SHARES[name]
        steps.append((places[parent], least, (most - least) * UNIT, chances[name] % 60))
    return Plan(tuple(names), tuple(steps), tuple(step[0] for step in steps))


CHANCES = struct.Struct("<32H")


def chances(text: str) -> tuple[int, ...]:
    return CHANCES.unpack(blake2b(text.encode()).digest())


@lru_cache(10_000)
def nature(seed: str, key: str, look: str) -> Nature:
    """What the ad is like; another creative draws clearly more people or fewer."""
    chance = chances(f"{seed}:{key}")
    pull = 0.007 + 0.013 * chance[3] * UNIT
    if look:
        other = chances(f"{seed}:{key}:{look}")
        pull *= 0.6 + 0.2 * other[0] * UNIT if other[1] & 1 else 1.25 + 0.35 * other[0] * UNIT
    return Nature(900 + 5600 * chance[0] * UNIT, pull, 0.42 + 0.73 * chance[1] * UNIT, chance[2] * UNIT)


def day_of(plan: Plan, seed: str, showing: Showing, day: dt.date) -> Values:
    """The counts of `plan` of one ad on one day. The same arguments give the same answer in every process."""
    one, number = nature(seed, showing.key, showing.look), day.toordinal()
    text = f"{seed}:{showing.key}:{number}"
    chance = chances(text)
    if len(plan.names) > len(FIRST):
        chance += chances(text + ":")
    wave = 1 + 0.12 * math.sin(number / 9 + one.phase * 6)
    shown = one.impressions * WEEKDAYS[day.weekday()] * wave * (0.86 + 0.28 * chance[0] * UNIT) * showing.scale
    impressions = max(FEWEST, int(shown))
    share = one.pull * showing.left * (0.8 + 0.4 * chance[1] * UNIT)
    clicks = math.ceil(impressions * min(max(share, LOWEST), HIGHEST))
    spend = round(impressions * one.price * (0.94 + 0.12 * chance[2] * UNIT))
    values = [impressions, clicks, spend, impressions if showing.video else 0]
    for parent, least, more, place in plan.steps:
        values.append(int(values[parent] * (least + more * chance[place]) + chance[place ^ 1] * UNIT))
    return values


def divided(plan: Plan, text: str, values: Values, weights: tuple[float, ...]) -> list[Values]:
    """`values` in as many parts as there are weights; every count sums to what it was."""
    chance = chances(text)
    total = values[0]
    noisy = [weight * (0.8 + chance[index & 15] * 6e-6) for index, weight in enumerate(weights)]
    shown = _parts(total, noisy)
    lure = [count * (0.65 + chance[16 + (index & 15)] * 1.1e-5) for index, count in enumerate(shown)]
    clicks = _capped(values[1], lure, shown)
    spend = _parts(values[2], [count * (0.85 + chance[15 - (index & 15)] * 5e-6) for index, count in enumerate(shown)])
    edges = [[0, *accumulate(part)] for part in (shown, clicks, spend)]
    edges.append(edges[0] if values[3] else [0] * len(edges[0]))
    nothing = [0] * len(edges[0])
    for parent, count in zip(plan.parents, values[len(FIRST) :], strict=True):
        whole = values[parent]
        edges.append([-(-edge * count // whole) for edge in edges[parent]] if whole and count else nothing)
    columns = [[after - before for before, after in pairwise(one)] for one in edges]
    return list(map(list, zip(*columns, strict=True)))


def _parts(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to `total`."""
    ends = list(accumulate(weights))
    whole = ends[-1]
    if not whole or not total:
        return [total, *[0] * (len(weights) - 1)]
    marks = [int(total * end / whole) for end in ends]
    marks[-1] = total
    return list(map(sub, marks, [0, *marks[:-1]]))


def _capped(total: int, weights: list[float], caps: list[int]) -> list[int]:
    """The same, and no part is above its cap; what does not fit goes to the next one that has room."""
    parts, over = [], 0
    for part, cap in zip(_parts(total, weights), caps, strict=True):
        fits = min(part + over, cap)
        over += part - fits
        parts.append(fits)
    for index, cap in enumerate(caps):
        if not over:
            break
        room = min(over, cap - parts[index])
        parts[index] += room
        over -= room
    return parts


def cells(plan: Plan, seed: str, showing: Showing, day: dt.date, stage: Stage) -> list[tuple[int, Values]]:
    """[(place in the stage, counts)]; cells in which nothing was shown are left out."""
    values = day_of(plan, seed, showing, day)
    if len(stage.weights) == 1:
        return [(0, values)]
    parts = divided(plan, f"{seed}:{showing.key}:{day.toordinal()}:{stage.name}", values, stage.weights)
    return [(place, part) for place, part in enumerate(parts) if part[0]]


def people(daily: list[int], impressions: int) -> int:
    """Different people over several days: whoever saw it yesterday often sees it again today. Never more than impressions."""
    if not daily:
        return 0
    most = max(daily)
    return min(impressions, max(1, most + int((sum(daily) - most) * 0.44)))
