"""Which rounds wait for whom."""

from django.db.models import Count, Q

from assets_app.permissions import can
from campaigns_app.models import CreativeVersion, ReviewRound

DECIDABLE = ~Q(items__seen="not_eligible")
MINE, WAITING, DECIDED = "mine", "waiting", "decided"


def rounds(member):
    """With `items_total` (what can be decided) and `items_decided` of each round."""
    seen = ReviewRound.objects.visible_to(member).for_inbox()
    return seen.annotate(
        items_total=Count("items", filter=DECIDABLE),
        items_decided=Count("items", filter=DECIDABLE & ~Q(items__outcome="open")),
    ).order_by("-pk")


def box(member, name: str):
    """mine: open and this member may decide; waiting: open, for others; decided: everything that ended."""
    found = rounds(member)
    if name == DECIDED:
        return found.exclude(state=ReviewRound.State.OPEN)
    open_ones = found.filter(state=ReviewRound.State.OPEN)
    if not can(member, "decide"):
        return open_ones.none() if name == MINE else open_ones
    edited = CreativeVersion.editors.through.objects.filter(member=member).values("creativeversion")
    own = Q(version__author__isnull=False, version__author=member) | Q(version__in=edited)
    return open_ones.exclude(own) if name == MINE else open_ones.filter(own)


def count_mine(member) -> int:
    return box(member, MINE).count()
