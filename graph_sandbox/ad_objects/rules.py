"""What is refused when a campaign, an ad set or an ad is made, or when its fields change.

Marketing API reference: campaigns line 15567, ad sets line 15049, ads line 14926; limits of an account line 13967; dynamic
creative line 6600; error codes line 18307.
"""

from typing import TYPE_CHECKING, Any

from .. import errors
from ..creative_rules import check_groups, refuse
from ..request import Request
from ..store import Stored
from . import statuses

if TYPE_CHECKING:
    from ..sandbox import Sandbox

OBJECTIVES = (
    "OUTCOME_APP_PROMOTION OUTCOME_AWARENESS OUTCOME_ENGAGEMENT OUTCOME_LEADS OUTCOME_SALES OUTCOME_TRAFFIC".split()
)
CATEGORIES = (
    "NONE EMPLOYMENT HOUSING CREDIT ISSUES_ELECTIONS_POLITICS ONLINE_GAMBLING_AND_GAMING FINANCIAL_PRODUCTS_SERVICES"
).split()
BID_STRATEGIES = "LOWEST_COST_WITHOUT_CAP LOWEST_COST_WITH_BID_CAP COST_CAP LOWEST_COST_WITH_MIN_ROAS".split()
CAPPED = ("LOWEST_COST_WITH_BID_CAP", "COST_CAP")
BILLING_EVENTS = (
    "APP_INSTALLS CLICKS IMPRESSIONS LINK_CLICKS NONE OFFER_CLAIMS PAGE_LIKES POST_ENGAGEMENT THRUPLAY PURCHASE LISTING_INTERACTION"
).split()
DYNAMIC_OBJECTIVES = "OUTCOME_SALES OUTCOME_ENGAGEMENT OUTCOME_LEADS OUTCOME_TRAFFIC".split()
SCHEDULED = ("OUTCOME_SALES", "OUTCOME_APP_PROMOTION")  # campaigns whose ads may have times of their own (line 14983)
NAME = 400  # characters (line 15222)
DAY = 86400
LEAST_DAILY = 100  # hundredths of the currency: what the account tells as min_daily_budget
OPTIONS = {
    "creative": ("validate_only",),
    "campaign": ("validate_only", "include_recommendations"),
    "adset": ("validate_only", "include_recommendations"),
    "ad": ("validate_only", "synchronous_ad_review", "include_recommendations"),
}
NOUNS = {"campaign": "campaigns", "adset": "ad sets", "ad": "ads"}
Fields = dict[str, Any]


def only_validates(request: Request, kind: str) -> bool:
    """Whether nothing is to be kept. The other options only say more about what is validated (lines 15008 to 15013)."""
    options = [str(one) for one in request.list("execution_options")]
    for option in options:
        if option not in OPTIONS[kind]:
            raise errors.invalid(
                f"Param execution_options must be among {', '.join(OPTIONS[kind])}", blame="execution_options"
            )
    if options == ["include_recommendations"]:
        raise errors.invalid("The option include_recommendations cannot be used by itself", blame="execution_options")
    if "synchronous_ad_review" in options and "validate_only" not in options:
        raise errors.invalid(
            "The option synchronous_ad_review should always be specified with validate_only", blame="execution_options"
        )
    return "validate_only" in options


def one_of(fields: Fields, name: str, allowed: list[str] | tuple[str, ...]) -> None:
    if name in fields and str(fields[name]) not in allowed:
        refuse(f"{name} must be one of {', '.join(allowed)}.", name)


def room(sandbox: "Sandbox", account: Stored, kind: str) -> None:
    """An account has only so many objects that are neither archived nor deleted (line 13967)."""
    most = sandbox.settings.objects_per_account
    if len(sandbox.store.list(kind, parent=account.id)) < most:
        return
    if sum(one["status"] not in statuses.GONE for one in sandbox.store.list(kind, parent=account.id)) >= most:
        refuse(f"The ad account already has {most} {NOUNS[kind]} that are neither archived nor deleted.", "account_id")


def campaign(fields: Fields) -> None:
    one_of(fields, "objective", OBJECTIVES)
    one_of(fields, "buying_type", ("AUCTION", "RESERVED"))
    one_of(fields, "bid_strategy", BID_STRATEGIES)
    categories = fields.get("special_ad_categories", [])
    for category in categories if isinstance(categories, list) else [categories]:
        if str(category) not in CATEGORIES:
            refuse(f"special_ad_categories must be among {', '.join(CATEGORIES)}.", "special_ad_categories")
    if _has(fields, "daily_budget") and _has(fields, "lifetime_budget"):
        refuse("A campaign has a daily budget or a lifetime budget, not both.", "lifetime_budget")
    _in_order(fields, "start_time", "stop_time")


def adset(sandbox: "Sandbox", campaign: Stored, fields: Fields) -> None:
    """`fields` are all that the ad set will have."""
    one_of(fields, "billing_event", BILLING_EVENTS)
    one_of(fields, "bid_strategy", BID_STRATEGIES)
    if len(str(fields.get("name", ""))) > NAME:
        refuse(f"An ad set's name can have {NAME} characters.", "name")
    if fields.get("billing_event") == "APP_INSTALLS" and fields.get("optimization_goal") == "APP_INSTALLS":
        refuse("Ads that are optimised for installs cannot be billed by install.", "billing_event")
    _budget(campaign, fields)
    if 0 < int(fields.get("daily_budget") or 0) < LEAST_DAILY:
        _too_low()
    targeting = fields.get("targeting")
    if not isinstance(targeting, dict) or not targeting.get("geo_locations"):
        refuse("targeting needs geo_locations, for example {'countries': ['DE']}.", "targeting", "geo_locations")
    if fields.get("bid_strategy") in CAPPED and not _has(fields, "bid_amount"):
        refuse("This bid_strategy needs a bid_amount.", "bid_amount")
    if fields.get("is_dynamic_creative") and campaign.get("objective") in DYNAMIC_OBJECTIVES:
        if fields.get("optimization_goal") != "OFFSITE_CONVERSIONS":
            refuse("Dynamic creative needs the optimization_goal OFFSITE_CONVERSIONS here.", "optimization_goal")


def _budget(campaign: Stored, fields: Fields) -> None:
    above = _has(campaign, "daily_budget") or _has(campaign, "lifetime_budget")
    daily, lifetime = _has(fields, "daily_budget"), _has(fields, "lifetime_budget")
    if above and (daily or lifetime):
        raise errors.invalid(
            "You can only set an ad set budget or a campaign budget.", subcode=1885621, blame="daily_budget"
        )
    if not above and daily == lifetime:
        refuse("Either daily_budget or lifetime_budget must be greater than 0.", "daily_budget")
    if lifetime and not fields.get("end_time"):
        refuse("A lifetime_budget needs an end_time.", "end_time")
    for name in ("daily_min_spend_target", "daily_spend_cap"):
        if _has(fields, name) and not _has(campaign, "daily_budget"):
            refuse(f"{name} needs a daily_budget of the campaign.", name)
    _in_order(fields, "start_time", "end_time")
    if daily and fields.get("end_time") and fields["end_time"] - fields.get("start_time", 0) <= DAY:
        refuse("A daily_budget needs more than 24 hours between start_time and end_time.", "end_time")


def _too_low() -> None:
    """As the sample of the guide has it (line 13789), in the currency of nobody."""
    sentence = f"The budget for your Ad-Set is too low.  It must be at least {LEAST_DAILY / 100:.2f} per day."
    blamed = {"blame_field_specs": [["daily_budget"]]}
    raise errors.GraphFault(1487901, sentence, type="Exception", error_data=blamed)


def ends_later(sandbox: "Sandbox", given: Fields) -> None:
    """An end that a call gives must be still to come (line 18342)."""
    for name in ("end_time", "stop_time"):
        if given.get(name) and given[name] <= sandbox.clock.now():
            sentence = (
                "Your campaign's end date must be in the future. Please choose a different end date and try again."
            )
            raise errors.invalid(sentence, subcode=1487033, blame=name)


def _in_order(fields: Fields, start: str, end: str) -> None:
    if fields.get(end) and fields.get(start) and fields[end] <= fields[start]:
        refuse(f"{end} must come after {start}.", end)


def _has(fields: Fields, name: str) -> bool:
    return int(fields.get(name) or 0) > 0


def ad(sandbox: "Sandbox", account: Stored, campaign: Stored, fields: Fields) -> None:
    if "bid_amount" in fields:
        refuse("bid_amount can no longer be set on an ad. Set it on the ad set.", "bid_amount")
    for name in ("ad_schedule_start_time", "ad_schedule_end_time"):
        if fields.get(name) and campaign.get("objective") not in SCHEDULED:
            refuse(f"{name} is for campaigns with the objective {' or '.join(SCHEDULED)}.", name)
    _in_order(fields, "ad_schedule_start_time", "ad_schedule_end_time")
    if fields.get("creative_asset_groups_spec") is not None:
        check_groups(sandbox, account, fields["creative_asset_groups_spec"], str(campaign.get("objective", "")))


def place_for_ad(sandbox: "Sandbox", adset: Stored, spec: Fields) -> None:
    """Whether the ad set takes one more ad, with this creative."""
    if gone := statuses.gone(sandbox, adset):
        refuse(f"The ad set is {gone.lower()}.", "adset_id")
    if not adset.get("is_dynamic_creative"):
        return
    if not spec.get("asset_feed_spec"):
        refuse("A dynamic creative ad set takes only creatives with an asset_feed_spec.", "creative")
    others = sandbox.store.list("ad", parent=adset.parent)
    if any(one["adset_id"] == adset.id and one["status"] not in statuses.GONE for one in others):
        refuse("You can only create one ad per dynamic creative ad set.", "adset_id")


def swap(before: Fields, after: Fields) -> None:
    """Whether an ad may change from a creative of this spec to one of that (line 6420)."""
    old, new = before.get("asset_feed_spec"), after.get("asset_feed_spec")
    if not isinstance(old, dict):
        return
    if not isinstance(new, dict):
        refuse("An ad with an asset feed cannot change to a creative without one.", "creative", "asset_feed_spec")
    formats = [sorted(map(str, one.get("ad_formats") or ["SINGLE_IMAGE"])) for one in (old, new)]
    if formats[0] != formats[1]:
        refuse("The ad formats of an asset feed cannot change.", "creative", "asset_feed_spec", "ad_formats")
