"""Edges of an ad account that reports of others read: people, what happened, and lists that are empty here."""

import json

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of


def rows(answer):
    return answer.json()["data"]


def test_a_person_is_known_to_businesses(graph):
    token = facts()["user_access_token"]

    (found,) = rows(graph.get("me/business_users", {"access_token": token}))

    assert found["business"]["id"] == graph.business_id


def test_people_have_tasks_on_an_account_by_their_role(graph):
    people = rows(graph.get(f"{graph.ad_account_id}/assigned_users", {"business": graph.business_id}))

    assert {one["name"]: "MANAGE" in one["tasks"] for one in people} == {"Mira Okafor": True, "Jon Petersen": False}


def test_only_a_business_that_has_the_account_has_people_on_it(graph):
    asked = {"business": facts()["other_business_id"]}

    assert rows(graph.get(f"{graph.ad_account_id}/assigned_users", asked)) == []


def test_what_was_made_is_told_newest_first_and_can_be_narrowed(graph):
    graph.post(
        f"{graph.ad_account_id}/campaigns",
        {"name": "First", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": "[]"},
    )
    between = graph.control("GET", "clock")["now"] + 50
    graph.control("POST", "clock", advance=100)
    graph.post(
        f"{graph.ad_account_id}/campaigns",
        {"name": "Second", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": "[]"},
    )

    everything = rows(graph.get(f"{graph.ad_account_id}/activities"))
    later = rows(graph.get(f"{graph.ad_account_id}/activities", {"since": int(between)}))

    assert [one["object_name"] for one in everything][:2] == ["Second", "First"]
    assert [(one["object_name"], one["event_type"]) for one in later] == [("Second", "create_campaign_group")]


@pytest.mark.parametrize("edge", ["customaudiences", "customconversions", "saved_audiences", "leadgen_forms"])
def test_what_cannot_be_made_is_an_empty_list_and_refused_when_made(graph, edge):
    assert rows(graph.get(f"{graph.ad_account_id}/{edge}")) == []
    assert error_of(graph.post(f"{graph.ad_account_id}/{edge}", {"name": "Visitors"}))[0] == 100


def test_fields_that_nothing_fills_are_left_out_and_unknown_ones_refused(graph):
    made = {"name": "First", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": "[]"}
    campaign = graph.post(f"{graph.ad_account_id}/campaigns", made).json()["id"]

    assert graph.get(campaign, {"fields": "name,iterative_split_test_configs"}).json() == {
        "name": "First",
        "id": campaign,
    }
    assert error_of(graph.get(campaign, {"fields": "never_heard_of"})) == (100, None)


def test_each_object_has_one_word_for_its_delivery(graph):
    made = {"name": "First", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": "[]"}
    alive = graph.post(f"{graph.ad_account_id}/campaigns", made).json()["id"]
    gone = graph.post(f"{graph.ad_account_id}/campaigns", made).json()["id"]
    graph.delete(gone)

    def found(*words):
        asked = {"field": "campaign.delivery_info", "operator": "IN", "value": [*words]}
        answer = graph.get(f"{graph.ad_account_id}/campaigns", {"filtering": json.dumps([asked])})
        return [row["id"] for row in rows(answer)]

    assert (found("inactive"), found("deleted", "archived"), found("limited")) == ([alive], [gone], [])
