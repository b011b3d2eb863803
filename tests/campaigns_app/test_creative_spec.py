"""From a filled-in form to Graph's spec and back."""

import pytest

from campaigns_app.creatives import spec
from campaigns_app.creatives.spec import tokens
from campaigns_app.creatives.spec.value import Card, Value

WHO = {"page_id": "11", "instagram_user_id": "22"}
TEXTS = {"message": "Turn off the big light.", "headline": "Warm light", "description": "Free returns"}
LINK = "https://odafenn.example/glow"


def test_a_link_creative_speaks_for_its_page_with_its_image():
    made = spec.build("link", Value(**WHO, **TEXTS, link=LINK, button="SHOP_NOW", url_tags="utm_source=meta"))
    assert made["object_story_spec"] == {
        "page_id": "11",
        "instagram_user_id": "22",
        "link_data": {
            "link": LINK,
            "message": "Turn off the big light.",
            "name": "Warm light",
            "description": "Free returns",
            "image_hash": "media:image:0",
            "call_to_action": {"type": "SHOP_NOW", "value": {"link": LINK}},
        },
    }
    assert made["url_tags"] == "utm_source=meta"


def test_the_multi_advertiser_setting_is_always_said():
    off = spec.build("photo", Value(**WHO, message="Hello"))
    on = spec.build("photo", Value(**WHO, message="Hello", multi_advertiser=True))
    assert off["contextual_multi_ads"] == {"enroll_status": "OPT_OUT"}
    assert on["contextual_multi_ads"] == {"enroll_status": "OPT_IN"}


def test_a_photo_has_a_caption_and_no_link():
    made = spec.build("photo", Value(**WHO, message="Hello"))
    assert made["object_story_spec"]["photo_data"] == {"caption": "Hello", "image_hash": "media:image:0"}


def test_a_video_without_a_chosen_picture_takes_the_one_that_meta_drew():
    made = spec.build("video", Value(**WHO, **TEXTS, link=LINK, button="LEARN_MORE"))
    data = made["object_story_spec"]["video_data"]
    assert data["video_id"] == "media:video:0"
    assert data["image_url"] == "poster:video:0"
    assert data["title"] == "Warm light"


def test_a_video_with_a_chosen_picture_uses_that():
    made = spec.build("video", Value(**WHO, message="x", has_thumbnail=True))
    assert made["object_story_spec"]["video_data"]["image_hash"] == "media:thumbnail:0"


def test_carousel_cards_stand_in_their_order_and_meta_may_not_change_it_unasked():
    cards = (Card(link=f"{LINK}/1", headline="One", medium="image"), Card(link=f"{LINK}/2", medium="video"))
    data = spec.build("carousel", Value(**WHO, message="x", link=LINK, cards=cards))["object_story_spec"]["link_data"]
    assert [card["link"] for card in data["child_attachments"]] == [f"{LINK}/1", f"{LINK}/2"]
    assert data["child_attachments"][0]["image_hash"] == "media:card:0"
    assert data["child_attachments"][1] == {
        "video_id": "media:card:1",
        "picture": "poster:card:1",
        "link": f"{LINK}/2",
    }
    assert data["multi_share_optimized"] is False
    assert data["multi_share_end_card"] is False


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("link", Value(**WHO, **TEXTS, link=LINK, button="SHOP_NOW", display_link="odafenn.example", url_tags="a=b")),
        ("photo", Value(**WHO, message="Hello", multi_advertiser=True)),
        ("video", Value(**WHO, **TEXTS, link=LINK, button="LEARN_MORE", has_thumbnail=True)),
        (
            "carousel",
            Value(
                **WHO,
                message="x",
                link=LINK,
                end_card=True,
                cards=(
                    Card(link=LINK, headline="One", medium="image"),
                    Card(link=LINK, button="SHOP_NOW", medium="video"),
                ),
            ),
        ),
    ],
)
def test_what_was_filled_in_comes_back(kind, value):
    assert spec.read(kind, spec.build(kind, value)) == value
    assert spec.type_of(spec.build(kind, value)) == kind


def test_tokens_are_filled_with_meta_names_and_texts_of_people_are_left_alone():
    made = spec.build("link", Value(**WHO, message="media:image:0 is no token here: media:film:1", link=LINK))
    made["object_story_spec"]["link_data"]["message"] = "media:film:1"
    filled = tokens.fill(made, {("image", 0): tokens.Medium(image_hash="abc")})
    assert filled["object_story_spec"]["link_data"]["image_hash"] == "abc"
    assert filled["object_story_spec"]["link_data"]["message"] == "media:film:1"


def test_a_place_without_a_medium_is_an_error():
    with pytest.raises(KeyError):
        tokens.fill({"image_hash": "media:image:0"}, {})
