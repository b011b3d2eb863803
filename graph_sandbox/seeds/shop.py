"""The catalogue's items: pottery of the demo shop. Their pictures are drawn when they are first looked at."""

from typing import TYPE_CHECKING

from .identities import FACTS

if TYPE_CHECKING:
    from ..sandbox import Sandbox

BRAND = "Fern & Clay"
ITEMS = (  # retailer id, name, description, price, current price, shape, palette
    ("mug-01", "Morning mug", "Keeps coffee warm for 40 minutes", "€24.00", "€24.00", "mug", "sky"),
    ("vase-01", "Evening vase", "Thrown by hand, 28 cm tall", "€68.00", "€54.00", "vase", "clay"),
    ("bowl-01", "Long-table bowl", "Dishwasher safe, holds 2 litres", "€42.50", "€42.50", "bowl", "fern"),
    ("planter-01", "Fern planter", "Breathes, so roots do too", "€36.00", "€36.00", "planter", "plum"),
    ("lamp-01", "Dusk lamp", "Warm light from 1 bulb", "€120.00", "€99.00", "lamp", "dusk"),
    ("jug-01", "Kitchen jug", "1.5 litres, pours without a drop", "€39.00", "€39.00", "jug", "clay"),
    ("mug-02", "Evening mug", "For tea, 350 ml", "€22.00", "€22.00", "mug", "plum"),
    ("bowl-02", "Small bowl", "Set of 4", "€48.00", "€44.00", "bowl", "sky"),
)


def fill(sandbox: "Sandbox") -> None:
    catalogue = FACTS["product_catalog_id"]
    for number, (retailer_id, name, description, price, current, shape, palette) in enumerate(ITEMS):
        fields = {
            "name": name,
            "description": description,
            "price": price,
            "current_price": current,
            "retailer_id": retailer_id,
            "brand": BRAND,
            "url": f"https://shop.fernandclay.example/{retailer_id}",
            "availability": "in stock",
            "look": {"shape": shape, "palette": palette},
        }
        sandbox.store.add(
            "product_item", fields, parent=catalogue, key=retailer_id, id=f"17000114329{70000 + number * 8}"
        )
    instagram_id = FACTS["instagram_user_id"]
    sandbox.store.add(
        "threads_user",
        {"username": "fernandclay", "backed": False},
        parent=instagram_id,
        key="connected",
        id="25400022743619011",
    )
