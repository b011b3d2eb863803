"""Who did what: the append-only record of a business."""

from datetime import UTC, date, datetime, timedelta

from assets_app.access import member_view
from assets_app.htmx import render_page
from assets_app.models import ActivityEntry, Member
from assets_app.numbers import is_number
from assets_app.subjects import AREAS, KINDS, is_one, named

PAGE = 50
FILTERS = ("member", "verb", "kind", "subject", "since", "until")
MOST_PEOPLE = 500


@member_view("see")
def activity_list(request):
    """GET ?member=N|galley&verb=review.open&kind=asset&subject=asset:4&since=2026-11-01&until=…: newest first.

    `before` and `after` are the numbers of entries: the page that follows one, and the page that leads up to one.
    """
    entries = filtered(ActivityEntry.objects.visible_to(request.member), request.GET)
    rows, newer, older = paged(entries.select_related("member__user"), request.GET)
    chosen = {name: request.GET.get(name, "")[:60] for name in FILTERS}
    subjects = [row.subject for row in rows] + ([chosen["subject"]] if is_one(chosen["subject"]) else [])
    things = named(request.member, subjects)
    people = Member.objects.visible_to(request.member).select_related("user").order_by("user__first_name", "pk")
    context = {
        "section": "activity",
        "entries": [(row, things[row.subject]) for row in rows],
        "next_query": query(request.GET, before=rows[-1].pk) if older else "",
        "previous_query": query(request.GET, after=rows[0].pk) if newer else "",
        "people": people[:MOST_PEOPLE],
        "verbs": verbs(request.member),
        "kinds": sorted((name, kind.word) for name, kind in KINDS.items()),
        "chosen": chosen,
        "about": things.get(chosen["subject"]),
        "filters_on": sum(1 for value in chosen.values() if value),
    }
    return render_page(request, "assets/activity_list.html", "assets/_activity.html", context)


def filtered(entries, params):
    """By person ("galley" = nobody in particular), act, kind of thing, one thing, and days (UTC, both included)."""
    person, verb, kind, subject = (params.get(name, "") for name in ("member", "verb", "kind", "subject"))
    if person == "galley":
        entries = entries.filter(member=None)
    elif is_number(person):
        entries = entries.filter(member=person)
    if verb:
        entries = entries.filter(verb=verb[:40])
    if kind in KINDS:
        entries = entries.of_kind(kind)
    if is_one(subject):
        entries = entries.about(subject)
    if since := day(params.get("since", "")):
        entries = entries.filter(at__gte=since)
    if until := day(params.get("until", "")):
        entries = entries.filter(at__lt=until + timedelta(days=1))
    return entries


def day(text: str) -> datetime | None:
    """The first moment of a day; nothing for a text that is none, or for one at the end of time."""
    try:
        there = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(there.year, there.month, there.day, tzinfo=UTC) if 1970 <= there.year < 9999 else None


def paged(entries, params) -> tuple[list[ActivityEntry], bool, bool]:
    """The rows of a page, newest first, and whether there are newer and older ones."""
    before, after = params.get("before", ""), params.get("after", "")
    if is_number(after):
        rows = list(entries.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        if len(rows) > PAGE:
            return rows[PAGE - 1 :: -1], True, True
    # Fewer lead up to it than fill a page: the newest page then holds them all.
    is_further = is_number(before) and not is_number(after)
    rows = list((entries.filter(pk__lt=before) if is_further else entries)[: PAGE + 1])
    if is_further and not rows:
        return paged(entries, {})
    return rows[:PAGE], is_further, len(rows) > PAGE


def query(params, **place: int) -> str:
    """The same filters at another place."""
    copied = params.copy()
    for name in ("before", "after"):
        copied.pop(name, None)
    for name, pk in place.items():
        copied[name] = str(pk)
    return copied.urlencode()


def verbs(member) -> list[tuple[str, str]]:
    """The acts that this business has on record, and their words: "asset.rename" is "Asset: rename"."""
    found = ActivityEntry.objects.visible_to(member).order_by().values_list("verb", flat=True).distinct()
    return sorted(((verb, said(verb)) for verb in found), key=lambda pair: pair[1])


def said(verb: str) -> str:
    area, _, act = verb.partition(".")
    word = AREAS.get(area, area.capitalize())
    return f"{word}: {act.replace('_', ' ')}" if act else word
