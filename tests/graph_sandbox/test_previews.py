"""generatepreviews, previews, their frames and what features do to them."""

import pytest
from PIL import ImageChops

from graph_sandbox.formats import SDK_NAMES, TWELVE
from graph_sandbox.seeds import facts

from . import ads
from .conftest import error_of

COLOURS = {
    "red": (255, 0, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
}


def close(pixel, colour):
    return all(abs(a - b) < 60 for a, b in zip(pixel, COLOURS[colour], strict=True))


def corner_pixels(picture):
    right, low = picture.width - 6, picture.height - 6
    return [picture.getpixel(place) for place in ((5, 5), (right, 5), (5, low), (right, low))]


def test_all_76_formats_of_the_sdk_are_known():
    from facebook_business.adobjects.adpreview import AdPreview

    assert set(SDK_NAMES) == {value for name, value in vars(AdPreview.AdFormat).items() if name[0] != "_"}


@pytest.mark.parametrize("entry", TWELVE, ids=lambda entry: entry.name)
def test_each_of_the_twelve_shows_the_picture_the_text_and_the_button(graph, entry):
    low, high = max(entry.crop[0], 0.5), entry.crop[1]
    width = 800 if low <= 0.8 <= high else round(1000 * (low if 0.8 < low else high))
    story = ads.link_story(graph, ads.uploaded(graph, width, 1000))

    body = ads.generate(graph, story, entry.name).json()["data"][0]["body"]
    page = graph.session.get(ads.address_in(body)).text

    assert f'width="{entry.width}"' in body and "&amp;t=" in body
    assert "Shop now" in page and ("Warm light" in page or "It warms the room" in page) and ">sandbox<" in page
    shown = ads.picture_in(graph, body)
    assert all(close(pixel, name) for pixel, name in zip(corner_pixels(shown), ads.CORNERS, strict=True))


def test_a_tall_picture_is_cut_to_four_by_five_in_the_feed(graph):
    story = ads.link_story(graph, ads.uploaded(graph, 900, 1600))

    shown = ads.picture_in(graph, ads.generate(graph, story).json()["data"][0]["body"])

    assert abs(shown.width / shown.height - 0.8) < 0.01
    assert not any(close(pixel, name) for pixel, name in zip(corner_pixels(shown), ads.CORNERS, strict=True))


def test_uncrop_fills_the_placement_and_leaves_the_original_in_the_middle(graph):
    story = ads.link_story(graph, ads.uploaded(graph, 1000, 1000))

    row = ads.generate(graph, story, "INSTAGRAM_REELS", creative_feature="image_uncrop").json()["data"][0]
    state = row["transformation_spec"]["image_uncrop"][0]
    plain, grown = (
        ads.picture_in(graph, row["body"]),
        ads.picture_in(graph, state["body"]),
    )

    assert state["status"] == "eligible"
    assert abs(grown.width / grown.height - 9 / 16) < 0.01
    top = (grown.height - plain.height) // 2
    middle = grown.crop((0, top, grown.width, top + plain.height))
    inner = (20, 20, plain.width - 20, plain.height - 20)
    difference = ImageChops.difference(middle.crop(inner), plain.crop(inner)).convert("L")
    assert sum(difference.histogram()[40:]) < 0.02 * difference.width * difference.height


def test_an_enhancement_is_pending_until_it_settles(new_graph):
    graph = new_graph(preview_polls=2)
    story = ads.link_story(graph, ads.uploaded(graph, 1000, 1000))

    states = []
    for _ in range(3):
        row = ads.generate(graph, story, "INSTAGRAM_STORY", creative_feature="image_uncrop").json()["data"][0]
        states.append(row["transformation_spec"]["image_uncrop"][0]["status"])

    assert states == ["pending", "pending", "eligible"]


@pytest.mark.parametrize(
    "ad_format, feature",
    [("MARKETPLACE_MOBILE", "image_uncrop"), ("INSTAGRAM_REELS", "video_auto_crop")],
)
def test_a_feature_that_does_not_apply_has_no_node(graph, ad_format, feature):
    story = ads.link_story(graph, ads.uploaded(graph, 1000, 1000))

    assert (
        "transformation_spec" not in ads.generate(graph, story, ad_format, creative_feature=feature).json()["data"][0]
    )


def test_texts_are_reordered_and_nothing_is_lost(graph):
    story = ads.link_story(graph, ads.uploaded(graph))

    row = ads.generate(graph, story, creative_feature="text_optimizations").json()["data"][0]
    page = graph.session.get(ads.address_in(row["transformation_spec"]["text_optimizations"][0]["body"])).text

    assert "Try it for 60 days. It warms the room." in page


def test_a_story_takes_no_carousel_and_says_so(graph):
    answer = ads.generate(graph, ads.carousel_story(graph, ads.uploaded(graph)), "FACEBOOK_STORY_MOBILE")

    assert error_of(answer) == (100, None)
    assert "carousel" in answer.json()["error"]["error_user_msg"]


def test_a_format_and_a_creative_are_required(graph):
    path = f"{graph.ad_account_id}/generatepreviews"

    assert error_of(graph.get(path, {"creative": "{}"})) == (194, None)
    assert error_of(graph.get(path, {"ad_format": "MOBILE_FEED_STANDARD"})) == (
        194,
        None,
    )
    assert error_of(graph.get(path, {"ad_format": "GROUPS", "creative": "{}"})) == (
        100,
        None,
    )


def test_a_frame_dies_after_24_hours(graph):
    address = ads.address_in(ads.generate(graph, ads.link_story(graph, ads.uploaded(graph))).json()["data"][0]["body"])

    graph.sandbox.clock.advance(24 * 3600 - 60)
    assert "Warm light" in graph.session.get(address).text
    graph.sandbox.clock.advance(120)
    assert "expired" in graph.session.get(address).text


def test_an_address_whose_entities_were_not_decoded_misses_t(graph):
    body = ads.generate(graph, ads.link_story(graph, ads.uploaded(graph))).json()["data"][0]["body"]

    assert "The parameter t is required" in graph.session.get(body.split('"')[1]).text


def test_frames_of_a_saved_creative_need_a_viewer_with_a_role(graph):
    made = ads.create(graph, ads.link_story(graph, ads.uploaded(graph))).json()["id"]
    address = ads.address_in(
        graph.get(f"{made}/previews", {"ad_format": "INSTAGRAM_STANDARD"}).json()["data"][0]["body"]
    )

    assert "No permission" in graph.session.get(address).text
    cookie = graph.session.get(f"{graph.url}/viewer/{facts()['user_id']}").headers["Set-Cookie"].split(";")[0]
    assert "Shop now" in graph.session.get(address, headers={"Cookie": cookie}).text


def test_a_viewer_of_another_business_sees_no_frame_of_a_saved_creative(graph, image_hash):
    made = ads.create(graph, ads.link_story(graph, image_hash)).json()["id"]
    row = graph.get(f"{made}/previews", {"ad_format": "MOBILE_FEED_STANDARD"}).json()["data"][0]
    address = ads.address_in(row["body"])

    def seen_by(person):
        cookie = graph.session.get(f"{graph.url}/viewer/{facts()[person]}").headers["Set-Cookie"].split(";")[0]
        return "It warms the room" in graph.session.get(address, headers={"Cookie": cookie}).text

    assert [seen_by(person) for person in ("user_id", "employee_user_id", "partner_user_id")] == [True, True, False]


def test_frames_may_stand_anywhere_but_run_no_script_and_are_read_by_no_other_site(
    graph,
):
    address = ads.address_in(ads.generate(graph, ads.link_story(graph, ads.uploaded(graph))).json()["data"][0]["body"])

    headers = graph.session.get(address, headers={"Origin": "http://other.example"}).headers

    assert (
        "frame-ancestors *" in headers["Content-Security-Policy"]
        and "default-src 'none'" in headers["Content-Security-Policy"]
    )
    assert "X-Frame-Options" not in headers and not any(name.lower().startswith("access-control") for name in headers)
