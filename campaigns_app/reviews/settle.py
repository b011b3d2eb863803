"""What a reviewer can see: every cell of a round gets its frame, or Meta's word that there is none.

Meta prepares enhanced previews for a while ("pending"); asked again with growing pauses, 5 s to 10 min. A cell without
a node is not eligible there: nothing to decide. The preview rows are a cache and the truth at once.
"""

from datetime import timedelta

from django.db import transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection
from assets_app.services import activity
from campaigns_app.creatives.features import BY_NAME
from campaigns_app.models import Preview, ReviewItem, ReviewRound
from campaigns_app.previews import fill
from campaigns_app.previews.services import cells_for
from campaigns_app.reviews.services import outcomes
from graph_client import GraphError

Seen = ReviewItem.Seen
LEASE = timedelta(seconds=90)
SHORTEST_S, LONGEST_S = 5, 600
STATES: dict[str, Seen] = {
    Preview.State.READY: Seen.READY,
    Preview.State.PENDING: Seen.PENDING,
    Preview.State.NOT_OFFERED: Seen.NOT_ELIGIBLE,
}


def settle_previews(round_id: int) -> ReviewRound | None:
    """Ask for what is missing and write what came. None when somebody else holds the round or it is closed."""
    one = ReviewRound.objects.claim(round_id, lease=LEASE)
    if one is None:
        return None
    try:
        cells = fill.fill(wanted(one))
    except (GraphError, NoConnection) as error:
        trouble.meet(one, error)
        return one
    write(one, cells)
    if any(cell.state in Preview.OPEN_STATES for cell in cells):
        one.put_off(clock.now() + pause(one), "Meta is still preparing previews")
    else:
        one.settle(one.state, settled_at=clock.now())
    return one


def wanted(one: ReviewRound) -> list[Preview]:
    """The preview rows of all cells that can have one, made where they are missing."""
    placements: dict[str, list[str]] = {}
    for feature, placement in one.items.values_list("feature", "placement"):
        placements.setdefault(feature, []).append(placement)
    shown = {name: rows for name, rows in placements.items() if has_preview(name)}
    return [cell for name, rows in shown.items() for cell in cells_for(one.version, rows, name)]


def has_preview(feature: str) -> bool:
    """The original has one; features have one as Meta's list says, and unknown ones are tried."""
    return not feature or feature not in BY_NAME or BY_NAME[feature].has_preview


def write(one: ReviewRound, cells: list[Preview]) -> None:
    """Bind each item to its cell. One that Meta refused or that failed stays unseen, and its cell says why."""
    by_place = {(cell.feature, cell.ad_format): cell for cell in cells}
    items = list(one.items.all())
    changed = [item for item in items if _take(item, by_place.get((item.feature, item.placement)))]
    if changed:
        with transaction.atomic():
            ReviewItem.objects.bulk_update(changed, ["preview", "seen", "pending_since"], batch_size=200)
            now = ReviewRound.objects.select_for_update(of=("self",)).select_related("creative").get(pk=one.pk)
            before = now.state
            one.state = outcomes.refresh(now)
            if one.state != before:
                _record(now, before)


def _record(one: ReviewRound, before: str) -> None:
    """A cell that Meta does not offer needs no decision, so its round may be decided by that."""
    text = (
        f"found the review of {one.creative.name} {one.get_state_display().lower()}, now that Meta has drawn more of it"
    )
    told = {"within": one.creative, "before": {"state": before}, "after": {"state": one.state}}
    activity.record(business=one.business, verb="review.settle", subject=one, text=text, **told)


def _take(item: ReviewItem, cell: Preview | None) -> bool:
    before = (item.seen, item.preview_id, item.pending_since)
    item.seen = STATES.get(cell.state, Seen.WAITING) if cell else Seen.NO_PREVIEW
    item.preview_id = cell.pk if cell else None
    item.pending_since = cell.pending_since if cell and item.seen == Seen.PENDING else None
    return before != (item.seen, item.preview_id, item.pending_since)


def pause(one: ReviewRound) -> timedelta:
    """As long as the round has waited already, within bounds: 5 s, 10 s, 20 s … 10 min."""
    waited = (clock.now() - one.opened_at).total_seconds()
    return timedelta(seconds=min(max(waited, SHORTEST_S), LONGEST_S))
