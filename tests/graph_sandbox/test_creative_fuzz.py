"""Creatives with something wrong at a random place are refused in Graph's words; the sandbox itself never fails."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_sandbox.seeds import facts

from . import ads

ODD = st.sampled_from(
    [None, True, 0, -1, 2.5, "", "x", "{{product.name}}", [], ["x"], [[]], {}, {"name": 1}, {"a": {"b": []}}, [None]]
)


@pytest.fixture(scope="module")
def graph(one_graph):
    return one_graph


def feeds(picture):
    """A dynamic creative, one for placements, one in two languages."""
    label = {"name": "a"}
    rule = {
        "customization_spec": {"publisher_platforms": ["facebook"], "facebook_positions": ["feed"]},
        "image_label": label,
    }
    labels = dict.fromkeys(("body_label", "title_label", "description_label", "link_url_label"), label)
    spoken = {"customization_spec": {"locales": [24]}, "is_default": True, **labels}
    texts = [{"text": "Hi", "adlabels": [label]}]
    base = {
        "ad_formats": ["SINGLE_IMAGE"],
        "call_to_action_types": ["SHOP_NOW"],
        "images": [{"hash": picture, "adlabels": [label]}],
        "link_urls": [{"website_url": ads.LINK, "adlabels": [label]}],
    }
    all_texts = dict.fromkeys(("bodies", "titles", "descriptions"), texts)
    return [
        {**base, "bodies": texts},
        {**base, "asset_customization_rules": [rule], "optimization_type": "PLACEMENT"},
        {**base, **all_texts, "asset_customization_rules": [spoken], "autotranslate": ["fr_XX"]},
    ]


@pytest.fixture(scope="module")
def specs(graph):
    """One of each kind, all of them good."""
    picture = ads.uploaded(graph)
    action = {"type": "LEARN_MORE", "value": {"link": ads.LINK}}
    page = {"object_story_spec": {"page_id": graph.page_id}}
    return [
        {
            "object_story_spec": ads.link_story(
                graph, picture, call_to_action=action, image_crops={"100x100": [[0, 0], [9, 9]]}
            )
        },
        {"object_story_spec": ads.carousel_story(graph, picture)},
        *({**page, "asset_feed_spec": feed} for feed in feeds(picture)),
        ads.template(
            graph,
            image_layer_specs=[{"layer_type": "text_overlay", "content": {"type": "price"}}],
            child_attachments=[{"name": "x"}],
        ),
        {
            "object_story_spec": ads.link_story(graph, picture),
            "degrees_of_freedom_spec": ads.opted_in("text_generation", "site_extensions"),
            "creative_sourcing_spec": {"site_links_spec": [{"site_link_title": "A", "site_link_url": ads.LINK}]},
            "contextual_multi_ads": {"enroll_status": "OPT_OUT"},
            "facebook_branded_content": {"sponsor_page_id": facts()["second_page_id"]},
            "platform_customizations": {"instagram": {"image_hash": picture}},
            "omnichannel_link_spec": {"web": {"url": ads.LINK}, "app": {"platform_specs": {"ios": {}}}},
            "adlabels": [{"name": "One"}],
        },
    ]


def places(value, path=()):
    """Every place inside a spec."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*path, key))


def with_odd(spec, path, odd):
    spec = copy.deepcopy(spec)
    at = spec
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    return spec


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_odd_is_refused_or_taken_and_never_breaks_the_sandbox(graph, specs, data):
    spec = data.draw(st.sampled_from(specs))
    path = data.draw(st.sampled_from([place for place in places(spec) if place]))
    sent = with_odd(spec, path, data.draw(ODD))

    made = ads.make(graph, **{name: json.dumps(value) for name, value in sent.items()})
    shown = ads.preview(graph, sent, data.draw(st.sampled_from(["MOBILE_FEED_STANDARD", "INSTAGRAM_STORY"])))

    for answer in (made, shown):
        assert answer.status_code < 500, (path, answer.text)
        assert answer.status_code == 200 or "code" in answer.json()["error"]
    if made.status_code == 200:
        read = graph.get(
            made.json()["id"],
            {"fields": "asset_feed_spec,degrees_of_freedom_spec,object_type,body,title,thumbnail_url"},
        )
        assert read.status_code == 200, (path, read.text)
    if shown.status_code == 200:
        assert graph.session.get(ads.address_in(shown.json()["data"][0]["body"])).status_code == 200
