"""What an ad carries beside its creative, and what is refused when ads change, by the number that Meta gives it."""

import json

import pytest

from .ads import LINK, create, link_story, uploaded
from .conftest import error_of
from .media import clip
from .test_ad_objects import ad, adset, campaign, change, read


@pytest.fixture
def graph(clean_graph):
    return clean_graph


@pytest.fixture
def creative(graph):
    return create(graph, link_story(graph, uploaded(graph))).json()["id"]


@pytest.fixture
def middle(graph):
    top = campaign(graph, status="ACTIVE").json()["id"]
    return adset(graph, top, status="ACTIVE").json()["id"]


def flexible(graph, **changes):
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    action = {"type": "LEARN_MORE", "value": {"link": LINK}}
    texts = [{"text": "Summer sale", "text_type": "primary_text"}]
    images = [{"hash": uploaded(graph)}]
    group = {"images": images, "videos": [{"video_id": video}], "texts": texts, "call_to_action": action, **changes}
    return json.dumps({"groups": [group]})


def groups_of(graph, leaf):
    return read(graph, leaf, "creative_asset_groups_spec")["creative_asset_groups_spec"]


def test_a_flexible_ad_reads_its_groups_with_what_the_server_adds(graph, middle, creative):
    sent = flexible(graph)
    leaf = ad(graph, middle, creative, creative_asset_groups_spec=sent).json()["id"]

    [group] = groups_of(graph, leaf)["groups"]
    assert len(group["group_uuid"]) == 36 and len(group["videos"][0]["image_hash"]) == 32
    hashes = {"hashes": json.dumps([group["videos"][0]["image_hash"]])}
    assert len(graph.get(f"{graph.ad_account_id}/adimages", hashes).json()["data"]) == 1

    changed = {"groups": [{**group, "texts": [{"text": "Winter sale", "text_type": "primary_text"}]}]}
    assert change(graph, leaf, creative_asset_groups_spec=json.dumps(changed)).json() == {"success": True}
    [after] = groups_of(graph, leaf)["groups"]
    assert after["group_uuid"] == group["group_uuid"] and after["texts"][0]["text"] == "Winter sale"


def test_a_flexible_ad_is_for_sales_and_app_campaigns(graph, creative):
    traffic = adset(graph, campaign(graph, objective="OUTCOME_TRAFFIC").json()["id"]).json()["id"]
    answer = ad(graph, traffic, creative, creative_asset_groups_spec=flexible(graph))

    assert error_of(answer) == (100, None) and "OUTCOME_SALES" in answer.json()["error"]["error_user_msg"]


def test_an_inline_creative_is_judged_by_the_version_of_the_call(graph, middle):
    freedom = {"creative_features_spec": {"standard_enhancements": {"enroll_status": "OPT_IN"}}}
    spec = {"object_story_spec": link_story(graph, uploaded(graph)), "degrees_of_freedom_spec": freedom}
    data = {"name": "Inline", "adset_id": middle, "creative": json.dumps(spec)}

    answers = [
        graph.post(f"{graph.url}/{version}/{graph.ad_account_id}/ads", data=data) for version in ("v21.0", "v22.0")
    ]
    assert [answer.status_code for answer in answers] == [200, 400]
