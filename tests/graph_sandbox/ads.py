"""Creatives as tests make them: a picture whose four corners have four colours, and the stories around it."""

import base64
import functools
import html
import io
import json
import re

from PIL import Image, ImageDraw

CORNERS = ("red", "lime", "blue", "yellow")
LINK = "https://shop.example/lamp"


@functools.cache
def corners(width, height):
    """A PNG with a coloured square in each corner: red, lime, blue, yellow in reading order."""
    picture, side = Image.new("RGB", (width, height), "gray"), min(width, height) // 5
    for (x, y), colour in zip(
        [(0, 0), (width - side, 0), (0, height - side), (width - side, height - side)],
        CORNERS,
        strict=True,
    ):
        ImageDraw.Draw(picture).rectangle((x, y, x + side, y + side), fill=colour)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def uploaded(graph, width=800, height=1000):
    answer = graph.post(
        f"{graph.ad_account_id}/adimages",
        data={"bytes": base64.b64encode(corners(width, height))},
    )
    return answer.json()["images"]["bytes"]["hash"]


def link_story(graph, picture, **changes):
    data = {
        "message": "It warms the room. Try it for 60 days.",
        "link": LINK,
        "image_hash": picture,
        "name": "Warm light",
        "call_to_action": {"type": "SHOP_NOW"},
        **changes,
    }
    return {"page_id": graph.page_id, "link_data": data}


def link_creative(graph, image_hash, **changes):
    """The fields of a creative around one link story."""
    return {"object_story_spec": link_story(graph, image_hash, **changes)}


def carousel_story(graph, image_hash, cards=3):
    children = [{"link": LINK, "name": f"Card {n}", "image_hash": image_hash} for n in range(cards)]
    return {
        "page_id": graph.page_id,
        "link_data": {
            "link": LINK,
            "message": "Three of them",
            "child_attachments": children,
        },
    }


def create(graph, story, **more):
    data = {"name": "One", "object_story_spec": json.dumps(story), **more}
    return graph.post(f"{graph.ad_account_id}/adcreatives", data=data)


def generate(graph, story, ad_format="MOBILE_FEED_STANDARD", **more):
    creative = json.dumps({"object_story_spec": story})
    return graph.get(
        f"{graph.ad_account_id}/generatepreviews",
        {"creative": creative, "ad_format": ad_format, **more},
    )


def address_in(body):
    return html.unescape(re.search('src="([^"]+)"', body).group(1))


def picture_in(graph, body):
    """The first picture of the frame that `body` points to."""
    page = graph.session.get(address_in(body)).text
    source = html.unescape(re.search(r'<img class="media[^>]+src="([^"]+)"', page).group(1))
    return Image.open(io.BytesIO(graph.session.get(graph.url + source).content)).convert("RGB")


def make(graph, **spec):
    """A creative of any fields: what POST adcreatives answers."""
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in spec.items()}
    return graph.post(f"{graph.ad_account_id}/adcreatives", data=data)


def preview(graph, spec, ad_format="MOBILE_FEED_STANDARD", **more):
    """generatepreviews of a whole spec."""
    params = {"creative": json.dumps(spec), "ad_format": ad_format, **more}
    return graph.get(f"{graph.ad_account_id}/generatepreviews", params)


def page_of(graph, answer, feature=""):
    """The frame's page: of the creative itself, or of a feature's first variant."""
    row = answer.json()["data"][0]
    body = row["transformation_spec"][feature][0]["body"] if feature else row["body"]
    return graph.session.get(address_in(body)).text


def template(graph, **changes):
    """A catalogue creative: a carousel of the set's items."""
    data = {
        "message": "New: {{product.name}}",
        "link": "https://shop.example/",
        "name": "{{product.name}}",
        "description": "{{product.current_price}}",
        "call_to_action": {"type": "SHOP_NOW"},
        **changes,
    }
    story = {"page_id": graph.page_id, "template_data": data}
    return {"object_story_spec": story, "product_set_id": graph.sandbox.facts()["product_set_id"]}


def opted_in(*features):
    entries = {name: {"enroll_status": "OPT_IN"} for name in features}
    return {"creative_features_spec": entries}
