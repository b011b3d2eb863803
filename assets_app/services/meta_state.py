"""What an asset shows of Meta: the worst of its current version's transfers."""

from django.db.models import F

from assets_app.models import Asset, Transfer

WORST_FIRST = ("failed", "sending", "queued", "processing", "ready")


def refresh(asset_pks) -> None:
    """Inside the transaction that changed a transfer, so that no reader sees the two differ."""
    for pk in asset_pks:
        rows = Transfer.objects.filter(version__asset=pk, version__asset__current=F("version"))
        states = set(rows.values_list("state", flat=True))
        worst = next((state for state in WORST_FIRST if state in states), Asset.MetaState.NONE)
        Asset.objects.filter(pk=pk).exclude(meta_state=worst).update(meta_state=worst)
