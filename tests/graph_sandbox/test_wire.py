"""What clients put on the wire, and what they get back."""

import json

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of


@pytest.mark.parametrize("address", ["/me", "/v24.0/me", "/v26.0/me/", "/me/"])
def test_version_and_last_slash_are_optional(graph, address):
    answer = graph.get(f"{graph.url}{address}")

    assert answer.json()["name"] == "Galley system user"


def test_the_answer_says_which_version_it_speaks(graph):
    assert graph.get(f"{graph.url}/v25.0/me").headers["facebook-api-version"] == "v25.0"


def test_parameters_come_from_query_form_json_and_multipart(graph):
    path = f"{graph.url}/v24.0/{graph.business_id}/creative_folders"
    token = {"access_token": graph.token}
    calls = [
        {"params": {**token, "name": "a"}},
        {"data": {**token, "name": "b"}},
        {"json": {**token, "name": "c"}},
        {"files": {"name": (None, "d"), "access_token": (None, graph.token)}},
        {"data": {**token, "name": '"e"'}},
    ]

    for call in calls:
        assert graph.session.post(path, **call).status_code == 200

    names = [row["name"] for row in graph.get(f"{graph.business_id}/creative_folders").json()["data"]]
    assert names == ["e", "d", "c", "b", "a"]


def test_get_and_delete_read_their_bodies(graph):
    folder = graph.post(f"{graph.business_id}/creative_folders", {"name": "x"}).json()["id"]

    shown = graph.session.get(f"{graph.url}/{folder}", data={"access_token": graph.token, "fields": "name"})
    deleted = graph.session.delete(f"{graph.url}/{folder}", data={"access_token": graph.token})

    assert shown.json()["name"] == "x"
    assert deleted.json() == {"success": True}


def test_a_post_may_stand_for_a_delete(graph):
    folder = graph.post(f"{graph.business_id}/creative_folders", {"name": "x"}).json()["id"]

    assert graph.post(folder, {"method": "delete"}).json() == {"success": True}


def test_any_host_name_is_answered(graph):
    answer = graph.get("me", headers={"Host": "graph-video.facebook.com"})

    assert answer.status_code == 200


@pytest.mark.parametrize("fields", ["name,currency", '["name","currency"]', "['name','currency']", "name, currency"])
def test_fields_are_comma_text_or_a_json_list(graph, fields):
    shown = graph.get(graph.ad_account_id, {"fields": fields}).json()

    assert shown == {"name": "Fern & Clay EU", "currency": "EUR", "id": graph.ad_account_id}


def test_fields_reach_into_edges_and_references(graph):
    shown = graph.get("me", {"fields": "id,adaccounts.limit(1).as(first){name,business{name}}"}).json()

    rows = shown["first"]["data"]
    assert len(rows) == 1
    assert rows[0]["business"] == {"name": "Fern & Clay Studio", "id": graph.business_id}


def test_a_field_that_does_not_exist_is_named(graph):
    answer = graph.get(graph.ad_account_id, {"fields": "nonsense"})

    assert error_of(answer) == (100, None)
    assert "nonexisting field (nonsense) on node type (AdAccount)" in answer.json()["error"]["message"]


def test_a_field_without_a_value_is_left_out(graph):
    assert graph.get(graph.ad_account_id, {"fields": "partner"}).json() == {"id": graph.ad_account_id}


def test_broken_field_syntax_is_2500(graph):
    assert error_of(graph.get("me", {"fields": "id,name{"}))[0] == 2500


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("123456789", (100, 33)),
        ("nowhere/at/all", (2500, None)),
        ("act_999", (100, 33)),
        ("act_999/adimages", (100, 33)),
    ],
)
def test_what_does_not_exist_fails_as_graph_fails(graph, path, expected):
    assert error_of(graph.get(path)) == expected


def test_an_edge_that_is_not_there_is_no_empty_success(graph):
    assert error_of(graph.get(f"{graph.ad_account_id}/bogus"))[0] == 100
    assert error_of(graph.post(f"{graph.ad_account_id}/bogus")) == (100, 33)
    assert error_of(graph.post("me/businesses")) == (100, 33)


def test_an_account_of_strangers_is_unknown_to_readers_and_forbidden_to_writers(graph):
    foreign = facts()["foreign_ad_account_id"]

    assert error_of(graph.get(foreign)) == (100, 33)
    assert error_of(graph.post(f"{foreign}/adimages")) == (200, None)


def test_a_list_ends_when_next_is_absent(graph):
    for number in range(7):
        graph.post(f"{graph.business_id}/creative_folders", {"name": str(number)})

    names, after = [], None
    while True:
        page = graph.get(
            f"{graph.business_id}/creative_folders", {"limit": 3, "summary": "true", "after": after}
        ).json()
        names += [row["name"] for row in page["data"]]
        after = page["paging"]["cursors"]["after"]
        if "next" not in page["paging"]:
            break

    assert names == ["6", "5", "4", "3", "2", "1", "0"]
    assert page["summary"] == {"total_count": 7}


def test_next_can_be_followed_as_it_is(graph):
    for number in range(3):
        graph.post(f"{graph.business_id}/creative_folders", {"name": str(number)})

    first = graph.get(f"{graph.business_id}/creative_folders", {"limit": 2}).json()
    second = graph.session.get(first["paging"]["next"]).json()

    assert [row["name"] for row in second["data"]] == ["0"]
    assert "next" not in second["paging"]
    assert "previous" in second["paging"]


def test_a_thing_added_between_two_pages_repeats_nothing(graph):
    for number in range(4):
        graph.post(f"{graph.business_id}/creative_folders", {"name": str(number)})
    first = graph.get(f"{graph.business_id}/creative_folders", {"limit": 2}).json()

    graph.post(f"{graph.business_id}/creative_folders", {"name": "new"})
    second = graph.session.get(first["paging"]["next"]).json()

    assert [row["name"] for row in second["data"]] == ["1", "0"]


@pytest.mark.parametrize("edge", ["creative_folders", "owned_pages", "owned_ad_accounts"])
def test_pages_lead_back_too(graph, edge):
    for number in range(3):
        graph.post(f"{graph.business_id}/creative_folders", {"name": str(number)})
    first = graph.get(f"{graph.business_id}/{edge}", {"limit": 1}).json()
    second = graph.session.get(first["paging"]["next"]).json()

    back = graph.session.get(second["paging"]["previous"]).json()

    assert back["data"] == first["data"]
    assert "previous" not in back["paging"]


def test_a_cursor_of_nothing_is_refused(graph):
    assert error_of(graph.get("me/adaccounts", {"after": "bm90aGluZw"})) == (100, None)


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_must_be_a_number_above_zero(graph, limit):
    assert error_of(graph.get("me/adaccounts", {"limit": limit}))[0] == 100


def test_filtering_narrows_a_list(graph):
    for name in ("Summer sale", "Winter sale", "Spring"):
        graph.post(f"{graph.business_id}/creative_folders", {"name": name})
    wanted = [{"field": "name_or_id", "operator": "CONTAIN", "value": "sale"}]

    page = graph.get(f"{graph.business_id}/creative_folders", {"filtering": json.dumps(wanted), "summary": 1}).json()

    assert [row["name"] for row in page["data"]] == ["Winter sale", "Summer sale"]
    assert page["summary"]["total_count"] == 2


def test_lists_of_objects_may_come_as_fields_of_a_form(graph):
    for name in ("Summer sale", "Winter sale", "Spring"):
        graph.post(f"{graph.business_id}/creative_folders", {"name": name})
    wanted = [("name", "CONTAIN", "sale"), ("name", "NOT_IN", ["Summer sale"])]
    form = {
        f"filtering[{number}][{key}]" + ("[]" if isinstance(value, list) else ""): value
        for number, entry in enumerate(wanted)
        for key, value in zip(("field", "operator", "value"), entry, strict=True)
    }

    found = graph.get(f"{graph.business_id}/creative_folders", form).json()["data"]

    assert [row["name"] for row in found] == ["Winter sale"]


def test_filtering_by_an_unknown_operator_is_refused(graph):
    wanted = json.dumps([{"field": "name", "operator": "LIKE", "value": "x"}])

    assert error_of(graph.get("me/adaccounts", {"filtering": wanted}))[0] == 100


def test_an_unchanged_read_answers_304(graph):
    first = graph.get("me")
    second = graph.get("me", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304
    assert second.content == b""


def test_several_objects_can_be_read_by_ids(graph):
    answer = graph.get("", {"ids": f"{graph.page_id},{graph.ad_account_id}", "fields": "name"}).json()

    assert set(answer) == {graph.page_id, graph.ad_account_id}


def test_no_other_site_may_read_answers(graph):
    answer = graph.get("me", headers={"Origin": "https://elsewhere.example"})

    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_debug_mode_adds_its_messages(graph):
    assert graph.get("me", {"debug": "all"}).json()["__debug__"] == {"messages": []}


def test_tokens_are_no_nodes(graph):
    token = graph.sandbox.store.list("token")[0]

    assert error_of(graph.get(token.id)) == (100, 33)
