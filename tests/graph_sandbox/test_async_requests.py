"""Work asked for now and done later: sets for ads and creatives, and the asynchronous Batch API."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
import requests

from graph_sandbox import Sandbox
from graph_sandbox.handlers import async_requests
from graph_sandbox.request import build

from .ads import link_story, uploaded
from .conftest import error_of
from .objects import TARGETING, adset, campaign, ids, later, settings

COUNTS = "total_count,initial_count,in_progress_count,success_count,error_count,canceled_count,is_completed"


@pytest.fixture
def place(graph, creative):
    """An ad set and a creative."""
    return adset(graph, campaign(graph).json()["id"]).json()["id"], creative


def specs(place, *names):
    adset_id, creative = place
    return [{"name": name, "adset_id": adset_id, "creative": {"creative_id": creative}} for name in names]


def ask(graph, ad_specs, name="Many"):
    data = {"name": name, "ad_specs": json.dumps(ad_specs)}
    return graph.post(f"{graph.ad_account_id}/asyncadrequestsets", data=data)


def counts(graph, set_id):
    return graph.get(set_id, {"fields": COUNTS}).json()


def requests_of(graph, set_id, **params):
    return graph.get(f"{set_id}/requests", {"fields": "status,result,scope_object_id", **params}).json()["data"]


def ads(graph):
    return ids(graph.get(f"{graph.ad_account_id}/ads"))


def test_a_set_makes_each_ad_once_and_says_what_failed(graph, place):
    wrong = {"name": "Nowhere", "adset_id": "1", "creative": {"creative_id": place[1]}}
    set_id = ask(graph, [*specs(place, "A", "B"), wrong]).json()["id"]

    for _ in range(3):
        found = counts(graph, set_id)
        assert (found["total_count"], found["success_count"], found["error_count"]) == (3, 2, 1)
        assert found["is_completed"] is True
    done = requests_of(graph, set_id, status="success")
    assert sorted(row["result"]["id"] for row in done) == sorted(ads(graph))
    assert {row["scope_object_id"] for row in done} == {int(place[0])}
    failed = requests_of(graph, set_id, status="ERROR")
    assert failed[0]["result"]["error_code"] == 100 and failed[0]["result"]["error_message"]
    assert len(graph.get(f"{place[0]}/asyncadrequests").json()["data"]) == 2
    assert ids(graph.get("requests", {"id": set_id})) == [row["id"] for row in requests_of(graph, set_id)]


def test_a_set_advances_as_it_is_read(graph, place):
    settings(graph, async_polls=2)
    set_id = ask(graph, specs(place, "A", "B", "C", "D")).json()["id"]

    seen = [counts(graph, set_id) for _ in range(4)]
    assert [found["success_count"] for found in seen] == [0, 2, 4, 4]
    assert [found["is_completed"] for found in seen] == [False, False, True, True]
    assert len(ads(graph)) == 4


def test_a_set_advances_by_the_clock_though_nobody_reads_it(graph, place):
    settings(graph, async_seconds=60)
    set_id = ask(graph, specs(place, "A", "B")).json()["id"]
    path = f"{graph.ad_account_id}/asyncadrequestsets"

    assert ads(graph) == [] and ids(graph.get(path, {"is_completed": "false"})) == [set_id]
    later(graph, 61)
    assert len(ads(graph)) == 2 and ids(graph.get(path, {"is_completed": "true"})) == [set_id]


def test_what_was_not_begun_can_be_cancelled(graph, place):
    settings(graph, async_polls=100)
    set_id = ask(graph, specs(place, "A", "B", "C")).json()["id"]
    first = requests_of(graph, set_id)[0]["id"]

    assert graph.delete(first).json() == {"success": True}
    assert error_of(graph.delete(first))[0] == 100
    graph.delete(set_id)
    found = counts(graph, set_id)
    assert (found["canceled_count"], found["is_completed"]) == (3, True)
    assert ads(graph) == []


def test_a_creative_is_made_by_an_asynchronous_request(graph):
    spec = {"name": "Later", "object_story_spec": link_story(graph, uploaded(graph))}
    path = f"{graph.ad_account_id}/asyncadcreatives"
    set_id = graph.post(path, data={"name": "One", "creative_spec": json.dumps(spec)}).json()["id"]

    made = requests_of(graph, set_id)[0]["result"]["id"]
    assert graph.get(made, {"fields": "name"}).json()["name"] == "Later"
    assert ids(graph.get(path)) == [set_id]


def batch(graph, *entries):
    data = {"name": "Tree", "adbatch": json.dumps(entries)}
    return graph.post(f"{graph.ad_account_id}/async_batch_requests", data=data)


def test_the_asynchronous_batch_fills_in_what_came_before(graph):
    account = graph.ad_account_id
    top = "name=Test+Campaign&objective=OUTCOME_TRAFFIC&special_ad_categories=[]"
    middle = f"name=Test&daily_budget=5000&targeting={quote(TARGETING)}&campaign_id={{result=create-campaign:$.id}}"
    set_id = batch(
        graph,
        {"name": "create-campaign", "relative_url": f"{account}/campaigns", "body": quote(top, safe="")},
        {"name": "create-adset", "relative_url": f"{account}/adsets", "body": middle},
        {"name": "no", "relative_url": f"{account}/campaigns", "body": "name=No"},
        {"name": "after", "relative_url": f"{account}/adsets", "body": "campaign_id={result=no:$.id}"},
    ).json()["id"]

    done = requests_of(graph, set_id)
    assert [row["status"] for row in done] == ["SUCCESS", "SUCCESS", "ERROR", "ERROR"]
    found = graph.get(done[1]["result"]["id"], {"fields": "campaign_id,status"}).json()
    assert (found["campaign_id"], found["status"]) == (done[0]["result"]["id"], "PAUSED")
    assert ids(graph.get(f"{account}/async_requests")) == [set_id]


@pytest.mark.parametrize(
    "entry",
    [
        {"body": "name=A"},
        {"relative_url": "act_1/async_batch_requests"},
        {"relative_url": "act_1/ads", "body": "adset_id={result=unknown:$.id}"},
    ],
    ids=str,
)
def test_a_batch_that_cannot_be_is_refused_at_once(graph, entry):
    assert error_of(batch(graph, entry))[0] == 100


def test_what_is_missing_or_not_emulated_is_refused(graph, place):
    path = f"{graph.ad_account_id}/asyncadrequestsets"
    assert error_of(graph.post(path, data={"name": "None"}))[0] == 100
    assert error_of(ask(graph, specs(place, "A"), name=""))[0] == 100
    loud = {"name": "Tell", "ad_specs": json.dumps(specs(place, "A")), "notification_mode": "ON_COMPLETE"}
    assert error_of(graph.post(path, data=loud))[0] == 100
    assert error_of(batch(graph, *[{"relative_url": "act_1/ads"}] * 1001))[0] == 100
    assert ads(graph) == []


def test_readers_at_the_same_time_make_each_ad_once(graph, place):
    settings(graph, async_seconds=60)
    names = [f"Ad {number}" for number in range(20)]
    set_id = ask(graph, specs(place, *names)).json()["id"]
    later(graph, 61)

    def look(_):
        return requests.get(f"{graph.url}/v24.0/{set_id}", {"access_token": graph.token, "fields": COUNTS}, timeout=60)

    with ThreadPoolExecutor(8) as readers:
        seen = list(readers.map(look, range(16)))
    assert {answer.json()["success_count"] for answer in seen} == {20}
    assert sorted(ad["name"] for ad in graph.sandbox.store.list("ad")) == sorted(names)


def test_a_set_that_death_interrupts_is_finished_with_each_ad_once(graph, place, tmp_path, monkeypatch):
    """The files are copied in the middle of the work, as a process that is killed would leave them."""
    left, end = [], async_requests._end

    def dies():
        left.append(shutil.copytree(graph.sandbox.store.folder, tmp_path / str(len(left))))

    def ends(*args):
        dies()
        end(*args)
        dies()

    monkeypatch.setattr(async_requests, "_end", ends)
    set_id = ask(graph, [*specs(place, "A", "B"), {**specs(place, "C")[0], "adset_id": "1"}]).json()["id"]
    monkeypatch.undo()

    assert len(left) == 6
    for folder in left:
        sandbox = Sandbox(data_dir=folder, seed="empty")
        path = f"/v24.0/{set_id}?access_token={graph.token}&fields={COUNTS}"
        for _ in range(2):
            found = json.loads(sandbox.handle(build("GET", path)).body)
            assert (found["success_count"], found["error_count"], found["is_completed"]) == (2, 1, True)
        made = {ad["name"]: ad.id for ad in sandbox.store.list("ad")}
        told = [one["result"]["id"] for one in sandbox.store.list("async_request") if one["status"] == "SUCCESS"]
        assert sorted(made) == ["A", "B"] and sorted(told) == sorted(made.values())
        assert len(sandbox.store.list("ad")) == 2
        sandbox.close()


def test_a_set_may_only_validate_and_fetches_pictures_of_this_server(graph, place):
    """Nobody waits for a picture while the store is held: this one comes from the sandbox itself."""
    picture = graph.get(f"{graph.ad_account_id}/adimages", {"fields": "url"}).json()["data"][0]["url"]
    story = link_story(graph, "")
    del story["link_data"]["image_hash"]
    story["link_data"]["picture"] = picture
    fetched = {"name": "Fetched", "adset_id": place[0], "creative": {"object_story_spec": story}}
    checked = {**specs(place, "Checked")[0], "execution_options": ["validate_only"]}
    lost = {**fetched, "creative": {"object_story_spec": json.loads(json.dumps(story))}}
    lost["creative"]["object_story_spec"]["link_data"]["picture"] = f"{graph.url}/nothing.jpg"

    set_id = ask(graph, [fetched, checked, lost]).json()["id"]
    done = requests_of(graph, set_id)
    assert [row["status"] for row in done] == ["SUCCESS", "SUCCESS", "ERROR"]
    assert done[1]["result"] == {"success": True} and ads(graph) == [done[0]["result"]["id"]]
    assert done[2]["result"]["error_code"] == 1500
