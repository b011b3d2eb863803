"""Creatives of posts that exist: Page posts, Instagram media, partners' content."""

import json

import pytest

from graph_sandbox.seeds import facts

from . import ads
from .conftest import blamed, error_of


@pytest.fixture
def graph(clean_graph):
    return clean_graph


def test_a_page_post_becomes_a_creative_and_equal_ones_share_it(graph, image_hash):
    sent = {"message": "Kiln day", "link": ads.LINK, "published": "0"}
    post = graph.post(f"{graph.page_id}/feed", sent).json()["id"]

    first = ads.make(graph, object_story_id=post, name="One").json()["id"]

    assert post.startswith(f"{graph.page_id}_")
    assert ads.make(graph, object_story_id=post, name="Two").json()["id"] == first
    assert (
        graph.get(first, {"fields": "object_story_id,effective_object_story_id"}).json()["effective_object_story_id"]
        == post
    )
    assert "Kiln day" in ads.page_of(graph, ads.preview(graph, {"object_story_id": post}))


def test_a_carousel_post_is_made_first_and_used_by_its_id(graph, image_hash):
    children = [{"link": ads.LINK, "name": f"Card {number}", "image_hash": image_hash} for number in range(3)]
    sent = {"message": "Three", "link": ads.LINK, "child_attachments": json.dumps(children), "published": "0"}
    post = graph.post(f"{graph.page_id}/posts", sent).json()["id"]

    assert "Card 2" in ads.page_of(graph, ads.preview(graph, {"object_story_id": post}))


def test_a_post_that_does_not_exist_is_2446289(graph):
    assert error_of(ads.make(graph, object_story_id=f"{graph.page_id}_1")) == (100, 2446289)


def instagram_media(graph, image_hash, **more):
    values = {
        "instagram_user_id": facts()["instagram_user_id"],
        "account_id": graph.ad_account_id,
        "caption": "From our studio",
    }
    return graph.control("POST", "act", act="add_instagram_media", image_hash=image_hash, **values, **more)["id"]


def test_an_instagram_medium_is_boosted_with_a_button(graph, image_hash):
    media_id = instagram_media(graph, image_hash)
    spec = {
        "source_instagram_media_id": media_id,
        "object_id": graph.page_id,
        "instagram_user_id": facts()["instagram_user_id"],
        "call_to_action": {"type": "LEARN_MORE", "value": {"link": ads.LINK}},
    }

    made = ads.make(graph, **spec).json()["id"]
    read = graph.get(made, {"fields": "effective_instagram_media_id,instagram_permalink_url"}).json()

    assert read["effective_instagram_media_id"] == media_id and media_id in read["instagram_permalink_url"]
    page = ads.page_of(graph, ads.preview(graph, spec, "INSTAGRAM_STANDARD"))
    assert "From our studio" in page and "Learn more" in page


def test_content_that_cannot_be_an_ad_is_3867105(graph, image_hash):
    media_id = instagram_media(graph, image_hash, ineligible="Can’t use GIF stickers.")

    answer = ads.make(graph, source_instagram_media_id=media_id, object_id=graph.page_id)

    assert error_of(answer) == (100, 3867105) and "GIF" in answer.json()["error"]["error_user_msg"]


def test_one_content_excludes_the_other(graph, image_hash):
    media_id = instagram_media(graph, image_hash)

    answer = ads.make(graph, source_instagram_media_id=media_id, object_story_spec=ads.link_story(graph, image_hash))

    assert blamed(answer) == ["object_story_spec"]


def test_both_names_of_the_instagram_account_are_2446149(graph, image_hash):
    story = ads.link_story(graph, image_hash)
    story |= {"instagram_user_id": facts()["instagram_user_id"], "instagram_actor_id": facts()["instagram_user_id"]}

    assert error_of(ads.create(graph, story)) == (100, 2446149)
    assert error_of(ads.create(graph, {**ads.link_story(graph, image_hash), "instagram_user_id": "1"})) == (
        100,
        1815199,
    )


def test_an_ad_code_finds_the_partners_post(graph, image_hash):
    instagram_media(graph, image_hash, ad_code="adcode-9")
    branded = {"instagram_boost_post_access_token": "adcode-9", "ad_format": 1}

    assert "id" in ads.make(graph, branded_content=branded, object_id=graph.page_id).json()
    assert error_of(ads.make(graph, branded_content={**branded, "instagram_boost_post_access_token": "x"})) == (
        100,
        3867105,
    )
