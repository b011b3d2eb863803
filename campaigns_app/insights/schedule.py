"""When an account is read without anybody asking: objects every 15 minutes, insights at 03:00 of the account's day."""

from datetime import timedelta

from assets_app import clock
from assets_app.models import AdAccount, Connection, SyncRun

OBJECTS_EVERY = timedelta(minutes=15)
INSIGHTS_HOUR = 3
Kind = SyncRun.Kind


def request_due() -> list[SyncRun]:
    """Runs that are due now, new or already open, of accounts whose business is connected."""
    connected = Connection.objects.usable().values("business_id")
    accounts = AdAccount.objects.in_use().filter(business_id__in=connected).select_related("business")
    return [run for account in accounts for run in _due_of(account)]


def _due_of(account) -> list[SyncRun]:
    now = clock.now()
    since = {Kind.OBJECTS: now - OBJECTS_EVERY, Kind.INSIGHTS: last_night(account, now)}
    missing = [kind for kind, moment in since.items() if not _asked_since(account, kind, moment)]
    return [SyncRun.request(business=account.business, kind=kind, ad_account=account) for kind in missing]


def _asked_since(account, kind, moment) -> bool:
    runs = SyncRun.objects.filter(ad_account=account, kind=kind)
    return runs.open().exists() or runs.filter(created_at__gte=moment).exists()


def last_night(account, now):
    """The latest 03:00 of the account's zone that has passed."""
    local = now.astimezone(account.zone)
    night = local.replace(hour=INSIGHTS_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)
