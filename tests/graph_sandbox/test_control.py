"""The control path, the log of calls, and the page in the browser."""

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


def test_the_page_shows_what_exists_and_what_was_called(graph):
    graph.get("me/businesses")
    graph.control("POST", "faults", code=2, path="never")

    page = graph.session.get(f"{graph.url}/_control/").text

    assert "ad_account" in page
    assert "/businesses" in page
    assert "never" in page
    assert graph.token not in page


def test_forms_of_the_page_lead_back_to_it(graph):
    answer = graph.session.post(
        f"{graph.url}/_control/faults",
        data={"action": "error", "code": "2", "subcode": "", "path": "x"},
        headers={"Accept": "text/html"},
    )

    assert answer.url.endswith("/_control/")
    assert graph.control("GET", "faults")["pending"][0]["code"] == 2


def test_control_can_be_switched_off(new_graph):
    graph = new_graph(control=False)

    assert graph.session.get(f"{graph.url}/_control/state").json()["error"]["code"] == 2500


def test_an_act_that_does_not_exist_names_the_others(graph):
    answer = graph.session.post(f"{graph.url}/_control/act", json={"act": "explode"})

    assert "delete_folder" in answer.json()["error"]["message"]


def test_other_people_add_rename_and_delete(graph):
    folder = graph.control("POST", "act", act="add_folder", business_id=graph.business_id, name="Theirs")["id"]
    graph.control("POST", "act", act="rename", id=folder, name="Ours")
    assert graph.get(folder).json()["name"] == "Ours"

    graph.control("POST", "act", act="delete", id=folder)
    assert graph.get(folder).status_code == 400
