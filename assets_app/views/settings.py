"""The settings of a business: its people, its connection to Meta, what that reaches."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from assets_app import clock
from assets_app.access import member_view
from assets_app.forms.connection import ConnectionPasteForm
from assets_app.models import AdAccount, Connection, InstagramAccount, Page, Quota, SyncRun
from assets_app.pacing import calls_left
from assets_app.scopes import SCOPES
from assets_app.services import connections
from assets_app.tasks import advance_run, check_connection


@member_view("see")
def settings_detail(request):
    return render(request, "assets/settings_detail.html", settings_context(request.member))


def settings_context(member, form=None) -> dict:
    visible = Connection.objects.visible_to(member)
    connection = visible.exclude(state=Connection.State.DISCONNECTED).order_by("-checked_at").first()
    scopes = [(scope, connection is not None and scope.name in connection.scopes) for scope in SCOPES]
    accounts = list(AdAccount.objects.visible_to(member))
    return {
        "section": "settings",
        "connection": connection,
        "scopes": scopes,
        "missing": [scope for scope, granted in scopes if not granted],
        "form": form or ConnectionPasteForm(),
        "ad_accounts": accounts,
        "pages": Page.objects.visible_to(member),
        "instagram_accounts": InstagramAccount.objects.visible_to(member),
        "run": SyncRun.objects.visible_to(member).filter(kind=SyncRun.Kind.ACCOUNTS).first(),
        "quotas": quotas_of(connection, {one.graph_id.removeprefix("act_"): one.name for one in accounts}),
    }


def quotas_of(connection, names: dict[str, str]) -> list[dict]:
    """What is left at Meta for this connection's app, most used first. `names`: the business's account numbers -> name.

    Other businesses may use the same app: their accounts are not shown.
    """
    if connection is None:
        return []
    rows = Quota.objects.filter(app_id=connection.app_id, subject__in=["", *names]).order_by("-used_pct")
    now = clock.now()
    return [
        {
            "quota": row,
            "name": names.get(row.subject, row.subject),
            "left": calls_left(row),
            "waits": bool(row.resume_at and row.resume_at > now),
        }
        for row in rows
    ]


@member_view("connection.edit", "POST")
def connection_paste(request):
    form = ConnectionPasteForm(request.POST)
    if form.is_valid():
        try:
            connections.connect(business=request.member.business, by=request.member, **form.cleaned_data)
        except connections.NotConnected as refusal:
            form.add_error(refusal.field, str(refusal))
    if form.errors:
        return render(request, "assets/settings_detail.html", settings_context(request.member, form), status=422)
    _start_reading(request)
    messages.success(request, "Meta is connected. Galley reads what it reaches.")
    return redirect("assets:settings-detail", slug=request.member.business.slug)


def _start_reading(request):
    runs = SyncRun.objects.visible_to(request.member).open().filter(kind=SyncRun.Kind.ACCOUNTS)
    for run in runs:
        advance_run.delay_on_commit(run.pk)


@member_view("connection.edit", "POST")
def connection_check(request, pk):
    connection = get_object_or_404(Connection.objects.visible_to(request.member), pk=pk)
    check_connection.delay_on_commit(connection.pk)
    messages.info(request, "Galley asks Meta about the token.")
    return redirect("assets:settings-detail", slug=request.member.business.slug)


@member_view("connection.edit", "POST")
def connection_disconnect(request, pk):
    connection = get_object_or_404(Connection.objects.visible_to(request.member), pk=pk)
    connections.disconnect(connection=connection, by=request.member)
    messages.success(request, "The token is forgotten. Work for Meta waits until somebody connects again.")
    return redirect("assets:settings-detail", slug=request.member.business.slug)
