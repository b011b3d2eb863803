"""All creatives: searched, filtered by state and type, as grid or list, page after page."""

from django.shortcuts import render
from django.urls import reverse

from assets_app.access import member_view
from assets_app.htmx import render_page
from assets_app.listing import Sort, query_with, take
from campaigns_app.creatives.models import Creative, CreativeVersion

PAGE_SIZE = 48
NEWEST = Sort("Newest", "id", descending=True, parse=int)
TYPES = Creative.Type
MADE_HERE = (TYPES.LINK, TYPES.PHOTO, TYPES.VIDEO, TYPES.CAROUSEL)


@member_view("see")
def creative_list(request):
    everything = Creative.objects.visible_to(request.member).kept()
    found = _filtered(request, everything)
    page = take(found.for_list(), NEWEST, request.GET.get("after", ""), PAGE_SIZE)
    context = {
        "section": "creatives",
        "creatives": page.rows,
        "next_query": query_with(request, after=page.next_cursor) if page.next_cursor else "",
        "q": request.GET.get("q", "").strip(),
        "view": "list" if request.GET.get("view") == "list" else "grid",
        "search_url": reverse("campaigns:creative-list", args=[request.member.business.slug]),
        "search_hint": "Search names and ad text",
    }
    if request.GET.get("after") and request.htmx:
        return render(request, "campaigns/_creative_rows.html", context)
    return render_page(
        request,
        "campaigns/creative_list.html",
        "campaigns/_creative_list.html",
        context | _around(request, everything, found),
    )


def _filtered(request, creatives):
    state, kind = request.GET.get("state", ""), request.GET.get("type", "")
    if state in CreativeVersion.State.values:
        creatives = creatives.filter(latest__state=state)
    if kind in TYPES.values:
        creatives = creatives.filter(type=kind)
    return creatives.matching(request.GET.get("q", ""))


def _around(request, everything, found) -> dict:
    business = request.member.business
    return {
        "total": found.count(),
        "is_first_use": not everything.exists(),
        "states": _options(request, "state", CreativeVersion.State.choices),
        "types": _options(request, "type", TYPES.choices),
        "chips": _chips(request),
        "new": [(kind.label, reverse("campaigns:creative-create", args=[business.slug, kind])) for kind in MADE_HERE],
        "grid_query": query_with(request, view=""),
        "list_query": query_with(request, view="list"),
    }


def _options(request, name, choices):
    chosen = request.GET.get(name, "")
    return [(value, label, value == chosen) for value, label in choices]


def _chips(request):
    """What is filtered, each with the address without it."""
    labels = {"state": dict(CreativeVersion.State.choices), "type": dict(TYPES.choices)}
    chips = [
        {"what": name.capitalize(), "value": labels[name][value], "without": query_with(request, **{name: ""})}
        for name in labels
        if (value := request.GET.get(name, "")) in labels[name]
    ]
    words = request.GET.get("q", "").strip()
    return [*chips, {"what": "Words", "value": words, "without": query_with(request, q="")}] if words else chips
