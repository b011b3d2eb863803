"""Title and body of link ads without a Page."""

import pytest

from .ads import LINK, link_story, make
from .conftest import blamed, error_of


def link_ad(graph, image_hash, **texts):
    given = {"title": "Warm light", "body": "It warms the room.", **texts}
    return make(graph, name="Link ad", object_url=LINK, link_url=LINK, image_hash=image_hash, **given)


@pytest.mark.parametrize("name", ["title", "body"])
@pytest.mark.parametrize(
    "text",
    [
        "!Warm",
        "(Warm) light",
        "Warm?! Light",
        "Warm.. light",
        "A b c d",
        "Warm_light",
        "Warm | light",
        "ʃine",
        "m² of light",
    ],
)
def test_what_a_link_ad_cannot_say_is_refused(graph, image_hash, name, text):
    answer = link_ad(graph, image_hash, **{name: text})

    assert error_of(answer) == (100, None) and blamed(answer) == [name]


@pytest.mark.parametrize(
    "text", ["Warm light...", "Größe für dich", "Lamp™ by Fern", "A b c and more", "ə light", "दीपक", "Light 💡"]
)
def test_what_it_can_say_is_taken(graph, image_hash, text):
    assert link_ad(graph, image_hash, title=text, body=text).status_code == 200


def test_a_letter_and_its_mark_are_one_character(graph, image_hash):
    assert link_ad(graph, image_hash, title="Caf\u00e9").status_code == 200
    assert error_of(link_ad(graph, image_hash, title="Cafe\u0301")) == (100, None)


def test_the_text_of_a_post_may_have_any_characters(graph, image_hash):
    story = link_story(graph, image_hash, name="!! m² | ʃine", message="(a b c d)")

    assert make(graph, object_story_spec=story).status_code == 200
