"""Request sets: what is sent, how they are found again, what became of each request."""

import json
from urllib.parse import parse_qs

import pytest

from graph_client import Call, GraphClient, WriteRefused, async_requests

from .wire import Reply, wire

SET = {
    "id": "6012384857989",
    "owner_id": 12345,
    "name": "galley-9",
    "is_completed": True,
    "success_count": 1,
    "error_count": 1,
    "total_count": 2,
}


def test_set_of_ads_is_submitted_with_its_name():
    with wire([Reply({"id": "6012384857989"})]) as server:
        client = GraphClient("t", api_url=server.url)
        made = async_requests.create_ads(client, "act_1", "galley-9", [{"name": "a", "status": "PAUSED"}])
    assert made == "6012384857989"
    [seen] = server.seen
    assert seen.path == "/v24.0/act_1/asyncadrequestsets"
    assert seen.params == {"name": "galley-9", "ad_specs": '[{"name":"a","status":"PAUSED"}]'}


def test_set_of_calls_keeps_references_between_them():
    calls = [
        Call("POST", "act_1/campaigns", {"name": "A & B", "status": "PAUSED"}, name="c"),
        Call("POST", "act_1/adsets", {"campaign_id": "{result=c:$.id}"}),
    ]
    with wire([Reply({"id": "5"})]) as server:
        async_requests.create_calls(GraphClient("t", api_url=server.url), "act_1", "x", calls)
    sent = json.loads(server.seen[0].params["adbatch"])
    assert [entry["relative_url"] for entry in sent] == ["act_1/campaigns", "act_1/adsets"]
    assert parse_qs(sent[0]["body"]) == {"name": ["A & B"], "status": ["PAUSED"]}
    assert sent[1]["body"] == "campaign_id={result=c:$.id}"
    assert all(entry["name"] for entry in sent)


@pytest.mark.parametrize("count", [0, 1001])
def test_set_with_too_many_or_no_requests_does_not_leave(count):
    with pytest.raises(ValueError, match="1 to 1000"):
        async_requests.create_ads(GraphClient("t", api_url="http://127.0.0.1:1"), "act_1", "x", [{}] * count)


def test_each_request_of_a_set_is_checked():
    def check(write):
        if ("status", "ACTIVE") in write.values():
            raise WriteRefused("no")

    with wire([Reply({"id": "5"})]) as server:
        client = GraphClient("t", api_url=server.url, check=check)
        with pytest.raises(WriteRefused):
            async_requests.create_ads(client, "act_1", "x", [{"status": "PAUSED"}, {"status": "ACTIVE"}])
        with pytest.raises(WriteRefused):
            async_requests.create_calls(client, "act_1", "x", [Call("POST", "5", {"status": "ACTIVE"})])
    assert server.seen == []


def test_set_is_found_again_by_its_name():
    with wire([Reply({"data": [{**SET, "name": "another"}, SET]})]) as server:
        [found] = async_requests.find(GraphClient("t", api_url=server.url), "act_1", "galley-9")
    assert (found.id, found.completed, found.succeeded, found.failed, found.total) == ("6012384857989", True, 1, 1, 2)


def test_outcomes_are_told_in_small_letters_whatever_meta_sends():
    rows = [
        {"id": "1", "status": "Success", "result": {"id": "77"}},
        {"id": "2", "status": "ERROR", "result": {"error_code": 100, "error_message": "no"}},
        {"id": "3", "status": "in_progress", "result": []},
    ]
    with wire([Reply({"data": rows})]) as server:
        found = list(async_requests.outcomes(GraphClient("t", api_url=server.url), "5"))
    assert [(one.status, one.made, one.error_code) for one in found] == [
        ("success", "77", None),
        ("error", "", 100),
        ("in_progress", "", None),
    ]


def test_set_can_be_stopped():
    with wire([Reply({"success": True})]) as server:
        async_requests.cancel(GraphClient("t", api_url=server.url), "5")
    assert (server.seen[0].method, server.seen[0].path) == ("DELETE", "/v24.0/5")
