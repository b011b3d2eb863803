"""Every ad_format has a frame of its family, and every kind of creative is shown whole or refused with a reason."""

import json
import re

import pytest

from graph_sandbox.formats import FORMATS, SDK_NAMES
from graph_sandbox.seeds import facts

from . import ads
from .conftest import error_of
from .media import clip

VIDEO_ONLY = {name for name, entry in FORMATS.items() if entry.takes == ("video",)}


@pytest.fixture
def graph(clean_graph):
    return clean_graph


def film(graph, image_hash):
    video = graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]
    action = {"type": "SHOP_NOW", "value": {"link": ads.LINK}}
    data = {
        "video_id": video,
        "image_hash": image_hash,
        "message": "It warms the room.",
        "title": "Warm light",
        "call_to_action": action,
    }
    return {"object_story_spec": {"page_id": graph.page_id, "video_data": data}}


def test_every_format_shows_a_picture_or_plays_a_film(graph):
    picture = ads.uploaded(graph)
    link, video = {"object_story_spec": ads.link_story(graph, picture)}, film(graph, picture)

    for name in (*SDK_NAMES, "INSTAGRAM_REELS_INSTREAM"):
        page = ads.page_of(graph, ads.preview(graph, video if name in VIDEO_ONLY else link, name))
        family = FORMATS[name].family
        assert f'<body class="{family} ' in page, name
        assert ("<video" if name in VIDEO_ONLY else '<img class="media') in page, name
        assert "Warm light" in page or "It warms the room" in page, name


def test_a_format_that_plays_films_refuses_a_picture_and_says_why(graph):
    link = {"object_story_spec": ads.link_story(graph, ads.uploaded(graph))}

    for name in sorted(VIDEO_ONLY):
        assert "video" in ads.preview(graph, link, name).json()["error"]["error_user_msg"]


@pytest.mark.parametrize(
    "ad_format",
    ["INSTAGRAM_STORY", "INSTAGRAM_REELS", "FACEBOOK_REELS_MOBILE", "INSTAGRAM_STANDARD", "MOBILE_FEED_STANDARD"],
)
def test_each_card_of_a_carousel_has_its_own_picture(graph, ad_format):
    story = ads.carousel_story(graph, ads.uploaded(graph))
    for number, size in enumerate((500, 600, 700)):
        story["link_data"]["child_attachments"][number]["image_hash"] = ads.uploaded(graph, size, size)

    page = ads.page_of(graph, ads.generate(graph, story, ad_format))

    sources = re.findall(r'<img class="media[^>]+src="([^"]+)"', page)
    assert len({source.partition("?")[0] for source in sources}) == 3
    files = {graph.session.get(graph.url + source.replace("&amp;", "&")).content for source in sources}
    assert len(files) == 3
    if ad_format == "INSTAGRAM_STORY":
        assert page.count("<i></i>") == 3


def test_a_dynamic_carousel_has_a_card_an_image(graph):
    pictures = [{"hash": ads.uploaded(graph, 500 + number, 500)} for number in range(3)]
    feed = {
        "images": pictures,
        "titles": [{"text": "A"}, {"text": "B"}],
        "ad_formats": ["CAROUSEL"],
        "link_urls": [{"website_url": ads.LINK}],
    }
    spec = {"object_story_spec": {"page_id": graph.page_id}, "asset_feed_spec": feed}

    page = ads.page_of(graph, ads.preview(graph, spec))

    assert page.count('class="card"') == 3 and "<b>A</b>" in page and "<b>B</b>" in page


def test_automatic_format_plays_films_where_they_fill_the_screen(graph):
    picture = ads.uploaded(graph)
    video = film(graph, picture)["object_story_spec"]["video_data"]["video_id"]
    feed = {
        "images": [{"hash": picture}],
        "videos": [{"video_id": video}],
        "ad_formats": ["AUTOMATIC_FORMAT"],
        "link_urls": [{"website_url": ads.LINK}],
    }
    spec = {"object_story_spec": {"page_id": graph.page_id}, "asset_feed_spec": feed}

    assert "<video" in ads.page_of(graph, ads.preview(graph, spec, "INSTAGRAM_REELS"))
    assert "<video" not in ads.page_of(graph, ads.preview(graph, spec, "MOBILE_FEED_STANDARD"))


def test_other_spellings_of_the_edge_answer_the_same(graph):
    creative = json.dumps({"object_story_spec": ads.link_story(graph, ads.uploaded(graph))})
    asked = {"creative": creative, "ad_format": "INSTAGRAM_STORY"}
    made = ads.create(graph, json.loads(creative)["object_story_spec"]).json()["id"]

    assert "iframe" in graph.post(f"{graph.ad_account_id}/adpreviews", asked).json()["data"][0]["body"]
    assert "iframe" in graph.get(f"{made}/generatepreviews", {"ad_format": "INSTAGRAM_STORY"}).json()["data"][0]["body"]


def test_a_creative_of_no_account_names_no_image(graph):
    story = {"page_id": graph.page_id, "text_data": {"message": "Kiln day"}}
    asked = {"creative": json.dumps({"object_story_spec": story}), "ad_format": "MOBILE_FEED_STANDARD"}

    assert "Kiln day" in ads.page_of(graph, graph.get("generatepreviews", asked))
    asked["creative"] = json.dumps({"object_story_spec": ads.link_story(graph, ads.uploaded(graph))})
    assert error_of(graph.get("generatepreviews", asked)) == (100, None)


def test_a_page_alone_takes_its_post_from_a_parameter(graph):
    more = {"post": json.dumps({"message": "Kiln day"})}
    spec = {"object_id": facts()["page_id"]}

    assert "Kiln day" in ads.page_of(graph, ads.preview(graph, spec, **more))
    assert error_of(ads.preview(graph, spec, "RIGHT_COLUMN_STANDARD", **more)) == (100, None)


def test_an_advertiser_sets_the_size_of_the_frame_and_not_of_the_ad(graph):
    body = ads.generate(graph, ads.link_story(graph, ads.uploaded(graph)), width=280, height=280).json()["data"][0][
        "body"
    ]

    assert 'width="280" height="280"' in body


def test_dark_frames_follow_the_viewers_colours(graph):
    page = ads.page_of(graph, ads.generate(graph, ads.link_story(graph, ads.uploaded(graph))))
    sheets = re.findall(r'href="(/frame-style/[^"]+\.css)"', page)

    styles = "".join(graph.session.get(graph.url + sheet).text for sheet in sheets)
    assert '<meta name="color-scheme" content="light dark">' in page and "light-dark(" in styles
