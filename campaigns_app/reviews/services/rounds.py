"""Opening a review, and taking it back."""

from datetime import timedelta

from django.db import transaction

from assets_app import clock
from assets_app.permissions import require
from assets_app.services import activity
from campaigns_app.creatives import media
from campaigns_app.creatives.features import switched_on
from campaigns_app.models import Creative, CreativeVersion, ReviewItem, ReviewRound
from campaigns_app.previews import formats
from campaigns_app.reviews import fingerprint, staleness
from campaigns_app.reviews.refusals import ReviewRefused
from campaigns_app.reviews.services import carrying, outcomes

WRITES_TEXTS = ("text_generation", "text_optimizations")
TEXTS_TAKE = timedelta(minutes=10)
NOT_AT_META = "This version is not at Meta yet. Publish it, then ask for the review."
NOT_READ = "Galley has not read this creative back from Meta yet. Ask again in a minute."
TEXTS_COMING = "Meta is still writing texts for this creative. Ask again when they are there."
NO_PLACEMENT = "Choose at least one placement."
ALREADY = "A review of this version is open already."


def open_round(*, version: CreativeVersion, placements, by) -> ReviewRound:
    """Ask for approval of a published version on some placements. Raises ReviewRefused or NotAllowed.

    Decisions of earlier rounds on cells that show the same are carried over.
    """
    require(by, "review.open")
    chosen = checked(version, placements)
    read = version.newest_read
    sha = media.sha_of(version)
    cells = [(feature, placement) for feature in ["", *features_of(read.stored)] for placement in chosen]
    hashes = {cell: fingerprint.item_hash(read.stored, sha, *cell) for cell in cells}
    evidence = fingerprint.evidence(read.stored, sha)
    with transaction.atomic():
        # Two requests at once: the second waits here, and finds the round of the first.
        Creative.objects.select_for_update().get(pk=version.creative_id)
        _require_none_open(version)
        _make_way(version)
        one = ReviewRound.objects.create(
            business=version.business,
            version=version,
            creative=version.creative,
            number=version.creative.rounds.count() + 1,
            read_back=read,
            content_hash=read.content_hash,
            fingerprint=fingerprint.fingerprint(read.content_hash, chosen),
            evidence=evidence,
            placements=chosen,
            opened_by=by,
        )
        items = [_item(one, feature, placement, hashes[feature, placement]) for feature, placement in cells]
        carrying.carry(ReviewItem.objects.bulk_create(items), one)
        outcomes.refresh(one)
        text = f"asked for a review of {version.creative.name}, version {version.number}"
        told = {"within": version.creative, "after": {"placements": [formats.placement_name(name) for name in chosen]}}
        activity.record(business=one.business, verb="review.open", subject=one, text=text, by=by, **told)
    return one


def _item(one, feature, placement, content_hash) -> ReviewItem:
    kind = ReviewItem.Kind.FEATURE if feature else ReviewItem.Kind.ORIGINAL
    return ReviewItem(round=one, kind=kind, feature=feature, placement=placement, content_hash=content_hash)


def checked(version: CreativeVersion, placements) -> list[str]:
    """The placements in the order of the wall, or ReviewRefused."""
    if version.state != CreativeVersion.State.PUBLISHED:
        raise ReviewRefused(NOT_AT_META)
    if version.latest_read is None:
        raise ReviewRefused(NOT_READ)
    if not is_settled(version):
        raise ReviewRefused(TEXTS_COMING)
    chosen = [name for name in formats_of(version) if name in set(placements)]
    if not chosen:
        raise ReviewRefused(NO_PLACEMENT)
    _require_none_open(version)
    return chosen


def _require_none_open(version: CreativeVersion) -> None:
    if ReviewRound.objects.filter(version=version, state__in=ReviewRound.OPEN_STATES).exists():
        raise ReviewRefused(ALREADY)


def formats_of(version: CreativeVersion) -> list[str]:
    """Graph's names of the placements that fit this creative."""
    return [fmt.name for fmt in formats.fitting(version.creative.type)]


def features_of(stored: dict) -> list[str]:
    """Features that Meta holds as switched on: what was sent but was not eligible is gone from its copy."""
    return switched_on((stored.get("degrees_of_freedom_spec") or {}).get("creative_features_spec") or {})


def is_settled(version: CreativeVersion) -> bool:
    """Meta writes texts after the creative was made: they must be there, or 10 minutes have passed without change."""
    read = version.newest_read
    if not set(WRITES_TEXTS) & set(features_of(read.stored)):
        return True
    return bool((read.stored.get("asset_feed_spec") or {}).get("bodies")) or clock.now() - read.at > TEXTS_TAKE


def _make_way(version: CreativeVersion) -> None:
    """Earlier rounds of the creative end: one that was approved, too, since this one is asked instead of it."""
    earlier = ReviewRound.objects.select_for_update(of=("self",)).filter(
        creative=version.creative, state__in=ReviewRound.LIVE_STATES
    )
    for one in earlier.select_related("version__latest_read", "creative__business"):
        changed = one.version_id != version.pk or one.content_hash != version.newest_read.content_hash
        reasons = staleness.why_stale(one) if changed else ["It was asked for again, with other placements."]
        staleness.end(one, reasons)


@transaction.atomic
def withdraw(*, round: ReviewRound, by) -> None:
    """Take the question back. Decisions stay on record."""
    require(by, "review.withdraw")
    one = ReviewRound.objects.select_for_update().get(pk=round.pk)
    if one.state not in ReviewRound.OPEN_STATES:
        raise ReviewRefused(f"This review is {one.get_state_display().lower()}: there is nothing to take back.")
    ended = {"state": ReviewRound.State.WITHDRAWN, "touched_at": clock.now()}
    ReviewRound.objects.filter(pk=one.pk).update(**ended)
    text = f"took back the review of {one.creative.name}"
    told = {"within": one.creative, "before": {"state": one.state}, "after": {"state": ReviewRound.State.WITHDRAWN}}
    activity.record(business=one.business, verb="review.withdraw", subject=one, text=text, by=by, **told)


def look_again(one: ReviewRound) -> None:
    """Let the settling of previews run once more, because a cell is asked for again."""
    ReviewRound.objects.filter(pk=one.pk, state__in=ReviewRound.OPEN_STATES).update(settled_at=None, next_at=None)
