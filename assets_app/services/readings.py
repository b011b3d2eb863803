"""Readings of Meta: asking for one by hand, and the line in the record when one has ended.

Galley reads each account every few minutes, and a line for each reading would bury what people did. So the end of a
reading is written down where somebody asked for it, where it is the first of its kind, and where it failed after one
that did not, or the other way round. What a reading found changed is written by whoever changes the row, in any case.
"""

from assets_app.models import ActivityEntry, SyncRun
from assets_app.permissions import require
from assets_app.services.activity import record, subject_of

ASKED = "sync.request"
ENDED = {SyncRun.State.DONE: "sync.done", SyncRun.State.FAILED: "sync.fail"}


def ask(*, business, kind: str, by, ad_account=None) -> SyncRun:
    """The reading that is open, else a new one; who asked is on record. Start it with the task of its kind."""
    require(by, "sync.request")
    run = SyncRun.request(business=business, kind=kind, ad_account=ad_account, by=by)
    whole = ad_account or business
    record(business=business, verb=ASKED, subject=run, within=whole, text=f"asked Galley to read {what(run)}", by=by)
    return run


def tell(run: SyncRun) -> None:
    """How a reading ended, if it has and if that is news. Inside the caller's transaction."""
    verb = ENDED.get(SyncRun.State(run.state))
    if verb is None or not (_was_asked_for(run) or _is_news(run)):
        return
    if run.state == SyncRun.State.FAILED:
        text = f"could not read {what(run)}: {run.reason}"
    else:
        text = f"read {what(run)}: {run.reason or rows(run.rows)}"
    record(business=run.business, verb=verb, subject=run, within=run.ad_account or run.business, text=text)


def what(run: SyncRun) -> str:
    """`campaigns and ads of Studio Nord`."""
    kind = run.get_kind_display()
    return f"{kind[0].lower()}{kind[1:]} of {run.ad_account or run.business}"


def rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _was_asked_for(run: SyncRun) -> bool:
    """By whoever started it, or by somebody who asked while it was under way."""
    asked = ActivityEntry.objects.filter(business=run.business, verb=ASKED)
    return run.requested_by_id is not None or asked.about(subject_of(run)).exists()


def _is_news(run: SyncRun) -> bool:
    alike = SyncRun.objects.filter(business=run.business, kind=run.kind, ad_account=run.ad_account)
    before = alike.filter(state__in=ENDED, pk__lt=run.pk).order_by("-pk").first()
    return before is None or before.state != run.state
