"""Creatives of catalogues, and collections that open an Instant Experience."""

import json

import pytest

from graph_sandbox.seeds import facts

from . import ads
from .conftest import blamed, error_of


@pytest.fixture
def graph(clean_graph):
    return clean_graph


def element(graph, **spec):
    return graph.post(f"{graph.page_id}/canvas_elements", {name: json.dumps(value) for name, value in spec.items()})


def canvas(graph, image_hash, published=True):
    photo = graph.post(f"{graph.page_id}/photos", files={"source": ("a.png", ads.corners(600, 600))}).json()["id"]
    hero = element(graph, canvas_photo={"photo_id": photo}).json()["id"]
    shop = {"product_set_id": facts()["product_set_id"], "show_in_feed": True, "max_items": 50}
    items = element(graph, canvas_product_set=shop).json()["id"]
    fields = {"body_element_ids": json.dumps([hero, items]), "is_published": str(published).lower()}
    return graph.post(f"{graph.page_id}/canvases", fields).json()["id"], hero, items


@pytest.mark.parametrize(
    "ad_format", ["MOBILE_FEED_STANDARD", "INSTAGRAM_STANDARD", "INSTAGRAM_STORY", "FACEBOOK_REELS_MOBILE"]
)
def test_a_collection_shows_its_hero_and_four_items(graph, image_hash, ad_format):
    canvas_id, _, _ = canvas(graph, image_hash)
    spec = ads.link_creative(graph, image_hash, link=f"https://fb.com/canvas_doc/{canvas_id}")

    page = ads.page_of(graph, ads.preview(graph, spec, ad_format))

    assert page.count("<li>") == 4 and "€24.00" in page
    assert all(f"/{index}.jpg" in page for index in range(5))


def test_a_collection_shows_the_thumbnails_that_were_chosen(graph, image_hash):
    canvas_id, hero, items = canvas(graph, image_hash)
    thumbnails = [{"element_id": hero, "element_crops": {"100x100": [[0, 0], [100, 100]]}}]
    thumbnails += [{"element_id": items, "element_child_index": index} for index in (2, 3, 4)]
    spec = ads.link_creative(
        graph, image_hash, link=f"https://fb.com/canvas_doc/{canvas_id}", collection_thumbnails=thumbnails
    )

    page = ads.page_of(graph, ads.preview(graph, spec))

    assert "Long-table bowl" in page and "Dusk lamp" in page and "Morning mug" not in page


def test_an_instant_experience_must_exist_and_be_published(graph, image_hash):
    canvas_id, _, _ = canvas(graph, image_hash, published=False)

    for wrong in (canvas_id, "12345"):
        answer = ads.make(graph, **ads.link_creative(graph, image_hash, link=f"https://fb.com/canvas_doc/{wrong}"))
        assert blamed(answer)[-1] == "link"
    graph.post(canvas_id, {"is_published": "true"})
    assert (
        "id"
        in ads.make(graph, **ads.link_creative(graph, image_hash, link=f"https://fb.com/canvas_doc/{canvas_id}")).json()
    )


def test_a_collection_is_refused_on_other_placements(graph, image_hash):
    canvas_id, _, _ = canvas(graph, image_hash)
    spec = ads.link_creative(graph, image_hash, link=f"https://fb.com/canvas_doc/{canvas_id}")

    answer = ads.preview(graph, spec, "RIGHT_COLUMN_STANDARD")

    assert error_of(answer) == (100, None) and "collection" in answer.json()["error"]["error_user_msg"]


def test_a_template_is_filled_with_the_items_of_the_set(graph):
    page = ads.page_of(graph, ads.preview(graph, ads.template(graph)))

    assert "New: Morning mug" in page and "Evening vase" in page and "€54.00" in page


def test_product_item_ids_choose_the_items_by_id_or_token(graph):
    listed = graph.get(f"{facts()['product_set_id']}/products", {"fields": "id,retailer_id,name"}).json()["data"]
    token = f"catalog:{facts()['product_catalog_id']}:bGFtcC0wMQ"  # lamp-01

    page = ads.page_of(
        graph, ads.preview(graph, ads.template(graph), product_item_ids=json.dumps([listed[2]["id"], token]))
    )

    assert listed[2]["name"] in page and "Dusk lamp" in page and "Evening vase" not in page
    assert error_of(ads.preview(graph, ads.template(graph), product_item_ids='["77"]')) == (100, None)


def test_values_of_a_template_take_options_and_transforms(graph):
    spec = ads.template(
        graph, name="{{product.name | titleize}}", message="{{product.price strip_zeros}} {{product.price raw round}}"
    )

    page = ads.page_of(graph, ads.preview(graph, spec))

    assert "Morning Mug" in page and "€24 24" in page


def test_other_words_come_from_dynamic_creative_spec(graph):
    more = {"dynamic_creative_spec": json.dumps({"message": "Only today: {{product.name}}"})}

    assert "Only today: Morning mug" in ads.page_of(graph, ads.preview(graph, ads.template(graph), **more))


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"name": "{{product.colour}}"}, "name"),
        ({"link": "https://www.facebook.com/shop"}, "link"),
        ({"format_option": "hologram"}, "format_option"),
        ({"show_multiple_images": True}, "show_multiple_images"),
        ({"image_layer_specs": [{"layer_type": "smell"}]}, "layer_type"),
        ({"child_attachments": [{"static_card": True}]}, "image_hash"),
    ],
)
def test_a_fault_in_a_template_is_blamed(graph, changes, field):
    assert blamed(ads.make(graph, **ads.template(graph, **changes)))[-1] == field


def test_a_product_set_that_is_not_there_is_1487831(graph):
    assert error_of(ads.make(graph, **{**ads.template(graph), "product_set_id": "9"})) == (100, 1487831)


def test_static_cards_stand_before_the_items(graph, image_hash):
    card = {"static_card": True, "image_hash": image_hash, "name": "Our studio", "link": ads.LINK}

    page = ads.page_of(graph, ads.preview(graph, ads.template(graph, child_attachments=[card])))

    assert page.index("Our studio") < page.index("<b>Morning mug")


def test_format_automation_needs_a_catalogue_carousel(graph, image_hash):
    more = {
        "asset_feed_spec": {"ad_formats": ["CAROUSEL", "COLLECTION"], "optimization_type": "FORMAT_AUTOMATION"},
        "format_transformation_spec": [{"data_source": ["catalog"], "format": "da_collection"}],
    }

    made = ads.make(graph, **ads.template(graph), **more).json()["id"]

    read = graph.get(made, {"fields": "format_transformation_spec"}).json()["format_transformation_spec"]
    assert read == more["format_transformation_spec"]
    assert ads.make(graph, **ads.link_creative(graph, image_hash), **more).status_code == 400


def test_a_catalogue_creative_has_a_thumbnail_and_no_image_hash(graph):
    made = ads.make(graph, **ads.template(graph)).json()["id"]

    read = graph.get(made, {"fields": "image_hash,thumbnail_url,object_type,product_set_id"}).json()

    assert "image_hash" not in read and read["product_set_id"] == facts()["product_set_id"]
    assert graph.session.get(read["thumbnail_url"]).headers["Content-Type"] == "image/jpeg"
