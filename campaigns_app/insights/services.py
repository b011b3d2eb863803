"""Asking for a reading by hand."""

from assets_app.models import SyncRun
from assets_app.services import readings

BY_HAND = (SyncRun.Kind.INSIGHTS, SyncRun.Kind.OBJECTS)


def request_sync(*, ad_account, kind: str, by) -> SyncRun:
    """The run that is open, else a new one. A kind that nobody asks for by hand means insights."""
    kind = kind if kind in BY_HAND else SyncRun.Kind.INSIGHTS
    return readings.ask(business=ad_account.business, kind=kind, ad_account=ad_account, by=by)
