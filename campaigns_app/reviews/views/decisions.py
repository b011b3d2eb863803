"""Deciding, taking a review back, asking Meta again: all POST, all answered with the room as it is then."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from assets_app.access import member_view
from assets_app.numbers import is_number
from campaigns_app.models import Decision, Preview, ReviewItem
from campaigns_app.previews.services import ask_again
from campaigns_app.reviews import matrix
from campaigns_app.reviews.refusals import ReviewRefused
from campaigns_app.reviews.services import decisions, rounds
from campaigns_app.reviews.tasks import settle_previews
from campaigns_app.reviews.views.room import approvable, find_round, render_room

DONE = {
    "approve": "Approved. Undo is a new decision.",
    "changes_needed": "Changes asked for. The author sees your words.",
    "not_relevant": "Marked as not relevant.",
    "withdrawn": "Your decision is taken back.",
}


@member_view("decide", "POST")
def review_decide(request, pk):
    """POST item, content_hash, verdict, remark: one decision, then the next open item."""
    one = find_round(request.member, pk)
    items = list(ReviewItem.objects.visible_to(request.member).filter(round=one))
    asked = request.POST.get("item", "")
    item = next((row for row in items if str(row.pk) == asked), None)
    if item is None:
        return refused(request, one, "", "This item is not part of the review.")
    said = request.POST.get("verdict", "")
    shown = {item.pk: request.POST.get("content_hash", "")}
    return answer(request, one, [item], said, shown, after=item)


@member_view("decide", "POST")
def review_approve_rest(request, pk):
    """POST items and hashes (what the dialog listed, pair by pair): approve them all, or none."""
    one = find_round(request.member, pk)
    listed = dict(zip(request.POST.getlist("items"), request.POST.getlist("hashes"), strict=False))
    items = list(ReviewItem.objects.visible_to(request.member).filter(round=one))
    chosen = [item for item in approvable(items) if str(item.pk) in listed]
    if len(chosen) != len(listed) or not chosen:
        return refused(request, one, "", "Some items changed since the list was shown. Look at it again.")
    shown = {item.pk: listed[str(item.pk)] for item in chosen}
    return answer(request, one, chosen, Decision.Verdict.APPROVE, shown, after=chosen[-1])


def answer(request, one, items, said, shown, after):
    remark = request.POST.get("remark", "")
    try:
        decisions.decide(items=items, verdict=said, remark=remark, by=request.member, shown=shown, **origin(request))
    except ReviewRefused as refusal:
        return refused(request, one, str(after.pk), str(refusal), remark=remark, verdict=said)
    except PermissionDenied as refusal:
        return refused(request, one, str(after.pk), str(refusal), status=403)
    every = list(ReviewItem.objects.visible_to(request.member).filter(round=one))
    here = next(row for row in every if row.pk == after.pk)
    return show(request, find_round(request.member, one.pk), matrix.next_open(every, here), DONE[said])


def origin(request) -> dict:
    return {"ip": request.META.get("REMOTE_ADDR") or None, "user_agent": request.headers.get("User-Agent", "")}


def show(request, one, item, text):
    """htmx gets the room with the next item; a plain form is sent there."""
    if request.htmx:
        answer = render_room(request, one, str(item.pk), said_text=text)
        answer["HX-Push-Url"] = address(request, one, item)
        return answer
    messages.success(request, text)
    return redirect(address(request, one, item))


def address(request, one, item) -> str:
    return f"{reverse('campaigns:review-detail', args=[request.member.business.slug, one.pk])}?item={item.pk}"


def refused(request, one, asked, text, status=422, **typed):
    """The room as it is, the sentence beside the buttons, what was typed kept."""
    return render_room(request, find_round(request.member, one.pk), asked, status=status, refusal=text, typed=typed)


@member_view("decide", "POST")
def review_again(request, pk):
    """POST item: ask Meta once more for a preview that failed or was refused."""
    one = find_round(request.member, pk)
    items = ReviewItem.objects.visible_to(request.member).filter(round=one).select_related("preview")
    asked = request.POST.get("item", "")
    for item in items.filter(pk=asked) if is_number(asked) else []:
        for cell in Preview.objects.visible_to(request.member).filter(pk=item.preview_id):
            ask_again(cell, request.member)
    rounds.look_again(one)
    settle_previews.delay_on_commit(one.pk)
    return redirect(f"{reverse('campaigns:review-detail', args=[request.member.business.slug, pk])}?item={asked}")


@member_view("review.withdraw", "POST")
def review_withdraw(request, pk):
    one = find_round(request.member, pk)
    try:
        rounds.withdraw(round=one, by=request.member)
    except ReviewRefused as refusal:
        return refused(request, one, "", str(refusal))
    messages.success(request, f"The review of {one.creative.name} is taken back.")
    return redirect("campaigns:review-list", request.member.business.slug)
