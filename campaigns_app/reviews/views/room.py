"""The review room: the map of all items, one item beside its original, and the decision."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag

from assets_app.access import member_view
from assets_app.htmx import render_page
from campaigns_app.creatives.features import BY_NAME
from campaigns_app.models import ConsentEntry, Decision, ReviewItem, ReviewRound
from campaigns_app.reviews import fingerprint, matrix, standing, words
from campaigns_app.reviews.services.decisions import may_decide


def find_round(member, pk) -> ReviewRound:
    rounds = ReviewRound.objects.visible_to(member).select_related(
        "version__author__user", "version__primary_media", "creative", "opened_by__user"
    )
    return get_object_or_404(rounds, pk=pk)


@member_view("see")
def review_detail(request, pk):
    """GET ?item=N: the whole room; htmx gets the room without its head."""
    one = find_round(request.member, pk)
    return render_room(request, one, request.GET.get("item", ""))


def render_room(request, one, asked: str, status=200, **more):
    context = {"section": "reviews"} | room(request.member, one, asked) | more
    return render_page(request, "campaigns/review_detail.html", "campaigns/_review_room.html", context, status=status)


def room(member, one: ReviewRound, asked: str) -> dict:
    items = list(ReviewItem.objects.visible_to(member).filter(round=one).select_related("preview__ad_account"))
    item = matrix.chosen(items, asked)
    before, after = matrix.neighbours(items, item)
    originals = {row.placement: row for row in items if not row.feature}
    decided = [row for row in items if matrix.is_decidable(row)]
    return {
        "round": one,
        "items": items,
        "item": item,
        "original": originals.get(item.placement),
        "item_name": words.name_of(item),
        "pane_name": words.row_name(item.feature) if item.feature else words.name_of(item),
        "item_number": decided.index(item) + 1 if item in decided else 0,
        "previous": before,
        "following": after,
        "matrix_heads": matrix.heads(one.placements),
        "matrix_rows": matrix.rows(items, one.placements, item),
        "counts": matrix.counts(items),
        "feature": BY_NAME.get(item.feature),
        "fingerprint": fingerprint.short(one.fingerprint),
        "stamp": stamp(one),
        "open_items": [row for row in items if matrix.is_open(row)],
        "approvable": approvable(items),
        "standing": standing.matrix_state(one),
    } | said(member, one, item)


def approvable(items) -> list[ReviewItem]:
    """What "Approve the rest" would approve: open and seen."""
    return [item for item in items if matrix.is_open(item) and item.seen in ("ready", "no_preview")]


def said(member, one, item) -> dict:
    """What people said of this item, who switched its feature on, and what this member may do."""
    decisions = Decision.objects.visible_to(member).filter(item=item).select_related("member__user", "carried_from")
    consents = ConsentEntry.objects.visible_to(member).filter(
        version__creative=one.creative, version__number__lte=one.version.number, feature=item.feature or "-"
    )
    is_live = one.state in ReviewRound.LIVE_STATES
    return {
        "decisions": list(decisions.order_by("-pk")),
        "consents": consents.select_related("member__user")[:5],
        "is_live": is_live,
        "is_author": one.version.is_made_by(member),
        "may_decide_round": is_live and may_decide(member, one),
        "can_decide": is_live and may_decide(member, one) and matrix.is_decidable(item),
    }


def stamp(one: ReviewRound) -> str:
    return f"{one.pk}-{one.touched_at.timestamp():.6f}"


@member_view("see")
def review_state(request, pk):
    """GET with If-None-Match: 304 while nothing moved, else 204 with the new ETag."""
    one = get_object_or_404(ReviewRound.objects.visible_to(request.member), pk=pk)
    tag = quote_etag(stamp(one))
    answer = HttpResponse(status=304 if request.headers.get("If-None-Match") == tag else 204)
    answer["ETag"] = tag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
