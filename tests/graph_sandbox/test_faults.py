"""Faults on demand."""

import time

import pytest
import requests

from .conftest import error_of
from .media import picture


def folders_of(graph):
    return graph.get(f"{graph.business_id}/creative_folders").json()["data"]


@pytest.mark.parametrize(
    ("header", "expected"), [("190/463", (190, 463)), ("2", (2, None)), ("80004/2446079", (80004, 2446079))]
)
def test_a_header_asks_for_an_error(graph, header, expected):
    answer = graph.get("me", headers={"X-Graph-Fault": header})

    assert error_of(answer) == expected
    assert answer.json()["error"]["fbtrace_id"]


def test_a_planned_error_comes_as_often_as_planned(graph):
    graph.control("POST", "faults", code=2, method="GET", path="^/me$", times=2)

    assert [graph.get("me").status_code for _ in range(3)] == [500, 500, 200]
    assert graph.get("me/adaccounts").status_code == 200


def test_a_planned_error_can_let_calls_pass_first(graph):
    graph.control("POST", "faults", code=1, path="^/me$", skip=1)

    assert [graph.get("me").status_code for _ in range(3)] == [200, 500, 200]


def test_a_reset_does_no_work(graph):
    graph.control("POST", "faults", action="reset", method="POST")

    with pytest.raises(requests.ConnectionError):
        graph.post(f"{graph.business_id}/creative_folders", {"name": "x"})

    assert folders_of(graph) == []


def test_a_lost_answer_has_done_the_work(graph):
    graph.control("POST", "faults", action="answer_lost", method="POST")

    with pytest.raises(requests.ConnectionError):
        graph.post(f"{graph.business_id}/creative_folders", {"name": "x"})

    assert [row["name"] for row in folders_of(graph)] == ["x"]


def test_a_request_may_arrive_twice(graph):
    graph.control("POST", "faults", action="duplicate", method="POST", times=2)

    graph.post(f"{graph.business_id}/creative_folders", {"name": "x"})
    image = graph.post(f"{graph.ad_account_id}/adimages", files={"x": ("a.jpg", picture())})

    assert [row["name"] for row in folders_of(graph)] == ["x", "x"]
    assert list(image.json()["images"]) == ["a.jpg"]
    assert list((graph.sandbox.store.folder / "spool").iterdir()) == []


def test_a_cut_body_stores_nothing(graph):
    graph.control("POST", "faults", action="cut", method="POST", path="adimages", bytes=1000)

    with pytest.raises(requests.ConnectionError):
        graph.post(f"{graph.ad_account_id}/adimages", files={"x": ("a.bmp", picture(kind="BMP"))})

    assert graph.get(f"{graph.ad_account_id}/adimages").json()["data"] == []
    assert list((graph.sandbox.store.folder / "spool").iterdir()) == []


def test_a_stall_answers_late(graph):
    graph.control("POST", "faults", action="stall", seconds=0.3, path="^/me$")

    started = time.monotonic()
    answer = graph.get("me")

    assert answer.status_code == 200
    assert time.monotonic() - started > 0.3


def test_faults_come_from_a_file(graph, tmp_path):
    file = tmp_path / "faults.json"
    file.write_text('[{"code": 4, "path": "^/me$"}]')

    graph.sandbox.faults.load(file)

    assert error_of(graph.get("me"))[0] == 4


def test_pending_and_fired_faults_are_shown_and_cleared(graph):
    graph.control("POST", "faults", faults=[{"code": 2, "path": "^/me$"}, {"code": 1}])
    graph.get("me")

    shown = graph.control("GET", "faults")
    assert [fault["code"] for fault in shown["pending"]] == [1]
    assert shown["fired"][0]["path"] == "/me"

    graph.control("DELETE", "faults")
    assert graph.control("GET", "faults")["pending"] == []


def test_an_unknown_action_is_refused(graph):
    answer = graph.session.post(f"{graph.url}/_control/faults", json={"action": "explode"})

    assert answer.status_code == 400
    assert "answer_lost" in answer.json()["error"]["message"]
