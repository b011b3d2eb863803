"""Writing what follows from the decisions: each item's outcome and the round's state."""

from collections import defaultdict

from assets_app import clock
from campaigns_app.models import Decision, ReviewItem, ReviewRound
from campaigns_app.reviews import verdict


def refresh(one: ReviewRound) -> str:
    """Recompute a live round inside the caller's transaction; its state."""
    decisions = defaultdict(list)
    rows = Decision.objects.filter(item__round=one).order_by("id")
    for item_id, member_id, said in rows.values_list("item_id", "member_id", "verdict"):
        decisions[item_id].append((member_id, said))
    items = list(one.items.all())
    changed = [item for item in items if item.outcome != verdict.outcome(decisions[item.pk])]
    for item in changed:
        item.outcome = verdict.outcome(decisions[item.pk])
    ReviewItem.objects.bulk_update(changed, ["outcome"], batch_size=200)
    one.state = verdict.round_state([verdict.Cell(item.feature, item.seen, item.outcome) for item in items])
    live = ReviewRound.objects.filter(pk=one.pk, state__in=ReviewRound.LIVE_STATES)
    live.update(state=one.state, touched_at=clock.now())
    return one.state
