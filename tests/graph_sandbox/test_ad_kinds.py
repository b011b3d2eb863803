"""What an ad carries beside its creative, and what is refused when ads change, by the number that Meta gives it."""

import base64
import json

import pytest

from graph_sandbox.seeds import facts

from .ads import LINK, corners, create, link_story, uploaded
from .conftest import error_of
from .media import clip
from .objects import ad, adset, campaign, change, read


@pytest.fixture
def graph(clean_graph):
    return clean_graph


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


def test_a_creative_of_another_account_is_1815696(graph, middle):
    account = facts()["second_ad_account_id"]
    picture = {"bytes": base64.b64encode(corners(400, 400))}
    theirs = graph.post(f"{account}/adimages", data=picture).json()["images"]["bytes"]["hash"]
    story = json.dumps(link_story(graph, theirs))
    made = graph.post(f"{account}/adcreatives", data={"object_story_spec": story}).json()

    assert error_of(ad(graph, middle, made["id"])) == (100, 1815696)
    assert error_of(ad(graph, middle, "12345")) == (100, None)


@pytest.mark.parametrize(
    "options, code",
    [
        (["include_recommendations"], 100),
        (["synchronous_ad_review"], 100),
        (["synchronous_ad_review", "include_recommendations"], 100),
        (["validate_only", "synchronous_ad_review"], None),
        (["validate_only", "include_recommendations"], None),
    ],
)
def test_options_that_only_say_more_need_validate_only(graph, middle, creative, options, code):
    answer = ad(graph, middle, creative, execution_options=json.dumps(options)).json()

    assert answer.get("error", {}).get("code") == code
    assert graph.get(f"{graph.ad_account_id}/ads").json()["data"] == []


def test_a_creative_can_only_be_validated(graph):
    story = link_story(graph, uploaded(graph))

    assert create(graph, story, execution_options='["validate_only"]').json() == {"success": True}
    assert error_of(create(graph, story, execution_options='["include_recommendations"]'))[0] == 100


@pytest.mark.parametrize(
    "options, names",
    [
        ({}, ["Spring", "Broad", "Lamp"]),
        ({"rename_suffix": " II"}, ["Spring II", "Broad", "Lamp"]),
        ({"rename_strategy": "DEEP_RENAME", "rename_prefix": "B "}, ["B Spring", "B Broad", "B Lamp"]),
        ({"rename_strategy": "NO_RENAME", "rename_prefix": "B "}, ["Spring", "Broad", "Lamp"]),
    ],
)
def test_copies_are_renamed_as_asked(graph, middle, creative, options, names):
    ad(graph, middle, creative)
    top = read(graph, middle, "campaign_id")["campaign_id"]
    data = {"deep_copy": "true", "rename_options": json.dumps(options)}
    copied = graph.post(f"{top}/copies", data=data).json()["ad_object_ids"]

    assert [read(graph, entry["copied_id"], "name")["name"] for entry in copied] == names
    wrong = graph.post(f"{top}/copies", data={"rename_options": '{"rename_strategy": "SOME"}'})
    assert error_of(wrong)[0] == 100


def test_an_object_is_read_by_the_parameter_id_too(graph, middle):
    by_path = graph.get(middle, {"fields": "name,campaign{name}"}).json()

    assert graph.get("", {"id": middle, "fields": "name,campaign{name}"}).json() == by_path
    assert error_of(graph.get("", {"id": "12345"})) == (100, 33)
