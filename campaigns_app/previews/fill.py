"""Ask Meta for frames: all that are due in ONE batch, each held by one asker at a time.

Every cell ends with a frame, a date or a reason; nothing stays blank. Of what Meta sends only the address of the frame
is kept, and only if its host is one that we trust with a frame.
"""

from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from assets_app import clock, trouble
from assets_app.graph import NoConnection, marketing_api
from assets_app.media import fetching
from assets_app.models import AssetVersion
from assets_app.models.work import ClaimLost
from campaigns_app.creatives import media, publishing
from campaigns_app.creatives.models import CreativeMedia
from campaigns_app.creatives.spec import tokens
from campaigns_app.previews.models import Preview
from graph_client import (
    APIError,
    GraphError,
    PermissionMissing,
    PolicyRefused,
    TokenRejected,
    previews,
    run,
)

State = Preview.State
WEB_TIMEOUT = (3, 8)
BATCH = 40
FIRST_ASK_AGAIN_S, LAST_ASK_AGAIN_S = 3, 600


def fill(rows, *, in_request: bool = False) -> list[Preview]:
    """Ask for those of the rows that are due and held by nobody; returns all of them as they are then."""
    pks = [row.pk for row in rows]
    mine = Preview.objects.claim_many(pks)
    for cells in _by(mine, "ad_account_id").values():
        _fill_account(cells[0].ad_account, cells, in_request)
    found = Preview.objects.filter(pk__in=pks).select_related("ad_account__business", "version__creative").in_bulk()
    return [found[pk] for pk in pks if pk in found]


def _by(rows, field):
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, field)].append(row)
    return groups


def _fill_account(account, cells, in_request):
    try:
        client = marketing_api(account, in_request=in_request)
    except NoConnection as error:
        return _meet_all(cells, error)
    if in_request:
        client.timeout = WEB_TIMEOUT
    ready = [pair for group in _by(cells, "subject_hash").values() for pair in _prepared(client, group)]
    for start in range(0, len(ready), BATCH):
        _ask(client, ready[start : start + BATCH])


def _prepared(client, cells):
    """[(cell, creative to ask for)] of one subject; what keeps its media away settles here."""
    try:
        creative = _creative(client, cells[0])
    except media.MediaNotReady as error:
        reason = error.reason
        return _each(cells, lambda row: row.put_off(clock.now() + media.WAIT, reason, state=State.WAITING))
    except media.MediaFailed as error:
        reason = str(error)
        return _each(cells, lambda row: row.fail(reason))
    except GraphError as error:
        return _meet_all(cells, error)
    return [(row, creative) for row in cells]


def _creative(client, cell) -> dict:
    """The spec to draw. A video without a picture of its own costs one call more, unless it is at Meta already."""
    spec = cell.version.spec if cell.version_id else cell.subject["spec"]
    if cell.version_id and cell.version.graph_id and tokens.posters(spec):
        return {"creative_id": cell.version.graph_id}
    gathered = media.gather(_places(cell), cell.ad_account)
    return tokens.fill(spec, publishing.with_posters(client, spec, gathered).by_place)


def _places(cell):
    if cell.version_id:
        return cell.version.media.select_related("asset_version__asset")
    kept = cell.subject["media"]
    versions = AssetVersion.objects.filter(business=cell.business_id).in_bulk([row["asset_version"] for row in kept])
    return [
        CreativeMedia(role=row["role"], position=row["position"], asset_version=versions[row["asset_version"]])
        for row in kept
    ]


def _each(cells, act):
    for cell in cells:
        _if_ours(act, cell)
    return []


def _if_ours(act, cell):
    """Somebody else may have taken a cell whose lease died; then theirs is the word."""
    try:
        act(cell)
    except ClaimLost:
        return


def _ask(client, prepared):
    calls = [_call(cell, creative) for cell, creative in prepared]
    if not calls:
        return
    try:
        results = run(client, calls)
    except GraphError as error:
        _meet_all([cell for cell, _ in prepared], error)
        return
    for (cell, _), result in zip(prepared, results, strict=True):
        _if_ours(lambda row, result=result: take(row, result), cell)


def _call(cell, creative):
    more = {"creative_feature": cell.feature} if cell.feature else {}
    return previews.generate_call(cell.ad_account.graph_id, creative, cell.ad_format, **more)


def _meet_all(cells, error):
    return _each(cells, lambda row: meet(row, error))


def take(cell: Preview, result) -> None:
    """One part of Meta's answer becomes the state of one cell."""
    if result.error is not None:
        meet(cell, result.error)
    elif result.not_done:
        cell.put_off(clock.now() + timedelta(seconds=1), "Meta did not get to this one. Asked again.", count=True)
    elif cell.feature:
        take_feature(cell, result.data)
    else:
        take_frame(cell, previews.frame(result.data))


def meet(cell: Preview, error) -> None:
    """Meta's reason in words, and whether later may work."""
    if isinstance(error, PermissionMissing):
        cell.settle(State.NO_PERMISSION, **said(error))
    elif isinstance(error, APIError) and not isinstance(error, TokenRejected | PolicyRefused) and is_refusal(error):
        cell.settle(State.NOT_OFFERED, **said(error))
    elif will_wait(error):
        trouble.meet(cell, error, state=State.WAITING)
    else:
        cell.fail(error)


def is_refusal(error) -> bool:
    """A definite no about this creative on this placement."""
    return not error.transient and not hasattr(error, "retry_after") and error.code in (100, 194, 1500, 2606)


def will_wait(error) -> bool:
    return isinstance(error, NoConnection | TokenRejected) or error.transient or hasattr(error, "retry_after")


def said(error) -> dict:
    text = getattr(error, "user_message", "") or getattr(error, "message", "") or error.advice
    return {
        "reason": text[:300],
        "error_text": str(error),
        "error_code": getattr(error, "code", None),
        "error_subcode": getattr(error, "subcode", None),
        "trace_id": getattr(error, "trace_id", "") or "",
        "expires_at": None,
    }


def take_frame(cell: Preview, frame, **more) -> None:
    if frame is None:
        return cell.settle(State.NOT_OFFERED, reason="Meta gave no frame for this placement.")
    url, width, height = frame
    if not is_trusted(url):
        host = fetching.host_of(url)
        return cell.settle(State.FAILED, reason=f"Meta's frame lies at {host}, which is no preview host of Galley.")
    cell.settle(
        State.READY,
        url=url,
        width=width or 0,
        height=height or 0,
        expires_at=clock.now() + timedelta(seconds=settings.PREVIEW_TTL_S),
        attempts=0,
        pending_since=None,
        frame_seen_at=None,
        frame_refusal="",
        error_text="",
        error_code=None,
        trace_id="",
        **more,
    )


def is_trusted(url: str) -> bool:
    """https, or the sandbox's http in the demo; the host, port included, is in PREVIEW_HOSTS."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    schemes = {"https", "http"} if settings.DEMO else {"https"}
    return parts.scheme in schemes and parts.netloc in settings.PREVIEW_HOSTS and "@" not in parts.netloc


def take_feature(cell: Preview, page: dict) -> None:
    """The frame with the feature applied. No node, `ineligible` and an absent key all mean: not here."""
    found = previews.variants(page, cell.feature)
    eligible = next((row for row in found if row["status"] == "eligible" and row["frame"]), None)
    if eligible:
        return take_frame(cell, eligible["frame"], feature_status="eligible", feature_url=eligible["frame"][0])
    if any(row["status"] == "pending" for row in found):
        return wait_for_feature(cell)
    status = "ineligible" if found else "missing"
    cell.settle(State.NOT_OFFERED, feature_status=status, reason="Meta does not apply this enhancement here.")


def wait_for_feature(cell: Preview) -> None:
    since = cell.pending_since or clock.now()
    waited = (clock.now() - since).total_seconds()
    again = min(max(FIRST_ASK_AGAIN_S, waited), LAST_ASK_AGAIN_S)
    cell.put_off(
        clock.now() + timedelta(seconds=again),
        "Meta is still preparing this.",
        state=State.PENDING,
        feature_status="pending",
        pending_since=since,
    )
