"""Lists of actions: by type, by action breakdown, by attribution window.

Insights API, "Attribution windows", line 11393; action breakdowns, line 11831. Results off Meta's pages are counted by click
within seven days and by view within one, unless the ad set says otherwise; those on its pages belong to clicks.
"""

from collections.abc import Callable
from typing import Any

Counts = dict[str, int]

ON_META = {
    "link_click": "link_clicks",
    "post_reaction": "reactions",
    "comment": "comments",
    "post": "shares",
    "onsite_conversion.post_save": "saves",
    "video_view": "views",
}
CONVERSIONS = ("landing_page_views", "add_to_carts", "checkouts", "purchases", "purchase_value")
OFF_META = {
    "landing_page_view": "landing_page_views",
    "omni_landing_page_view": "landing_page_views",
    "add_to_cart": "add_to_carts",
    "omni_add_to_cart": "add_to_carts",
    "offsite_conversion.fb_pixel_add_to_cart": "add_to_carts",
    "initiate_checkout": "checkouts",
    "omni_initiated_checkout": "checkouts",
    "offsite_conversion.fb_pixel_initiate_checkout": "checkouts",
    "purchase": "purchases",
    "omni_purchase": "purchases",
    "offsite_conversion.fb_pixel_purchase": "purchases",
}
SALES = ("purchase", "omni_purchase", "offsite_conversion.fb_pixel_purchase")
ENGAGED = tuple(ON_META.values())
WINDOWS = tuple(
    """1d_view 7d_view 28d_view 1d_click 7d_click 28d_click 1d_ev dda default 7d_view_first_conversion 28d_view_first_conversion
    7d_view_all_conversions 28d_view_all_conversions skan_view skan_click skan_click_second_postback skan_view_second_postback
    skan_click_third_postback skan_view_third_postback incrementality""".split()
)  # line 15824 and, for the last one, line 11682
DEFAULT = (7, 1)  # days after a click, days after a view
# Action types that have a label of their own in an action breakdown; others are listed without one.
LABELLED = {
    "action_reaction": ("post_reaction",),
    "action_video_sound": ("video_view",),
    "action_video_type": ("video_view",),
    "action_carousel_card_id": ("link_click",),
    "action_carousel_card_name": ("link_click",),
}
ONLY = frozenset({"action_carousel_card_id", "action_carousel_card_name"})  # leaves out other actions on Meta


def engaged(counts: Counts) -> int:
    return sum(counts[name] for name in ENGAGED)


def happened(counts: Counts) -> dict[str, int]:
    """Counts by action type, with the two sums that Meta adds."""
    found = {name: counts[key] for name, key in {**ON_META, **OFF_META}.items()}
    together = engaged(counts)
    return {**found, "post_engagement": together, "page_engagement": together}


def in_window(counts: Counts, window: str) -> Counts:
    """The counts as this window has them."""
    kind = window.partition("_")[2]
    if window == "default" or kind not in ("click", "view"):
        return counts if window == "default" else {name: 0 for name in counts} | {"spend": counts.get("spend", 0)}
    found = dict(counts)
    for name in CONVERSIONS:
        if name in counts:
            clicked, soon = counts[f"{name}_click"], counts[f"{name}_day"]
            found[name] = counts[name] - clicked if kind == "view" else soon if window == "1d_click" else clicked
    if kind == "view":
        found |= {name: 0 for name in ENGAGED if name in found}
    return found


def attributed(counts: Counts, setting: tuple[int, int]) -> Counts:
    """The counts by an ad set's own setting: days after a click, days after a view, 0 for not at all."""
    if setting == DEFAULT:
        return counts
    found = dict(counts)
    for name in CONVERSIONS:
        if name in counts:
            whole, clicked, soon = counts[name], counts[f"{name}_click"], counts[f"{name}_day"]
            found[name] = (soon if setting[0] == 1 else clicked if setting[0] else 0) + (
                whole - clicked if setting[1] else 0
            )
            found[f"{name}_click"] = min(clicked, found[name])
            found[f"{name}_day"] = min(soon, found[name])
    return found


def setting_of(spec: Any) -> tuple[int, int]:
    """An attribution_spec as (days after a click, days after a view)."""
    if not isinstance(spec, list) or not spec:
        return DEFAULT
    days = {
        str(entry.get("event_type")): int(entry.get("window_days") or 0) for entry in spec if isinstance(entry, dict)
    }
    return days.get("CLICK_THROUGH", 0), days.get("VIEW_THROUGH", 0)


def setting_text(setting: tuple[int, int]) -> str:
    """`7d_click_1d_view`."""
    return "_".join(f"{days}d_{kind}" for days, kind in zip(setting, ("click", "view"), strict=True) if days)


Part = tuple[dict[str, Any], Counts]  # the labels of an action breakdown, and what was counted there
Texts = Callable[[Counts], dict[str, str | None]]


def listed(
    texts: Texts, counts: Counts, parts: list[Part], windows: tuple[str, ...], wanted: Callable[[str], bool]
) -> list[dict[str, Any]] | None:
    """The entries of a list field: one for each action type and label that has a value."""
    labels = tuple(parts[0][0]) if parts else ()
    found = []
    whole = _entries(texts, counts, windows)
    if not labels:
        return [entry for kind, entry in whole.items() if wanted(kind)] or None
    for kind, entry in whole.items():
        if not wanted(kind) or (ONLY & {*labels} and kind in ON_META and kind != "link_click") or _sum(kind, labels):
            continue
        if not _has_labels(kind, labels):
            found.append(entry)
    for shown, part in parts:
        for kind, entry in _entries(texts, part, windows).items():
            if wanted(kind) and _has_labels(kind, labels):
                named = {name: label for name, label in shown.items() if label is not None}
                found.append({"action_type": kind, **named, **entry})
    if "action_video_type" in labels and "video_view" in whole and wanted("video_view"):
        found.append({**whole["video_view"], "action_video_type": "total"})
    return found or None


def _sum(kind: str, labels: tuple[str, ...]) -> bool:
    return bool(ONLY & {*labels}) and kind in ("post_engagement", "page_engagement")


def _has_labels(kind: str, labels: tuple[str, ...]) -> bool:
    """Results off Meta are listed without the breakdown's value (type 2, line 11672)."""
    if not labels or kind in OFF_META:
        return False
    return all(kind in LABELLED.get(name, (kind,)) for name in labels)


def _entries(texts: Texts, counts: Counts, windows: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    found = {kind: {"action_type": kind, "value": text} for kind, text in texts(counts).items() if text and text != "0"}
    for window in windows:
        for kind, text in texts(in_window(counts, window)).items():
            if kind in found and text and text != "0":
                found[kind][window] = text
    return found
