"""Campaigns, ad sets and ads whose creation was not answered: found again by reading, made once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_client import GraphError, async_requests, campaigns, creatives, images

from .conftest import png

FAULTS = {
    "reset": {"action": "reset"},
    "answer lost": {"action": "answer_lost"},
    "cut": {"action": "cut", "bytes": 20},
    "busy": {"code": 2},
    "throttled": {"code": 17},
}
EDGES = ("campaigns", "adsets", "ads")


class Maker:
    """What a worker does, however often it dies: keep `sent_at` before sending; when it is set, look before sending."""

    def __init__(self, client, edge, params, claimed=()):
        self.client, self.edge, self.params, self.claimed = client, edge, params, set(claimed)
        self.sent_at = None

    def once(self):
        place = self.client, self.client.account, self.edge, self.params
        if self.sent_at:
            if made := campaigns.find_made(*place, sent_at=self.sent_at, claimed=self.claimed):
                return made
        self.sent_at = self.client.now()
        return campaigns.create(*place)

    def until_done(self):
        for _ in range(20):
            try:
                return self.once()
            except GraphError as error:
                if not error.transient:
                    raise
        raise AssertionError("never made")


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
    ad = {"name": "Vase ad", "adset_id": beside, "creative": {"creative_id": creative}}
    return {"campaigns": campaign, "adsets": ad_set, "ads": ad}


LISTS = {"campaigns": campaigns.list_campaigns, "adsets": campaigns.list_ad_sets, "ads": campaigns.list_ads}


def named(client, edge, name):
    return [row["id"] for row in LISTS[edge](client, client.account) if row["name"] == name]


@pytest.mark.parametrize("edge", EDGES)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(st.sampled_from(sorted(FAULTS)), min_size=1, max_size=4))
def test_any_sequence_of_faults_leaves_the_thing_once(meta, client, edge, sequence):
    meta.sandbox.reset()
    params = built(meta, client)[edge]
    for name in sequence:
        meta.sandbox.faults.add(method="POST", path=f"/{edge}", **FAULTS[name])

    made = Maker(client, edge, params).until_done()

    assert named(client, edge, params["name"]) == [made]


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
