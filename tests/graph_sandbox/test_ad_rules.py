"""What an object takes after those above it are gone, what filters of lists look at, and how small or late a plan may be."""

import json

import pytest

from .conftest import error_of
from .objects import DAY, ad, adset, campaign, change, ids, read, status_of


def filtered(graph, edge, field, operator, value):
    entry = {"field": field, "operator": operator, "value": value}
    return ids(graph.get(f"{graph.ad_account_id}/{edge}", {"filtering": json.dumps([entry])}))


@pytest.mark.parametrize(
    ("status", "codes"),
    [("DELETED", {"adset": 1487056, "ad": 1885088}), ("ARCHIVED", {"adset": 1885088, "ad": 1885088})],
)
def test_what_stands_in_something_that_is_gone_can_only_be_renamed(graph, tree, creative, status, codes):
    top, middle, leaf = tree
    change(graph, top, status=status)

    for one, kind, given in ((middle, "adset", {"daily_budget": 7000}), (leaf, "ad", {"creative": creative})):
        assert error_of(change(graph, one, **given)) == (100, codes[kind])
        assert change(graph, one, name="Another name").status_code == 200
        assert status_of(graph, one) == status
    assert error_of(ad(graph, middle, creative)) == (100, None)


def test_what_is_archived_goes_with_the_deleted_campaign(graph, tree):
    top, middle, leaf = tree
    change(graph, leaf, status="ARCHIVED")
    change(graph, top, status="DELETED")

    assert status_of(graph, leaf) == "DELETED"
    assert ids(graph.get(f"{graph.ad_account_id}/ads", {"effective_status": '["ARCHIVED"]'})) == []


def test_filters_may_speak_of_what_stands_above(graph, tree, creative):
    top, middle, leaf = tree
    other = campaign(graph, name="Another campaign").json()["id"]
    beside = adset(graph, other).json()["id"]
    second = ad(graph, beside, creative).json()["id"]

    assert filtered(graph, "ads", "campaign.id", "IN", [other]) == [second]
    assert filtered(graph, "ads", "campaign.name", "CONTAIN", "Another") == [second]
    assert filtered(graph, "ads", "adset.id", "EQUAL", middle) == [leaf]
    assert filtered(graph, "adsets", "campaign.id", "NOT_IN", [top]) == [beside]


def test_a_filter_of_what_is_not_wanted_leaves_the_rest(graph, tree, creative):
    top, middle, leaf = tree
    change(graph, leaf, status="PAUSED")
    active = ad(graph, middle, creative, status="ACTIVE").json()["id"]

    assert filtered(graph, "ads", "effective_status", "NOT_IN", ["PAUSED"]) == [active]
    assert filtered(graph, "ads", "ad.effective_status", "NOT_EQUAL", "ACTIVE") == [leaf]


def test_a_day_costs_at_least_what_the_account_says(graph):
    top = campaign(graph).json()["id"]
    least = graph.get(graph.ad_account_id, {"fields": "min_daily_budget"}).json()["min_daily_budget"]
    refused = adset(graph, top, daily_budget=least - 1)

    assert error_of(refused) == (1487901, None)
    assert refused.json()["error"]["error_data"] == {"blame_field_specs": [["daily_budget"]]}
    middle = adset(graph, top, daily_budget=least).json()["id"]
    assert error_of(change(graph, middle, daily_budget=1)) == (1487901, None)


def test_an_end_must_be_still_to_come(graph, tree):
    top, middle, _ = tree
    past = int(graph.control("GET", "clock")["now"]) - 1

    assert error_of(campaign(graph, stop_time=past)) == (100, 1487033)
    assert error_of(adset(graph, top, end_time=past)) == (100, 1487033)
    assert error_of(change(graph, middle, end_time=past)) == (100, 1487033)
    assert change(graph, middle, end_time=past + 3 * DAY).status_code == 200
    assert read(graph, middle, "end_time")["end_time"]
