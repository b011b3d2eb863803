"""Ad accounts. Fields and defaults: Marketing API reference, "Ad Account", line 13984."""

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .. import errors
from ..ad_objects import rules
from ..clock import iso
from ..insights import query
from ..insights.answer import Answer
from ..request import Request
from ..routes import describe, edge, view
from ..store import Stored
from .businesses import reference

if TYPE_CHECKING:
    from ..sandbox import Sandbox

FIELDS = (
    "account_id account_status age agency_client_declaration amount_spent attribution_spec balance business business_city business_country_code "
    "business_name business_state business_street business_street2 business_zip can_create_brand_lift_study capabilities created_time currency "
    "default_dsa_beneficiary default_dsa_payor disable_reason end_advertiser end_advertiser_name existing_customers extended_credit_invoice_group "
    "failed_delivery_checks fb_entity funding_source funding_source_details has_migrated_permissions has_page_authorized_adaccount io_number "
    "is_attribution_spec_system_default is_direct_deals_enabled is_in_3ds_authorization_enabled_market is_notifications_enabled is_personal "
    "is_prepay_account is_tax_id_required line_numbers media_agency min_campaign_group_spend_cap min_daily_budget name offsite_pixels_tos_accepted "
    "owner partner rf_spec show_checkout_experience spend_cap tax_id tax_id_status tax_id_type timezone_id timezone_name timezone_offset_hours_utc "
    "tos_accepted user_tasks user_tos_accepted"
)
describe("ad_account", "AdAccount", default=("account_id", "id"), fields=FIELDS)


@view("ad_account")
def ad_account_fields(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    owner = account["owner"]
    return {
        "id": account.id,
        "account_id": account.id.removeprefix("act_"),
        "name": account["name"],
        "account_status": account["account_status"],
        "currency": account["currency"],
        "timezone_name": account["timezone_name"],
        "timezone_id": 47,
        "timezone_offset_hours_utc": lambda: _offset_hours(sandbox, account),
        "owner": owner,
        "business": lambda: reference(sandbox, owner),
        "business_name": lambda: reference(sandbox, owner)["name"],
        "created_time": iso(account.created),
        "age": lambda: round((sandbox.clock.now() - account.created) / 86400, 2),
        "amount_spent": lambda: str(account.get("amount_spent") or _spent(sandbox, request, account)),
        "balance": "0",
        "spend_cap": "0",
        "min_daily_budget": rules.LEAST_DAILY,
        "disable_reason": account.get("disable_reason", 0),
        "is_personal": 0,
        "is_prepay_account": False,
        "capabilities": ["CAN_CREATE_CALL_ADS", "CAN_USE_REACH_AND_FREQUENCY"],
        "user_tasks": ["DRAFT", "ANALYZE", "ADVERTISE", "MANAGE"],
    }


def _spent(sandbox: "Sandbox", request: Request, account: Stored) -> int:
    """What all its ads cost, in hundredths: the sum that insights tell."""
    asked = dataclasses.replace(
        request, params={"fields": "spend", "date_preset": "maximum"}, notes=dict(request.notes)
    )
    rows = Answer(sandbox, asked, query.parse(sandbox, asked, account)).rows()
    return round(sum(float(row["spend"]) for row in rows) * 100)


def _offset_hours(sandbox: "Sandbox", account: Stored) -> float:
    moment = dt.datetime.fromtimestamp(sandbox.clock.whole(60), ZoneInfo(account["timezone_name"]))
    return (moment.utcoffset() or dt.timedelta()).total_seconds() / 3600


@edge("GET", kind="ad_account", name="instagram_accounts")
def list_instagram_accounts(sandbox: "Sandbox", request: Request, account: Stored) -> list[Stored]:
    return sandbox.store.get_many(account["instagram_ids"])


@edge("GET", kind="ad_account", name="promote_pages")
def list_promote_pages(sandbox: "Sandbox", request: Request, account: Stored) -> list[Stored]:
    return sandbox.store.get_many(account["page_ids"])


def is_usable(account: Stored) -> None:
    """Writes to an account that is not active are refused."""
    if account["account_status"] != 1:
        raise errors.GraphFault(200, "(#200) The ad account is not active.", subcode=1487742, status=403)
