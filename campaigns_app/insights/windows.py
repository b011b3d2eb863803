"""The windows of an insights run: making them, and cutting one that was too big into smaller ones."""

from datetime import timedelta

from django.db import transaction

from campaigns_app.insights import plan
from campaigns_app.models import Ad, InsightDay, SyncWindow

LISTED, VANISHED = "ad", "vanished"
ENDED = ("ARCHIVED", "DELETED")
TOO_BIG = "Meta could not answer for one ad and one day."


def lay(run) -> int:
    """The windows of the last 28 days; how many. Laying them twice makes no second ones."""
    since, until = plan.last_days(plan.today(run.ad_account))
    ads = Ad.objects.filter(ad_account=run.ad_account)
    pieces = plan.ranges(since, until, ads.present().count())
    windows = [SyncWindow(run=run, cut=LISTED, since=a, until=b) for a, b in pieces]
    if vanished := _vanished(run.ad_account, since):
        windows.append(SyncWindow(run=run, cut=VANISHED, since=since, until=until, ad_ids=vanished))
    SyncWindow.objects.bulk_create(windows, ignore_conflicts=True)
    return run.windows.count()


def _vanished(ad_account, since) -> list[str]:
    """Ads that Meta lists no more but that delivered lately: their last days may still change."""
    gone = Ad.objects.filter(ad_account=ad_account).exclude(missing_since=None)
    delivered = InsightDay.objects.filter(ad__in=gone, day__gte=since, impressions__gt=0)
    return sorted(delivered.values_list("ad__graph_id", flat=True).distinct())


def split(window) -> bool:
    """Cut a claimed window in two, by days and then by ads; False when it is one ad and one day already."""
    pieces = _by_days(window) or _by_ads(window)
    if not pieces:
        window.fail(TOO_BIG)
        return False
    children = [SyncWindow(run=window.run, cut=window.cut, split_from=window, **piece) for piece in pieces]
    with transaction.atomic():
        SyncWindow.objects.bulk_create(children, ignore_conflicts=True)
        window.settle(SyncWindow.State.SPLIT, reason="Too much for one question: split")
    return True


def _by_days(window) -> list[dict]:
    if window.until - window.since < timedelta(days=1):
        return []
    shared = {"ad_ids": window.ad_ids, "slice": window.slice}
    return [{"since": a, "until": b} | shared for a, b in plan.halves(window.since, window.until)]


def _by_ads(window) -> list[dict]:
    """Numbered like the nodes of a binary tree, so that no two pieces of a day share a number."""
    ids = window.ad_ids or _listed(window.run.ad_account)
    if len(ids) < 2:
        return []
    middle = len(ids) // 2
    day = {"since": window.since, "until": window.until}
    return [
        day | {"ad_ids": part, "slice": window.slice * 2 + number}
        for number, part in enumerate((ids[:middle], ids[middle:]), start=1)
    ]


def _listed(ad_account) -> list[str]:
    return list(Ad.objects.filter(ad_account=ad_account).present().order_by("pk").values_list("graph_id", flat=True))


def expected(window) -> list[int]:
    """Our numbers of the ads whose days the window's answer had to contain."""
    ads = Ad.objects.filter(ad_account=window.run.ad_account).present().exclude(effective_status__in=ENDED)
    if window.ad_ids:
        ads = ads.filter(graph_id__in=window.ad_ids)
    return list(ads.values_list("pk", flat=True))
