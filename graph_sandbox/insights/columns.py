"""From counts to the fields of a row. Metrics are numeric text; ratios are computed from the row's own counts."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Counts = dict[str, int]

ACTIONS = {
    "link_click": "link_clicks",
    "landing_page_view": "landing_page_views",
    "add_to_cart": "add_to_carts",
    "purchase": "purchases",
    "omni_purchase": "purchases",
    "post_reaction": "reactions",
    "comment": "comments",
    "post": "shares",
    "onsite_conversion.post_save": "saves",
    "video_view": "p25",
}
VIDEO = {
    "video_play_actions": "plays",
    "video_p25_watched_actions": "p25",
    "video_p50_watched_actions": "p50",
    "video_p75_watched_actions": "p75",
    "video_p95_watched_actions": "p95",
    "video_p100_watched_actions": "p100",
    "video_thruplay_watched_actions": "thruplays",
    "video_15_sec_watched_actions": "seconds_15",
    "video_30_sec_watched_actions": "seconds_30",
}
COUNTED = {
    "impressions": "impressions",
    "clicks": "clicks",
    "inline_link_clicks": "link_clicks",
    "reach": "reach",
    "unique_clicks": "unique_clicks",
    "unique_inline_link_clicks": "link_clicks",
}


def money(hundredths: float) -> str:
    return f"{hundredths / 100:.2f}"


def ratio(above: float, below: float, digits: int = 6) -> str | None:
    return f"{above / below:.{digits}f}".rstrip("0").rstrip(".") if below else None


def actions(counts: Counts) -> list[dict[str, str]] | None:
    """One entry per action type that happened, with the two sums that Meta adds."""
    found = {name: counts[key] for name, key in ACTIONS.items() if counts[key]}
    engaged = sum(counts[key] for key in ("link_clicks", "reactions", "comments", "shares", "saves", "p25"))
    found |= {"post_engagement": engaged, "page_engagement": engaged} if engaged else {}
    return [{"action_type": name, "value": str(value)} for name, value in found.items()] or None


def _one(action: str, value: str | None) -> list[dict[str, str]] | None:
    return [{"action_type": action, "value": value}] if value not in (None, "0") else None


def _costs(counts: Counts) -> list[dict[str, str]] | None:
    return [
        {
            "action_type": entry["action_type"],
            "value": str(ratio(counts["spend"] / 100, int(entry["value"]))),
        }
        for entry in actions(counts) or []
    ] or None


def _engaged(counts: Counts) -> int:
    return sum(counts[key] for key in ("link_clicks", "reactions", "comments", "shares", "saves", "p25"))


def _counted(key: str) -> Callable[[Counts], str]:
    return lambda counts: str(counts[key])


def _watched(key: str) -> Callable[[Counts], Any]:
    return lambda counts: _one("video_view", str(counts[key]))


METRICS: dict[str, Callable[[Counts], Any]] = {
    **{name: _counted(key) for name, key in COUNTED.items()},
    **{name: _watched(key) for name, key in VIDEO.items()},
    "spend": lambda c: money(c["spend"]),
    "ctr": lambda c: ratio(100 * c["clicks"], c["impressions"]),
    "cpc": lambda c: ratio(c["spend"] / 100, c["clicks"]),
    "cpm": lambda c: ratio(c["spend"] * 10, c["impressions"]),
    "cpp": lambda c: ratio(c["spend"] * 10, c["reach"]),
    "frequency": lambda c: ratio(c["impressions"], c["reach"]),
    "unique_ctr": lambda c: ratio(100 * c["unique_clicks"], c["reach"]),
    "cost_per_unique_click": lambda c: ratio(c["spend"] / 100, c["unique_clicks"]),
    "inline_link_click_ctr": lambda c: ratio(100 * c["link_clicks"], c["impressions"]),
    "cost_per_inline_link_click": lambda c: ratio(c["spend"] / 100, c["link_clicks"]),
    "inline_post_engagement": lambda c: str(_engaged(c)),
    "cost_per_inline_post_engagement": lambda c: ratio(c["spend"] / 100, _engaged(c)),
    "outbound_clicks": lambda c: _one("outbound_click", str(c["link_clicks"])),
    "outbound_clicks_ctr": lambda c: _one("outbound_click", ratio(100 * c["link_clicks"], c["impressions"])),
    "website_ctr": lambda c: _one("link_click", ratio(100 * c["link_clicks"], c["impressions"])),
    "actions": actions,
    "unique_actions": actions,
    "cost_per_action_type": _costs,
    "action_values": lambda c: _one("omni_purchase", money(c["purchase_value"]) if c["purchases"] else None),
    "conversions": lambda c: _one("purchase", str(c["purchases"])),
    "conversion_values": lambda c: _one("purchase", money(c["purchase_value"]) if c["purchases"] else None),
    "purchase_roas": lambda c: _one(
        "omni_purchase",
        ratio(c["purchase_value"], c["spend"]) if c["purchases"] else None,
    ),
    "website_purchase_roas": lambda c: _one(
        "offsite_conversion.fb_pixel_purchase",
        ratio(c["purchase_value"], c["spend"]) if c["purchases"] else None,
    ),
    "video_avg_time_watched_actions": lambda c: _one(
        "video_view", str(round(c["watched"] / c["plays"])) if c["plays"] else None
    ),
    "cost_per_thruplay": lambda c: _one("video_view", ratio(c["spend"] / 100, c["thruplays"])),
    "social_spend": lambda c: "0",
}
IDENTITY = {
    "account": ("account_id", "account_name", "account_currency"),
    "campaign": ("campaign_id", "campaign_name", "objective", "buying_type"),
    "adset": ("adset_id", "adset_name", "optimization_goal", "attribution_setting"),
    "ad": (
        "ad_id",
        "ad_name",
        "created_time",
        "updated_time",
        "quality_ranking",
        "engagement_rate_ranking",
        "conversion_rate_ranking",
    ),
}
LEVELS = ("account", "campaign", "adset", "ad")
ALWAYS = ("date_start", "date_stop")
EMPTY_AT_META = frozenset(
    """account_currency ad_click_actions ad_impression_actions auction_bid auction_competitiveness auction_max_competitor_bid
    canvas_avg_view_percent canvas_avg_view_time catalog_segment_actions catalog_segment_value conversion_lead_rate conversion_leads
    converted_product_quantity converted_product_value cost_per_15_sec_video_view cost_per_2_sec_continuous_video_view cost_per_ad_click
    cost_per_conversion cost_per_dda_countby_convs cost_per_estimated_ad_recallers cost_per_objective_result cost_per_one_thousand_ad_impression
    cost_per_outbound_click cost_per_result cost_per_unique_action_type cost_per_unique_conversion cost_per_unique_inline_link_click
    cost_per_unique_outbound_click dda_countby_convs dda_results estimated_ad_recall_rate estimated_ad_recallers full_view_impressions
    full_view_reach gender_targeting age_targeting labels location instagram_profile_visits instagram_upcoming_event_reminders_set
    instant_experience_clicks_to_open instant_experience_clicks_to_start instant_experience_outbound_clicks interactive_component_tap
    landing_page_view_per_link_click marketing_messages_delivered mobile_app_purchase_roas objective_result_rate objective_results
    place_page_name product_views purchases_per_link_click qualifying_question_qualify_answer_rate result_rate results shops_assisted_purchases
    total_postbacks unique_conversions unique_inline_link_click_ctr unique_link_clicks_ctr unique_outbound_clicks unique_outbound_clicks_ctr
    unique_video_continuous_2_sec_watched_actions unique_video_view_15_sec video_6_sec_watched_actions video_continuous_2_sec_watched_actions
    video_play_curve_actions video_play_retention_0_to_15s_actions video_play_retention_20_to_60s_actions video_play_retention_graph_actions
    video_time_watched_actions video_view_per_impression wish_bid id name creative_media_type conversion_rate_ranking adset_start adset_end
    configurable_audience_overlap_reach""".split()
)  # exist and are left out of rows that have no value for them


def known(name: str) -> bool:
    return (
        name in METRICS or name in EMPTY_AT_META or name in ALWAYS or any(name in names for names in IDENTITY.values())
    )
