"""The append-only record of who did what."""

from assets_app.models import ActivityEntry, Member
from assets_app.trace import request_id


def record(
    *, business, verb: str, subject, text: str, by=None, within=None, before=None, after=None, **detail
) -> ActivityEntry:
    """`subject` is a row, `within` the row of which it is a part: the timelines of both tell it.

    `by=None` means Galley itself. Names of people stand in none of the texts.
    """
    return ActivityEntry.objects.create(
        business=business,
        member=by,
        verb=verb,
        subject=subject_of(subject),
        within=subject_of(within) if within else "",
        text=text[:300],
        before=before or {},
        after=after or {},
        detail=detail,
        request_id=request_id.get(),
    )


def record_of_person(user, act: str, text: str) -> None:
    """What a person changed at their own account, for each business where they have a seat."""
    for seat in Member.objects.filter(user=user, left_at=None).select_related("business"):
        record(business=seat.business, verb=f"account.{act}", subject=seat, text=text, by=seat)


def subject_of(row) -> str:
    return f"{row._meta.model_name}:{row.pk}"
