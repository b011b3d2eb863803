"""Reading insights: one run an account, its days in windows, each window one report at Meta.

A window goes queued -> submitted (the report's id is stored) -> fetching -> done, or is split. Every step is committed,
so that another worker goes on where one died: a submitted report is polled again, a half-read one is read again from
its first page into the same rows. Source: Marketing API reference, lines 12019-12091.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from assets_app import clock, trouble
from assets_app.graph import NoConnection, marketing_api
from assets_app.models import SyncRun
from assets_app.services import readings
from campaigns_app.insights import mapping, store, windows
from campaigns_app.insights.before_galley import version_of_the_past
from campaigns_app.insights.results import refresh_assets
from campaigns_app.models import Ad, SyncWindow
from campaigns_app.objects.sync import read_objects
from graph_client import GraphError, TooMuchData
from graph_client.edges import insights as edge
from graph_client.fields import EVERY_STATUS_BUT_DELETED

REPORTS_AT_ONCE = 5
RUN_LEASE = timedelta(seconds=90)
POLL_EVERY = timedelta(seconds=2)
PAGE_SIZE = 500
State = SyncWindow.State


def advance(run_id: int) -> SyncRun | None:
    """One step of a run: objects and windows first, then submit and poll. None when somebody else holds it."""
    run = SyncRun.objects.claim(run_id, lease=RUN_LEASE)
    if run is None:
        return None
    try:
        _prepare(run)
        _submit(run)
        _poll(run)
    except (GraphError, NoConnection) as error:
        with transaction.atomic():
            trouble.meet(run, error)
            readings.tell(run)
        return run
    _finish(run)
    return run


def _prepare(run: SyncRun) -> None:
    if run.cursor.get("laid"):
        return
    run.keep(lease=RUN_LEASE, state=SyncRun.State.RUNNING, reason="Reading campaigns and ads first")
    read_objects(run.ad_account, keep=lambda rows: run.keep(lease=RUN_LEASE))
    run.keep(lease=RUN_LEASE, total=windows.lay(run), cursor={"laid": True}, reason="")


def _submit(run: SyncRun) -> None:
    free = REPORTS_AT_ONCE - run.windows.filter(state__in=[State.SUBMITTED, State.FETCHING]).count()
    waiting = SyncWindow.objects.due().filter(run=run, state=State.QUEUED).order_by("-until")
    for pk in waiting.values_list("pk", flat=True)[: max(free, 0)]:
        if window := SyncWindow.objects.claim(pk):
            window.run = run
            _met(window, _submit_one)


def _submit_one(window: SyncWindow) -> None:
    params = edge.daily_params(window.since, window.until, ad_ids=window.ad_ids)
    if window.cut == windows.VANISHED:
        params["filtering"][0]["value"] = [*EVERY_STATUS_BUT_DELETED, "DELETED"]
    account = window.run.account
    report = edge.submit(marketing_api(account), account.graph_id, params)
    window.settle(State.SUBMITTED, report_run_id=report, calls=window.calls + 1)


def _poll(run: SyncRun) -> None:
    """All reports under way, asked in one batch."""
    due = SyncWindow.objects.due().filter(run=run, state=State.SUBMITTED).values_list("pk", flat=True)
    held = [window for pk in due if (window := SyncWindow.objects.claim(pk))]
    if not held:
        return
    try:
        reports = edge.poll_many(marketing_api(run.ad_account), [window.report_run_id for window in held])
    except (GraphError, NoConnection) as error:
        for window in held:
            trouble.meet(window, error)
        return
    for window in held:
        window.run = run
        _take(window, reports.get(window.report_run_id))


def _take(window: SyncWindow, report) -> None:
    """What a report's state means for its window. None: Meta did not say, ask again."""
    if report is None:
        window.put_off(clock.now() + POLL_EVERY, "Meta did not say how far the report is", count=True)
    elif report.ready:
        window.settle(State.FETCHING)
    elif not report.failed:
        window.put_off(clock.now() + POLL_EVERY, f"Meta is computing, {report.percent} %")
    else:
        _ask_again_or_split(window, report)


def _ask_again_or_split(window: SyncWindow, report) -> None:
    """A report that failed is asked for once more, then in two halves; one day is tried until it fails for good."""
    if window.attempts and window.since < window.until:
        windows.split(window)
        return
    wait = trouble.backoff(window.attempts)
    window.put_off(clock.now() + wait, f"Meta's report ended with “{report.status}”", count=True, state=State.QUEUED)


def fetch(window_id: int) -> SyncWindow | None:
    """Read a finished report into our rows; None when somebody else holds the window."""
    window = SyncWindow.objects.claim(window_id)
    if window is None or window.state != State.FETCHING:
        return None
    if _met(window, _fetch_pages):
        SyncRun.objects.filter(pk=window.run_id).update(rows=F("rows") + window.rows, next_at=None)
    return window


def _fetch_pages(window: SyncWindow) -> None:
    ads = _ads(window)
    rows = 0
    for page in edge.fetch(marketing_api(window.run.ad_account), window.report_run_id, page_size=PAGE_SIZE):
        rows += store.upsert(_rows(window, ads, page.get("data") or []))
        window.keep(rows=rows, calls=window.calls + 1)
    store.remove_unconfirmed(window, windows.expected(window))
    window.settle(State.DONE, rows=rows)


def _ads(window: SyncWindow) -> dict[str, Ad]:
    account = window.run.ad_account
    ads = {ad.graph_id: ad for ad in Ad.objects.filter(ad_account=account).only("pk", "graph_id", "version_id")}
    if any(ad.version_id is None for ad in ads.values()):
        unknown = version_of_the_past(account)
        for ad in ads.values():
            ad.version_id = ad.version_id or unknown.pk
    return ads


def _rows(window: SyncWindow, ads: dict[str, Ad], answers: list[dict]):
    """Rows of ads that appeared after the objects were read are left to the next run, which knows them."""
    for answer in answers:
        if ad := ads.get(str(answer.get("ad_id"))):
            key = {"ad_account_id": window.run.ad_account_id, "ad_id": ad.pk, "version_id": ad.version_id}
            yield key | {"day": mapping.day_of(answer), "window_id": window.pk} | mapping.columns(answer)


def _met(window: SyncWindow, work) -> bool:
    """Do a piece of work; an error becomes the window's next state."""
    try:
        work(window)
        return True
    except TooMuchData:
        windows.split(window)
    except (GraphError, NoConnection) as error:
        trouble.meet(window, error)
    return False


def _finish(run: SyncRun) -> None:
    """Settle the run when no window is open, else let go of it until one may have news."""
    under_way = SyncWindow.objects.open().filter(run=run)
    done = run.windows.filter(state=State.DONE).count()
    if waiting := under_way.exclude(reason="").order_by("next_at").first():
        return run.put_off(waiting.next_at or clock.now() + POLL_EVERY, waiting.reason, done=done)
    if under_way.exists():
        return run.put_off(clock.now() + POLL_EVERY, "Reading Meta's report", done=done)
    refresh_assets(run.business)
    failed = run.windows.filter(state=State.FAILED).first()
    ended = {"finished_at": clock.now(), "done": done, "total": run.windows.exclude(state=State.SPLIT).count()}
    state = SyncRun.State.FAILED if failed else SyncRun.State.DONE
    reason = f"{failed.since} to {failed.until}: {failed.reason}"[:300] if failed else ""
    with transaction.atomic():
        run.settle(state, reason=reason, **ended)
        run.rows = SyncRun.objects.values_list("rows", flat=True).get(pk=run.pk)  # counted window by window
        readings.tell(run)
