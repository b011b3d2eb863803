"""The reviews of a business: mine, waiting for others, decided."""

from django.shortcuts import render

from assets_app.access import member_view
from assets_app.numbers import is_number
from campaigns_app.reviews import inbox

PAGE = 50
BOXES = ((inbox.MINE, "For you"), (inbox.WAITING, "Waiting for others"), (inbox.DECIDED, "Decided"))


@member_view("see")
def review_list(request):
    """GET ?box=mine|waiting|decided&before=N."""
    counts = {name: inbox.box(request.member, name).count() for name, _ in BOXES}
    chosen = request.GET.get("box", "")
    if chosen not in counts:
        chosen = inbox.MINE if counts[inbox.MINE] or not counts[inbox.WAITING] else inbox.WAITING
    rounds = inbox.box(request.member, chosen)
    before = request.GET.get("before", "")
    page = list((rounds.filter(pk__lt=before) if is_number(before) else rounds)[: PAGE + 1])
    context = {
        "section": "reviews",
        "rounds": page[:PAGE],
        "next_query": f"box={chosen}&before={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "box": chosen,
        "tabs": [tab(name, label, counts[name], chosen) for name, label in BOXES],
    }
    return render(request, "campaigns/review_list.html", context)


def tab(name, label, count, chosen) -> dict:
    return {"url": f"?box={name}", "label": label, "count": count, "is_current": name == chosen}
