"""The review's part of a creative's page: where it stands, what made it stale, asking for a review."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets_app.access import member_view
from assets_app.numbers import is_number
from assets_app.permissions import NotAllowed
from campaigns_app.models import Creative, CreativeVersion, Decision
from campaigns_app.previews import formats
from campaigns_app.reviews import standing
from campaigns_app.reviews.refusals import ReviewRefused
from campaigns_app.reviews.services import rounds
from campaigns_app.reviews.tasks import settle_previews
from campaigns_app.reviews.words import row_name

FIRST_CHOICE = (
    "INSTAGRAM_STANDARD",
    "INSTAGRAM_STORY",
    "INSTAGRAM_REELS",
    "MOBILE_FEED_STANDARD",
    "FACEBOOK_REELS_MOBILE",
)


@member_view("see")
def creative_review(request, pk):
    """GET: the part, loaded by the creative's page."""
    creative = get_object_or_404(Creative.objects.visible_to(request.member).select_related("latest"), pk=pk)
    return render(request, "campaigns/_creative_review.html", context(request.member, creative))


def context(member, creative, **more) -> dict:
    version = reviewable(creative)
    last = creative.rounds.order_by("-pk").first()
    chosen = more.pop("chosen", None) or (last.placements if last else FIRST_CHOICE)
    return {
        "creative": creative,
        "version": version,
        "standing": standing.of(creative),
        "features": [row_name(name) for name in rounds.features_of(version.newest_read.stored)] if version else [],
        "placements": formats.by_platform(formats.fitting(creative.type)),
        "chosen": list(chosen),
        "wishes": wishes(member, last),
    } | more


def wishes(member, one) -> list[Decision]:
    """What reviewers of the last round want changed, each in their words; one a person and item."""
    if one is None:
        return []
    asked = Decision.objects.visible_to(member).filter(item__round=one, item__outcome="changes_needed")
    rows = asked.filter(verdict=Decision.Verdict.CHANGES_NEEDED).select_related("member__user", "item").order_by("id")
    return list({(row.item_id, row.member_id): row for row in rows}.values())


def reviewable(creative) -> CreativeVersion | None:
    """The newest version that Meta holds and Galley has read back."""
    at_meta = creative.versions.filter(state=CreativeVersion.State.PUBLISHED).exclude(latest_read=None)
    return at_meta.order_by("-number").select_related("latest_read").first()


@member_view("review.open", "POST")
def review_open(request):
    """POST version, placements: open the round and go to its room."""
    if not request.POST.get("version"):
        messages.error(request, "Choose the creative that is to be reviewed.")
        return redirect("campaigns:creative-list", request.member.business.slug)
    version = find_version(request)
    chosen = request.POST.getlist("placements")
    try:
        one = rounds.open_round(version=version, placements=chosen, by=request.member)
    except (ReviewRefused, NotAllowed) as refusal:
        if request.htmx:
            shown = context(request.member, version.creative, chosen=chosen, refusal=str(refusal))
            return render(request, "campaigns/_creative_review.html", shown, status=422)
        messages.error(request, str(refusal))
        return redirect("campaigns:creative-detail", request.member.business.slug, version.creative_id)
    settle_previews.delay_on_commit(one.pk)
    room = reverse("campaigns:review-detail", args=[request.member.business.slug, one.pk])
    return HttpResponse(headers={"HX-Redirect": room}) if request.htmx else redirect(room)


def find_version(request) -> CreativeVersion:
    asked = request.POST.get("version", "")
    versions = CreativeVersion.objects.visible_to(request.member).select_related("creative", "latest_read")
    version = versions.filter(pk=asked).first() if is_number(asked) else None
    if version is None:
        raise Http404("No such version.")
    return version
