"""asset_feed_spec: limits, labels, languages, and what the server adds."""

import copy

import pytest

from . import ads
from .conftest import error_of
from .media import clip


@pytest.fixture
def graph(clean_graph):
    return clean_graph


def feed(image_hash, **changes):
    return {
        "images": [{"hash": image_hash}],
        "bodies": [{"text": "Begin your adventure"}, {"text": "Once a trainer, always a trainer."}],
        "titles": [{"text": "Level up"}],
        "descriptions": [{"text": "First sample"}],
        "ad_formats": ["SINGLE_IMAGE"],
        "call_to_action_types": ["SHOP_NOW"],
        "link_urls": [{"website_url": ads.LINK}],
        **changes,
    }


def make(graph, spec, **more):
    return ads.make(graph, object_story_spec={"page_id": graph.page_id}, asset_feed_spec=spec, **more)


def many(count, text="Text"):
    return [{"text": f"{text} {number}"} for number in range(count)]


def read(graph, answer):
    return graph.get(answer.json()["id"], {"fields": "asset_feed_spec"}).json()["asset_feed_spec"]


def refused(answer):
    error = answer.json()["error"]
    return error["code"], error.get("error_subcode"), error["error_data"]["blame_field_specs"][0][1]


def test_a_dynamic_creative_is_read_with_what_the_server_adds(graph, image_hash):
    kept = read(graph, make(graph, feed(image_hash)))

    assert kept["optimization_type"] == "REGULAR"
    assert kept["call_to_actions"] == [{"type": "SHOP_NOW"}]
    assert kept["bodies"][0] == {"text": "Begin your adventure"}


@pytest.mark.parametrize(
    "changes, blamed",
    [
        ({"bodies": many(6)}, "bodies"),
        ({"titles": many(6)}, "titles"),
        ({"bodies": [{"text": "x" * 1025}]}, "bodies"),
        ({"titles": [{"text": "x" * 256}]}, "titles"),
        ({"ad_formats": ["SINGLE_IMAGE", "CAROUSEL"]}, "ad_formats"),
        ({"ad_formats": ["BIG_IMAGE"]}, "ad_formats"),
        ({"ad_formats": ["CAROUSEL"]}, "images"),
        ({"ad_formats": ["SINGLE_VIDEO"]}, "videos"),
        ({"link_urls": []}, "link_urls"),
        ({"call_to_action_types": ["DANCE"]}, "call_to_action_types"),
        ({"images": [{"hash": "0" * 32}]}, "images"),
        ({"optimization_type": "GUESS"}, "optimization_type"),
        ({"titles": [{"text": "A", "url_tags": "?a=b"}]}, "titles"),
        ({"link_urls": [{"website_url": ads.LINK, "url_tags": "a=b"}]}, "link_urls"),
    ],
)
def test_a_limit_of_dynamic_creative_is_held_and_blamed(graph, image_hash, changes, blamed):
    assert refused(make(graph, feed(image_hash, **changes)))[::2] == (100, blamed)


def test_thirty_assets_are_the_most(graph):
    pictures = [{"hash": ads.uploaded(graph, 400 + number, 400)} for number in range(10)]
    full = {"bodies": many(5), "titles": many(5), "descriptions": many(5), "images": pictures}
    links = [{"website_url": f"{ads.LINK}/{number}"} for number in range(4)]

    assert make(graph, feed("", **full, link_urls=links[:3])).status_code == 200
    answer = make(graph, feed("", **full, link_urls=links))

    assert answer.status_code == 400 and "31" in answer.json()["error"]["error_user_msg"]


def test_equal_assets_are_refused(graph, image_hash):
    answer = make(graph, feed(image_hash, titles=[{"text": "Same"}, {"text": "Same"}]))

    assert error_of(answer) == (100, 1815629)


def test_videos_get_the_hash_and_address_of_their_thumbnail(graph, image_hash):
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    spec = feed(image_hash, images=[], videos=[{"video_id": video}], ad_formats=["SINGLE_IMAGE"])

    kept = read(graph, make(graph, spec))

    assert kept["ad_formats"] == ["SINGLE_VIDEO"]
    known = graph.get(
        f"{graph.ad_account_id}/adimages", {"hashes": f'["{kept["videos"][0]["thumbnail_hash"]}"]'}
    ).json()
    assert len(known["data"]) == 1 and kept["videos"][0]["thumbnail_url"].startswith("http")


def test_the_address_of_a_thumbnail_is_made_for_each_reader(graph):
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    made = make(graph, feed("", images=[], videos=[{"video_id": video}], ad_formats=["SINGLE_VIDEO"])).json()["id"]

    def address(host):
        found = graph.get(made, {"fields": "asset_feed_spec"}, headers={"Host": host}).json()
        return found["asset_feed_spec"]["videos"][0]["thumbnail_url"]

    assert address("one.example").startswith("http://one.example/")
    assert address("two.example").startswith("http://two.example/")
    assert "thumbnail_url" not in graph.sandbox.store.get(made)["spec"]["asset_feed_spec"]["videos"][0]


def test_a_feed_of_music_alone_adds_to_a_story(graph, image_hash):
    spec = {"object_story_spec": ads.link_story(graph, image_hash), "asset_feed_spec": {"audios": [{"type": "random"}]}}

    assert "id" in ads.make(graph, **spec).json()
    page = ads.page_of(graph, ads.preview(graph, spec, "INSTAGRAM_REELS"))

    assert "Music for this ad" in page and "It warms the room" in page


def test_a_dynamic_creative_has_one_crop_of_each_image(graph, image_hash):
    crops = {"100x100": [[0, 0], [400, 400]], "400x500": [[0, 0], [400, 500]]}
    one = {"hash": image_hash, "image_crops": {"100x100": crops["100x100"]}}

    assert make(graph, feed(image_hash, images=[one])).status_code == 200
    assert refused(make(graph, feed(image_hash, images=[{**one, "image_crops": crops}])))[::2] == (100, "images")


def placed(graph):
    """Two pictures, one for Facebook's feed, one for Instagram stories."""
    wide, tall = ads.uploaded(graph, 1000, 1000), ads.uploaded(graph, 900, 1600)
    rules = [
        {
            "customization_spec": {"publisher_platforms": ["facebook"], "facebook_positions": ["feed"]},
            "image_label": {"name": "wide"},
        },
        {
            "customization_spec": {"publisher_platforms": ["instagram"], "instagram_positions": ["story"]},
            "image_label": {"name": "tall"},
        },
    ]
    images = [{"hash": wide, "adlabels": [{"name": "wide"}]}, {"hash": tall, "adlabels": [{"name": "tall"}]}]
    return feed(
        wide, images=images, bodies=[{"text": "One"}], asset_customization_rules=rules, optimization_type="PLACEMENT"
    )


def test_each_placement_shows_the_asset_of_its_rule(graph):
    spec = {"object_story_spec": {"page_id": graph.page_id}, "asset_feed_spec": placed(graph)}

    feed_picture = ads.picture_in(graph, ads.preview(graph, spec).json()["data"][0]["body"])
    story_picture = ads.picture_in(graph, ads.preview(graph, spec, "INSTAGRAM_STORY").json()["data"][0]["body"])

    assert feed_picture.width == feed_picture.height
    assert abs(story_picture.width / story_picture.height - 9 / 16) < 0.01


def test_a_label_shows_its_variation_and_an_unknown_one_is_refused(graph):
    spec = {"object_story_spec": {"page_id": graph.page_id}, "asset_feed_spec": placed(graph)}

    tall = ads.preview(graph, spec, "INSTAGRAM_STORY", dynamic_asset_label="wide").json()["data"][0]["body"]

    assert ads.picture_in(graph, tall).width == ads.picture_in(graph, tall).height
    assert error_of(ads.preview(graph, spec, dynamic_asset_label="nope")) == (100, None)


def _moved(spec):
    """As carousels, which explore_home does not show."""
    spec["ad_formats"] = ["CAROUSEL"]
    for rule in spec["asset_customization_rules"]:
        rule["carousel_label"] = {"name": rule.pop("image_label")["name"]}
    spec["carousels"] = [{"adlabels": image["adlabels"]} for image in spec["images"]]


def changed_rules(graph, change):
    spec = copy.deepcopy(placed(graph))
    change(spec, spec["asset_customization_rules"])
    return make(graph, spec)


@pytest.mark.parametrize(
    "change, subcode",
    [
        (lambda spec, rules: rules[0].update(image_label={"name": "nobody"}), 2446173),
        (lambda spec, rules: rules[0].pop("image_label"), None),
        (lambda spec, rules: rules[0]["customization_spec"].update(facebook_positions=["moon"]), None),
        (lambda spec, rules: rules[0]["customization_spec"].update(publisher_platforms=["myspace"]), None),
        (lambda spec, rules: (rules.pop(), spec.pop("optimization_type")), None),
        (lambda spec, rules: spec.update(descriptions=many(2)), None),
        (lambda spec, rules: spec.update(optimization_type="REGULAR"), None),
        (lambda spec, rules: rules[0]["customization_spec"].pop("facebook_positions"), None),
        (lambda spec, rules: rules[1]["customization_spec"].pop("instagram_positions"), None),
        (
            lambda spec, rules: (
                rules[1]["customization_spec"].update(instagram_positions=["explore_home"]) or _moved(spec)
            ),
            None,
        ),
        (
            lambda spec, rules: rules[0].update(
                customization_spec={"publisher_platforms": ["threads"], "threads_positions": ["threads_stream"]}
            ),
            None,
        ),
    ],
)
def test_a_rule_that_does_not_hold_is_refused(graph, change, subcode):
    assert error_of(changed_rules(graph, change)) == (100, subcode)


def spoken(image_hash, **changes):
    """English by default, French for keys 9 and 44."""
    both = [("english", "Warm light", 24), ("french", "Lumière chaude", 9)]
    labelled = [{"text": text, "adlabels": [{"name": name}]} for name, text, _ in both]
    names = ("body_label", "title_label", "description_label", "link_url_label")
    rules = [
        {"customization_spec": {"locales": [key]}, **{name: {"name": label} for name in names}, "is_default": key == 24}
        for label, _, key in both
    ]
    links = [{"website_url": f"{ads.LINK}?{name}", "adlabels": [{"name": name}]} for name, _, _ in both]
    texts = {"bodies": labelled, "titles": labelled, "descriptions": labelled, "link_urls": links}
    return feed(image_hash, **texts, asset_customization_rules=rules, **changes)


def test_each_language_shows_its_texts(graph, image_hash):
    spec = {"object_story_spec": {"page_id": graph.page_id}, "asset_feed_spec": spoken(image_hash)}

    assert "Warm light" in ads.page_of(graph, ads.preview(graph, spec))
    for asked in (
        {"locale": "fr_FR"},
        {"dynamic_asset_label": "french"},
        {"dynamic_customization": '{"language": "fr_XX"}'},
    ):
        assert "Lumière chaude" in ads.page_of(graph, ads.preview(graph, spec, **asked))


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec["asset_customization_rules"][1].update(is_default=True),
        lambda spec: spec["asset_customization_rules"][0].update(is_default=False),
        lambda spec: spec["asset_customization_rules"][1]["customization_spec"].update(locales=[24]),
        lambda spec: spec["asset_customization_rules"][1]["customization_spec"].update(locales=[99999]),
        lambda spec: spec["asset_customization_rules"][1].pop("title_label"),
        lambda spec: spec.update(call_to_action_types=["SHOP_NOW", "LEARN_MORE"]),
        lambda spec: spec.update(ad_formats=["CAROUSEL"]),
        lambda spec: spec["titles"].append({"text": "No label"}),
        lambda spec: spec.update(autotranslate=["xx_XX"]),
        lambda spec: spec["images"].append({**spec["images"][0], "adlabels": [{"name": "of no rule"}]}),
    ],
)
def test_a_broken_rule_of_languages_is_refused(graph, image_hash, change):
    spec = copy.deepcopy(spoken(image_hash))
    change(spec)

    assert error_of(make(graph, spec)) == (100, None)


def test_texts_are_translated_by_themselves_and_read_back(graph, image_hash):
    spec = spoken(image_hash, autotranslate=["es_XX"], optimization_type="LANGUAGE")
    spec["bodies"][0] = {"text": "Free delivery from €60 at https://a.example/x1", "adlabels": [{"name": "english"}]}
    spec["asset_customization_rules"].pop()

    kept = read(graph, make(graph, spec))

    own = [
        entry["text"] for entry in kept["bodies"] if entry["adlabels"] == [{"name": "Automatically Translated es_XX"}]
    ]
    assert own == ["Gratis entrega desde €60 at https://a.example/x1"]
    assert {"name": "Automatically Translated es_XX"} in [
        rule["body_label"] for rule in kept["asset_customization_rules"]
    ]


def test_languages_are_found_by_name(graph):
    found = graph.get("search", {"type": "adlocale", "q": "en", "limit": 2}).json()

    assert {"key": 6, "name": "English (US)"} in found["data"] and len(found["data"]) == 2
