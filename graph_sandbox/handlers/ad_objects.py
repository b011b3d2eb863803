"""Campaigns, ad sets and ads: read, made (PAUSED unless asked otherwise), changed within the rules for statuses.

Marketing API reference: campaigns line 15567, ad sets line 15049, ads line 14926, "Manage Your Ad Object's Status" line 16814.
"""

from typing import TYPE_CHECKING, Any

from .. import auth, creative_rules, delivery, errors, paging
from ..clock import iso
from ..request import Request
from ..routes import describe, edge, node, route, view
from ..store import Stored
from .accounts import is_usable
from .creatives import made, with_fetched_pictures

if TYPE_CHECKING:
    from ..sandbox import Sandbox

CAMPAIGN_FIELDS = (
    "account_id adlabels advantage_state_info bid_strategy boosted_object_id budget_rebalance_flag budget_remaining buying_type "
    "can_create_brand_lift_study can_use_spend_cap configured_status created_time daily_budget effective_status "
    "has_secondary_skadnetwork_reporting is_skadnetwork_attribution issues_info last_budget_toggling_time lifetime_budget name "
    "objective pacing_type primary_attribution promoted_object recommendations smart_promotion_type source_campaign_id "
    "special_ad_categories special_ad_category special_ad_category_country spend_cap start_time status stop_time topline_id updated_time"
).split()
ADSET_FIELDS = (
    "account_id adlabels adset_schedule asset_feed_id attribution_spec bid_adjustments bid_amount bid_constraints bid_info bid_strategy "
    "billing_event budget_remaining campaign campaign_active_time campaign_attribution campaign_id configured_status created_time "
    "creative_sequence daily_budget daily_min_spend_target daily_spend_cap destination_type dsa_beneficiary dsa_payor effective_status "
    "end_time frequency_control_specs instagram_user_id is_dynamic_creative issues_info learning_stage_info lifetime_budget lifetime_imps "
    "name optimization_goal optimization_sub_event pacing_type promoted_object recommendations start_time status targeting updated_time"
).split()
AD_FIELDS = (
    "account_id ad_active_time ad_review_feedback ad_schedule_end_time ad_schedule_start_time adlabels adset adset_id bid_amount bid_info "
    "bid_type campaign campaign_id configured_status conversion_domain conversion_specs created_time creative creative_asset_groups_spec "
    "effective_status failed_delivery_checks issues_info last_updated_by_app_id name preview_shareable_link recommendations source_ad "
    "source_ad_id status targeting tracking_specs updated_time"
).split()
describe("campaign", "Campaign", default=("id",), fields=CAMPAIGN_FIELDS)
describe("adset", "AdSet", default=("id",), fields=ADSET_FIELDS)
describe("ad", "Ad", default=("id",), fields=AD_FIELDS)

EDGES = {"campaigns": "campaign", "adsets": "adset", "ads": "ad"}
STATUSES = ("ACTIVE", "PAUSED", "DELETED", "ARCHIVED")
OBJECTIVES = (
    "OUTCOME_APP_PROMOTION OUTCOME_AWARENESS OUTCOME_ENGAGEMENT OUTCOME_LEADS OUTCOME_SALES OUTCOME_TRAFFIC".split()
)
JSON_FIELDS = "targeting promoted_object adlabels special_ad_categories tracking_specs attribution_spec creative_asset_groups_spec bid_constraints".split()


def effective_status(sandbox: "Sandbox", item: Stored) -> str:
    """Its own status, or that of a paused, archived or deleted parent."""
    own = item["status"]
    if own != "ACTIVE" or item.kind == "campaign":
        return own
    for parent_id, word in (
        (item["campaign_id"], "CAMPAIGN_PAUSED"),
        (item.get("adset_id"), "ADSET_PAUSED"),
    ):
        parent = sandbox.store.get(parent_id) if parent_id else None
        if parent is not None and parent["status"] != "ACTIVE":
            return word if parent["status"] == "PAUSED" else parent["status"]
    return own


def common_fields(sandbox: "Sandbox", item: Stored) -> dict[str, Any]:
    plain = {name: value for name, value in item.items() if name not in ("creative_id", "updated", "delivery")}
    return {
        **plain,
        "account_id": item.parent.removeprefix("act_"),
        "configured_status": item["status"],
        "effective_status": lambda: effective_status(sandbox, item),
        "created_time": iso(item.created),
        "updated_time": iso(item.get("updated", item.created)),
    }


@view("campaign")
def campaign_fields(sandbox: "Sandbox", request: Request, campaign: Stored) -> dict[str, Any]:
    return {
        **common_fields(sandbox, campaign),
        "buying_type": "AUCTION",
        "start_time": iso(campaign.created),
        "special_ad_category": "NONE",
    }


@view("adset")
def adset_fields(sandbox: "Sandbox", request: Request, adset: Stored) -> dict[str, Any]:
    return {
        **common_fields(sandbox, adset),
        "campaign": {"id": adset["campaign_id"]},
        "start_time": iso(adset.created),
    }


@view("ad")
def ad_fields(sandbox: "Sandbox", request: Request, ad: Stored) -> dict[str, Any]:
    return {
        **common_fields(sandbox, ad),
        "creative": {"id": ad["creative_id"]},
        "campaign": {"id": ad["campaign_id"]},
        "adset": {"id": ad["adset_id"]},
        "preview_shareable_link": f"{sandbox.url(request)}/ads/preview/?d={ad.id}",
    }


def visible(sandbox: "Sandbox", request: Request, items: Any) -> Any:
    """Deleted and archived objects are left out unless effective_status or filtering asks for them."""
    wanted = {str(value) for value in request.list("effective_status")}
    for entry in paging.filters(request):
        if str(entry.get("field", "")).endswith("effective_status"):
            values = entry.get("value")
            wanted |= {str(one) for one in (values if isinstance(values, list) else [values])}
        if str(entry.get("field", "")).endswith("delivery_info"):
            wanted |= {"-", *delivery.statuses(entry.get("value"))}
    if not wanted:
        return [item for item in items if item["status"] not in ("DELETED", "ARCHIVED")]
    return [item for item in items if effective_status(sandbox, item) in wanted]


def _of_account(kind: str) -> Any:
    def handler(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
        return visible(sandbox, request, sandbox.store.list(kind, parent=account.id))

    return handler


def _below(kind: str, field: str) -> Any:
    def handler(sandbox: "Sandbox", request: Request, parent: Stored) -> Any:
        auth.account(sandbox, request, parent.parent.removeprefix("act_"))
        return visible(
            sandbox,
            request,
            [item for item in sandbox.store.list(kind, parent=parent.parent) if item[field] == parent.id],
        )

    return handler


for _name, _kind in EDGES.items():
    edge("GET", kind="ad_account", name=_name)(_of_account(_kind))
edge("GET", kind="campaign", name="adsets")(_below("adset", "campaign_id"))
edge("GET", kind="campaign", name="ads")(_below("ad", "campaign_id"))
edge("GET", kind="adset", name="ads")(_below("ad", "adset_id"))


@edge("GET", kind="ad", name="adcreatives")
def list_creatives_of_ad(sandbox: "Sandbox", request: Request, ad: Stored) -> Any:
    auth.account(sandbox, request, ad.parent.removeprefix("act_"))
    return sandbox.store.get_many([ad["creative_id"]])


def _given(request: Request, names: list[str]) -> dict[str, Any]:
    """The fields of an object among the parameters; read-only ones do not count."""
    found = {}
    for name in names:
        if name not in (
            "status",
            "effective_status",
            "configured_status",
            "creative",
            "campaign",
            "adset",
        ) and request.params.get(name) not in (None, ""):
            found[name] = request.json(name) if name in JSON_FIELDS else request.text(name)
    return found


def _status(request: Request, allowed: tuple[str, ...], default: str) -> str:
    status = request.text("status") or default
    if status not in allowed:
        creative_rules.refuse(f"status must be one of {', '.join(allowed)}.", "status")
    return status


def _parent(sandbox: "Sandbox", request: Request, account: Stored, name: str, kind: str) -> Stored:
    parent = sandbox.store.get(request.required(name), kind)
    if parent is None or parent.parent != account.id:
        creative_rules.refuse(f"No {kind} with this id exists in the ad account.", name)
    return parent


def _add(
    sandbox: "Sandbox",
    request: Request,
    account: Stored,
    kind: str,
    fields: dict[str, Any],
    key: str = "",
) -> dict[str, Any]:
    is_usable(account)
    fields["status"] = _status(request, ("ACTIVE", "PAUSED"), "PAUSED")
    if "validate_only" in request.list("execution_options"):
        return {"success": True}
    return {
        "id": sandbox.store.add(kind, fields, parent=account.id, key=key).id,
        "success": True,
    }


@route("POST", "/act_{account}/campaigns")
def create_campaign(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    request.required("name")
    if request.required("objective") not in OBJECTIVES:
        creative_rules.refuse(f"objective must be one of {', '.join(OBJECTIVES)}.", "objective")
    if "special_ad_categories" not in request.params:
        raise errors.missing("special_ad_categories")
    return _add(sandbox, request, account, "campaign", _given(request, CAMPAIGN_FIELDS))


@route("POST", "/act_{account}/adsets")
def create_adset(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    request.required("name")
    campaign = _parent(sandbox, request, account, "campaign_id", "campaign")
    if "targeting" not in request.params:
        raise errors.missing("targeting")
    return _add(
        sandbox,
        request,
        account,
        "adset",
        {**_given(request, ADSET_FIELDS), "campaign_id": campaign.id},
    )


@route("POST", "/act_{account}/ads")
def create_ad(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    request.required("name")
    adset = _parent(sandbox, request, account, "adset_id", "adset")
    creative = _creative(sandbox, request, account)
    fields = {
        **_given(request, AD_FIELDS),
        "adset_id": adset.id,
        "campaign_id": adset["campaign_id"],
        "creative_id": creative.id,
    }
    return _add(sandbox, request, account, "ad", fields, key=creative.id)


def _creative(sandbox: "Sandbox", request: Request, account: Stored) -> Stored:
    """The creative by {"creative_id": id}, or a new one of the spec given in its place."""
    if "creative" not in request.params:
        raise errors.missing("creative")
    given = request.json("creative")
    given = given if isinstance(given, dict) else {"creative_id": given}
    if creative_id := given.get("creative_id") or given.get("id"):
        found = sandbox.store.get(str(creative_id), "creative")
        if found is None or found.parent != account.id:
            creative_rules.refuse(
                "No ad creative with this id exists in the ad account.",
                "creative",
                "creative_id",
            )
        return found
    spec = with_fetched_pictures(sandbox, account, given)
    creative_rules.check(sandbox, account, spec)
    return made(sandbox, account, spec)


def _change(sandbox: "Sandbox", request: Request, item: Stored, names: list[str]) -> dict[str, bool]:
    account = auth.account(sandbox, request, item.parent.removeprefix("act_"))
    changes = {**_given(request, names), "updated": sandbox.clock.now()}
    key = None
    if "status" in request.params:
        changes["status"] = _next_status(item, _status(request, STATUSES, item["status"]))
    elif item["status"] in ("ARCHIVED", "DELETED") and set(changes) - {
        "name",
        "updated",
    }:
        raise errors.GraphFault(
            100,
            "(#100) This ad has been archived and can not be edited.",
            subcode=1885088,
        )
    if item.kind == "ad" and "creative" in request.params:
        changes["creative_id"] = key = _creative(sandbox, request, account).id
    if "validate_only" not in request.list("execution_options"):
        sandbox.store.update(item.id, changes, key=key)
    return {"success": True}


def _next_status(item: Stored, wanted: str) -> str:
    """Archived can only be deleted, deleted cannot change (lines 16839 and 16897)."""
    if item["status"] == "DELETED" or (item["status"] == "ARCHIVED" and wanted not in ("ARCHIVED", "DELETED")):
        creative_rules.refuse(f"An object that is {item['status']} cannot become {wanted}.", "status")
    return wanted


def _changer(names: list[str]) -> Any:
    return lambda sandbox, request, item: _change(sandbox, request, item, names)


def _remove(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, bool]:
    auth.account(sandbox, request, item.parent.removeprefix("act_"))
    sandbox.store.update(item.id, {"status": "DELETED", "updated": sandbox.clock.now()})
    return {"success": True}


def _show(sandbox: "Sandbox", request: Request, item: Stored) -> Any:
    from .. import fields

    auth.account(sandbox, request, item.parent.removeprefix("act_"))
    return fields.show(sandbox, request, item, fields.asked(request))


for _kind, _names in (
    ("campaign", CAMPAIGN_FIELDS),
    ("adset", ADSET_FIELDS),
    ("ad", AD_FIELDS),
):
    node("GET", kind=_kind)(_show)
    node("POST", kind=_kind)(_changer(_names))
    node("DELETE", kind=_kind)(_remove)
