"""Folders that are shared, and the people who may do something with them."""

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of
from .test_folders import put

OTHER = facts()["other_business_id"]
PARTNER = {"access_token": facts()["partner_access_token"]}
EMPLOYEE = {"access_token": facts()["employee_access_token"]}


def share(graph, folder, *tasks):
    return graph.post(
        f"{folder}/agencies", {"business": OTHER, "permitted_tasks": str(list(tasks or ["VIEW_CONTENT"]))}
    )


def received(graph):
    asked = {**PARTNER, "request_status": "IN_PROGRESS"}
    return graph.get(f"{OTHER}/received_sharing_agreements", asked).json()["data"]


def answer(graph, status):
    return graph.post(received(graph)[0]["id"], {**PARTNER, "request_status": status})


def names(page):
    return [row["name"] for row in page.json()["data"]]


def test_the_first_share_waits_for_an_agreement_and_later_ones_do_not(graph, folder):
    second = graph.post(f"{graph.business_id}/creative_folders", {"name": "Winter"}).json()["id"]

    assert share(graph, folder).json() == {"success": True, "share_status": "In Progress"}
    assert error_of(graph.get(folder, PARTNER)) == (200, None)
    assert graph.get(f"{folder}/agencies").json()["data"] == []
    assert names(graph.get(f"{OTHER}/pending_shared_creative_folders", PARTNER)) == ["Autumn"]
    assert answer(graph, "APPROVE").json() == {"success": True}

    assert graph.get(folder, PARTNER).json()["name"] == "Autumn"
    assert names(graph.get(f"{folder}/agencies")) == ["Harbour Coffee Roasters"]
    assert share(graph, second).json() == {"success": True}
    assert names(graph.get(f"{OTHER}/creative_folders", PARTNER)) == ["Winter", "Autumn"]


def test_both_sides_see_the_agreement_and_only_the_receiver_answers_it(graph, folder):
    share(graph, folder)

    begun = graph.get(f"{graph.business_id}/initiated_sharing_agreements", {"receiving_business_id": OTHER}).json()[
        "data"
    ]
    assert begun == received(graph) == [{"id": begun[0]["id"], "request_status": "IN_PROGRESS"}]
    tried = graph.get(f"{OTHER}/attempted_sharing_agreements", PARTNER).json()["data"]
    assert [(row["folder_id"], row["status"]) for row in tried] == [(folder, "IN_PROGRESS")]
    assert error_of(graph.post(begun[0]["id"], {"request_status": "APPROVE"})) == (200, None)
    assert error_of(graph.post(begun[0]["id"], {**PARTNER, "request_status": "MAYBE"})) == (100, None)
    assert error_of(graph.post(begun[0]["id"], {**PARTNER, "request_status": "APPROVE", "asset_id": "1"})) == (
        100,
        None,
    )
    assert error_of(graph.get(f"{OTHER}/received_sharing_agreements", {**PARTNER, "request_status": "X"})) == (
        100,
        None,
    )


def test_a_declined_share_is_gone_and_can_be_asked_again(graph, folder):
    share(graph, folder)
    answer(graph, "DECLINE")

    assert error_of(graph.get(folder, PARTNER)) == (200, None)
    assert share(graph, folder).json()["share_status"] == "In Progress"
    assert len(received(graph)) == 1


def test_a_partner_does_what_it_was_given_until_it_is_removed(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]
    share(graph, folder)
    answer(graph, "APPROVE")

    assert names(graph.get(f"{graph.business_id}/creatives", {**PARTNER, "creative_folder_id": folder})) == [
        "photo.jpg"
    ]
    assert error_of(graph.delete(image, PARTNER)) == (200, None)
    assert error_of(share_as_partner(graph, folder)) == (200, None)
    share(graph, folder, "VIEW_CONTENT", "MANAGE_CONTENT")
    assert put(graph, folder, name="theirs.jpg", path=f"{OTHER}/images", **PARTNER).status_code == 200
    assert graph.delete(image, PARTNER).json() == {"success": True}

    assert graph.delete(f"{folder}/agencies", {"business": OTHER}).json() == {"success": True}
    assert error_of(graph.get(folder, PARTNER)) == (200, None)
    assert error_of(graph.delete(f"{folder}/agencies", {"business": OTHER})) == (100, None)


def share_as_partner(graph, folder):
    return graph.post(f"{folder}/agencies", {**PARTNER, "business": OTHER, "permitted_tasks": '["VIEW_CONTENT"]'})


def test_people_have_the_tasks_that_they_were_given(graph, folder):
    people = graph.get(f"{graph.business_id}/business_users", {"fields": "id,name,role,business"}).json()["data"]
    jon = next(row["id"] for row in people if row["role"] == "EMPLOYEE")
    put(graph, folder)

    assert error_of(graph.get(folder, EMPLOYEE)) == (200, None)
    assert names(graph.get(f"{graph.business_id}/creatives", EMPLOYEE)) == []
    assert error_of(graph.post(f"{graph.business_id}/creative_folders", {**EMPLOYEE, "name": "x"})) == (200, None)
    given = {"user": jon, "tasks": '["VIEW_CONTENT","CREATE_CONTENT"]'}
    assert graph.post(f"{folder}/assigned_users", given).json() == {"success": True}

    assert graph.get(folder, EMPLOYEE).json()["name"] == "Autumn"
    assert names(graph.get(f"{graph.business_id}/creatives", EMPLOYEE)) == ["photo.jpg"]
    below = {**EMPLOYEE, "name": "Mine", "parent_folder_id": folder}
    mine = graph.post(f"{graph.business_id}/creative_folders", below).json()["id"]
    assert graph.post(mine, {**EMPLOYEE, "name": "Still mine"}).json() == {"success": True}
    assert error_of(graph.delete(folder, EMPLOYEE)) == (200, None)
    [row] = graph.get(f"{folder}/assigned_users", {"business": graph.business_id}).json()["data"]
    assert (row["id"], row["tasks"]) == (jon, ["VIEW_CONTENT", "CREATE_CONTENT"])
    [assigned] = graph.get(f"{jon}/assigned_creative_folders", {"summary": "total_count"}).json()["data"]
    assert (assigned["id"], assigned["tasks"]) == (folder, row["tasks"])

    assert graph.delete(f"{folder}/assigned_users", {"user": jon}).json() == {"success": True}
    assert error_of(graph.get(folder, EMPLOYEE)) == (200, None)


@pytest.mark.parametrize(
    ("edge", "fields"),
    [
        ("agencies", {"business": OTHER}),
        ("agencies", {"business": OTHER, "permitted_tasks": '["FLY"]'}),
        ("agencies", {"business": "1", "permitted_tasks": '["VIEW_CONTENT"]'}),
        ("assigned_users", {"user": "1", "tasks": '["VIEW_CONTENT"]'}),
        ("assigned_users", {"tasks": '["VIEW_CONTENT"]'}),
    ],
)
def test_rights_need_a_known_holder_and_known_tasks(graph, folder, edge, fields):
    assert error_of(graph.post(f"{folder}/{edge}", fields)) == (100, None)


def test_a_list_of_assigned_users_names_its_business(graph, folder):
    assert error_of(graph.get(f"{folder}/assigned_users")) == (100, None)


def test_an_agreement_needs_the_permission_to_manage_businesses(graph, folder):
    share(graph, folder)
    number = received(graph)[0]["id"]
    graph.control("POST", "act", act="remove_scope", access_token=PARTNER["access_token"], scope="business_management")

    assert error_of(graph.post(number, {**PARTNER, "request_status": "APPROVE"})) == (200, None)


def test_assets_have_tags(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]
    tag = {"business_id": graph.business_id, "tag_name": "hero"}

    assert [graph.post(f"{image}/creative_asset_tags", tag).json() for _ in range(2)] == [{"success": True}] * 2
    graph.post(f"{image}/creative_asset_tags", {**tag, "tag_name": "autumn"})
    assert names(graph.get(f"{image}/creative_asset_tags", {"business_id": graph.business_id})) == ["hero", "autumn"]
    assert names(graph.get(f"{graph.business_id}/creative_asset_tags")) == ["autumn", "hero"]

    assert graph.delete(f"{image}/creative_asset_tags", tag).json() == {"success": True}
    assert error_of(graph.delete(f"{image}/creative_asset_tags", tag)) == (100, None)
    assert error_of(graph.get(f"{image}/creative_asset_tags")) == (100, None)
    assert names(graph.get(f"{graph.business_id}/creative_asset_tags")) == ["autumn"]


def test_the_demo_shares_a_folder_with_us(new_graph):
    graph = new_graph(seed="demo")

    shared = graph.get(f"{graph.business_id}/creative_folders", {"fields": "name,owner_business"}).json()["data"]

    assert {row["owner_business"]["id"] for row in shared} >= {OTHER}


def test_insight_permissions_are_kept_as_maps(graph, folder):
    assert graph.post(folder, {"creative_insight_permissions": '{"a":"b"}'}).json() == {"success": True}
    shown = graph.get(folder, {"fields": "creative_insight_permissions"}).json()
    assert shown["creative_insight_permissions"] == [{"a": "b"}]
    assert error_of(graph.post(folder, {"creative_insight_permissions": "[1]"})) == (100, None)
