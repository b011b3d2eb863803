"""Items of a catalogue: which a creative may show, what a template makes of one, and its picture.

Marketing API reference: template values, lines 8380 to 8521; product_item_ids, lines 8578 to 8597.
"""

import base64
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from . import media
from .seeds import drawings
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

FIELDS = frozenset(
    """brand current_price description name price retailer_id url custom_label_0 custom_label_1 custom_label_2 custom_label_3
    custom_label_4""".split()
)
PLACEHOLDER = re.compile(r"\{\{\s*(?P<noun>\w+)\.(?P<field>\w+)(?P<options>[^{}|]*)(?P<transforms>(?:\|[^{}|]*)*)\}\}")


def set_of(sandbox: "Sandbox", account: Stored, set_id: str) -> Stored | None:
    """The product set, when the business of this account owns it or runs the account."""
    found = sandbox.store.get(set_id, "product_set")
    catalogue = sandbox.store.get(found.parent, "product_catalog") if found else None
    return found if catalogue is not None and catalogue.parent in media.businesses_of(account) else None


def items(sandbox: "Sandbox", product_set: Stored) -> list[Stored]:
    """The items of a set, in the order of the catalogue."""
    everything = sandbox.store.list("product_item", parent=product_set.parent, oldest_first=True)
    wanted = (product_set.get("filter") or {}).get("product_item_id", {}).get("is_any")
    return [item for item in everything if not wanted or item.id in wanted]


def chosen(sandbox: "Sandbox", product_set: Stored, ids: tuple[str, ...]) -> list[Stored]:
    """Items by id or by catalog:{catalog_id}:{base64urlencode(retailer_id)}; those that are in no catalogue are left out."""
    everything = list(sandbox.store.list("product_item", parent=product_set.parent, oldest_first=True))
    found = []
    for wanted in ids:
        catalog_id, retailer_id = _token(wanted)
        found += [
            item
            for item in everything
            if item.id == wanted or (item["retailer_id"] == retailer_id and item.parent == catalog_id)
        ]
    return found


def _token(text: str) -> tuple[str, str]:
    kind, _, rest = text.partition(":")
    catalog_id, _, encoded = rest.partition(":")
    if kind != "catalog" or not encoded:
        return "", ""
    try:
        return catalog_id, base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return "", ""


def filled(text: str, item: Stored | None) -> str:
    """A template with the values of an item: {{product.current_price strip_zeros}}, {{product.name | titleize}}."""
    return PLACEHOLDER.sub(lambda found: _value(found, item) if item is not None else found.group(0), text)


def _value(found: re.Match[str], item: Stored) -> str:
    field, options = found.group("field"), found.group("options").split()
    value = str(item.get("price") if field == "current_price" and not item.get(field) else item.get(field) or "")
    if field in ("price", "current_price"):
        value = _price(value, options)
    for transform in (part.strip() for part in found.group("transforms").split("|") if part.strip()):
        if transform == "titleize":
            value = value.title()
        elif transform == "urlencode":
            value = quote(value, safe="")
    return value


def _price(value: str, options: list[str]) -> str:
    number = re.search(r"\d+(?:[.,]\d+)?", value)
    if number is None:
        return value
    amount = float(number.group().replace(",", "."))
    if "round" in options:
        shown = f"{-(-amount // 1):.0f}"
    elif "strip_zeros" in options and amount == int(amount):
        shown = f"{amount:.0f}"
    else:
        shown = f"{amount:.2f}"
    return shown if "raw" in options else value[: number.start()] + shown + value[number.end() :]


def with_picture(sandbox: "Sandbox", item: Stored) -> Stored:
    """The item with `blob`, `width` and `height`; its picture is drawn when it is first looked at."""
    if item.get("blob"):
        return item
    look: dict[str, Any] = item["look"]
    blob = sandbox.store.put_blob(drawings.product(look["shape"], look["palette"]))
    width, height = drawings.SIZES["1x1"]
    return sandbox.store.update(item.id, {"blob": blob, "width": width, "height": height, "extension": "jpg"})
