"""Creatives and their previews, asked of a server with state."""

import pytest

from graph_client import InvalidParameter, ObjectNotFound, creatives, images
from graph_client.edges import previews

from .conftest import png

FORMATS = ("MOBILE_FEED_STANDARD", "DESKTOP_FEED_STANDARD", "INSTAGRAM_STORY")


@pytest.fixture
def spec(meta, client):
    """A link ad with one uploaded image."""
    file, size = png(1200, 1200, "#c86f3a")
    sent = images.upload(client, client.account, file, "vase.png", size)
    link = {
        "link": "https://fern.example/vases",
        "message": "Made by hand",
        "name": "Vases",
        "image_hash": sent["hash"],
        "call_to_action": {"type": "SHOP_NOW", "value": {"link": "https://fern.example/vases"}},
    }
    return {"name": "Vase, spring", "object_story_spec": {"page_id": meta.facts["page_id"], "link_data": link}}


def test_checking_a_creative_makes_none(client, spec):
    assert creatives.create(client, client.account, spec, validate_only=True) is None
    assert list(creatives.list_names(client, client.account)) == []


def test_creative_is_made_read_renamed_and_deleted(client, spec):
    made = creatives.create(client, client.account, spec)
    read = creatives.get(client, made)
    assert read["object_story_spec"]["link_data"]["message"] == "Made by hand"
    assert creatives.get(client, made, etag=read.etag).not_modified
    creatives.rename(client, made, "Vase, summer")
    assert [row["name"] for row in creatives.list_names(client, client.account)] == ["Vase, summer"]
    assert [row["id"] for row in creatives.list_creatives(client, client.account)] == [made]
    creatives.delete(client, made)
    with pytest.raises(ObjectNotFound):
        creatives.delete(client, made + "9")


def test_creative_whose_answer_was_lost_is_found_by_its_name(meta, client, spec):
    from graph_client import ConnectionFailed

    meta.sandbox.faults.add(action="answer_lost", method="POST", path="/adcreatives")
    with pytest.raises(ConnectionFailed) as caught:
        creatives.create(client, client.account, spec)
    assert caught.value.sent
    [row] = [row for row in creatives.list_names(client, client.account) if row["name"] == spec["name"]]
    assert creatives.get(client, row["id"])["object_story_spec"] == spec["object_story_spec"]


def test_equal_creative_is_not_made_twice(client, spec):
    assert creatives.create(client, client.account, spec) == creatives.create(client, client.account, spec)


def test_refused_creative_blames_its_field(client, spec):
    spec["object_story_spec"]["link_data"]["call_to_action"]["type"] = "BUY_EVERYTHING"
    with pytest.raises(InvalidParameter) as caught:
        creatives.create(client, client.account, spec, validate_only=True)
    assert caught.value.blame_field_specs


def test_many_creatives_are_read_at_once(client, spec):
    made = creatives.create(client, client.account, spec)
    found = creatives.get_many(client, [made, "999999999999"])
    assert found[made].data["name"] == spec["name"]
    assert isinstance(found["999999999999"].error, ObjectNotFound)


@pytest.mark.parametrize("saved", [True, False])
def test_wall_is_one_call_with_a_frame_per_placement(meta, client, spec, saved):
    creative = creatives.create(client, client.account, spec) if saved else spec
    results = previews.generate(client, client.account, creative, FORMATS)
    frames = [previews.frame(result.data) for result in results]
    assert all(src.startswith(meta.url) and "&amp;" not in src for src, _, _ in frames)
    assert all(width and height for _, width, height in frames)
    assert len({src for src, _, _ in frames}) == len(FORMATS)


def test_placement_that_does_not_fit_has_its_reason_and_the_others_their_frames(client, spec):
    fine, wrong = previews.generate(client, client.account, spec, ("MOBILE_FEED_STANDARD", "NO_SUCH_PLACE"))
    assert previews.frame(fine.data)
    assert isinstance(wrong.error, InvalidParameter)


def test_enhancement_is_pending_and_then_shown(meta, client, spec):
    meta.sandbox.settings.change({"preview_polls": 1})
    spec["degrees_of_freedom_spec"] = {"creative_features_spec": {"image_uncrop": {"enroll_status": "OPT_IN"}}}
    made = creatives.create(client, client.account, spec)
    seen = []
    for _ in range(4):
        page = previews.for_creative(client, made, "INSTAGRAM_STORY", "image_uncrop")
        seen += [variant["status"] for variant in previews.variants(page, "image_uncrop")]
    assert seen[0] == "pending"
    assert seen[-1] == "eligible"
    assert previews.variants(page, "image_uncrop")[0]["frame"]
