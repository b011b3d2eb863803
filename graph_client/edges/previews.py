"""Previews: an iframe per placement, good for 24 hours; all placements of a wall in one batch.

Sources: Marketing API reference, lines 15724-15797 and 9210-9270; Ad Previews guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from .. import batch

if TYPE_CHECKING:
    from ..batch import Call, Result
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Frame


def generate(
    client: GraphClient, ad_account: str, creative: str | Mapping[str, Any], formats: Iterable[str], **more: Any
) -> list[Result]:
    """Results in the order of `formats`, from `generatepreviews`, which shows frames to anyone.

    creative: an id (text) or a spec (dict, need not exist at Meta). more: width, height, locale, dynamic_asset_label,
    product_item_ids, creative_feature. `result.data` is a page; see `frame` and `variants`.
    """
    return batch.run(client, [generate_call(ad_account, creative, ad_format, **more) for ad_format in formats])


def generate_call(ad_account: str, creative: str | Mapping[str, Any], ad_format: str, **more: Any) -> Call:
    """One placement as an operation of a batch."""
    spec = creative if isinstance(creative, dict) else {"creative_id": str(creative)}
    return batch.Call("GET", f"{ad_account}/generatepreviews", {"creative": spec, "ad_format": ad_format, **more})


def for_creative(
    client: GraphClient, creative_id: str, ad_format: str, creative_feature: str | None = None, **more: Any
) -> Answer:
    """One page of a creative's (or an ad's) own previews; frames show only to people with a role on the account."""
    params = {"ad_format": ad_format, "creative_feature": creative_feature, **more}
    return client.get(f"{creative_id}/previews", params)


def frame(page: Mapping[str, Any]) -> Frame | None:
    """(src, width, height) of the page's first preview, entities decoded; None without one. Sizes may be None."""
    row: Mapping[str, Any] = next(iter(page.get("data") or []), {})
    return frame_of(row.get("body", ""))


def frame_of(body: str) -> Frame | None:
    """(src, width, height) of one `body` text, or None."""
    finder = _FrameFinder()
    finder.feed(body or "")
    return finder.found


def variants(page: Mapping[str, Any], creative_feature: str) -> list[dict[str, Any]]:
    """What the feature makes of the creative: a list of {"status", "frame"}; empty means not eligible.

    status is eligible, pending (ask again) or ineligible; it is given in small letters whatever Meta sent.
    """
    row: Mapping[str, Any] = next(iter(page.get("data") or []), {})
    nodes = _node(row.get("transformation_spec") or {}, creative_feature)
    return [
        {"status": str(node.get("status", "")).lower(), "frame": frame_of(node.get("body", "")), "node": node}
        for node in nodes
    ]


def _node(spec, name):
    wanted = spec.get(name) or spec.get(name.upper()) or []
    return wanted if isinstance(wanted, list) else [wanted]


class _FrameFinder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = None

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "iframe" and named.get("src") and self.found is None:
            self.found = (named["src"], _pixels(named.get("width")), _pixels(named.get("height")))


def _pixels(text):
    return int(text) if text and text.isdigit() else None
