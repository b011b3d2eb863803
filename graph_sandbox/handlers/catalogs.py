"""Product catalogues and sets, as far as a creative's `product_set_id` needs them. Fields as in the official SDK."""

from typing import TYPE_CHECKING, Any

from .. import auth
from ..request import Request
from ..routes import describe, edge, view
from ..store import Stored
from .businesses import allowed

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe(
    "product_catalog",
    "ProductCatalog",
    default=("id", "name"),
    fields="business default_image_url feed_count product_count vertical",
)
describe("product_set", "ProductSet", default=("id", "name"), fields="filter product_catalog product_count retailer_id")


@view("product_catalog")
def catalog_fields(sandbox: "Sandbox", request: Request, catalog: Stored) -> dict[str, Any]:
    return {"feed_count": 0, **catalog, "business": {"id": catalog.parent}}


@view("product_set")
def product_set_fields(sandbox: "Sandbox", request: Request, product_set: Stored) -> dict[str, Any]:
    return {**product_set, "product_catalog": {"id": product_set.parent}}


@edge("GET", kind="business", name="owned_product_catalogs")
def list_catalogs(sandbox: "Sandbox", request: Request, business: Stored) -> Any:
    allowed(sandbox, request, business)
    auth.require_scope(request, "catalog_management")
    return sandbox.store.list("product_catalog", parent=business.id, oldest_first=True)


@edge("GET", kind="product_catalog", name="product_sets")
def list_product_sets(sandbox: "Sandbox", request: Request, catalog: Stored) -> Any:
    auth.require_scope(request, "catalog_management")
    return sandbox.store.list("product_set", parent=catalog.id, oldest_first=True)
