"""The control path, the log of calls, and the page in the browser."""

import html
import re
import time

import pytest

from graph_sandbox import Sandbox

from .conftest import error_of
from .media import picture


def test_calls_are_logged_without_secrets(graph):
    graph.get("me", {"fields": "name"})
    graph.post(f"{graph.ad_account_id}/adimages", files={"source": ("a.jpg", picture())})

    calls = graph.control("GET", "calls")["data"]

    assert [call["path"] for call in calls] == [f"/{graph.ad_account_id}/adimages", "/me"]
    assert calls[0]["bytes_in"] == len(picture())
    assert calls[1]["params"] == {"fields": "name"}
    assert graph.token not in str(calls)


def test_counts_are_exact(graph):
    for _ in range(3):
        graph.get("me")

    assert graph.control("GET", "counts") == {"GET /me": 3}
    graph.control("DELETE", "calls")
    assert graph.control("GET", "counts") == {}


def test_refused_calls_have_their_code(graph):
    graph.get("me", {"access_token": "EAAnonsense"})

    assert graph.control("GET", "calls")["data"][0]["code"] == 190


def test_settings_change_while_it_runs(graph):
    graph.control("POST", "settings", video_polls=3, latency_ms={"adimages": 5})

    settings = graph.control("GET", "settings")
    assert (settings["video_polls"], settings["latency_ms"]) == (3, {"adimages": 5})


def test_an_unknown_setting_is_refused_with_the_known_ones(graph):
    answer = graph.session.post(f"{graph.url}/_control/settings", json={"speed": 1})

    assert answer.status_code == 400
    assert "video_polls" in answer.json()["error"]["message"]


def test_the_clock_can_be_moved_and_sped_up(graph):
    before = graph.control("GET", "clock")["now"]

    after = graph.control("POST", "clock", advance=3600, rate=60)

    assert after["now"] - before >= 3600
    assert after["rate"] == 60


def test_reset_brings_back_the_beginning(graph):
    graph.post(f"{graph.business_id}/creative_folders", {"name": "x"})
    first = graph.get(f"{graph.business_id}/creative_folders").json()["data"][0]["id"]

    graph.control("POST", "reset")
    assert graph.get(f"{graph.business_id}/creative_folders").json()["data"] == []

    again = graph.post(f"{graph.business_id}/creative_folders", {"name": "x"}).json()["id"]
    assert again == first


def test_reset_brings_back_settings_and_clock_too(new_graph):
    graph = new_graph(video_polls=2)
    graph.control("POST", "settings", video_polls=9, latency_ms={"x": 1}, report_end="Job Failed")
    graph.control("POST", "clock", advance=86400, rate=60)
    graph.control("POST", "act", act="set_tier", tier="development_access")

    graph.control("POST", "reset")

    settings, clock = graph.control("GET", "settings"), graph.control("GET", "clock")
    assert (settings["video_polls"], settings["latency_ms"], settings["report_end"]) == (2, {}, "Job Completed")
    assert (clock["rate"], abs(clock["now"] - time.time()) < 60) == (1, True)
    assert graph.sandbox.store.get(graph.app_id).get("tier") is None


@pytest.mark.parametrize(
    "turn", [{"advance": "soon"}, {"rate": -1}, {"now": 1e300}, {"advance": "NaN"}, {"advance": 1e10}, {"rate": 1e9}]
)
def test_the_clock_stays_within_reason(graph, turn):
    answer = graph.session.post(f"{graph.url}/_control/clock", json=turn)

    assert error_of(answer) == (100, None)
    assert graph.get("me").status_code == 200


def test_the_page_shows_what_exists_and_what_was_called(graph):
    graph.get("me/businesses")
    graph.control("POST", "faults", code=2, path="never")

    page = graph.session.get(f"{graph.url}/_control/").text

    assert "ad account" in page
    assert "/businesses" in page
    assert "never" in page
    assert f"app:{graph.app_id}" in page
    assert graph.token not in page


def test_the_page_of_a_kind_lists_its_objects_without_secrets(graph):
    token, app = (graph.session.get(f"{graph.url}/_control/objects/{kind}").text for kind in ("token", "app"))

    assert graph.token not in token
    assert graph.app_secret not in app
    assert graph.app_id in app
    assert graph.session.get(f"{graph.url}/_control/style.css").headers["Content-Type"].startswith("text/css")


def form(graph, path, /, **fields):
    return graph.session.post(f"{graph.url}/_control/{path}", data=fields, headers={"Accept": "text/html"})


def test_forms_of_the_page_lead_back_to_it(graph):
    answer = form(graph, "faults", action="error", code="2", subcode="", path="x")

    assert answer.url.endswith("/_control/")
    assert graph.control("GET", "faults")["pending"][0]["code"] == 2
    form(graph, "faults/clear")
    assert graph.control("GET", "faults")["pending"] == []


def test_all_settings_can_be_saved_as_the_page_shows_them(graph):
    page = graph.session.get(f"{graph.url}/_control/").text
    shown = re.findall(r"<input name=(\w+) value='([^']*)'></label>", page.partition("id=settings")[2])
    before = graph.control("GET", "settings")

    answer = form(graph, "settings", **{name: html.unescape(value) for name, value in shown}, require_proof="true")

    assert answer.url.endswith("/_control/")
    assert graph.control("GET", "settings") == {**before, "require_proof": True}


def test_what_a_form_got_wrong_stands_on_the_page(graph):
    answer = form(graph, "settings", video_polls="many")

    assert answer.status_code == 400
    assert "video_polls must be a number" in answer.text


@pytest.mark.parametrize(("options", "is_open"), [({"seed": "demo"}, True), ({"seed": "empty"}, False)])
def test_control_is_open_for_the_demo_only_unless_it_is_asked_for(options, is_open):
    sandbox = Sandbox(**options)

    assert sandbox.settings.control is is_open
    sandbox.close()


def test_closed_control_is_no_path_and_takes_no_faults(new_graph):
    graph = new_graph(control=False)

    for path in ("", "/", "/state", "/style.css", "/calls"):
        assert graph.session.get(f"{graph.url}/_control{path}").json()["error"]["code"] == 2500
    assert graph.session.post(f"{graph.url}/_control/settings", json={"control": True}).status_code == 400
    assert graph.get("me", headers={"X-Graph-Fault": "2"}).status_code == 200


def test_an_act_that_does_not_exist_names_the_others(graph):
    answer = graph.session.post(f"{graph.url}/_control/act", json={"act": "explode"})

    assert "delete_folder" in answer.json()["error"]["message"]


def test_other_people_add_rename_and_delete(graph):
    folder = graph.control("POST", "act", act="add_folder", business_id=graph.business_id, name="Theirs")["id"]
    graph.control("POST", "act", act="rename", id=folder, name="Ours")
    assert graph.get(folder).json()["name"] == "Ours"

    graph.control("POST", "act", act="delete", id=folder)
    assert graph.get(folder).status_code == 400
