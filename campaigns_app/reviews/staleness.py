"""A round ends when what was under review is no longer what Meta holds, or a later version took its place."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from assets_app import clock
from assets_app.services import activity
from campaigns_app.creatives import media
from campaigns_app.models import CreativeVersion, ReviewRound
from campaigns_app.reviews import differences, fingerprint

ON_ITS_WAY = ("queued", "sending", "published")


def outdated(rounds):
    """Live rounds whose version changed at Meta, or has a successor that is on its way there."""
    successors = CreativeVersion.objects.filter(
        creative=OuterRef("creative"), number__gt=OuterRef("version__number"), state__in=ON_ITS_WAY
    )
    differs = ~Q(version__latest_read__content_hash=F("content_hash"))
    return rounds.filter(state__in=ReviewRound.LIVE_STATES).filter(differs | Exists(successors))


def note_changes(rounds=None) -> int:
    """Make every outdated round stale, with what changed; how many."""
    rows = outdated(ReviewRound.objects.all() if rounds is None else rounds)
    found = list(rows.select_related("version__latest_read", "creative__business"))
    for one in found:
        end(one, why_stale(one))
    return len(found)


def note_read_back(version) -> int:
    """Call after Meta's copy of a version was read."""
    return note_changes(ReviewRound.objects.filter(version=version))


def why_stale(one: ReviewRound) -> list[str]:
    """Sentences, most telling first."""
    read = one.version.latest_read
    if read is not None and read.content_hash != one.content_hash:
        now = fingerprint.evidence(read.stored, media.sha_of(one.version))
        changes = differences.of_evidence(one.evidence, now)
        return ["Meta's copy is no longer what was reviewed.", *map(differences.sentence, changes)]
    newer = one.creative.versions.filter(number__gt=one.version.number, state__in=ON_ITS_WAY).first()
    if newer is None:
        return ["Galley no longer holds Meta's copy that was reviewed."]
    return [f"Version {newer.number} took its place.", *changes_to(one.version, newer)]


def changes_to(before: CreativeVersion, after: CreativeVersion) -> list[str]:
    """What an edit changed, in sentences."""
    found = differences.of_versions(before, after, _media(before), _media(after))
    return [differences.sentence(entry) for entry in found] or ["Nothing that people see changed."]


def _media(version) -> list[tuple]:
    rows = version.media.select_related("asset_version").order_by("role", "position")
    return [(row.role, row.position, _name(row)) for row in rows]


def _name(row) -> str:
    return row.asset_version.filename if row.asset_version else row.image_hash or row.video_id


@transaction.atomic
def end(one: ReviewRound, reasons: list[str]) -> None:
    """Mark a live round as stale. A round that somebody else ended meanwhile stays as it is."""
    live = ReviewRound.objects.filter(pk=one.pk, state__in=ReviewRound.LIVE_STATES)
    if not live.update(state=ReviewRound.State.STALE, stale_reason=reasons, touched_at=clock.now()):
        return
    told = {"within": one.creative, "before": {"state": one.state}, "after": {"state": ReviewRound.State.STALE}}
    one.state, one.stale_reason = ReviewRound.State.STALE, reasons
    text = f"found the review of {one.creative.name} stale: {reasons[0]}"
    activity.record(business=one.business, verb="review.stale", subject=one, text=text, reasons=reasons, **told)
