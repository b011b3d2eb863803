"""Names of rows and items, as people say them."""

from campaigns_app.creatives.features import label
from campaigns_app.previews import formats

ORIGINAL = "Original"


def row_name(feature: str) -> str:
    return label(feature) if feature else ORIGINAL


def name_of(item) -> str:
    """`Expand image, Instagram story`."""
    return f"{row_name(item.feature)}, {formats.placement_name(item.placement)}"
