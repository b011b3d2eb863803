"""Campaigns, ad sets and ads as tests make, read and change them."""

import json

TARGETING = json.dumps({"geo_locations": {"countries": ["DE"]}})
DAY = 86400


def campaign(graph, **more):
    data = {"name": "Spring", "objective": "OUTCOME_SALES", "special_ad_categories": "[]", **more}
    return graph.post(f"{graph.ad_account_id}/campaigns", data=data)


def adset(graph, campaign_id, **more):
    data = {"name": "Broad", "campaign_id": campaign_id, "daily_budget": 2000, "targeting": TARGETING, **more}
    return graph.post(
        f"{graph.ad_account_id}/adsets", data={name: value for name, value in data.items() if value is not None}
    )


def ad(graph, adset_id, creative_id, **more):
    data = {"name": "Lamp", "adset_id": adset_id, "creative": json.dumps({"creative_id": creative_id}), **more}
    return graph.post(f"{graph.ad_account_id}/ads", data=data)


def read(graph, object_id, fields="status,effective_status"):
    return graph.get(object_id, {"fields": fields}).json()


def status_of(graph, object_id):
    return read(graph, object_id)["effective_status"]


def change(graph, object_id, **data):
    return graph.post(object_id, data=data)


def ids(answer):
    return [row["id"] for row in answer.json()["data"]]


def settings(graph, **values):
    graph.control("POST", "settings", **values)


def later(graph, seconds):
    graph.control("POST", "clock", advance=seconds)


def days_of(graph, leaf):
    """The days on which an ad delivered, among those of the last month."""
    params = {"fields": "impressions", "date_preset": "last_30d", "time_increment": 1}
    today = {"fields": "impressions", "date_preset": "today", "time_increment": 1}
    found = [graph.get(f"{leaf}/insights", one).json()["data"] for one in (params, today)]
    return [row["date_start"] for part in found for row in part]
