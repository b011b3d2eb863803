"""What features really do to pixels and texts, measured in the frame's own files."""

import base64
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from graph_sandbox.enhancements import words, writing
from graph_sandbox.enhancements.translation import LANGUAGES, translated
from graph_sandbox.story import Card, Story

from . import ads
from .media import clip

FACTS = re.compile(r"https?://\S+|\d+(?:[.,]\d+)*")


@pytest.fixture
def graph(clean_graph):
    return clean_graph


@pytest.fixture
def image_hash(graph):
    return ads.uploaded(graph, 1000, 1000)


def both(graph, story, feature, ad_format="MOBILE_FEED_STANDARD"):
    """(the original's picture, the enhanced one)."""
    spec = story if "object_story_spec" in story else {"object_story_spec": story}
    row = ads.preview(graph, spec, ad_format, creative_feature=feature).json()["data"][0]
    variant = row["transformation_spec"][feature][0]
    assert variant["status"] == "eligible"
    return ads.picture_in(graph, row["body"]), ads.picture_in(graph, variant["body"])


def changed_box(one, other, threshold=40):
    """Where two pictures of one size differ."""
    difference = ImageChops.difference(one, other).convert("L")
    return difference.point([255 if level > threshold else 0 for level in range(256)]).getbbox()


@pytest.mark.parametrize(
    "ad_format, ratio",
    [
        ("MOBILE_FEED_STANDARD", 0.8),
        ("INSTAGRAM_STANDARD", 0.8),
        ("INSTAGRAM_STORY", 9 / 16),
        ("FACEBOOK_REELS_MOBILE", 9 / 16),
    ],
)
def test_uncrop_adds_picture_above_and_below_and_keeps_the_original(graph, image_hash, ad_format, ratio):
    plain, grown = both(graph, ads.link_story(graph, image_hash), "image_uncrop", ad_format)

    assert abs(grown.width / grown.height - ratio) < 0.01 and grown.width == plain.width
    top = (grown.height - plain.height) // 2
    middle = grown.crop((0, top, grown.width, top + plain.height))
    assert ImageStat.Stat(ImageChops.difference(middle, plain).convert("L")).mean[0] < 4
    assert ImageStat.Stat(grown.crop((0, 0, grown.width, top))).stddev[0] > 5


def test_touch_ups_widen_a_picture_to_the_placement_and_sharpen_it(graph):
    wide = ads.uploaded(graph, 1600, 900)

    plain, touched = both(graph, ads.link_story(graph, wide), "image_touchups")

    assert abs(touched.width / touched.height - 0.8) < 0.01 < abs(plain.width / plain.height - 0.8)


def dim():
    """A PNG from black to a dark grey."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((800, 800)).point([value // 3 for value in range(256)]).convert("RGB").save(
        out, "PNG"
    )
    return base64.b64encode(out.getvalue())


def test_brightness_moves_towards_a_middle_grey_and_contrast_grows(graph):
    answer = graph.post(f"{graph.ad_account_id}/adimages", data={"bytes": dim()}).json()
    story = ads.link_story(graph, answer["images"]["bytes"]["hash"])

    plain, bright = both(graph, story, "image_brightness_and_contrast")

    before, after = ImageStat.Stat(plain.convert("L")), ImageStat.Stat(bright.convert("L"))
    assert plain.size == bright.size
    assert after.mean[0] > before.mean[0] + 3 and after.stddev[0] > before.stddev[0] + 3


@pytest.mark.parametrize("feature", ["image_templates", "image_template"])
def test_a_template_changes_a_band_along_the_lower_edge_and_nothing_else(graph, image_hash, feature):
    plain, labelled = both(graph, ads.link_story(graph, image_hash), feature)

    left, top, right, bottom = changed_box(plain, labelled)
    assert top > plain.height * 0.8 and bottom > plain.height * 0.97
    assert ImageStat.Stat(labelled.crop((0, top + 8, labelled.width, bottom))).stddev[0] > 15  # words on it


def test_a_template_stays_above_what_a_story_covers(graph):
    plain, labelled = both(
        graph, ads.link_story(graph, ads.uploaded(graph, 900, 1600)), "image_templates", "INSTAGRAM_STORY"
    )

    _, top, _, bottom = changed_box(plain, labelled)
    assert plain.height * 0.5 < top and bottom <= plain.height * 0.66


def test_a_sticker_lies_in_the_lower_right_and_the_rest_stays(graph, image_hash):
    plain, stuck = both(graph, ads.link_story(graph, image_hash), "creative_stickers")

    left, top, right, bottom = changed_box(plain, stuck)
    assert left > plain.width * 0.3 and top > plain.height * 0.65
    assert (right - left) * (bottom - top) < 0.25 * plain.width * plain.height


def test_a_film_gets_its_sticker_as_words_over_it(graph, image_hash):
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    data = {
        "video_id": video,
        "image_hash": image_hash,
        "message": "Hi",
        "call_to_action": {"type": "SIGN_UP", "value": {"link": ads.LINK}},
    }
    spec = {"object_story_spec": {"page_id": graph.page_id, "video_data": data}}

    page = ads.page_of(graph, ads.preview(graph, spec, creative_feature="creative_stickers"), "creative_stickers")

    assert '<span class="sticker">Sign up</span>' in page


def test_a_background_replaces_the_ground_and_leaves_the_product(graph):
    spec = ads.template(graph, force_single_link=True)

    plain, painted = both(graph, spec, "image_background_gen")

    assert plain.getpixel((5, 5)) > (245, 245, 245) > painted.getpixel((5, 5))
    assert painted.getpixel((5, 5)) != painted.getpixel((5, painted.height - 5))
    middle = (plain.width // 2 - 40, plain.height // 2 + 20, plain.width // 2 + 20, plain.height // 2 + 80)
    assert ImageStat.Stat(ImageChops.difference(plain.crop(middle), painted.crop(middle)).convert("L")).mean[0] < 3


def test_a_background_is_for_catalogues_on_the_mobile_feed_only(graph, image_hash):
    for spec, ad_format in (
        (ads.template(graph), "INSTAGRAM_STANDARD"),
        ({"object_story_spec": ads.link_story(graph, image_hash)}, "MOBILE_FEED_STANDARD"),
    ):
        row = ads.preview(graph, spec, ad_format, creative_feature="image_background_gen").json()["data"][0]
        assert "transformation_spec" not in row


def test_a_pending_background_has_a_stock_preview_and_settles_by_the_clock(new_graph):
    graph = new_graph(preview_seconds=60)

    def ask():
        return ads.preview(graph, ads.template(graph), creative_feature="image_background_gen").json()["data"][0]

    first = ask()["transformation_spec"]["image_background_gen"][0]
    graph.sandbox.clock.advance(61)

    assert first["status"] == "pending" and "iframe" in first["body"]
    assert ask()["transformation_spec"]["image_background_gen"][0]["status"] == "eligible"


def test_a_video_is_cut_or_grown_to_a_story(graph, image_hash):
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    spec = {
        "object_story_spec": {
            "page_id": graph.page_id,
            "video_data": {"video_id": video, "image_hash": image_hash, "message": "Hi"},
        }
    }

    for feature, mark in (("video_auto_crop", "media--cut"), ("video_uncrop", "grown")):
        page = ads.page_of(graph, ads.preview(graph, spec, "INSTAGRAM_STORY", creative_feature=feature), feature)
        width, height = map(int, re.search(r'<video[^>]+width="(\d+)" height="(\d+)"', page).groups())
        assert mark in page and abs(width / height - 9 / 16) < 0.02


PREVIEWABLE = (
    "image_templates image_touchups enhance_cta text_optimizations image_uncrop creative_stickers text_translation image_animation "
    "profile_card image_brightness_and_contrast"
)


@pytest.mark.parametrize("feature", PREVIEWABLE.split())
def test_each_feature_of_a_picture_has_a_preview_that_differs(graph, image_hash, feature):
    answer = ads.generate(graph, ads.link_story(graph, image_hash), creative_feature=feature)

    row = answer.json()["data"][0]
    assert row["transformation_spec"][feature][0]["status"] == "eligible"
    assert row["transformation_spec"][feature][0]["body"] != row["body"]


@pytest.mark.parametrize("feature", ["inline_comment", "reveal_details_over_time", "text_generation"])
def test_a_feature_without_a_preview_has_no_node(graph, image_hash, feature):
    row = ads.generate(graph, ads.link_story(graph, image_hash), creative_feature=feature).json()["data"][0]

    assert "transformation_spec" not in row


@pytest.mark.parametrize(
    "feature",
    ["description_automation", "product_metadata_automation", "product_browsing", "standard_enhancements_catalog"],
)
def test_each_feature_of_a_catalogue_has_a_preview(graph, feature):
    row = ads.preview(graph, ads.template(graph), creative_feature=feature).json()["data"][0]

    assert row["transformation_spec"][feature][0]["status"] == "eligible"


def test_standard_enhancements_have_two_variants_until_v22(graph, image_hash):
    spec = json.dumps({"object_story_spec": ads.link_story(graph, ads.uploaded(graph, 1200, 900))})
    asked = {"creative": spec, "ad_format": "MOBILE_FEED_STANDARD", "creative_feature": "standard_enhancements"}

    old = graph.get(f"{graph.url}/v21.0/{graph.ad_account_id}/generatepreviews", asked).json()["data"][0]
    new = graph.get(f"{graph.ad_account_id}/generatepreviews", asked).json()["data"][0]

    told = [row["optimization_type_description"] for row in old["transformation_spec"]["standard_enhancements"]]
    assert told == ["Vary image aspect ratio", "Image templates for Feed"] and "transformation_spec" not in new


def test_texts_are_generated_into_bodies_when_they_are_ready(new_graph):
    graph = new_graph(preview_polls=1)
    story = ads.link_story(graph, ads.uploaded(graph))
    made = ads.make(graph, object_story_spec=story, degrees_of_freedom_spec=ads.opted_in("text_generation")).json()[
        "id"
    ]

    def ask():
        return graph.get(made, {"fields": "asset_feed_spec"}).json().get("asset_feed_spec")

    assert ask() is None
    found = ask()

    assert found["optimization_type"] == "DEGREES_OF_FREEDOM"
    texts = [body["text"] for body in found["bodies"]]
    assert texts[0] == story["link_data"]["message"] and len(set(texts)) == 5
    assert all("60" in text for text in texts)


TEXT = st.lists(
    st.one_of(
        st.text(alphabet="abc XYZ.!?äß✨", min_size=1, max_size=12),
        st.integers(0, 99999).map(lambda number: f"{number}"),
        st.decimals(0, 999, places=2).map(lambda number: f"€{number}"),
        st.sampled_from(
            ["https://shop.example/a?b=1&c=2", "http://a.example/x.Y", "50% off.", "free", "from", "days", "10% off"]
        ),
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


def facts_of(text):
    return sorted(FACTS.findall(text))


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_generated_texts_keep_links_and_numbers(text):
    assert all(facts_of(new) == facts_of(text.strip()) for new in writing.variations(text))
    for language in LANGUAGES:
        assert facts_of(translated(text, f"{language}_XX")) == facts_of(text)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_changed_texts_keep_links_and_numbers(message, title, description):
    told = Story("link", "Page", "page", message, (Card(title, description, cta="SHOP_NOW"),))

    def everything(story):
        return facts_of(" ".join((story.message, story.first.title, story.first.description)))

    for change in (words.optimize, words.enhance_cta):
        assert everything(change(told)) == everything(told)
    hint = words.enhance_cta(told).first.hint
    assert set(facts_of(hint)) <= set(everything(told)) and len(hint) <= 40
