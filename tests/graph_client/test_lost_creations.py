"""Creatives, campaigns, ad sets and ads whose creation was not answered: found again by reading, made once."""

from types import SimpleNamespace

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st

from graph_client import GraphError, async_requests, campaigns, creatives, images
from graph_sandbox import calls

from .conftest import examples, let_the_work_end, new_client, png, serving, until_done

MOST_TRIES = 30

PATIENCE_S, SLOWNESS_S = 0.12, 0.2
FAULTS = {
    "reset": {"action": "reset"},
    "answer lost": {"action": "answer_lost"},
    "cut": {"action": "cut", "bytes": 20},
    "busy": {"code": 2},
    "bad gateway": {"code": 1, "extra": {"status": 502}},
    "account throttled": {"code": 17},
    "app throttled": {"code": 4},
    "too slow": {"action": "stall", "seconds": SLOWNESS_S},
}
ENDS = ("died before it sent", "died before it kept the answer", "met nobody")
EDGES = ("campaigns", "adsets", "ads")
KINDS = {"campaigns": "campaign", "adsets": "adset", "ads": "ad", "adcreatives": "creative"}


class Killed(BaseException):
    """The process ends here."""


class Maker:
    """What a worker does, however often it dies: keep `sent_at` before sending; when it is set, look before sending."""

    def __init__(self, client, edge, params, claimed=()):
        self.client, self.edge, self.params, self.claimed = client, edge, params, set(claimed)
        self.sent_at = None

    def once(self, client=None, end=""):
        client = client or self.client
        if self.sent_at and (made := self.found(client)):
            return made
        self.sent_at = client.now()
        if end == ENDS[0]:
            raise Killed
        made = self.sent(client)
        if end == ENDS[1]:
            raise Killed
        return made

    def sent(self, client):
        if self.edge == "adcreatives":
            return creatives.create(client, client.account, self.params)
        return campaigns.create(client, client.account, self.edge, self.params)

    def found(self, client):
        if self.edge != "adcreatives":
            place = client, client.account, self.edge, self.params
            return campaigns.find_made(*place, sent_at=self.sent_at, claimed=self.claimed)
        rows = creatives.list_names(client, client.account)
        return next((row["id"] for row in rows if row["name"] == self.params["name"]), None)

    def until_done(self):
        return until_done(self.once)


@pytest.fixture
def build(meta, client):
    return lambda: built(meta, client)


def built(meta, client):
    """Params of one thing of each kind; what stands above it is there."""
    campaign = {
        "name": "Spring",
        "objective": "OUTCOME_TRAFFIC",
        "special_ad_categories": [],
        "is_adset_budget_sharing_enabled": False,
    }
    above = campaigns.create(client, client.account, "campaigns", {**campaign, "name": "Above"})
    ad_set = {
        "name": "Northern cities",
        "campaign_id": above,
        "daily_budget": 1000,
        "billing_event": "IMPRESSIONS",
        "optimization_goal": "LINK_CLICKS",
        "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
        "targeting": {"geo_locations": {"countries": ["DE"]}},
    }
    beside = campaigns.create(client, client.account, "adsets", {**ad_set, "name": "Beside"})
    file, size = png(1200, 1200)
    link = {
        "link": "https://fern.example/vases",
        "message": "Made by hand",
        "image_hash": images.upload(client, client.account, file, "vase.png", size)["hash"],
    }
    story = {"object_story_spec": {"page_id": meta.facts["page_id"], "link_data": link}}
    creative = creatives.create(client, client.account, {"name": "Vase", **story})
    other = {"name": "Vase by day", **story}
    ad = {"name": "Vase ad", "adset_id": beside, "creative": {"creative_id": creative}}
    return {"campaigns": campaign, "adsets": ad_set, "ads": ad, "adcreatives": other}


LISTS = {
    "campaigns": campaigns.list_campaigns,
    "adsets": campaigns.list_ad_sets,
    "ads": campaigns.list_ads,
    "adcreatives": creatives.list_names,
}


def named(client, edge, name):
    return [row["id"] for row in LISTS[edge](client, client.account) if row["name"] == name]


def standing(meta, edge):
    """How many there are, as the control path counts them."""
    return requests.get(f"{meta.url}/_control/state", timeout=5).json()["objects"].get(KINDS[edge], 0)


def through(meta, maker, nobody, ends):
    """One worker after another, each to its own end, until the thing is made. Slow work ends before the next one looks."""
    lost = new_client(SimpleNamespace(facts=meta.facts, url=nobody), retries=1, timeout=(0.02, PATIENCE_S))
    before = serving()
    for _ in range(MOST_TRIES):
        end = ends.pop(0) if ends else ""
        client = lost if end == ENDS[2] else maker.client
        try:
            return maker.once(client, end)
        except (GraphError, Killed) as stopped:
            assert isinstance(stopped, Killed) or stopped.transient, stopped
        finally:
            client.close()
        let_the_work_end(meta, before)
    raise AssertionError("never made")


@pytest.mark.parametrize("edge", KINDS)
@examples(12)
@example(["answer lost"])
@example(["too slow"])
@given(st.lists(st.sampled_from([*FAULTS, *ENDS]), min_size=2, max_size=7))
def test_any_trouble_leaves_the_thing_once(meta, client, nobody, edge, troubles):
    meta.sandbox.reset()
    meta.sandbox.settings.change({"control": True})
    params, before = built(meta, client)[edge], standing(meta, edge)
    worker = new_client(meta, retries=1, timeout=(5, PATIENCE_S))
    for name in (one for one in troubles if one in FAULTS):
        meta.sandbox.faults.add(method="POST", path=f"/{edge}$", **FAULTS[name])

    made = through(meta, Maker(worker, edge, params), nobody, [one for one in troubles if one in ENDS])

    assert standing(meta, edge) == before + 1
    assert named(client, edge, params["name"]) == [made]
    assert times_done(meta, edge) == before + 1


def times_done(meta, edge):
    """How often Meta did what such a call asks for; of equal creatives there is one however often they are made."""
    rows = calls.recent(meta.sandbox.store, method="POST")
    return sum(row["status"] == 200 for row in rows if row["path"].endswith(f"/{edge}"))


@pytest.mark.parametrize("edge", EDGES)
def test_equal_things_of_two_workers_are_two_though_both_answers_are_lost(meta, client, build, edge):
    params = build()[edge]
    meta.sandbox.faults.add(method="POST", path=f"/{edge}", action="answer_lost", times=2)
    first = Maker(client, edge, params).until_done()

    second = Maker(client, edge, params, claimed={first}).until_done()

    assert sorted(named(client, edge, params["name"])) == sorted([first, second])


@pytest.mark.parametrize(
    ("edge", "other"), [("campaigns", {"name": "Summer"}), ("adsets", {"campaign_id": "1"}), ("ads", {"adset_id": "1"})]
)
def test_what_differs_in_name_or_place_is_not_taken_for_it(client, build, edge, other):
    params = build()[edge]
    campaigns.create(client, client.account, edge, params)
    place = client, client.account, edge

    assert campaigns.find_made(*place, params, sent_at=client.now(), claimed=()) is not None
    assert campaigns.find_made(*place, params | other, sent_at=client.now(), claimed=()) is None
    assert campaigns.find_made(*place, params, sent_at=client.now() + 1000, claimed=()) is None


def test_a_set_of_ads_whose_answer_was_lost_is_found_and_makes_each_ad_once(meta, client, build):
    ad = build()["ads"]
    specs = [{**ad, "name": f"Vase ad {n}", "status": "PAUSED"} for n in range(3)]
    meta.sandbox.faults.add(method="POST", path="/asyncadrequestsets", action="answer_lost")
    with pytest.raises(GraphError):
        async_requests.create_ads(client, client.account, "galley-7", specs)

    [found] = async_requests.find(client, client.account, "galley-7")
    told = async_requests.state(client, found.id)
    outcomes = list(async_requests.outcomes(client, found.id))

    assert (told.completed, told.succeeded, told.failed) == (True, 3, 0)
    assert {one.status for one in outcomes} == {"success"}
    assert sorted(one.made for one in outcomes) == sorted(sum((named(client, "ads", s["name"]) for s in specs), []))


def test_a_set_in_which_one_ad_is_refused_tells_which(client, build):
    ad = {**build()["ads"], "status": "PAUSED"}
    set_id = async_requests.create_ads(client, client.account, "galley-8", [ad, {**ad, "adset_id": "1"}])

    told = async_requests.state(client, set_id)

    assert (told.total, told.succeeded, told.failed) == (2, 1, 1)
    assert sorted(one.status for one in async_requests.outcomes(client, set_id)) == ["error", "success"]
