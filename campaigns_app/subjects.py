"""Creatives, previews, reviews and readings among the things that acts are about."""

from assets_app.subjects import AREAS, Kind, add, at
from campaigns_app.previews.formats import placement_name

AREAS |= {"ads": "Campaigns and ads", "enrol": "Enhancement switched"}
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
    syncrun=Kind("Reading", "assets.SyncRun", "refresh-cw", at("campaigns:sync-detail"), related=("ad_account",)),
)
