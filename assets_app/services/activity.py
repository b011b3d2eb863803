"""The append-only record of who did what."""

from assets_app.models import ActivityEntry
from assets_app.trace import request_id


def record(*, business, verb: str, subject, text: str, by=None, before=None, after=None, **detail) -> ActivityEntry:
    """`subject` is a row; `by=None` means Galley itself. Names of people stand in none of the texts."""
    return ActivityEntry.objects.create(
        business=business,
        member=by,
        verb=verb,
        subject=subject_of(subject),
        text=text[:300],
        before=before or {},
        after=after or {},
        detail=detail,
        request_id=request_id.get(),
    )


def subject_of(row) -> str:
    return f"{row._meta.model_name}:{row.pk}"
