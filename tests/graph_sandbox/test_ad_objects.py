"""Campaigns, ad sets and ads: what is made, what is refused, what a status comes to, and when an ad delivers."""

import datetime as dt
import json

import pytest

from .ads import create, link_story, make, uploaded
from .conftest import error_of
from .objects import DAY, TARGETING, ad, adset, campaign, change, days_of, ids, later, read, settings, status_of


def test_all_three_are_paused_unless_asked_otherwise(graph, creative):
    top = campaign(graph).json()["id"]
    middle = adset(graph, top).json()["id"]
    leaf = ad(graph, middle, creative).json()["id"]

    assert [read(graph, one)["status"] for one in (top, middle, leaf)] == ["PAUSED"] * 3


@pytest.mark.parametrize(
    "more",
    [
        {"objective": "OUTCOME_FUN"},
        {"special_ad_categories": '["CATS"]'},
        {"buying_type": "BARTER"},
        {"bid_strategy": "HOPE"},
        {"status": "ARCHIVED"},
        {"daily_budget": 100, "lifetime_budget": 100},
        {"daily_budget": -1},
        {"start_time": 2_000_000, "stop_time": 1_000_000},
        {"budget_schedule_specs": '[{"time_start": 1}]'},
        {"execution_options": '["dream"]'},
    ],
    ids=str,
)
def test_a_campaign_that_meta_would_not_take_is_refused(graph, more):
    assert error_of(campaign(graph, **more))[0] == 100
    assert ids(graph.get(f"{graph.ad_account_id}/campaigns")) == []


@pytest.mark.parametrize(
    "more",
    [
        {"daily_budget": None},
        {"daily_budget": None, "lifetime_budget": 5000},
        {"start_time": 1_900_000_000, "end_time": 1_900_000_000 + DAY},
        {"billing_event": "SMILES"},
        {"targeting": "{}"},
        {"name": "x" * 401},
        {"bid_strategy": "COST_CAP"},
        {"is_dynamic_creative": "true", "optimization_goal": "LINK_CLICKS"},
        {"daily_min_spend_target": 100},
    ],
    ids=str,
)
def test_an_ad_set_that_meta_would_not_take_is_refused(graph, more):
    top = campaign(graph).json()["id"]

    assert error_of(adset(graph, top, **more))[0] == 100
    assert ids(graph.get(f"{graph.ad_account_id}/adsets")) == []


def test_a_budget_stands_on_the_campaign_or_on_the_ad_set(graph):
    top = campaign(graph, daily_budget=5000).json()["id"]

    assert error_of(adset(graph, top)) == (100, 1885621)
    assert adset(graph, top, daily_budget=None).status_code == 200


def test_validate_only_says_yes_and_makes_nothing(graph, creative, tree):
    story = link_story(graph, uploaded(graph), message="Never made")
    checked = {"execution_options": '["validate_only"]'}
    answers = [
        campaign(graph, **checked),
        adset(graph, tree[0], **checked),
        ad(graph, tree[1], creative, **checked),
        ad(graph, tree[1], "", creative=json.dumps({"object_story_spec": story}), **checked),
        change(graph, tree[2], status="PAUSED", **checked),
    ]

    assert [answer.json() for answer in answers] == [{"success": True}] * 5
    for name in ("campaigns", "adsets", "ads", "adcreatives"):
        assert len(ids(graph.get(f"{graph.ad_account_id}/{name}"))) == 1
    assert status_of(graph, tree[2]) == "ACTIVE"
    assert error_of(ad(graph, "1", creative, **checked))[0] == 100


def test_what_is_above_may_come_as_a_spec_and_fails_as_a_whole(graph, creative):
    above = {"name": "Inline", "objective": "OUTCOME_SALES", "special_ad_categories": []}
    spec = {"name": "In it", "daily_budget": 900, "targeting": json.loads(TARGETING), "campaign_spec": above}
    refused = ad(graph, "", creative, adset_spec=json.dumps({**spec, "daily_budget": 0}))
    made = ad(graph, "", creative, adset_spec=json.dumps(spec))

    assert error_of(refused)[0] == 100
    found = read(graph, made.json()["id"], "adset{name,campaign{name}}")
    assert found["adset"]["name"] == "In it" and found["adset"]["campaign"]["name"] == "Inline"
    assert len(ids(graph.get(f"{graph.ad_account_id}/campaigns"))) == 1


def test_the_status_that_counts_comes_from_above(graph, tree):
    top, middle, leaf = tree
    change(graph, middle, status="PAUSED")
    assert status_of(graph, leaf) == "ADSET_PAUSED"
    change(graph, top, status="PAUSED")
    assert [status_of(graph, one) for one in (middle, leaf)] == ["PAUSED", "CAMPAIGN_PAUSED"]
    change(graph, top, status="ARCHIVED")
    assert [status_of(graph, one) for one in tree] == ["ARCHIVED"] * 3
    graph.delete(top)
    assert [status_of(graph, one) for one in tree] == ["DELETED"] * 3
    assert read(graph, leaf)["status"] == "ACTIVE"


def test_lists_leave_out_what_is_archived_and_never_show_what_is_deleted(graph, tree, creative):
    top, middle, leaf = tree
    archived, deleted = (ad(graph, middle, creative, name=name).json()["id"] for name in "AB")
    change(graph, archived, status="ARCHIVED")
    graph.delete(deleted)
    path = f"{graph.ad_account_id}/ads"

    assert ids(graph.get(path)) == [leaf]
    assert ids(graph.get(f"{top}/ads", {"effective_status": '["ARCHIVED"]'})) == [archived]
    assert sorted(ids(graph.get(path, {"effective_status": '["ACTIVE","ARCHIVED","DELETED"]'}))) == sorted(
        [leaf, archived]
    )
    assert error_of(graph.get(path, {"effective_status": '["DELETED"]'}))[0] == 100
    assert error_of(graph.get(path, {"effective_status": '["HAPPY"]'}))[0] == 100
    assert status_of(graph, deleted) == "DELETED"


def test_lists_tell_what_changed_since_a_day_that_is_named(graph, tree):
    path, day = f"{graph.ad_account_id}/ads", 86_400
    graph.control("POST", "clock", advance=3 * day)
    young = graph.post(tree[2], {"name": "Changed today"}) and tree[2]
    found = {word: ids(graph.get(path, {"updated_since": word})) for word in ("yesterday", "today", "tomorrow")}
    assert found == {"yesterday": [young], "today": [young], "tomorrow": []}
    graph.control("POST", "clock", advance=3 * day)
    assert ids(graph.get(path, {"updated_since": "yesterday"})) == []


def test_archived_can_only_be_deleted_and_deleted_only_be_renamed(graph, tree):
    top, middle, leaf = tree
    change(graph, leaf, status="ARCHIVED")
    assert error_of(change(graph, leaf, status="ACTIVE")) == (100, 1885088)
    assert error_of(change(graph, leaf, conversion_domain="a.example")) == (100, 1885088)
    assert change(graph, leaf, name="Old lamp").status_code == 200
    for one, subcode in ((leaf, 1885088), (middle, 1487056), (top, 1487566)):
        graph.delete(one)
        assert error_of(change(graph, one, status="PAUSED")) == (100, subcode)
        assert change(graph, one, name="Gone").status_code == 200


def test_an_account_has_only_so_many_objects(graph, tree, creative):
    settings(graph, objects_per_account=1, archived_per_account=1)
    assert error_of(ad(graph, tree[1], creative))[0] == 100
    change(graph, tree[2], status="ARCHIVED")
    second = ad(graph, tree[1], creative).json()["id"]
    assert error_of(change(graph, second, status="ARCHIVED")) == (100, 1487990)


def test_an_ad_is_reviewed_before_it_is_what_was_asked(graph, tree, creative):
    settings(graph, review_seconds=600)
    waiting = [ad(graph, tree[1], creative, status=status).json()["id"] for status in ("ACTIVE", "PAUSED")]

    assert [status_of(graph, one) for one in waiting] == ["PENDING_REVIEW"] * 2
    later(graph, 601)
    assert [status_of(graph, one) for one in waiting] == ["ACTIVE", "PAUSED"]
    change(graph, waiting[0], name="Only a name")
    assert status_of(graph, waiting[0]) == "ACTIVE"
    other = create(graph, link_story(graph, uploaded(graph), message="Another text")).json()["id"]
    change(graph, waiting[0], creative=json.dumps({"creative_id": other}))
    assert status_of(graph, waiting[0]) == "PENDING_REVIEW"
    targeting = json.dumps({"geo_locations": {"countries": ["AT"]}})
    later(graph, 601)
    change(graph, tree[1], targeting=targeting)
    assert status_of(graph, waiting[0]) == "PENDING_REVIEW"


def test_a_rejected_ad_says_why_and_needs_another_creative(graph, tree, creative):
    settings(graph, review_rejects="miracle")
    bad = create(graph, link_story(graph, uploaded(graph), message="A miracle cure")).json()["id"]
    leaf = ad(graph, tree[1], bad, status="ACTIVE").json()["id"]

    found = read(graph, leaf, "effective_status,ad_review_feedback")
    assert found["effective_status"] == "DISAPPROVED" and found["ad_review_feedback"]["global"]
    feedback = json.loads(read(graph, tree[1], "review_feedback")["review_feedback"])
    assert [str(entry["id"]) for entry in feedback] == [leaf] and feedback[0]["reason"]
    assert error_of(change(graph, leaf, status="ACTIVE")) == (100, 2490468)
    change(graph, leaf, creative=json.dumps({"creative_id": creative}))
    assert status_of(graph, leaf) == "ACTIVE"
    assert read(graph, tree[1], "review_feedback")["review_feedback"] == "[]"


def feed(graph, **more):
    picture = uploaded(graph)
    spec = {
        "images": [{"hash": picture}, {"hash": uploaded(graph, 900, 900)}],
        "bodies": [{"text": "One"}, {"text": "Two"}],
        "titles": [{"text": "Warm"}],
        "link_urls": [{"website_url": "https://shop.example/lamp"}],
        "call_to_action_types": ["SHOP_NOW"],
        "ad_formats": ["SINGLE_IMAGE"],
        **more,
    }
    return make(graph, name="Feed", object_story_spec={"page_id": graph.page_id}, asset_feed_spec=spec).json()["id"]


def test_a_dynamic_ad_set_has_one_ad_which_goes_only_with_it(graph, tree, creative):
    dynamic = {"is_dynamic_creative": "true", "optimization_goal": "OFFSITE_CONVERSIONS"}
    middle = adset(graph, tree[0], status="ACTIVE", **dynamic).json()["id"]
    first, second = feed(graph), feed(graph, titles=[{"text": "Bright"}])

    assert error_of(ad(graph, middle, creative))[0] == 100
    leaf = ad(graph, middle, first).json()["id"]
    assert error_of(ad(graph, middle, second))[0] == 100
    assert error_of(change(graph, leaf, status="ARCHIVED")) == (100, 1340029)
    assert error_of(graph.delete(leaf)) == (100, 1340029)
    assert error_of(change(graph, leaf, creative=json.dumps({"creative_id": creative})))[0] == 100
    assert change(graph, leaf, creative=json.dumps({"creative_id": second})).status_code == 200
    assert graph.delete(middle).status_code == 200
    assert status_of(graph, leaf) == "DELETED"


def test_an_ads_own_times_are_for_sales_and_app_campaigns(graph, creative):
    top = campaign(graph, objective="OUTCOME_TRAFFIC").json()["id"]
    middle = adset(graph, top).json()["id"]

    assert error_of(ad(graph, middle, creative, ad_schedule_start_time=1_900_000_000))[0] == 100
    assert error_of(ad(graph, middle, creative, bid_amount=5))[0] == 100


def day(graph, ago=0):
    moment = graph.sandbox.clock.now() + 3600  # the account is in Berlin; tests run at a fixed hour
    return (dt.datetime.fromtimestamp(moment, dt.UTC).date() - dt.timedelta(days=ago)).isoformat()


@pytest.fixture
def noon(graph):
    graph.control("POST", "clock", now=dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC).timestamp())


def test_an_ad_delivers_from_its_review_until_it_is_paused(noon, graph, tree, creative):
    settings(graph, review_seconds=DAY)
    leaf = ad(graph, tree[1], creative, status="ACTIVE").json()["id"]
    assert days_of(graph, leaf) == []
    later(graph, 3 * DAY)
    assert days_of(graph, leaf) == [day(graph, 2), day(graph, 1), day(graph)]
    change(graph, tree[0], status="PAUSED")
    later(graph, 2 * DAY)
    assert days_of(graph, leaf) == [day(graph, 4), day(graph, 3), day(graph, 2)]
    change(graph, tree[0], status="ACTIVE")
    assert days_of(graph, leaf) == [day(graph, 4), day(graph, 3), day(graph, 2), day(graph)]


def test_an_ad_set_delivers_between_its_times(noon, graph, tree, creative):
    now = int(graph.sandbox.clock.now())
    middle = adset(graph, tree[0], status="ACTIVE", start_time=now + 2 * DAY, end_time=now + 4 * DAY).json()["id"]
    leaf = ad(graph, middle, creative, status="ACTIVE").json()["id"]
    later(graph, 6 * DAY)

    assert days_of(graph, leaf) == [day(graph, 4), day(graph, 3), day(graph, 2)]
    other = create(graph, link_story(graph, uploaded(graph), message="Too late")).json()["id"]
    assert error_of(change(graph, leaf, creative=json.dumps({"creative_id": other}))) == (100, 1487007)
    assert ids(graph.get(f"{graph.ad_account_id}/adsets", {"is_completed": "true"})) == [middle]


def test_what_was_delivered_before_archiving_and_deletion_stays_in_the_totals(noon, graph, tree):
    later(graph, 3 * DAY)

    def total():
        params = {"fields": "impressions,spend", "date_preset": "last_7d"}
        return graph.get(f"{graph.ad_account_id}/insights", params).json()["data"]

    before = total()
    assert int(before[0]["impressions"]) > 0
    change(graph, tree[2], status="ARCHIVED")
    assert total() == before
    graph.delete(tree[2])
    assert total() == before
    later(graph, DAY)
    assert days_of(graph, tree[2])[-1] == day(graph, 1)


def test_copies_stand_beside_their_source_and_are_paused(graph, tree):
    top, middle, leaf = tree
    alone = graph.post(f"{leaf}/copies").json()
    deep = graph.post(f"{top}/copies", data={"deep_copy": "true", "status_option": "INHERITED_FROM_SOURCE"}).json()

    assert read(graph, alone["copied_ad_id"], "status,source_ad_id,adset_id") == {
        "status": "PAUSED",
        "source_ad_id": leaf,
        "adset_id": middle,
        "id": alone["copied_ad_id"],
    }
    kinds = [entry["ad_object_type"] for entry in deep["ad_object_ids"]]
    assert kinds == ["campaign", "ad_set", "ad", "ad"]
    copied = {entry["source_id"]: entry["copied_id"] for entry in deep["ad_object_ids"]}
    assert read(graph, copied[leaf], "status,campaign_id,adset_id") == {
        "status": "ACTIVE",
        "campaign_id": deep["copied_campaign_id"],
        "adset_id": copied[middle],
        "id": copied[leaf],
    }
    assert set(ids(graph.get(f"{leaf}/copies"))) == {alone["copied_ad_id"], copied[leaf]}
    shallow = graph.post(f"{middle}/copies", data={"campaign_id": deep["copied_campaign_id"]}).json()
    assert [entry["source_id"] for entry in shallow["ad_object_ids"]] == [middle]
    assert error_of(graph.post(f"{top}/copies", data={"migrate_to_advantage_plus": "true"}))[0] == 100
    graph.delete(leaf)
    assert error_of(graph.post(f"{leaf}/copies"))[0] == 100


def test_a_list_leaves_out_at_once_what_was_archived_with_its_campaign(graph, tree):
    top, middle, leaf = tree
    other = campaign(graph, name="Second").json()["id"]
    copy = graph.post(f"{leaf}/copies").json()["copied_ad_id"]
    asked = {"fields": "name", "limit": 1}
    ads, campaigns = f"{graph.ad_account_id}/ads", f"{graph.ad_account_id}/campaigns"
    first = graph.get(ads, asked).json()
    second = graph.get(ads, {**asked, "after": first["paging"]["cursors"]["after"]}).json()
    back = graph.get(ads, {**asked, "before": second["paging"]["cursors"]["before"]}).json()
    assert [page["data"][0]["id"] for page in (first, second, back)] == [copy, leaf, copy]
    assert ["next" in page["paging"] for page in (first, second, back)] == [True, False, True]
    assert ["previous" in page["paging"] for page in (first, second, back)] == [False, True, False]

    graph.post(top, data={"status": "ARCHIVED"})

    assert ids(graph.get(ads)) == [] and ids(graph.get(campaigns)) == [other]
    assert error_of(graph.get(ads, {**asked, "after": first["paging"]["cursors"]["after"]}))[0] == 100


def test_many_campaigns_are_deleted_at_once(graph, tree):
    second = campaign(graph, name="Second").json()["id"]
    path = f"{graph.ad_account_id}/campaigns"
    answer = graph.delete(path, {"delete_strategy": "DELETE_OLDEST", "object_count": 1}).json()

    assert answer == {"objects_left_to_delete_count": 1, "deleted_object_ids": [tree[0]]}
    assert ids(graph.get(path)) == [second]
    assert error_of(graph.delete(path))[0] == 100
