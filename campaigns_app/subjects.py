"""Creatives and reviews among the things that acts are about."""

from assets_app.subjects import Kind, add, at
from campaigns_app.previews.formats import placement_name

add(
    preview=Kind(
        "Preview",
        "campaigns.Preview",
        "eye",
        at("campaigns:preview-detail"),
        name=lambda row: placement_name(row.ad_format),
    ),
    creative=Kind("Creative", "campaigns.Creative", "layout-template", at("campaigns:creative-detail")),
    reviewround=Kind(
        "Review",
        "campaigns.ReviewRound",
        "message-square-check",
        at("campaigns:review-detail"),
        name=lambda row: row.version.name,
        related=("version",),
    ),
)
