"""Meta's insight rows as our columns. Pure; numbers come as text (Marketing API reference, lines 15848-16044)."""

from datetime import date
from decimal import Decimal, InvalidOperation

MICROS = 1_000_000
PURCHASES = ("omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase")
LEADS = ("lead", "onsite_conversion.lead_grouped")
NAMED = {"ad_id", "ad_name", "adset_id", "campaign_id", "account_id", "date_start", "date_stop"}
COUNTED = {"impressions", "clicks", "inline_link_clicks", "spend"}


def day_of(row: dict) -> date:
    return date.fromisoformat(row["date_start"])


def columns(row: dict) -> dict:
    """The additive columns of InsightDay by name. What Meta does not mention is 0: there was none."""
    actions, values = _by_type(row.get("actions")), _by_type(row.get("action_values"))
    return {
        "impressions": count(row.get("impressions")),
        "clicks": count(row.get("clicks")),
        "link_clicks": count(row.get("inline_link_clicks")),
        "spend_micros": micros(row.get("spend")),
        "purchases": count(_first(actions, PURCHASES)),
        "value_micros": micros(_first(values, PURCHASES)),
        "leads": count(_first(actions, LEADS)),
        "extra": {key: value for key, value in row.items() if key not in NAMED | COUNTED},
    }


def micros(text) -> int:
    """`"12.34"` -> 12340000: exact, whatever the currency's smallest coin is."""
    return int((_number(text) * MICROS).to_integral_value())


def count(text) -> int:
    return int(_number(text))


def _number(text) -> Decimal:
    try:
        number = Decimal(str(text or 0))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _by_type(entries) -> dict:
    return {entry.get("action_type"): entry.get("value") for entry in entries or []}


def _first(numbers: dict, names: tuple[str, ...]):
    """The same sale is listed under several names: the first that is there counts, never their sum."""
    return next((numbers[name] for name in names if name in numbers), 0)
