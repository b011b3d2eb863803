"""Insights of images and videos in folders, over all ads that use them."""

import json

import pytest

from graph_sandbox import Sandbox, serve
from graph_sandbox.seeds import facts

from .conftest import Caller, error_of
from .test_folder_sharing import EMPLOYEE
from .test_folders import put


@pytest.fixture(scope="module")
def used():
    """(caller, id of a business image, ids of the two ads that show it)"""
    sandbox = Sandbox(seed="demo")
    with serve(sandbox) as server:
        graph = Caller(sandbox, server.url)
        folder = graph.post(f"{graph.business_id}/creative_folders", {"name": "Used"}).json()["id"]
        image = put(graph, folder).json()["images"]["photo.jpg"]
        ads = graph.get(f"{graph.ad_account_id}/ads", {"fields": "id,creative", "limit": 2}).json()["data"]
        spec = {"link_data": {"image_hash": image["hash"], "link": "https://shop.example/"}, "page_id": graph.page_id}
        for ad in ads:
            sandbox.store.update(ad["creative"]["id"], {"object_story_spec": spec})
        yield graph, image["id"], [ad["id"] for ad in ads]
    sandbox.close()


METRICS = "impressions,inline_link_clicks,actions"


def own(graph, ad, **asked):
    [row] = graph.get(f"{ad}/insights", {"fields": METRICS, **asked}).json()["data"]
    return row


def recent_range(graph):
    today = graph.sandbox.clock.today()
    return {"since": str(today.replace(day=1)), "until": str(today)}


def test_an_asset_has_the_numbers_of_its_ads_together(used):
    graph, image, ads = used
    period = json.dumps(recent_range(graph))

    [row] = graph.get(f"{image}/insights", {"fields": METRICS, "time_range": period}).json()["data"]

    rows = [own(graph, ad, time_range=period) for ad in ads]
    assert row["impressions"] == sum(int(one["impressions"]) for one in rows) > 0
    assert row["inline_link_clicks"] == sum(int(one["inline_link_clicks"]) for one in rows)
    clicks = [entry["value"] for entry in row["actions"] if entry["action_type"] == "link_click"]
    assert clicks == [str(row["inline_link_clicks"])]
    assert (row["date_start"], row["date_end"]) == tuple(json.loads(period).values())


@pytest.mark.parametrize("breakdowns", [["ad_id"], ["objective"], ["age", "gender"], ["publisher_platform", "ad_id"]])
def test_breakdowns_divide_the_same_numbers(used, breakdowns):
    graph, image, ads = used

    [whole] = graph.get(f"{image}/insights").json()["data"]
    parts = graph.get(f"{image}/insights", {"breakdowns": json.dumps(breakdowns)}).json()["data"]

    assert sum(part["impressions"] for part in parts) == whole["impressions"]
    assert all(set(breakdowns) <= set(part) for part in parts)
    if breakdowns == ["ad_id"]:
        assert {part["ad_id"] for part in parts} == set(ads)


def test_an_asset_that_no_ad_uses_has_no_rows(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]

    assert graph.get(f"{image}/insights").json()["data"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"fields": "spend"},
        {"breakdowns": '["hair"]'},
        {"time_range": '{"since":"2026-01-01"}'},
        {"time_range": '{"since":"2026-01-02","until":"2026-01-01"}'},
    ],
)
def test_what_is_not_documented_is_refused(graph, folder, asked):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]

    assert error_of(graph.get(f"{image}/insights", asked)) == (100, None)


def test_insights_need_their_permission_and_the_task(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]
    jon = f"123{facts()['employee_user_id'][3:]}"
    graph.post(f"{folder}/assigned_users", {"user": jon, "tasks": '["VIEW_CONTENT"]'})
    assert error_of(graph.get(f"{image}/insights", EMPLOYEE)) == (200, None)

    graph.post(f"{folder}/assigned_users", {"user": jon, "tasks": '["VIEW_INSIGHTS"]'})
    assert graph.get(f"{image}/insights", EMPLOYEE).status_code == 200
    graph.control("POST", "act", act="remove_scope", access_token=graph.token, scope="business_creative_insights")
    assert error_of(graph.get(f"{image}/insights")) == (200, None)
