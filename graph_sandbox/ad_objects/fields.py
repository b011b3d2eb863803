"""The fields of campaigns, ad sets and ads, and what a call gives of them.

Marketing API reference: campaigns line 15567, ad sets line 15049, ads line 14926.
"""

from typing import Any

from .. import errors, moments
from ..request import Request

CAMPAIGN = (
    "account_id adlabels advantage_state_info bid_strategy boosted_object_id budget_rebalance_flag budget_remaining buying_type "
    "can_create_brand_lift_study can_use_spend_cap configured_status created_time daily_budget effective_status "
    "has_secondary_skadnetwork_reporting is_skadnetwork_attribution issues_info last_budget_toggling_time lifetime_budget name "
    "objective pacing_type primary_attribution promoted_object recommendations smart_promotion_type source_campaign_id "
    "special_ad_categories special_ad_category special_ad_category_country spend_cap start_time status stop_time topline_id updated_time"
).split()
ADSET = (
    "account_id adlabels adset_schedule asset_feed_id attribution_spec bid_adjustments bid_amount bid_constraints bid_info bid_strategy "
    "billing_event budget_remaining campaign campaign_active_time campaign_attribution campaign_id configured_status created_time "
    "creative_sequence daily_budget daily_min_spend_target daily_spend_cap destination_type dsa_beneficiary dsa_payor effective_status "
    "end_time frequency_control_specs instagram_user_id is_dynamic_creative issues_info learning_stage_info lifetime_budget lifetime_imps "
    "lifetime_min_spend_target lifetime_spend_cap name optimization_goal optimization_sub_event pacing_type promoted_object "
    "recommendations review_feedback source_adset source_adset_id start_time status targeting updated_time"
).split()
AD = (
    "account_id ad_active_time ad_review_feedback ad_schedule_end_time ad_schedule_start_time adlabels adset adset_id bid_amount bid_info "
    "bid_type campaign campaign_id configured_status conversion_domain conversion_specs created_time creative creative_asset_groups_spec "
    "display_sequence effective_status failed_delivery_checks issues_info last_updated_by_app_id name preview_shareable_link priority "
    "recommendations source_ad source_ad_id status targeting tracking_specs updated_time"
).split()
OF = {"campaign": CAMPAIGN, "adset": ADSET, "ad": AD}

COMPUTED = frozenset(
    "account_id ad_active_time ad_review_feedback adset bid_info budget_remaining campaign campaign_active_time campaign_id "
    "adset_id configured_status created_time creative effective_status failed_delivery_checks issues_info last_updated_by_app_id "
    "learning_stage_info preview_shareable_link recommendations review_feedback source_ad source_adset status updated_time".split()
)
JSON = frozenset(
    "adlabels adset_schedule attribution_spec bid_constraints creative_asset_groups_spec creative_sequence frequency_control_specs "
    "pacing_type promoted_object special_ad_categories special_ad_category_country targeting tracking_specs".split()
)
TIMES = frozenset("start_time end_time stop_time ad_schedule_start_time ad_schedule_end_time".split())
AMOUNTS = frozenset(
    "bid_amount daily_budget daily_min_spend_target daily_spend_cap lifetime_budget lifetime_min_spend_target lifetime_spend_cap spend_cap".split()
)
FLAGS = frozenset("is_dynamic_creative is_skadnetwork_attribution".split())
LATEST = 4_102_444_800  # the year 2100
# Documented parameters that would change what the sandbox does not do.
NOT_EMULATED = {
    "campaign": "budget_schedule_specs iterative_split_test_configs is_using_l3_schedule migrate_to_advantage_plus".split(),
    "adset": (
        "budget_schedule_specs budget_split_set_id contextual_bundling_spec daily_imps rf_prediction_id "
        "time_based_ad_rotation_id_blocks time_based_ad_rotation_intervals value_rule_set_id"
    ).split(),
    "ad": "audience_id engagement_audience".split(),
}


def given(request: Request, kind: str) -> dict[str, Any]:
    """The fields of an object among the parameters; those that only Meta sets do not count."""
    for name in NOT_EMULATED[kind]:
        if request.params.get(name) not in (None, "", "[]", "{}", "false", "0", 0, False):
            raise errors.invalid(f"Param {name} is not emulated here", blame=name)
    found = {}
    for name in OF[kind]:
        if name not in COMPUTED and request.params.get(name) not in (None, ""):
            found[name] = _value(request, name)
    return found


def _value(request: Request, name: str) -> Any:
    if name in JSON:
        return _structured(request, name)
    if name in TIMES:
        return _moment(request, name)
    if name in FLAGS:
        return request.flag(name)
    if name in AMOUNTS:
        amount = request.number(name)
        if amount is None or amount < 0:
            raise errors.invalid(f"Param {name} must be a number of cents, 0 or more", blame=name)
        return str(amount)
    return request.text(name)


def _moment(request: Request, name: str) -> int:
    moment = moments.read(request, name) or 0
    if not 0 <= moment < LATEST:
        raise errors.invalid(f"Param {name} lies too far away", blame=name)
    return moment


def _structured(request: Request, name: str) -> Any:
    value = request.json(name)
    if not isinstance(value, (dict, list)):
        value = request.list(name)
    return value
