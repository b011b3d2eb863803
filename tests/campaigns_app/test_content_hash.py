"""The same creative gives the same hash; one visible change gives another."""

import copy

import pytest

from campaigns_app.creatives.content_hash import cell_hash, content, content_hash

STORED = {
    "id": "1",
    "name": "Lamp",
    "status": "ACTIVE",
    "thumbnail_url": "https://cdn/x?oh=1",
    "effective_object_story_id": "1_2",
    "object_story_spec": {
        "page_id": "11",
        "link_data": {
            "link": "https://a.example/",
            "message": "Hello",
            "name": "Warm",
            "image_hash": "abc",
            "picture": "https://cdn/a?oh=1",
        },
    },
    "contextual_multi_ads": {"enroll_status": "OPT_OUT"},
    "degrees_of_freedom_spec": {
        "creative_features_spec": {
            "image_uncrop": {"enroll_status": "OPT_IN"},
            "inline_comment": {"enroll_status": "OPT_OUT"},
        }
    },
}
MEDIA = {"image:abc": "f" * 64}


def changed(**at):
    """A copy of STORED with values at paths such as object_story_spec__link_data__message."""
    stored = copy.deepcopy(STORED)
    for path, value in at.items():
        *way, last = path.split("__")
        place = stored
        for key in way:
            place = place.setdefault(key, {})
        place[last] = value
    return stored


@pytest.mark.parametrize(
    "same",
    [
        changed(thumbnail_url="https://cdn/other?oh=2"),
        changed(object_story_spec__link_data__picture="https://cdn/a?oh=99"),
        changed(name="Renamed", status="IN_PROCESS"),
        changed(degrees_of_freedom_spec__creative_features_spec__text_optimizations={"enroll_status": "OPT_OUT"}),
        changed(object_story_spec__page_id=11),
        changed(object_story_spec__link_data__description=None, adlabels=[]),
        changed(object_story_spec__link_data__group_uuid="7"),
    ],
)
def test_what_nobody_sees_does_not_count(same):
    assert content_hash(same, MEDIA) == content_hash(STORED, MEDIA)


@pytest.mark.parametrize(
    "other",
    [
        changed(object_story_spec__link_data__message="Hello!"),
        changed(object_story_spec__link_data__link="https://b.example/"),
        changed(object_story_spec__link_data__image_hash="def"),
        changed(object_story_spec__link_data__something_new="unknown"),
        changed(contextual_multi_ads__enroll_status="OPT_IN"),
        changed(degrees_of_freedom_spec__creative_features_spec__text_optimizations={"enroll_status": "OPT_IN"}),
        changed(degrees_of_freedom_spec__creative_features_spec__image_uncrop={"enroll_status": "OPT_OUT"}),
    ],
)
def test_what_is_seen_or_unknown_counts(other):
    assert content_hash(other, MEDIA) != content_hash(STORED, MEDIA)


def test_media_count_by_their_bytes():
    other_name = changed(object_story_spec__link_data__image_hash="zzz")
    assert content_hash(other_name, {"image:zzz": "f" * 64}) == content_hash(STORED, MEDIA)


def test_two_ways_to_write_a_letter_are_one():
    one = changed(object_story_spec__link_data__message="caf\u00e9")
    other = changed(object_story_spec__link_data__message="cafe\u0301")
    assert content_hash(one, MEDIA) == content_hash(other, MEDIA)


def test_a_cell_counts_its_own_feature_only():
    without = changed(degrees_of_freedom_spec={})
    assert cell_hash(STORED, MEDIA) == cell_hash(without, MEDIA)
    assert cell_hash(STORED, MEDIA, "image_uncrop") != cell_hash(without, MEDIA, "image_uncrop")
    assert content(STORED, MEDIA)["texts"] == ["Hello", "Warm"]
