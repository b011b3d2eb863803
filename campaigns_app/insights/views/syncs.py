"""What Galley reads from Meta: runs, their windows, what they wait for, and how much quota is used."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from assets_app.access import member_view
from assets_app.htmx import wants_partial
from assets_app.models import AdAccount, SyncRun
from assets_app.numbers import is_number
from assets_app.quotas import shares
from campaigns_app.insights.services import request_sync
from campaigns_app.insights.tasks import advance_run

SHOWN = 50


@member_view("see")
def sync_list(request):
    """GET: the newest runs and the quota of each ad account. Asks Meta nothing."""
    runs = SyncRun.objects.visible_to(request.member).select_related("ad_account", "requested_by__user")
    accounts = AdAccount.objects.visible_to(request.member).in_use()
    context = {"section": "settings", "runs": runs[:SHOWN], "accounts": accounts, "shares": shares(request.member)}
    return render(request, "campaigns/sync_list.html", context)


@member_view("see")
def sync_detail(request, pk):
    """GET: one run. htmx gets the state that polls itself as long as the run is open."""
    runs = SyncRun.objects.visible_to(request.member).select_related("ad_account", "requested_by__user")
    run = get_object_or_404(runs, pk=pk)
    if wants_partial(request):
        answer = render(request, "campaigns/_sync_state.html", {"run": run})
        if run.state not in SyncRun.OPEN_STATES:
            answer["HX-Trigger"] = "sync-ended"
        return answer
    context = {"section": "settings", "run": run, "windows": run.windows.order_by("-until", "slice")}
    return render(request, "campaigns/sync_detail.html", context)


@member_view("sync.request", "POST")
def sync_request(request):
    """POST account, kind (insights or objects): start a reading, or join the one under way."""
    asked = request.POST.get("account", "")
    if not asked:
        messages.error(request, "Choose the ad account that is to be read.")
        return redirect(back_to(request))
    accounts = AdAccount.objects.visible_to(request.member).in_use()
    account = accounts.filter(pk=asked).first() if is_number(asked) else None
    if account is None:
        raise Http404("No such ad account.")
    kind = request.POST.get("kind", SyncRun.Kind.INSIGHTS)
    run = request_sync(ad_account=account, kind=kind, by=request.member)
    advance_run.delay_on_commit(run.pk)
    if request.htmx:
        return render(request, "campaigns/_sync_state.html", {"run": run})
    messages.info(request, f"Galley reads {run.get_kind_display().lower()} of {account.name} now.")
    return redirect(back_to(request))


def back_to(request) -> str:
    """The page that the form names, if it is one of ours."""
    path = request.POST.get("next", "")
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, None):
        return path
    return reverse("campaigns:sync-list", args=[request.member.business.slug])
