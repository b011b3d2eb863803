"""How each ad's days are divided for a question: the stages, and the labels of their cells.

Assets are those of the ad's asset_feed_spec (Marketing API reference, lines 7529 to 7641), cards those of its carousel (lines
1766 to 1853), products those of its set. An ad that has none of them has one cell without a label.
"""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import media, products
from ..request import Request
from ..store import Stored
from .breakdowns import Dimension, chain
from .numbers import Stage

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Labels = tuple[Any, ...]
FEED = {"body_asset": "bodies", "title_asset": "titles", "description_asset": "descriptions"}
MOST_PRODUCTS = 200


class Shown(dict[str, Any]):
    """An asset as a row shows it; equal assets of several ads are one."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self["id"])


class Cut(NamedTuple):
    stage: Stage
    labels: tuple[Labels, ...]  # of each cell, in the order in which they were asked for


class Divider:
    """What a question's breakdowns make of an ad: one stage whose cells are all combinations of those of its dimensions."""

    def __init__(self, sandbox: "Sandbox", request: Request, names: tuple[str, ...], product_limit: int | None):
        self._sandbox, self._request, self._names = sandbox, request, names
        self._chain = chain(names)
        self._most = product_limit or MOST_PRODUCTS

    def of(self, ad: Stored) -> Cut:
        every = [label for dimension in self._chain for label in dimension.labels]
        places = [every.index(name) for name in self._names]
        weights, labels = [], []
        for combined in product(*(self._cells(dimension, ad) for dimension in self._chain)):
            together = [label for some, _ in combined for label in some]
            labels.append(tuple(together[place] for place in places))
            weights.append(prod(weight for _, weight in combined))
        name = "+".join(dimension.name for dimension in self._chain)
        return Cut(Stage(name, tuple(weights)), tuple(labels))

    def _cells(self, dimension: Dimension, ad: Stored) -> tuple[tuple[Labels, float], ...]:
        if dimension.cells is not None:
            return dimension.cells
        creative = self._sandbox.store.get(ad["creative_id"])
        found = list(_unique(self._of_ad(dimension.name, creative["spec"] if creative else {})))
        empty = (None,) * len(dimension.labels)
        return tuple((labels, 1 / (2 + index)) for index, labels in enumerate(found)) or ((empty, 1.0),)

    def _of_ad(self, name: str, creative: dict[str, Any]) -> Iterable[Labels]:
        if name == "product_id":
            set_id = creative.get("product_set_id")
            product_set = self._sandbox.store.get(set_id, "product_set") if set_id else None
            found = products.items(self._sandbox, product_set)[: self._most] if product_set else []
            return [(f"{item.id}, {item['name']}",) for item in found]
        story = creative.get("object_story_spec") or {}
        body: Any = next((story[key] for key in ("link_data", "video_data", "template_data") if key in story), {})
        if name == "card":
            return [
                (str(number + 1), str(card.get("name", "")))
                for number, card in enumerate(body.get("child_attachments") or [])
            ]
        if name == "target":
            link = body.get("link") or body.get("call_to_action", {}).get("value", {}).get("link", "")
            page = story.get("page_id", "")
            return [(page, str(link).partition("://")[2].partition("/")[0] or page)] if page else []
        return [(asset,) for asset in self._assets(name, creative.get("asset_feed_spec") or {})]

    def _assets(self, name: str, feed: dict[str, Any]) -> list[Shown]:
        if name in FEED:
            return [_shown(name, text=str(entry.get("text", ""))) for entry in feed.get(FEED[name]) or []]
        if name == "link_url_asset":
            return [
                _shown(name, website_url=str(entry.get("website_url", ""))) for entry in feed.get("link_urls") or []
            ]
        if name == "call_to_action_asset":
            actions = [entry.get("type", "") for entry in feed.get("call_to_actions") or []]
            return [_shown(name, name=str(kind)) for kind in feed.get("call_to_action_types") or actions]
        if name == "ad_format_asset":
            return [_shown(name, name=str(kind)) for kind in feed.get("ad_formats") or []]
        return self._media(name, feed)

    def _media(self, name: str, feed: dict[str, Any]) -> list[Shown]:
        store, found = self._sandbox.store, []
        if name == "video_asset":
            for entry in feed.get("videos") or []:
                video = store.get(str(entry.get("video_id", "")), "video")
                more = {"url": media.url(self._sandbox, self._request, video)} if video else {}
                found.append(_shown(name, video_id=str(entry.get("video_id", ""))) | more)
            return [Shown(one) for one in found]
        for entry in feed.get("images") or []:
            image = store.find("image", str(entry.get("hash", "")))
            more = {"url": media.url(self._sandbox, self._request, image)} if image else {}
            found.append(_shown(name, hash=str(entry.get("hash", ""))) | more)
        return [Shown(one) for one in found]


def _shown(kind: str, **values: str) -> Shown:
    text = f"{kind}:{':'.join(values.values())}"
    number = int.from_bytes(blake2b(text.encode(), digest_size=6).digest())
    return Shown(values, id=str(6_000_000_000_000 + number % 10**12))


def _unique(found: Iterable[Labels]) -> Iterable[Labels]:
    return dict.fromkeys(found)
