"""How often an asset stands in creatives: columns of Asset that only this module writes."""

from django.db.models import Count, Max

from assets_app.models import Asset
from campaigns_app.creatives.models import CreativeMedia


def recount(asset_ids) -> None:
    """Set `use_count` (creatives that are not in the trash) and `last_used_on` of these assets."""
    ids = {pk for pk in asset_ids if pk}
    rows = CreativeMedia.objects.filter(asset_version__asset__in=ids, version__creative__trashed_at=None)
    counted = rows.values("asset_version__asset").annotate(
        uses=Count("version__creative", distinct=True), last=Max("version__created_at")
    )
    found = {row["asset_version__asset"]: row for row in counted}
    for pk in ids:
        row = found.get(pk)
        last = row["last"].date() if row else None
        Asset.objects.filter(pk=pk).update(use_count=row["uses"] if row else 0, last_used_on=last)
