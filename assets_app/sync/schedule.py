"""When the library and the accounts are read without anybody asking."""

from datetime import timedelta

from assets_app import clock
from assets_app.models import Business, Connection, SyncRun

EVERY = {SyncRun.Kind.LIBRARY: timedelta(minutes=10), SyncRun.Kind.ACCOUNTS: timedelta(hours=6)}


def request_due() -> list[SyncRun]:
    """Runs that are due now, new or already open, of businesses that are connected."""
    connected = Connection.objects.usable().values("business_id")
    businesses = Business.objects.filter(pk__in=connected, closed_at=None)
    return [
        SyncRun.request(business=business, kind=kind)
        for business in businesses
        for kind in EVERY
        if _is_wanted(business, kind) and not _asked_lately(business, kind)
    ]


def _is_wanted(business, kind) -> bool:
    """Only a business that keeps folders at Meta has a library there."""
    return kind != SyncRun.Kind.LIBRARY or business.has_folders_at_meta


def _asked_lately(business, kind) -> bool:
    runs = SyncRun.objects.filter(business=business, kind=kind)
    return runs.open().exists() or runs.filter(created_at__gte=clock.now() - EVERY[kind]).exists()
