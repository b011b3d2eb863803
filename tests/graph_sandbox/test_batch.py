"""Batch requests."""

import json
import time

import pytest

from .conftest import error_of
from .media import picture


def send(graph, operations, **more):
    return graph.post("", data={"batch": json.dumps(operations), **more.pop("data", {})}, **more).json()


def test_answers_come_in_order_as_json_text(graph):
    answers = send(
        graph, [{"method": "GET", "relative_url": "me"}, {"method": "GET", "relative_url": f"{graph.page_id}/"}]
    )

    assert [answer["code"] for answer in answers] == [200, 200]
    assert json.loads(answers[1]["body"])["id"] == graph.page_id
    assert {"name", "value"} == set(answers[0]["headers"][0])


def test_one_failure_leaves_the_others_alone(graph):
    answers = send(graph, [{"method": "GET", "relative_url": "999"}, {"method": "GET", "relative_url": "v24.0/me"}])

    assert [answer["code"] for answer in answers] == [400, 200]
    assert json.loads(answers[0]["body"])["error"]["code"] == 100


def test_headers_can_be_left_out(graph):
    answers = send(graph, [{"method": "GET", "relative_url": "me"}], data={"include_headers": "false"})

    assert "headers" not in answers[0]


def test_a_later_operation_uses_the_result_of_an_earlier_one(graph):
    answers = send(
        graph,
        [
            {
                "method": "POST",
                "name": "make",
                "omit_response_on_success": False,
                "relative_url": f"{graph.business_id}/creative_folders",
                "body": "name=Upper",
            },
            {
                "method": "POST",
                "relative_url": f"{graph.business_id}/creative_folders",
                "body": "name=Inner&parent_folder_id={result=make:$.id}",
            },
            {"method": "GET", "relative_url": "?ids={result=make:$.id}"},
        ],
    )

    folder = json.loads(answers[0]["body"])["id"]
    assert list(json.loads(answers[2]["body"])) == [folder]
    assert graph.get(f"{folder}/subfolders").json()["data"][0]["name"] == "Inner"


def test_a_result_that_others_use_is_left_out_unless_asked_for(graph):
    operations = [
        {"method": "GET", "name": "who", "relative_url": "me"},
        {"method": "GET", "relative_url": "{result=who:$.id}"},
    ]

    answers = send(graph, operations)

    assert answers[0] is None
    assert answers[1]["code"] == 200


def test_what_depends_on_a_failure_is_null(graph):
    operations = [
        {"method": "GET", "name": "bad", "relative_url": "999"},
        {"method": "GET", "depends_on": "bad", "relative_url": "me"},
    ]

    answers = send(graph, operations)

    assert answers[0]["code"] == 400
    assert answers[1] is None


def test_files_are_attached_by_name(graph):
    operations = [{"method": "POST", "relative_url": f"{graph.ad_account_id}/adimages", "attached_files": "first"}]

    answers = send(
        graph, operations, files={"first": ("cat.jpg", picture()), "second": ("dog.jpg", picture(colour="red"))}
    )

    assert list(json.loads(answers[0]["body"])["images"]) == ["cat.jpg"]
    assert len(graph.get(f"{graph.ad_account_id}/adimages").json()["data"]) == 1


def test_several_operations_may_take_the_same_file(graph):
    operation = {"method": "POST", "relative_url": f"{graph.ad_account_id}/adimages", "attached_files": "first"}

    answers = send(graph, [operation] * 6, files={"first": ("cat.jpg", picture())})

    assert [answer["code"] for answer in answers] == [200] * 6
    assert len({answer["body"] for answer in answers}) == 1
    assert not list((graph.sandbox.store.folder / "spool").iterdir())


def test_a_batch_may_be_answered_as_a_script(graph):
    asked = {"batch": '[{"method":"GET","relative_url":"me"}]', "callback": "app.got"}
    answer = graph.session.post(f"{graph.url}/v24.0/", data={"access_token": graph.token, **asked})

    assert answer.text.startswith('/**/ app.got([{"code":200,') and answer.text.endswith("]);")
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_nothing_is_done_for_a_script_that_cannot_be_answered(graph):
    wanted = {"name": "Spring", "callback": "alert(1)//"}

    assert error_of(graph.post(f"{graph.business_id}/creative_folders", wanted)) == (100, None)
    assert graph.get(f"{graph.business_id}/creative_folders").json()["data"] == []


def test_a_file_that_is_not_attached_is_an_error(graph):
    answers = send(
        graph, [{"method": "POST", "relative_url": f"{graph.ad_account_id}/adimages", "attached_files": "first"}]
    )

    assert answers[0]["code"] == 400


def test_an_operation_may_have_its_own_token(graph):
    answers = send(
        graph,
        [{"method": "GET", "relative_url": "me?access_token=EAAnonsense"}, {"method": "GET", "relative_url": "me"}],
    )

    assert [answer["code"] for answer in answers] == [401, 200]


def test_independent_operations_run_side_by_side(new_graph):
    graph = new_graph(latency_ms={"me": 200})

    started = time.monotonic()
    answers = send(graph, [{"method": "GET", "relative_url": "me"}] * 12)

    assert len(answers) == 12
    assert time.monotonic() - started < 1.2


@pytest.mark.parametrize("operations", [[{"method": "GET", "relative_url": "me"}] * 51, [], "me", ["me"]])
def test_too_many_or_malformed_operations_are_refused(graph, operations):
    answer = graph.post("", data={"batch": json.dumps(operations)})

    assert error_of(answer)[0] == 100


def test_a_null_can_be_planned_and_means_not_done(graph):
    graph.control("POST", "faults", action="null", path="creative_folders")
    operation = {"method": "POST", "relative_url": f"{graph.business_id}/creative_folders", "body": "name=x"}

    assert send(graph, [operation]) == [None]
    assert graph.get(f"{graph.business_id}/creative_folders").json()["data"] == []


def test_each_operation_counts_for_the_limits(new_graph):
    graph = new_graph(app_limit=10)

    answers = send(graph, [{"method": "GET", "relative_url": "me"}] * 12)

    assert [answer["code"] for answer in answers].count(403) == 2
