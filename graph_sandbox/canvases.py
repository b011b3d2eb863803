"""Instant Experiences (canvases): the pages that a collection opens. Marketing API reference, lines 2554 to 2927."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

LINK = re.compile(r"^https?://(?:www\.)?(?:fb|facebook)\.com/canvas_doc/(\d+)/?$")


def id_in(link: str) -> str:
    """The id of the Instant Experience that a link opens, "" when it opens something else."""
    found = LINK.match(link)
    return found.group(1) if found else ""


def elements(sandbox: "Sandbox", canvas: Stored) -> Iterator[Stored]:
    for element_id in canvas.get("body_element_ids") or []:
        element = sandbox.store.get(str(element_id), "canvas_element")
        if element is not None:
            yield element


def product_set_id(sandbox: "Sandbox", canvas: Stored) -> str:
    """The product set that the feed shows below the hero, "" without one."""
    for element in elements(sandbox, canvas):
        if element["type"] == "canvas_product_set" and element["spec"].get("show_in_feed"):
            return str(element["spec"]["product_set_id"])
    return ""
