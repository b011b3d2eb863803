"""Connecting to Meta: the login and its return, the pasted token, one connection's page, letting go of it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from assets_app import choosing, meta_login
from assets_app.access import member_view, open_view
from assets_app.forms.connection import ConnectionPasteForm
from assets_app.models import Access, AdAccount, Connection, Member
from assets_app.models.access import REACHED
from assets_app.permissions import require
from assets_app.scopes import SCOPES
from assets_app.services import connections
from assets_app.tasks import check_connection
from assets_app.views.reach import start_reading
from assets_app.views.settings import settings_context


@member_view("see")
def connection_detail(request, pk):
    connection = get_object_or_404(Connection.objects.visible_to(request.member), pk=pk)
    serving = choosing.serving(request.member.business)
    accesses = Access.objects.visible_to(request.member).filter(connection=connection)
    accounts = accesses.exclude(ad_account=None).select_related("connection", "ad_account").order_by("ad_account__name")
    granted = [(scope, scope.name in connection.scopes, scope.name in connection.declined) for scope in SCOPES]
    context = {
        "section": "settings",
        "connection": connection,
        "scopes": granted,
        "missing": [scope for scope, is_granted, _ in granted if not is_granted],
        "accounts": [(one, choosing.reaching(one)) for one in accounts],
        "speaks_for": {pk for pk, choice in serving.items() if choice.connection.pk == connection.pk},
        "others": others(accesses),
        "can_log_in": bool(settings.META_APP_ID),
        "is_login": connection.kind == Connection.Kind.LOGIN,
    }
    return render(request, "assets/connection_detail.html", context)


def others(accesses) -> list[tuple[str, list[Access]]]:
    """(kind in words, accesses) of all that is reached beside ad accounts."""
    found = []
    for kind in REACHED.values():
        if kind.model is not AdAccount:
            rows = accesses.exclude(**{kind.target: None}).select_related(kind.target).order_by(f"{kind.target}__name")
            found.append((kind.label, list(rows)))
    return found


@never_cache
@member_view("connection.edit")
def connection_login(request):
    """To Meta's dialog. A link and no form: the content policy lets forms lead nowhere else, redirects included."""
    if not settings.META_APP_ID:
        messages.error(request, "Galley has no app at Meta yet. Whoever runs it sets META_APP_ID and META_APP_SECRET.")
        return redirect("assets:settings-detail", slug=request.member.business.slug)
    return redirect(meta_login.begin(request.session, request.member, again="again" in request.GET))


@never_cache
@open_view()
def connection_callback(request):
    """Back from Meta's dialog. Only the browser that began it, signed in as the same person, gets in.

    Somebody who is signed out meanwhile is not sent to sign in, since the code would travel in that address.
    """
    begun = meta_login.take(request.session, request.GET.get("state", "")) if request.user.is_authenticated else None
    member = Member.objects.of(request.user, begun["slug"]) if begun else None
    if begun is None or member is None or member.pk != begun["member"]:
        return render(request, "assets/connection_refused.html", status=400)
    require(member, "connection.edit")
    if "code" not in request.GET:
        messages.warning(request, "Meta was told no. Nothing was connected.")
        return redirect("assets:settings-detail", slug=begun["slug"])
    try:
        connection = connections.connect_by_login(
            business=member.business,
            code=request.GET["code"],
            redirect_uri=meta_login.redirect_uri(),
            by=member,
        )
    except connections.NotConnected as refusal:
        messages.error(request, str(refusal))
        return redirect("assets:settings-detail", slug=begun["slug"])
    return _connected(request, member, connection)


@member_view("connection.edit", "POST")
def connection_paste(request):
    form = ConnectionPasteForm(request.POST)
    if form.is_valid():
        try:
            connection = connections.connect(business=request.member.business, by=request.member, **form.cleaned_data)
            return _connected(request, request.member, connection)
        except connections.NotConnected as refusal:
            form.add_error(refusal.field, str(refusal))
    return render(request, "assets/settings_detail.html", settings_context(request.member, form), status=422)


def _connected(request, member, connection):
    """What the connection reaches is read in the background; the person chooses from it as it comes."""
    start_reading(member)
    messages.success(request, f"Meta is connected as {connection}. Galley reads what it reaches.")
    return redirect("assets:reach-list", slug=member.business.slug)


@member_view("connection.edit", "POST")
def connection_check(request, pk):
    connection = get_object_or_404(Connection.objects.visible_to(request.member), pk=pk)
    check_connection.delay_on_commit(connection.pk)
    messages.info(request, "Galley asks Meta about the token.")
    return redirect("assets:connection-detail", slug=request.member.business.slug, pk=pk)


@member_view("connection.edit", "POST")
def connection_disconnect(request, pk):
    connection = get_object_or_404(Connection.objects.visible_to(request.member), pk=pk)
    if connections.disconnect(connection=connection, by=request.member):
        messages.success(request, "Meta took the permission back, and the token is forgotten here.")
    else:
        messages.warning(request, f"The token is forgotten here. {connections.UNTOLD}")
    start_reading(request.member)
    return redirect("assets:settings-detail", slug=request.member.business.slug)
