"""Rate limits and their headers."""

import json

import pytest

from .conftest import error_of


def usage(answer, account):
    return json.loads(answer.headers["x-business-use-case-usage"])[account.removeprefix("act_")][0]


def test_each_answer_tells_what_is_used(new_graph):
    graph = new_graph(account_limit=100)

    for _ in range(9):
        graph.get(graph.ad_account_id)
    answer = graph.get(graph.ad_account_id)

    assert usage(answer, graph.ad_account_id)["call_count"] == 10
    assert usage(answer, graph.ad_account_id)["type"] == "ads_management"
    assert json.loads(answer.headers["x-app-usage"]).keys() == {"call_count", "total_time", "total_cputime"}


def test_a_used_up_account_is_refused_until_the_window_has_passed(new_graph):
    graph = new_graph(account_limit=3, limit_window=600)

    codes = [graph.get(graph.ad_account_id).status_code for _ in range(4)]
    refused = graph.get(graph.ad_account_id)

    assert codes == [200, 200, 200, 400]
    assert error_of(refused) == (80004, 2446079)
    assert usage(refused, graph.ad_account_id)["estimated_time_to_regain_access"] == 10
    graph.control("POST", "clock", advance=601)
    assert graph.get(graph.ad_account_id).status_code == 200


def test_calls_on_things_of_the_account_count_too(new_graph):
    graph = new_graph(account_limit=2)
    video = graph.sandbox.store.add("video", {"blob": "x", "size": 1}, parent=graph.ad_account_id, key="ready")

    codes = [graph.get(video.id, {"fields": "title"}).status_code for _ in range(3)]

    assert codes == [200, 200, 400]


def test_a_write_costs_more_than_a_read(new_graph):
    graph = new_graph(account_limit=100)

    answer = graph.post(f"{graph.ad_account_id}/adimages")

    assert usage(answer, graph.ad_account_id)["call_count"] == 3


def test_the_app_has_a_limit_of_its_own(new_graph):
    graph = new_graph(app_limit=2)

    assert [graph.get("me").status_code for _ in range(3)] == [200, 200, 403]
    assert error_of(graph.get("me")) == (4, None)


@pytest.mark.parametrize(("code", "expected"), [(17, (17, 2446079)), (613, (613, None))])
def test_other_throttling_codes_can_be_chosen(new_graph, code, expected):
    graph = new_graph(account_limit=0, limit_code=code)

    assert error_of(graph.get(graph.ad_account_id)) == expected


def test_other_people_use_up_calls_too(graph):
    graph.control("POST", "use", key=f"ads_management:{graph.ad_account_id}", points=100_000)

    assert error_of(graph.get(graph.ad_account_id)) == (80004, 2446079)
    assert graph.control("GET", "state")["refused_by_limits"] == 1
