"""Cells of a wall: which rows there are for a subject. Filling them is `fill.py`'s matter; nothing here asks Meta."""

from datetime import timedelta

from django.db import transaction

from assets_app import clock
from assets_app.permissions import require
from assets_app.services import activity
from campaigns_app.creatives import media
from campaigns_app.creatives.content_hash import digest
from campaigns_app.previews.formats import placement_name
from campaigns_app.previews.models import Preview

State = Preview.State
KEPT_AFTER_DEATH = timedelta(days=7)


def cells_for(version, formats, feature: str = "") -> list[Preview]:
    """A row for each placement (Graph's names) of a saved version, in that order; with `feature`, of that feature.

    Cached ones are fresh; those whose frame has died are due again. Call `fill.fill(rows)` to ask Meta for the others.
    """
    subject = subject_hash(version.spec, version.media.select_related("asset_version"))
    new = [_row(version.ad_account, subject, name, feature, version=version) for name in formats]
    return _rows(version.ad_account, subject, formats, feature, new)


def cells_for_spec(ad_account, spec: dict, places, formats, feature: str = "") -> list[Preview]:
    """The same for a form that is not saved: the rows carry spec and media themselves and point to no creative."""
    subject = subject_hash(spec, places)
    kept = {"spec": spec, "media": [_place(row) for row in places]}
    new = [_row(ad_account, subject, name, feature, subject=kept) for name in formats]
    return _rows(ad_account, subject, formats, feature, new)


def subject_hash(spec: dict, places) -> str:
    """What is shown, whatever Meta calls its media: the same before and after publication."""
    return digest({"spec": spec, "media": media.identity(places)})


def _place(row) -> dict:
    return {"role": row.role, "position": row.position, "asset_version": row.asset_version_id}


def _row(ad_account, subject_hash, ad_format, feature, **fields) -> Preview:
    return Preview(
        business=ad_account.business,
        ad_account=ad_account,
        source=Preview.Source.GENERATE,
        subject_hash=subject_hash,
        ad_format=ad_format,
        feature=feature,
        **fields,
    )


def _rows(ad_account, subject, formats, feature, new) -> list[Preview]:
    key = {"ad_account": ad_account, "source": Preview.Source.GENERATE, "subject_hash": subject, "feature": feature}
    stored = {row.ad_format: row for row in Preview.objects.filter(ad_format__in=formats, **key)}
    if len(stored) < len(new):
        Preview.objects.bulk_create([row for row in new if row.ad_format not in stored], ignore_conflicts=True)
    expire(Preview.objects.filter(pk__in=[row.pk for row in stored.values()]))
    rows = Preview.objects.filter(ad_format__in=formats, **key).select_related(
        "ad_account__business", "version__creative"
    )
    found = {row.ad_format: row for row in rows}
    return [found[name] for name in formats]


def expire(rows) -> int:
    """Frames whose time is over are due again. Their address stays until the new one is there."""
    gone = rows.filter(state=State.READY, expires_at__lte=clock.now())
    return gone.update(state=State.NEW, next_at=None, attempts=0, reason="Expired after 24 h, renewing")


def ask_again(row: Preview, by) -> None:
    """A refused or failed cell is due once more, because a person wants it."""
    require(by, "comment")
    closed = (State.FAILED, State.NOT_OFFERED, State.NO_PERMISSION)
    fresh = {"state": State.NEW, "next_at": None, "attempts": 0, "reason": "", "error_text": "", "error_code": None}
    with transaction.atomic():
        if Preview.objects.filter(pk=row.pk, state__in=closed).update(**fresh, trace_id=""):
            text = f"asked Meta again for the preview {placement_name(row.ad_format)}"
            told = {"before": {"state": row.state}, "after": {"state": State.NEW}}
            told["within"] = row.version and row.version.creative
            activity.record(business=row.business, verb="preview.again", subject=row, text=text, by=by, **told)


def purge_dead() -> int:
    """Rows whose frame died a week ago; they are a cache, and nobody has looked since."""
    gone, _ = Preview.objects.filter(expires_at__lt=clock.now() - KEPT_AFTER_DEATH).delete()
    return gone
