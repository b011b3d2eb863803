"""The page on which an admin chooses what of Meta this business works with."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from assets_app import choosing
from assets_app.access import member_view
from assets_app.models import Access, AdAccount, Connection, MetaBusiness, SyncRun
from assets_app.models.access import REACHED
from assets_app.numbers import is_number
from assets_app.services import reach, readings
from assets_app.services.refusal import Refused
from assets_app.tasks import advance_run

MOST = 200


@member_view("see")
def reach_list(request, kind="accounts"):
    """Four lists, one at a time. Asked by htmx it answers with the list alone, and with 286 once nothing is read any more."""
    if kind not in REACHED:
        raise Http404("There is no such list.")
    context = shown_list(request.member, kind, request.GET.get("q", ""))
    return render(request, "assets/_reach.html" if request.htmx else "assets/reach_list.html", context)


def shown_list(member, kind: str, words: str) -> dict:
    words = words.strip()[:100]
    found = REACHED[kind].model.objects.visible_to(member).order_by("missing_since", "-is_used", "name")
    everything = found.count()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(graph_id__icontains=words))
    rows = list((found.select_related("meta_business") if kind == "accounts" else found)[:MOST])
    return {
        "section": "settings",
        "kind": kind,
        "q": words,
        "rows": rows,
        "total": found.count(),
        "everything": everything,
        "through": through(member, kind, rows),
        "tabs": tabs(member, kind),
        "run": SyncRun.objects.visible_to(member).filter(kind=SyncRun.Kind.ACCOUNTS).first(),
        "is_reading": SyncRun.objects.visible_to(member).open().filter(kind=SyncRun.Kind.ACCOUNTS).exists(),
        "has_connection": Connection.objects.visible_to(member).usable().exists(),
        "count_used": sum(row.is_used for row in rows),
    }


def tabs(member, kind: str) -> list[dict]:
    return [
        {
            "url": reverse("assets:reach-list", args=[member.business.slug, one.name]),
            "label": one.label,
            "count": one.model.objects.visible_to(member).count(),
            "is_current": one.name == kind,
        }
        for one in REACHED.values()
    ]


def through(member, kind: str, rows: list) -> dict[int, dict]:
    """Row -> the connection that speaks for it, and whether it only reads."""
    if kind == "accounts":
        serving = choosing.serving(member.business)
        return {pk: {"connection": one.connection, "reads_only": not one.may_write} for pk, one in serving.items()}
    target = REACHED[kind].target
    live = Access.objects.visible_to(member).live().filter(**{f"{target}__in": rows}).select_related("connection")
    usable = [one for one in live.order_by("connection__token_at") if one.connection.is_usable]
    return {getattr(one, f"{target}_id"): {"connection": one.connection} for one in usable}


@member_view("connection.edit", "POST")
def reach_choose(request, kind):
    if kind not in REACHED:
        raise Http404("There is no such list.")
    shown, used = (numbers(request, name) for name in ("shown", "used"))
    try:
        came, gone = reach.choose(kind=kind, shown=shown, used=used, by=request.member)
    except Refused as refusal:
        return refused(request, kind, used, str(refusal))
    messages.success(request, saved(came, gone))
    start_reading(request.member)
    address = reverse("assets:reach-list", args=[request.member.business.slug, kind])
    words = request.POST.get("q", "")
    return redirect(f"{address}?{urlencode({'q': words})}" if words else address)


def refused(request, kind: str, used: set[int], why: str) -> HttpResponse:
    """The page as it was sent, ticks and all, and beside them what is in the way."""
    context = shown_list(request.member, kind, request.POST.get("q", ""))
    for row in context["rows"]:
        row.is_used = row.pk in used
    context |= {"refusal": why, "count_used": sum(row.is_used for row in context["rows"])}
    return render(request, "assets/reach_list.html", context, status=422)


def saved(came: int, gone: int) -> str:
    said = [f"{count} {word}" for count, word in ((came, "added"), (gone, "left out")) if count]
    return f"Saved: {', '.join(said)}." if said else "Nothing has changed."


def numbers(request, name: str) -> set[int]:
    return {int(one) for one in request.POST.getlist(name) if is_number(one) and len(one) < 19}


@member_view("connection.edit", "POST")
def reach_begin(request, pk):
    account = get_object_or_404(AdAccount.objects.visible_to(request.member), pk=pk)
    return _done(request, "accounts", lambda: reach.begin_in(ad_account=account, by=request.member))


@member_view("connection.edit", "POST")
def reach_folders(request, pk):
    found = get_object_or_404(MetaBusiness.objects.visible_to(request.member), pk=pk)
    return _done(request, "businesses", lambda: reach.keep_folders_in(meta_business=found, by=request.member))


def _done(request, kind: str, act) -> HttpResponse:
    try:
        act()
        messages.success(request, "Saved.")
        start_reading(request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("assets:reach-list", slug=request.member.business.slug, kind=kind)


@member_view("connection.edit", "POST")
def reach_read(request):
    """Ask Meta again what the connections reach."""
    readings.ask(business=request.member.business, kind=SyncRun.Kind.ACCOUNTS, by=request.member)
    start_reading(request.member)
    messages.info(request, "Galley asks Meta what the connections reach.")
    return redirect("assets:reach-list", slug=request.member.business.slug)


def start_reading(member) -> None:
    for run in SyncRun.objects.visible_to(member).open().filter(kind=SyncRun.Kind.ACCOUNTS):
        advance_run.delay_on_commit(run.pk)
