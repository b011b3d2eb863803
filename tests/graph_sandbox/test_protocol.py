"""Paging in three ways, debug mode, ETags, headers, and what cannot be read."""

import json
import re
import socket
from urllib.parse import urlsplit

import pytest

from .conftest import error_of
from .test_batch import send


def folders(graph, count):
    for number in range(count):
        graph.post(f"{graph.business_id}/creative_folders", {"name": str(number)})
    return f"{graph.business_id}/creative_folders"


def all_pages(graph, page):
    rows = []
    while True:
        rows.append([row["id"] for row in page["data"]])
        if "next" not in page.get("paging", {}):
            return rows
        page = graph.session.get(page["paging"]["next"]).json()


def test_a_list_that_is_asked_by_offset_goes_on_by_offset(graph):
    edge = folders(graph, 5)

    first = graph.get(edge, {"limit": 2, "offset": 0}).json()
    pages = all_pages(graph, first)

    assert "cursors" not in first["paging"]
    assert [len(page) for page in pages] == [2, 2, 1]
    second = graph.session.get(first["paging"]["next"]).json()
    assert graph.session.get(second["paging"]["previous"]).json()["data"] == first["data"]


@pytest.fixture
def videos(graph):
    """Ids of seven videos, newest first; three of them came in the same second."""
    made = [
        graph.sandbox.store.add(
            "video",
            {"blob": "x", "size": 1, "width": 640, "height": 360},
            parent=graph.ad_account_id,
            key="ready",
            created=when,
        )
        for when in (1000, 2000, 3000, 3000.2, 3000.4, 4000, 5000)
    ]
    return [video.id for video in made[::-1]]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_a_list_by_time_is_complete_and_repeats_nothing(graph, videos, limit):
    first = graph.get(f"{graph.ad_account_id}/video_ads", {"limit": limit}).json()

    pages = all_pages(graph, first)

    assert [one for page in pages for one in page] == videos
    assert first["data"][0].keys() == {"updated_time", "id"}
    assert "cursors" not in first["paging"]


def test_a_list_by_time_leads_back_and_stays_in_its_range(graph, videos):
    edge = f"{graph.ad_account_id}/video_ads"
    first = graph.get(edge, {"limit": 2}).json()
    second = graph.session.get(first["paging"]["next"]).json()

    assert graph.session.get(second["paging"]["previous"]).json()["data"] == first["data"]
    ranged = all_pages(graph, graph.get(edge, {"since": 2000, "until": 4000, "limit": 2}).json())
    assert [one for page in ranged for one in page] == videos[1:6]
    assert graph.get(edge, {"since": "2023-01-10"}).json() == {"data": []}
    assert graph.get(edge, {"until": "10 jan 2023", "since": "1-jan-1970"}).json()["data"][0]["id"] == videos[0]
    assert error_of(graph.get(edge, {"since": "some day"})) == (100, None)


@pytest.mark.parametrize(
    ("level", "kinds"),
    [("all", {"info", "warning"}), ("info", {"info", "warning"}), ("warning", {"warning"}), ("x", set())],
)
def test_debug_mode_says_what_may_be_wrong(graph, level, kinds):
    asked = {"access_token": graph.token, "fields": "partner", "debug": level}

    said = graph.session.get(f"{graph.url}/{graph.ad_account_id}", params=asked).json()["__debug__"]["messages"]

    assert {one["type"] for one in said} == kinds
    assert all("partner" in one["message"] for one in said if one["type"] == "warning")
    assert all(one["link"] for one in said if one["type"] == "info")


def test_each_answer_has_the_headers_for_reports_of_bugs(graph):
    answers = [graph.get("me"), graph.get("nowhere/at/all")]

    for answer in answers:
        for name in ("X-FB-Debug", "x-fb-rev", "X-FB-Trace-ID", "facebook-api-version"):
            assert answer.headers[name]
    assert answers[1].json()["error"]["fbtrace_id"] == answers[1].headers["x-fb-trace-id"]
    assert answers[0].headers["x-fb-trace-id"] != answers[1].headers["x-fb-trace-id"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_an_unchanged_read_is_not_sent_again(graph, form):
    tag = graph.get("me").headers["ETag"]

    answer = graph.get("me", headers={"If-None-Match": form.format(tag)})

    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert "x-app-usage" in answer.headers


def test_a_changed_read_is_sent(graph):
    edge = folders(graph, 1)
    tag = graph.get(edge).headers["ETag"]
    folders(graph, 1)

    assert graph.get(edge, headers={"If-None-Match": tag}).status_code == 200


def test_an_operation_of_a_batch_may_be_unchanged(graph):
    tag = graph.get("me").headers["ETag"]

    [answer] = send(graph, [{"method": "GET", "relative_url": "me", "headers": {"If-None-Match": tag}}])

    assert (answer["code"], answer["body"]) == (304, "")


def test_a_write_that_asks_for_fields_is_read_at_once(graph):
    wanted = {"name": "Spring", "fields": "id,name,creation_time"}

    made = graph.post(f"{graph.business_id}/creative_folders", wanted).json()

    assert (made["name"], set(made)) == ("Spring", {"id", "name", "creation_time"})


def test_an_answer_may_be_a_script(graph):
    answer = graph.get("me", {"callback": "app.got"})

    assert re.fullmatch(r"/\*\*/ app\.got\(\{.*\}\);", answer.text)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert error_of(graph.get("me", {"callback": "alert(1)//"})) == (100, None)


def test_several_ids_obey_the_rules_of_single_ones(graph):
    token = graph.sandbox.store.list("token")[0].id

    assert error_of(graph.get("", {"ids": f"{graph.page_id},{token}"})) == (100, 33)
    assert error_of(graph.get(f"{graph.url}/v26.0/", {"ids": graph.page_id})) == (100, None)


def test_head_is_a_read_without_a_body(graph):
    answer = graph.session.head(f"{graph.url}/v24.0/me", params={"access_token": graph.token})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["facebook-api-version"] == "v24.0"


@pytest.mark.parametrize("line", ["NONSENSE", "GET /me HTTP/9.9", "BREW /me HTTP/1.1", f"GET /{'x' * 70000} HTTP/1.1"])
def test_what_is_no_request_gets_an_error_of_graphs(graph, line):
    parts = urlsplit(graph.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(f"{line}\r\nHost: x\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    body = json.loads(answer.partition(b"\r\n\r\n")[2] or answer)
    assert body["error"]["code"] in (1, 100)


def test_operations_that_end_too_late_are_null_and_not_done(new_graph):
    graph = new_graph(batch_seconds=5, latency_ms={"creative_folders": 6000})
    make = {"method": "POST", "relative_url": f"{graph.business_id}/creative_folders", "body": "name=x"}

    answers = send(graph, [make, {"method": "GET", "relative_url": "me"}])

    assert (answers[0], answers[1]["code"]) == (None, 200)
    assert len(graph.sandbox.store.list("creative_folder")) == 0


def test_a_batch_stands_in_no_batch(graph):
    inner = json.dumps([{"method": "GET", "relative_url": "me"}])

    [answer] = send(graph, [{"method": "POST", "relative_url": "", "body": f"batch={inner}"}])

    assert json.loads(answer["body"])["error"]["type"] == "GraphBatchException"


def test_samples_of_the_guide_are_read_with_their_commas(graph):
    text = '[{"method":"GET","relative_url":"me"},]'

    assert graph.post("me", data={"batch": text}).json()[0]["code"] == 200


def test_all_lists_of_an_account_can_be_asked_for_inside_it(graph, videos):
    asked = "advideos.limit(2){id},video_ads.limit(2){id},adimages{hash},campaigns{id}"
    account = graph.get(graph.ad_account_id, {"fields": asked}).json()
    whole = graph.get(f"{graph.ad_account_id}/advideos", {"fields": "id"}).json()["data"]
    further = graph.get(account["advideos"]["paging"]["next"]).json()["data"]

    assert (account["advideos"]["data"] + further)[:3] == whole[:3]
    assert "since" in account["video_ads"]["paging"]["previous"]
    assert account["adimages"]["data"] == account["campaigns"]["data"] == []


def test_a_list_by_time_may_hold_lists_by_cursors(graph, videos):
    row = graph.get(f"{graph.ad_account_id}/video_ads", {"fields": "thumbnails.limit(1){uri}"}).json()["data"][0]

    assert set(row["thumbnails"]["paging"]) == {"cursors", "next"}


def test_an_image_that_does_not_exist_is_an_unknown_object(graph):
    number = graph.ad_account_id.removeprefix("act_")

    assert error_of(graph.get(f"{number}:{'0' * 32}")) == (100, 33)
