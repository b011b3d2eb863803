"""Calls that Graph takes as they are, by the names of what stands in the demo seed."""

import json
import re
from urllib.parse import urlencode

from graph_sandbox.seeds import facts


def story(data: dict) -> dict:
    return {"page_id": facts()["page_id"], "link_data": data}


LINK = {
    "message": "Try it for 60 days.",
    "link": "https://shop.example/lamp",
    "name": "Warm",
    "call_to_action": {"type": "SHOP_NOW"},
}
PICTURE, SECOND = "{picture}", "{second picture}"
CARD = {**LINK, "image_hash": PICTURE}
PARTNER = {"access_token": facts()["partner_access_token"]}
FEED = {
    "images": [{"hash": PICTURE, "adlabels": [{"name": "one"}]}, {"hash": SECOND, "adlabels": [{"name": "two"}]}],
    "bodies": [{"text": "a"}],
    "titles": [{"text": "a"}],
    "link_urls": [{"website_url": "https://shop.example/"}],
    "ad_formats": ["SINGLE_IMAGE"],
    "call_to_action_types": ["SHOP_NOW"],
    "asset_customization_rules": [
        {
            "customization_spec": {"publisher_platforms": ["facebook"], "facebook_positions": ["feed"], "age_max": 65},
            "image_label": {"name": "one"},
        },
        {
            "customization_spec": {"publisher_platforms": ["instagram"], "instagram_positions": ["story"]},
            "image_label": {"name": "two"},
        },
    ],
}
TARGETING = {"geo_locations": {"countries": ["DE"]}, "publisher_platforms": ["facebook"], "age_min": 18}
ACCOUNT = facts()["ad_account_id"]
TOP = urlencode({"name": "A", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": "[]"})
BELOW = (
    urlencode({"name": "A", "daily_budget": 5000, "targeting": json.dumps(TARGETING)})
    + "&campaign_id={result=top:$.id}"
)
VALID: list[tuple[str, str, dict]] = [
    (
        "POST",
        "{account}/campaigns",
        {"name": "A", "objective": "OUTCOME_SALES", "status": "PAUSED", "special_ad_categories": []},
    ),
    (
        "POST",
        "{account}/adsets",
        {"name": "A", "campaign_id": "{campaign}", "daily_budget": 1000, "billing_event": "IMPRESSIONS"}
        | {
            "optimization_goal": "LINK_CLICKS",
            "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
            "targeting": TARGETING,
            "start_time": "2026-12-01T00:00:00+0000",
        },
    ),
    (
        "POST",
        "{account}/ads",
        {"name": "A", "adset_id": "{adset}", "creative": {"creative_id": "{creative}"}, "status": "PAUSED"},
    ),
    (
        "POST",
        "{account}/adcreatives",
        {"name": "A", "object_story_spec": story({**LINK, "child_attachments": [CARD, CARD]}), "url_tags": "a=b"},
    ),
    (
        "POST",
        "{account}/adcreatives",
        {"object_story_spec": {"page_id": "{page}"}, "asset_feed_spec": FEED}
        | {"degrees_of_freedom_spec": {"creative_features_spec": {"image_uncrop": {"enroll_status": "OPT_IN"}}}},
    ),
    (
        "GET",
        "{account}/generatepreviews",
        {
            "creative": {"object_story_spec": story(LINK)},
            "ad_format": "INSTAGRAM_STORY",
            "creative_feature": "image_uncrop",
        },
    ),
    (
        "GET",
        "{account}/insights",
        {"level": "ad", "fields": "impressions,spend,actions", "breakdowns": "age,gender", "time_increment": 1}
        | {
            "time_range": {"since": "2026-11-01", "until": "2026-11-05"},
            "filtering": [{"field": "ad.id", "operator": "IN", "value": ["1"]}],
        }
        | {"sort": ["spend_descending"], "action_attribution_windows": ["7d_click"], "summary": "spend"},
    ),
    ("POST", "{account}/insights", {"level": "adset", "fields": ["spend"], "date_preset": "last_7d"}),
    ("POST", "{adset}", {"name": "B", "daily_budget": 500, "targeting": TARGETING, "status": "PAUSED"}),
    ("POST", "{ad}", {"name": "B", "creative": {"creative_id": "{creative}"}, "status": "ARCHIVED"}),
    ("POST", "{account}/advideos", {"upload_phase": "start", "file_size": 5000}),
    ("POST", "{business}/creative_folders", {"name": "Spring", "description": "x", "parent_folder_id": "{folder}"}),
    (
        "GET",
        "{account}/ads",
        {
            "fields": "id,name,creative{id,object_story_spec},insights.date_preset(last_7d){spend}",
            "limit": 5,
            "filtering": [{"field": "ad.effective_status", "operator": "IN", "value": ["ACTIVE"]}],
        },
    ),
    ("POST", "{campaign}/copies", {"deep_copy": True, "status_option": "INHERITED_FROM_SOURCE"}),
    ("POST", "{adset}/copies", {"campaign_id": "{campaign}", "start_time": "2026-12-01T00:00:00+0000"}),
    ("POST", "{ad}/copies", {"adset_id": "{adset}", "status_option": "PAUSED"}),
    (
        "POST",
        "{account}/asyncadrequestsets",
        {"name": "Many", "ad_specs": [{"name": "A", "adset_id": "{adset}", "creative": {"creative_id": "{creative}"}}]},
    ),
    (
        "POST",
        "{account}/asyncadcreatives",
        {"name": "One", "creative_spec": {"name": "A", "object_story_spec": story({**LINK, "image_hash": PICTURE})}},
    ),
    (
        "POST",
        "{account}/async_batch_requests",
        {
            "name": "Tree",
            "adbatch": [
                {"name": "top", "relative_url": f"{ACCOUNT}/campaigns", "body": TOP},
                {"name": "low", "relative_url": f"{ACCOUNT}/adsets", "body": BELOW},
            ],
        },
    ),
    ("GET", "{request_set}/requests", {"fields": "status,result,input", "limit": 2, "statuses": ["SUCCESS"]}),
    ("POST", "{folder}/agencies", {"business": facts()["other_business_id"], "permitted_tasks": ["VIEW_CONTENT"]}),
    ("POST", "{agreement}", {**PARTNER, "request_status": "APPROVE", "asset_id": "{folder}"}),
    (
        "GET",
        f"{facts()['other_business_id']}/received_sharing_agreements",
        {**PARTNER, "request_status": "IN_PROGRESS", "requesting_business_id": "{business}"},
    ),
    ("POST", "{folder}/assigned_users", {"user": "{employee}", "tasks": ["VIEW_CONTENT", "CREATE_CONTENT"]}),
    ("GET", "{folder}/assigned_users", {"business": "{business}", "fields": "id,name,tasks"}),
    ("GET", "{run}", {"fields": "id,async_status,async_percent_completion,date_start,breakdowns"}),
    ("GET", "{run}/insights", {"limit": 2, "summary": ["impressions"], "default_summary": False}),
]


def named(sandbox, ask) -> dict[str, str]:
    """What the names in the calls stand for: things of the seed, and some that are made now by `ask(method, path, params)`."""
    account, business = facts()["ad_account_id"], facts()["business_id"]
    of_account = ("campaign", "adset", "ad", "creative")
    found = {f"{{{kind}}}": sandbox.store.list(kind, parent=account)[0].id for kind in of_account}
    found |= {"{account}": account, "{business}": business, "{page}": facts()["page_id"]}
    found[PICTURE], found[SECOND] = (image.key for image in sandbox.store.list("image", parent=account)[:2])
    people = sandbox.store.list("business_user", parent=business)
    found["{employee}"] = next(one.id for one in people if one["role"] == "EMPLOYEE")
    asked = {"level": "ad", "fields": "ad_id,impressions", "breakdowns": "age", "date_preset": "last_3d"}
    run = found["{run}"] = ask("POST", f"{account}/insights", asked)["report_run_id"]
    while ask("GET", run, {})["async_status"] != "Job Completed":
        pass
    folder = found["{folder}"] = ask("POST", f"{business}/creative_folders", {"name": "Autumn"})["id"]
    other = facts()["other_business_id"]
    for one in sandbox.store.list("business_agreement"):  # so that the next share waits for an answer
        sandbox.store.update(one.id, {"request_status": "DECLINE"})
    ask("POST", f"{folder}/agencies", {"business": other, "permitted_tasks": "VIEW_CONTENT"})
    found["{agreement}"] = sandbox.store.list("business_agreement", parent=other)[0].id
    specs = [{"name": "A", "adset_id": found["{adset}"], "creative": {"creative_id": found["{creative}"]}}]
    found["{request_set}"] = ask("POST", f"{account}/asyncadrequestsets", {"name": "One", "ad_specs": specs})["id"]
    return found


def filled(value, ids: dict):
    if isinstance(value, dict):
        return {key: filled(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, ids) for one in value]
    return ids.get(value, value) if isinstance(value, str) else value


def as_texts(values: dict) -> dict[str, str]:
    return {key: one if isinstance(one, str) else json.dumps(one) for key, one in values.items()}


def path_with(ids: dict, path: str) -> str:
    return "/" + re.sub(r"\{\w+\}", lambda match: ids[match.group(0)], path)
