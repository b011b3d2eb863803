"""Items of a catalogue, which catalogue creatives show. Marketing API reference, lines 8578 to 8597; fields as in the SDK."""

from typing import TYPE_CHECKING, Any

from .. import auth, media, products
from ..request import Request
from ..routes import describe, edge, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe(
    "product_item",
    "ProductItem",
    default=("id", "name", "retailer_id"),
    fields="availability brand currency description image_url name price product_catalog retailer_id sale_price url",
)


@view("product_item")
def item_fields(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    return {
        **{
            name: item.get(name)
            for name in ("availability", "brand", "description", "name", "price", "retailer_id", "url")
        },
        "id": item.id,
        "currency": "EUR",
        "sale_price": item["current_price"] if item["current_price"] != item["price"] else None,
        "product_catalog": {"id": item.parent},
        "image_url": lambda: media.url(sandbox, request, products.with_picture(sandbox, item)),
    }


@edge("GET", kind="product_set", name="products")
def list_products_of_set(sandbox: "Sandbox", request: Request, product_set: Stored) -> Any:
    auth.require_scope(request, "catalog_management")
    return products.items(sandbox, product_set)


@edge("GET", kind="product_catalog", name="products")
def list_products(sandbox: "Sandbox", request: Request, catalog: Stored) -> Any:
    auth.require_scope(request, "catalog_management")
    return sandbox.store.list("product_item", parent=catalog.id, oldest_first=True)
