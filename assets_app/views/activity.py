"""Who did what: the append-only record of a business."""

from assets_app.access import member_view
from assets_app.htmx import render_page
from assets_app.models import ActivityEntry, Member
from assets_app.numbers import is_number

PAGE = 50


@member_view("see")
def activity_list(request):
    """GET ?member=N|galley&verb=review&before=ID: newest first, 50 a page."""
    entries = filtered(ActivityEntry.objects.visible_to(request.member), request.GET)
    before = request.GET.get("before", "")
    if is_number(before):
        entries = entries.filter(pk__lt=before)
    page = list(entries.select_related("member__user")[: PAGE + 1])
    context = {
        "section": "activity",
        "entries": page[:PAGE],
        "next_query": next_query(request.GET, page),
        "people": Member.objects.visible_to(request.member).select_related("user").order_by("user__first_name", "pk"),
        "kinds": kinds(request.member),
        "chosen": {"member": request.GET.get("member", ""), "verb": request.GET.get("verb", "")},
    }
    return render_page(request, "assets/activity_list.html", "assets/_activity.html", context)


def filtered(entries, params):
    """By person ("galley" = nobody in particular) and by the first word of the verb."""
    person, verb = params.get("member", ""), params.get("verb", "")
    if person == "galley":
        entries = entries.filter(member=None)
    elif is_number(person):
        entries = entries.filter(member=person)
    if verb.isalpha():
        entries = entries.filter(verb=verb) | entries.filter(verb__startswith=f"{verb}.")
    return entries


def next_query(params, page) -> str:
    """The query of the following page; '' at the end."""
    if len(page) <= PAGE:
        return ""
    query = params.copy()
    query["before"] = str(page[PAGE - 1].pk)
    return query.urlencode()


def kinds(member) -> list[str]:
    """The kinds of acts that this business has on record, such as asset, review, sync."""
    verbs = ActivityEntry.objects.visible_to(member).order_by().values_list("verb", flat=True).distinct()
    return sorted({verb.partition(".")[0] for verb in verbs})
