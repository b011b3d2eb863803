"""The settings of a business: its people, its connections to Meta, what those reach."""

from django.conf import settings
from django.shortcuts import render

from assets_app import choosing
from assets_app.access import member_view
from assets_app.forms.connection import ConnectionPasteForm
from assets_app.models import AdAccount, Connection, InstagramAccount, Page, SyncRun
from assets_app.quotas import shares
from assets_app.scopes import missing
from assets_app.views.reach import through


@member_view("see")
def settings_detail(request):
    return render(request, "assets/settings_detail.html", settings_context(request.member))


def settings_context(member, form=None) -> dict:
    visible = Connection.objects.visible_to(member).exclude(state=Connection.State.DISCONNECTED)
    serving = choosing.serving(member.business)
    accounts = list(AdAccount.objects.visible_to(member))
    used = {one.pk for one in accounts if one.is_used}
    return {
        "section": "settings",
        "connections": sorted((described(one, serving, used) for one in visible.order_by("pk")), key=by_urgency),
        "form": form or ConnectionPasteForm(),
        "can_log_in": bool(settings.META_APP_ID),
        "ad_accounts": [one for one in accounts if one.is_used],
        "unused_count": sum(not one.is_used for one in accounts),
        "through": through(member, "accounts", accounts),
        "pages": Page.objects.visible_to(member).filter(is_used=True),
        "instagram_accounts": InstagramAccount.objects.visible_to(member).filter(is_used=True),
        "run": SyncRun.objects.visible_to(member).filter(kind=SyncRun.Kind.ACCOUNTS).first(),
        "shares": shares(member),
    }


def described(connection: Connection, serving: dict[int, choosing.Choice], used: set[int]) -> dict:
    """A connection as the list shows it: for how many of the used accounts it speaks, what it lacks."""
    return {
        "row": connection,
        "speaks_for": sum(choice.connection.pk == connection.pk for pk, choice in serving.items() if pk in used),
        "missing": missing(connection.scopes),
    }


def by_urgency(one: dict) -> tuple:
    """What needs somebody first, then who speaks for most."""
    order = [Connection.State.NEEDS_ATTENTION, Connection.State.EXPIRING, Connection.State.HEALTHY]
    return order.index(one["row"].state), -one["speaks_for"]
