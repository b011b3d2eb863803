"""Is Meta done with the videos yet: up to 50 of them in one call."""

import uuid
from datetime import timedelta

from django.db import transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection, business_api, marketing_api
from assets_app.models import Transfer
from assets_app.models.work import LEASE, ClaimLost
from assets_app.services.carrying import end, remember_link
from assets_app.services.meta_state import refresh
from assets_app.services.transfers import tell
from graph_client import GraphError
from graph_client.edges import videos

MOST = 50
FIRST_S, SOON_S, LATER_S = 5, 60, 300
SLOW_AFTER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)


def poll(business, ad_account=None) -> list[Transfer]:
    """Ask for all due videos of one account (or of the business's folders); the rows that were asked for."""
    rows = _claimed(business, ad_account)
    if not rows:
        return []
    try:
        client = marketing_api(ad_account) if ad_account else business_api(business)
        answers = videos.status(client, [row.video_id for row in rows])
    except (GraphError, NoConnection) as error:
        for row in rows:
            _meet(row, error)
        return rows
    for row in rows:
        _take(row, answers[row.video_id], client)
    return rows


def _claimed(business, ad_account) -> list[Transfer]:
    """One update claims them all with one ticket."""
    now, ticket = clock.now(), uuid.uuid4()
    place = {"ad_account": ad_account} if ad_account else {"ad_account": None}
    due = Transfer.objects.due(now).filter(business=business, state=Transfer.State.PROCESSING, **place)
    chosen = list(due.order_by("next_at").values_list("pk", flat=True)[:MOST])
    Transfer.objects.due(now).filter(pk__in=chosen).update(claim=ticket, lease_until=now + LEASE)
    return list(Transfer.objects.filter(claim=ticket).select_related("version"))


def _take(row: Transfer, result, client) -> None:
    try:
        if not result.ok:
            _later(row) if result.not_done else _meet(row, result.error)
            return
        state, percent, reason = videos.progress(result.data.get("status") or {})
        if state == "ready":
            end(row, Transfer.State.READY, attempts=0, missing_since=None)
            remember_link(row, client)
        elif state == "failed":
            _fail(row, f"Meta could not process the video: {reason}. Export it again and upload the new file.")
        elif row.processing_since and clock.now() - row.processing_since > GIVE_UP_AFTER:
            _fail(row, "Meta has not finished this video in 24 hours. Retry sends it again.")
        else:
            _later(row, f"Meta is processing, {percent} %" if percent else "Meta is processing")
    except ClaimLost:
        return


def _fail(row: Transfer, sentence: str) -> None:
    with transaction.atomic():
        row.fail(sentence)
        refresh([row.version.asset_id])
        tell(row)


def _meet(row: Transfer, error) -> None:
    with transaction.atomic():
        trouble.meet(row, error)
        refresh([row.version.asset_id])
        tell(row)


def _later(row: Transfer, reason: str = "Meta is processing") -> None:
    row.put_off(clock.now() + timedelta(seconds=wait_s(row)), reason, polls=row.polls + 1)


def wait_s(row: Transfer) -> int:
    """5, 10, 20, 40, then 60 seconds; five minutes after the first hour."""
    if row.processing_since and clock.now() - row.processing_since > SLOW_AFTER:
        return LATER_S
    return min(FIRST_S * 2 ** min(row.polls, 6), SOON_S)


def due_places() -> list[tuple[int, int | None]]:
    """(business, ad account or None) with videos to ask for now."""
    rows = Transfer.objects.due().filter(state=Transfer.State.PROCESSING)
    return list(rows.values_list("business_id", "ad_account_id").distinct()[:MOST])
