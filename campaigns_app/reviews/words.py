"""Names of rows, placements and items, as people say them."""

from campaigns_app.creatives.features import label
from campaigns_app.previews import formats

ORIGINAL = "Original"


def row_name(feature: str) -> str:
    return label(feature) if feature else ORIGINAL


def placement_name(placement: str) -> str:
    """`Instagram story`; Graph's own name where we know no other."""
    known = formats.BY_NAME.get(placement)
    return f"{known.platform} {known.label[0].lower()}{known.label[1:]}" if known else placement


def name_of(item) -> str:
    """`Expand image, Instagram story`."""
    return f"{row_name(item.feature)}, {placement_name(item.placement)}"
