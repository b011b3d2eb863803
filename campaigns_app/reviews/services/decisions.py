"""Deciding. One transaction, the round locked, every decision a new row with the hash of what the cell showed."""

from django.db import transaction

from assets_app.permissions import NotAllowed, can, require
from assets_app.services import activity
from campaigns_app.models import Decision, ReviewItem, ReviewRound
from campaigns_app.reviews import staleness
from campaigns_app.reviews.refusals import ReviewRefused
from campaigns_app.reviews.services import outcomes
from campaigns_app.reviews.verdict import may_approve
from campaigns_app.reviews.words import name_of

LONGEST_REMARK = 2_000
OWN_VERSION = "You made or changed this version, so somebody else decides on it."
REASON_MISSING = "Say what has to change. The author sees your words."
TOO_LONG = f"A remark has at most {LONGEST_REMARK:,} characters. Shorten it."
NOT_SEEN = "{} has no preview yet, so it cannot be approved. It can when Meta has drawn it."
OTHER_COPY = "What this cell shows has changed since you opened it. Look at it again."
VERBS = {
    "approve": "approved",
    "changes_needed": "asked for changes to",
    "not_relevant": "called not relevant",
    "withdrawn": "took back the decision on",
}


def decide(*, items, verdict: str, remark: str = "", by, ip=None, user_agent="", shown=None) -> ReviewRound:
    """Record one verdict on some items of one round; the round as it is afterwards.

    `shown` maps item numbers to the content hashes that the page showed; a difference is refused.
    Raises ReviewRefused or NotAllowed, and then nothing is recorded.
    """
    require(by, "decide")
    items, remark = list(items), remark.replace("\0", "").strip()
    _check_words(items, verdict, remark)
    one = items[0].round
    staleness.note_changes(ReviewRound.objects.filter(pk=one.pk))
    with transaction.atomic():
        one = _locked(one.pk, by)
        current = list(ReviewItem.objects.filter(round=one, pk__in=[item.pk for item in items]))
        _check_items(current, items, verdict, shown or {})
        Decision.objects.bulk_create(
            Decision(
                business=one.business,
                item=item,
                member=by,
                verdict=verdict,
                remark=remark,
                fingerprint=one.fingerprint,
                content_hash=item.content_hash,
                ip=ip,
                user_agent=user_agent[:300],
            )
            for item in current
        )
        before = one.state
        outcomes.refresh(one)
        _record(one, current, verdict, remark, by, before)
    return one


def may_decide(member, one: ReviewRound) -> bool:
    """Whether this person could decide on the round, were it open."""
    return can(member, "decide") and not one.version.is_made_by(member)


def _check_words(items, said: str, remark: str) -> None:
    if not items:
        raise ReviewRefused("Choose at least one item.")
    if said not in VERBS:
        raise ReviewRefused("Choose Approve, Changes needed or Not relevant.")
    if said == Decision.Verdict.CHANGES_NEEDED and not remark:
        raise ReviewRefused(REASON_MISSING)
    if len(remark) > LONGEST_REMARK:
        raise ReviewRefused(TOO_LONG)


def _locked(pk: int, by) -> ReviewRound:
    one = ReviewRound.objects.select_for_update(of=("self",)).select_related("version", "creative").get(pk=pk)
    if one.version.is_made_by(by):
        raise NotAllowed(OWN_VERSION)
    if one.state == ReviewRound.State.STALE:
        raise ReviewRefused(f"This review is stale, so nothing was recorded. {' '.join(one.stale_reason[:2])}")
    if one.state == ReviewRound.State.WITHDRAWN:
        raise ReviewRefused("This review was taken back, so nothing was recorded.")
    return one


def _check_items(current, asked, said, shown) -> None:
    if len(current) != len({item.pk for item in asked}):
        raise ReviewRefused("Some items belong to another review. Decide on one review at a time.")
    for item in current:
        if shown.get(item.pk, item.content_hash) != item.content_hash:
            raise ReviewRefused(OTHER_COPY)
        if said == Decision.Verdict.APPROVE and not may_approve(item.seen):
            raise ReviewRefused(NOT_SEEN.format(name_of(item)))


def _record(one, items, said, remark, by, before) -> None:
    what = name_of(items[0]) if len(items) == 1 else f"{len(items)} items"
    text = f"{VERBS[said]} {what} of {one.creative.name}"
    detail = {"within": one.creative, "items": [item.pk for item in items], "remark": remark}
    detail |= {"before": {"state": before}, "after": {"state": one.state}}
    activity.record(business=one.business, verb=f"review.{said}", subject=one, text=text, by=by, **detail)
