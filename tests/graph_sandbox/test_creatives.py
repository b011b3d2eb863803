"""adcreatives and the creative's node."""

import json

import pytest

from . import ads
from .conftest import blamed, error_of


def test_a_creative_is_read_as_it_was_made(graph, image_hash):
    story = ads.link_story(graph, image_hash)
    made = ads.create(graph, story).json()["id"]

    read = graph.get(made, {"fields": "name,object_story_spec,status,effective_object_story_id"}).json()

    assert (read["name"], read["object_story_spec"], read["status"]) == (
        "One",
        story,
        "ACTIVE",
    )
    assert read["effective_object_story_id"].startswith(graph.page_id + "_")


def test_an_equal_creative_returns_the_existing_id(graph, image_hash):
    story = ads.link_story(graph, image_hash)

    assert ads.create(graph, story).json() == ads.create(graph, story).json()
    assert ads.create(graph, story, name="Two").json() != ads.create(graph, story).json()


def test_validate_only_makes_nothing(graph, image_hash):
    answer = ads.create(graph, ads.link_story(graph, image_hash), execution_options='["validate_only"]')

    assert answer.json() == {"success": True}
    assert graph.get(f"{graph.ad_account_id}/adcreatives").json()["data"] == []


def test_a_name_of_101_characters_is_refused(graph, image_hash):
    answer = ads.create(graph, ads.link_story(graph, image_hash), name="x" * 101)

    assert error_of(answer) == (100, None)
    assert blamed(answer) == ["name"]
    assert "101" in answer.json()["error"]["error_user_msg"]


@pytest.mark.parametrize(
    "changes, path",
    [
        ({"image_hash": "0" * 32}, "image_hash"),
        ({"call_to_action": {"type": "NOPE"}}, "type"),
        ({"link": ""}, "link"),
        ({"link": "shop"}, "link"),
        ({"link": "https://a.example/" + "x" * 1000}, "link"),
        ({"child_attachments": []}, "child_attachments"),
    ],
)
def test_a_fault_in_link_data_is_blamed_where_it_is(graph, image_hash, changes, path):
    answer = ads.create(graph, ads.link_story(graph, image_hash, **changes))

    assert answer.status_code == 400
    assert blamed(answer)[:2] == ["object_story_spec", "link_data"] and blamed(answer)[-1] == path


@pytest.mark.parametrize("cards, taken", [(1, False), (2, True), (10, True), (11, False)])
def test_a_carousel_has_two_to_ten_cards(graph, image_hash, cards, taken):
    assert ("id" in ads.create(graph, ads.carousel_story(graph, image_hash, cards)).json()) is taken


def test_features_that_do_not_fit_are_left_out_on_reading(graph, image_hash):
    spec = {name: {"enroll_status": "OPT_IN"} for name in ("image_uncrop", "video_auto_crop")}
    freedom = json.dumps({"creative_features_spec": spec})
    made = ads.create(graph, ads.link_story(graph, image_hash), degrees_of_freedom_spec=freedom).json()["id"]

    read = graph.get(made, {"fields": "degrees_of_freedom_spec"}).json()["degrees_of_freedom_spec"][
        "creative_features_spec"
    ]

    assert [name for name, entry in read.items() if entry["enroll_status"] == "OPT_IN"] == ["image_uncrop"]
    assert read["standard_enhancements"]["enroll_status"] == "OPT_OUT" and "video_auto_crop" not in read


def test_a_video_that_is_still_processed_cannot_be_used(new_graph):
    from .media import clip

    graph = new_graph(video_polls=2)
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    story = {
        "page_id": graph.page_id,
        "video_data": {"video_id": video, "image_hash": ads.uploaded(graph)},
    }

    assert blamed(ads.create(graph, story))[-1] == "video_id"
    for _ in range(3):
        graph.get(video, {"fields": "status"})
    assert "id" in ads.create(graph, story).json()


def test_only_the_name_of_a_creative_can_be_changed(graph, image_hash):
    story = ads.link_story(graph, image_hash)
    made = ads.create(graph, story).json()["id"]

    assert graph.post(made, data={"name": "Other"}).json() == {"success": True}
    assert graph.post(made, data={"object_story_spec": json.dumps(story)}).status_code == 400
    assert graph.get(made, {"fields": "name"}).json()["name"] == "Other"


def test_a_deleted_creative_is_gone(graph, image_hash):
    made = ads.create(graph, ads.link_story(graph, image_hash)).json()["id"]

    assert graph.delete(made).json() == {"success": True}
    assert error_of(graph.get(made)) == (100, 33)


def test_a_thumbnail_has_the_asked_size(graph, image_hash):
    import io

    from PIL import Image

    made = ads.create(graph, ads.link_story(graph, image_hash)).json()["id"]
    for asked, size in (
        ({}, (64, 64)),
        ({"thumbnail_width": 150, "thumbnail_height": 120}, (150, 120)),
    ):
        url = graph.get(made, {"fields": "thumbnail_url", **asked}).json()["thumbnail_url"]
        assert Image.open(io.BytesIO(graph.session.get(url).content)).size == size
