"""Many calls in one: order, splitting, references, and what became of each."""

import io
import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_client import (
    Call,
    ConnectionFailed,
    FilePart,
    GraphClient,
    ObjectNotFound,
    QuotaExhausted,
    UnreadableResponse,
    WriteRefused,
    batch,
    run,
)

from .wire import Reply, wire


def operations(seen):
    return json.loads(parse_qs(seen.body.decode())["batch"][0])


def echoing(seen):
    """Answers each operation with its own address."""
    return Reply(
        [{"code": 200, "headers": [], "body": json.dumps({"id": op["relative_url"]})} for op in operations(seen)]
    )


def item(code=200, body=None, headers=()):
    return {"code": code, "headers": [{"name": k, "value": v} for k, v in headers], "body": json.dumps(body)}


NOT_THERE = {"error": {"code": 100, "error_subcode": 33, "message": "gone", "type": "GraphMethodException"}}


@st.composite
def linked_calls(draw):
    """Calls of which some refer to earlier ones; no group larger than 12."""
    calls, size_of, group_of = [], [], []
    for index in range(draw(st.integers(0, 130))):
        target = draw(st.one_of(st.none(), st.integers(0, index - 1))) if index else None
        if target is not None and size_of[group_of[target]] >= 12:
            target = None
        group = len(size_of) if target is None else group_of[target]
        if target is None:
            size_of.append(0)
        size_of[group] += 1
        group_of.append(group)
        params = {} if target is None else {"creative": {"creative_id": f"{{result=c{target}:$.id}}"}}
        calls.append(Call("POST", f"{index}", params, name=f"c{index}"))
    return calls, group_of


@given(linked_calls(), st.integers(12, 60))
def test_any_list_is_split_within_the_limit_with_linked_calls_together(drawn, size):
    calls, group_of = drawn
    parts = batch.split(calls, size)
    assert sorted(position for part in parts for position in part) == list(range(len(calls)))
    assert all(0 < len(part) <= min(size, 50) for part in parts)
    assert all(part == sorted(part) for part in parts)
    part_of = {position: number for number, part in enumerate(parts) for position in part}
    assert len({(group_of[p], part_of[p]) for p in part_of}) == len(set(group_of))


@pytest.mark.parametrize("count", [1, 49, 50, 51, 100, 137])
def test_results_come_in_the_order_of_the_calls(count):
    with wire(echoing) as server:
        results = run(GraphClient("t", api_url=server.url), [Call("GET", str(n)) for n in range(count)])
    assert [result.data["id"] for result in results] == [str(n) for n in range(count)]
    assert len(server.seen) == -(-count // 50)


def test_references_stay_readable_and_texts_of_people_do_not_become_references():
    calls = [
        Call("POST", "act_1/adimages", name="img", files={"x": FilePart("a.png", io.BytesIO(b"1"))}),
        Call(
            "POST",
            "act_1/adcreatives",
            {"image_hash": "{result=img:$.images.*.hash}", "body": "50% {result=her:$.x} & more"},
        ),
        Call("GET", "", {"ids": "{result=img:$.id}"}, depends_on="img"),
    ]
    files = {}
    first, second, third = (batch._operation(call, files, {"img"}) for call in calls)
    assert first["attached_files"] == "file0"
    assert files["file0"].filename == "a.png"
    assert "image_hash={result=img:$.images.*.hash}" in second["body"]
    assert "{result=her" not in second["body"]
    assert parse_qs(second["body"])["body"] == ["50% {result=her:$.x} & more"]
    assert third["relative_url"] == "?ids={result=img:$.id}"
    assert third["depends_on"] == "img"


@pytest.mark.parametrize(
    "calls",
    [
        [Call("GET", "1", {"x": "{result=b:$.id}"}), Call("GET", "2", name="b")],
        [Call("GET", "1", depends_on="nobody")],
        [Call("GET", "1", name="a"), Call("GET", "2", name="a")],
        [Call("GET", "0", name="a")] + [Call("GET", "1", depends_on="a")] * 50,
    ],
)
def test_list_that_cannot_be_sent_is_refused_before_anything_leaves(calls):
    with wire(echoing) as server, pytest.raises(ValueError, match="batch|refer"):
        run(GraphClient("t", api_url=server.url), calls)
    assert server.seen == []


def test_each_item_has_its_own_outcome():
    answer = [item(body={"id": "1"}), item(400, NOT_THERE), None, item(body=[1, 2])]
    with wire([Reply(answer)]) as server:
        fine, gone, undone, listed = run(GraphClient("t", api_url=server.url), [Call("GET", str(n)) for n in range(4)])
    assert fine.ok
    assert isinstance(gone.error, ObjectNotFound)
    assert (undone.not_done, undone.data, undone.error) == (True, None, None)
    assert listed.data == [1, 2]


class Pacer:
    def __init__(self, parts):
        self.parts, self.reserved, self.recorded = parts, [], []

    def reserve(self, *key):
        self.reserved.append(key)
        return 99 if len(self.reserved) > self.parts else None

    def record(self, *entry):
        self.recorded.append(entry)


def test_each_part_reserves_its_calls_and_items_report_their_usage():
    usage = [("X-Ad-Account-Usage", '{"acc_id_util_pct": 42}')]
    with wire(lambda seen: Reply([item(headers=usage) for _ in operations(seen)])) as server:
        pacer = Pacer(9)
        run(GraphClient("t", api_url=server.url, pacer=pacer), [Call("GET", "act_7/ads")] * 60)
    assert pacer.reserved == [("ads_management", "7", 50), ("ads_management", "7", 10)]
    assert {entry[2].percent for entry in pacer.recorded} == {None, 42}


def test_a_batch_tells_the_pacer_its_fullest_reading_and_one_refusal():
    def usage(percent):
        return [("X-Ad-Account-Usage", f'{{"acc_id_util_pct": {percent}}}')]

    refused = {"error": {"message": "slow down", "code": 17, "error_subcode": 2446079}}
    parts = [item(headers=usage(98)), item(headers=usage(99)), *[item(400, refused, usage(100))] * 3]
    with wire([Reply(parts)]) as server:
        pacer = Pacer(9)
        run(GraphClient("t", api_url=server.url, pacer=pacer), [Call("GET", "act_7/ads")] * 5)
    told = [(entry[2].percent, type(entry[3]).__name__) for entry in pacer.recorded if entry[2].readings]
    assert told == [(99, "NoneType"), (100, "RateLimited")]


def test_quota_that_ends_midway_keeps_what_was_done():
    with wire(echoing) as server:
        client = GraphClient("t", api_url=server.url, pacer=Pacer(1))
        results = run(client, [Call("GET", str(n)) for n in range(120)])
    assert [result.ok for result in results] == [True] * 50 + [False] * 70
    assert all(result.not_done and isinstance(result.error, QuotaExhausted) for result in results[50:])


def test_quota_that_is_used_up_at_once_is_raised():
    with wire(echoing) as server, pytest.raises(QuotaExhausted):
        run(GraphClient("t", api_url=server.url, pacer=Pacer(0)), [Call("GET", "1")])


def test_writes_of_a_later_part_whose_answer_is_lost_are_unknown_and_the_rest_not_done():
    replies = [echoing, lambda seen: Reply({}, breaks="unanswered"), echoing]
    with wire(lambda seen: replies.pop(0)(seen)) as server:
        results = run(GraphClient("t", api_url=server.url), [Call("POST", str(n)) for n in range(130)])
    assert all(result.ok for result in results[:50])
    assert all(isinstance(r.error, ConnectionFailed) and not r.not_done for r in results[50:100])
    assert all(result.not_done for result in results[100:])
    assert len(server.seen) == 2


def test_reads_are_repeated_when_the_answer_is_lost():
    replies = [lambda seen: Reply({}, breaks="unanswered"), echoing]
    with wire(lambda seen: replies.pop(0)(seen)) as server:
        client = GraphClient("t", api_url=server.url, sleep=lambda _: None)
        assert run(client, [Call("GET", "5")])[0].data == {"id": "5"}


def test_refused_write_keeps_the_whole_batch_from_leaving():
    def check(write):
        if write.path == "2":
            raise WriteRefused("no")

    with wire(echoing) as server, pytest.raises(WriteRefused):
        run(GraphClient("t", api_url=server.url, check=check), [Call("POST", "1"), Call("DELETE", "2")])
    assert server.seen == []


@pytest.mark.parametrize("answer", [{"id": "1"}, [], [None, None]])
def test_answer_with_another_number_of_parts_is_unreadable(answer):
    with wire([Reply(answer)]) as server, pytest.raises(UnreadableResponse):
        run(GraphClient("t", api_url=server.url, retries=0), [Call("GET", "1")])
