"""From counts to the fields of a row. Metrics are numeric text; ratios are computed from the row's own counts."""

from collections.abc import Callable
from typing import Any

from . import breakdowns, names
from .actions import OFF_META, SALES, Counts, Texts, engaged, happened

LEVELS = ("account", "campaign", "adset", "ad")
ALWAYS = ("date_start", "date_stop")
IDENTITY = {
    "account": ("account_id", "account_name", "account_currency", "attribution_setting"),
    "campaign": ("campaign_id", "campaign_name", "objective", "buying_type"),
    "adset": ("adset_id", "adset_name", "optimization_goal"),
    "ad": ("ad_id", "ad_name", "created_time", "updated_time"),
}
# Asset breakdowns have these and no other metrics (lines 11740 to 11751), and what is computed of them (line 7529).
OF_ASSETS = frozenset("impressions clicks spend reach actions action_values ctr cpc cpm".split())
OF_REACH = frozenset("reach frequency cpp".split())  # left out when breakdowns go back 13 months, line 11923


def money(hundredths: float) -> str:
    return f"{hundredths / 100:.2f}"


def ratio(above: float, below: float, digits: int = 6) -> str | None:
    if not below:
        return None
    text = f"{above / below:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


def _counted(key: str) -> Callable[[Counts], str]:
    return lambda counts: str(counts[key])


def _rate(above: str, below: str, factor: float = 1.0) -> Callable[[Counts], str | None]:
    return lambda counts: ratio(factor * counts[above], counts[below])


SCALARS: dict[str, Callable[[Counts], str | None]] = {
    **{
        name: _counted(key)
        for name, key in {
            "impressions": "impressions",
            "clicks": "clicks",
            "inline_link_clicks": "link_clicks",
            "reach": "reach",
            "unique_clicks": "unique_clicks",
            "unique_inline_link_clicks": "unique_link_clicks",
        }.items()
    },
    "spend": lambda c: money(c["spend"]),
    "social_spend": lambda c: "0",
    "ctr": _rate("clicks", "impressions", 100),
    "cpc": _rate("spend", "clicks", 0.01),
    "cpm": _rate("spend", "impressions", 10),
    "cpp": _rate("spend", "reach", 10),
    "frequency": lambda c: ratio(c["impressions"], c["reach"]) or "0",
    "unique_ctr": _rate("unique_clicks", "reach", 100),
    "cost_per_unique_click": _rate("spend", "unique_clicks", 0.01),
    "inline_link_click_ctr": _rate("link_clicks", "impressions", 100),
    "unique_inline_link_click_ctr": _rate("unique_link_clicks", "reach", 100),
    "unique_link_clicks_ctr": _rate("unique_link_clicks", "reach", 100),
    "cost_per_inline_link_click": _rate("spend", "link_clicks", 0.01),
    "cost_per_unique_inline_link_click": _rate("spend", "unique_link_clicks", 0.01),
    "inline_post_engagement": lambda c: str(engaged(c)),
    "cost_per_inline_post_engagement": lambda c: ratio(c["spend"] / 100, engaged(c)),
    "total_actions": lambda c: str(engaged(c) + c["purchases"] + c["add_to_carts"] + c["landing_page_views"]),
    "landing_page_view_per_link_click": _rate("landing_page_views", "link_clicks"),
    "purchases_per_link_click": _rate("purchases", "link_clicks"),
    "purchase_per_landing_page_view": _rate("purchases", "landing_page_views"),
    "video_view_per_impression": _rate("views", "impressions"),
}


def _all(value: Callable[[Counts, int], str | None]) -> Texts:
    """A text for each action type, from the counts and that type's own."""
    return lambda counts: {kind: value(counts, count) for kind, count in happened(counts).items()}


def _one(kind: str, value: Callable[[Counts], str | None]) -> Texts:
    return lambda counts: {kind: value(counts)}


def _cost(key: str) -> Callable[[Counts], str | None]:
    return _rate("spend", key, 0.01)


def _sales(value: Callable[[Counts], str | None], kinds: tuple[str, ...] = SALES) -> Texts:
    return lambda counts: dict.fromkeys(kinds, value(counts) if counts["purchases"] else None)


def _watched(key: str) -> Texts:
    return _one("video_view", _counted(key))


def _off_meta(value: Callable[[Counts, str], str | None]) -> Texts:
    return lambda counts: {kind: value(counts, OFF_META[kind]) for kind in ("add_to_cart", "purchase")}


LISTS: dict[str, Texts] = {
    "actions": _all(lambda c, count: str(count)),
    "unique_actions": _all(lambda c, count: str(count)),
    "cost_per_action_type": _all(lambda c, count: ratio(c["spend"] / 100, count)),
    "cost_per_unique_action_type": _all(lambda c, count: ratio(c["spend"] / 100, count)),
    "action_values": _sales(lambda c: money(c["purchase_value"])),
    "conversions": _off_meta(lambda c, key: str(c[key])),
    "unique_conversions": _off_meta(lambda c, key: str(c[key])),
    "cost_per_conversion": _off_meta(lambda c, key: ratio(c["spend"] / 100, c[key])),
    "cost_per_unique_conversion": _off_meta(lambda c, key: ratio(c["spend"] / 100, c[key])),
    "conversion_values": _sales(lambda c: money(c["purchase_value"]), ("purchase",)),
    "purchase_roas": _sales(_rate("purchase_value", "spend"), ("omni_purchase",)),
    "website_purchase_roas": _sales(_rate("purchase_value", "spend"), ("offsite_conversion.fb_pixel_purchase",)),
    "outbound_clicks": _one("outbound_click", _counted("outbound_clicks")),
    "outbound_clicks_ctr": _one("outbound_click", _rate("outbound_clicks", "impressions", 100)),
    "cost_per_outbound_click": _one("outbound_click", _cost("outbound_clicks")),
    "unique_outbound_clicks": _one("outbound_click", _counted("unique_link_clicks")),
    "unique_outbound_clicks_ctr": _one("outbound_click", _rate("unique_link_clicks", "reach", 100)),
    "cost_per_unique_outbound_click": _one("outbound_click", _cost("unique_link_clicks")),
    "landing_page_view_actions_per_link_click": _one("landing_page_view", _rate("landing_page_views", "link_clicks")),
    "website_ctr": _one("link_click", _rate("link_clicks", "impressions", 100)),
    **{
        name: _watched(key)
        for name, key in {
            "video_play_actions": "plays",
            "video_continuous_2_sec_watched_actions": "seconds_2",
            "video_6_sec_watched_actions": "seconds_6",
            "video_15_sec_watched_actions": "seconds_15",
            "video_30_sec_watched_actions": "seconds_30",
            "video_thruplay_watched_actions": "thruplays",
            "video_p25_watched_actions": "p25",
            "video_p50_watched_actions": "p50",
            "video_p75_watched_actions": "p75",
            "video_p95_watched_actions": "p95",
            "video_p100_watched_actions": "p100",
            "video_time_watched_actions": "watched",
        }.items()
    },
    "video_avg_time_watched_actions": _one("video_view", lambda c: ratio(c["watched"], c["plays"], 0)),
    "cost_per_2_sec_continuous_video_view": _one("video_view", _cost("seconds_2")),
    "cost_per_15_sec_video_view": _one("video_view", _cost("seconds_15")),
    "cost_per_thruplay": _one("video_view", _cost("thruplays")),
}
CURVE_MARKS = ((0, "plays"), (2, "seconds_2"), (3, "views"), (6, "seconds_6"), (15, "seconds_15"), (30, "seconds_30"))
CURVE = (*range(15), 15, 20, 25, 30, 40, 50, 60)  # where its 22 entries begin


def curve(counts: Counts) -> list[dict[str, Any]] | None:
    """Of all plays, per cent that reached each second."""
    if not counts["plays"]:
        return None
    marks = [(second, 100 * counts[name] / counts["plays"]) for second, name in CURVE_MARKS] + [(90, 0.0)]
    found = []
    for second in CURVE:
        (left, high), (right, low) = next(
            (one, two) for one, two in zip(marks, marks[1:], strict=False) if one[0] <= second < two[0]
        )
        found.append(round(high + (min(low, high) - high) * (second - left) / (right - left)))
    return [{"action_type": "video_view", "value": found}]


HISTOGRAMS: dict[str, Callable[[Counts], list[dict[str, Any]] | None]] = {"video_play_curve_actions": curve}


class _Probe(dict[str, int]):
    """Notes which counts a field is made of."""

    def __missing__(self, name: str) -> int:
        self[name] = 1
        return 1


def counts_of(name: str) -> frozenset[str]:
    probe = _Probe()
    for table in (SCALARS, LISTS, HISTOGRAMS):
        if name in table:
            table[name](probe)
    return frozenset(probe)


NEEDED = {name: counts_of(name) for name in (*SCALARS, *LISTS, *HISTOGRAMS)}


def known(name: str) -> bool:
    return (
        name in NEEDED
        or name in names.VALUELESS
        or name in ALWAYS
        or name in breakdowns.HOLDERS
        or any(name in some for some in IDENTITY.values())
    )


def is_unique(name: str) -> bool:
    return name.startswith("unique_") or "_unique_" in name
