"""Asking for a reading by hand."""

from assets_app.models import SyncRun
from assets_app.permissions import require
from assets_app.services import activity

BY_HAND = (SyncRun.Kind.INSIGHTS, SyncRun.Kind.OBJECTS)


def request_sync(*, ad_account, kind: str, by) -> SyncRun:
    """The run that is open, else a new one. A kind that nobody asks for by hand means insights."""
    require(by, "sync.request")
    kind = kind if kind in BY_HAND else SyncRun.Kind.INSIGHTS
    run = SyncRun.request(business=ad_account.business, kind=kind, ad_account=ad_account, by=by)
    text = f"asked for a reading of {run.get_kind_display().lower()} of {ad_account.name}"
    activity.record(business=ad_account.business, verb="sync.request", subject=run, text=text, by=by)
    return run
