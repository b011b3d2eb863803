"""Fragments: live checks while typing, media of the library to choose from, where an asset is used."""

from django.shortcuts import get_object_or_404, render

from assets_app.access import member_view
from assets_app.listing import Sort, take
from assets_app.models import Asset
from campaigns_app.creatives.forms.types import FORMS
from campaigns_app.creatives.models import Creative
from campaigns_app.creatives.spec.check import check_field

PAGE_SIZE = 30
BY_NAME = Sort("Name", "sort_name")
LONGEST = 6_000
LONGEST_SEARCH = 100


@member_view("creative.edit", "POST")
def creative_text_check(request):
    """What Meta will do to one field's text. Answers with the sentences under that field."""
    field = request.POST.get("checked", "")
    kind = request.POST.get("type", "")
    text = request.POST.get(field, "")[:LONGEST]
    findings = check_field(field, text, kind if kind in FORMS else "link")
    context = {"checks_id": f"id_{field}", "findings": findings, "is_fine": bool(text) and not findings}
    return render(request, "campaigns/_text_checks.html", context)


@member_view("creative.edit")
def media_list(request):
    """Assets to choose one from. `kind`: image, video or both, comma between; `place`: the form's field."""
    kinds = [kind for kind in request.GET.get("kind", "image").split(",") if kind in Asset.Kind.values]
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    assets = Asset.objects.visible_to(request.member).kept().filter(kind__in=kinds or ["image"])
    for word in words.casefold().split():
        assets = assets.filter(search__contains=word)
    page = take(assets.for_list(), BY_NAME, request.GET.get("after", ""), PAGE_SIZE)
    context = {
        "assets": page.rows,
        "next_cursor": page.next_cursor,
        "q": words,
        "kind": ",".join(kinds),
        "place": request.GET.get("place", ""),
    }
    if request.GET.get("after"):
        return render(request, "campaigns/_media_picks.html", context)
    is_part = request.GET.get("part")
    return render(request, "campaigns/_media_results.html" if is_part else "campaigns/_media_dialog.html", context)


@member_view("see")
def asset_usage(request, asset_pk):
    """The creatives in which an asset stands: the slot of the asset panel."""
    asset = get_object_or_404(Asset.objects.visible_to(request.member), pk=asset_pk)
    rows = Creative.objects.visible_to(request.member).kept().filter(versions__media__asset_version__asset=asset)
    found = rows.distinct().select_related("latest").order_by("-id")
    return render(
        request, "campaigns/_asset_usage.html", {"asset": asset, "creatives": found[:20], "total": found.count()}
    )
