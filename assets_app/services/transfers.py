"""A version's copies at Meta: which there are, which there shall be."""

from django.db import transaction
from django.db.models import Q

from assets_app.models import AssetVersion, Transfer
from assets_app.permissions import require
from assets_app.services import folders
from assets_app.services.activity import record
from assets_app.services.meta_state import refresh
from assets_app.services.refusal import Refused

START_OVER = {
    "step": Transfer.Step.START,
    "session_id": "",
    "video_id": "",
    "graph_id": "",
    "offset": 0,
    "end_offset": 0,
    "processing_since": None,
}
WAITING = {
    "state": Transfer.State.QUEUED,
    "next_at": None,
    "attempts": 0,
    "sent_at": None,
    "reason": "",
    "error_code": None,
    "error_subcode": None,
    "error_text": "",
    "trace_id": "",
}


def usable(version: AssetVersion, ad_account) -> Transfer | None:
    """A copy with an image hash or a video id that creatives of this account may use: its own, else a business folder's."""
    ready = Transfer.objects.filter(version=version, state=Transfer.State.READY, missing_since=None)
    own = Q(ad_account=ad_account)
    of_the_business = Q(folder__isnull=False, business=ad_account.business)
    return ready.filter(own | of_the_business).order_by("folder_id").first() if ad_account else None


def ensure_in_account(version: AssetVersion, ad_account, by) -> Transfer:
    """The transfer of this version to this account, made or taken up again if need be. Start it with `carry_transfer`."""
    require(by, "library.send")
    if not version.file:
        raise Refused("Galley has no bytes of this file, so it cannot be sent. Upload it here.", "media")
    with transaction.atomic():
        is_new = not Transfer.objects.filter(version=version, ad_account=ad_account).exists()
        transfer = _row(version, ad_account=ad_account)
        if is_again := transfer.state == Transfer.State.CANCELLED:
            _take_up(transfer)
        if is_new or is_again:
            text = f"asked to send {version.asset} to {ad_account}"
            _record(transfer, "send", text, by)
        refresh([version.asset_id])
    return transfer


def on_arrival(version: AssetVersion, folder) -> Transfer | None:
    """Where a new version goes: its folder at Meta, else the default ad account; None where there is neither.

    Inside the caller's transaction.
    """
    if at_meta(folder):
        return _row(version, folder=folder)
    account = version.business.default_ad_account
    return _row(version, ad_account=account) if account else None


def at_meta(folder) -> bool:
    """The folder is a creative folder at Meta, or on its way to be one."""
    if folder is None or not folder.business.has_folders_at_meta or folder.missing_since:
        return False
    return bool(folder.graph_id) or folder.state in folder.OPEN_STATES


def _row(version, **destination) -> Transfer:
    size = sent_size(version)
    found, _ = Transfer.objects.get_or_create(
        version=version, **destination, defaults={"business": version.business, "size": size}
    )
    return found


def sent_size(version: AssetVersion) -> int:
    """Bytes of what Meta gets, which is not the original where a JPEG was made from it."""
    return int(version.facts.get("sent_size") or version.size)


def retry(transfer: Transfer, by) -> Transfer:
    """Take a failed copy up again where it stopped; from the beginning where Meta has refused the whole."""
    require(by, "library.send")
    if transfer.state not in (Transfer.State.FAILED, Transfer.State.CANCELLED):
        return transfer
    before = transfer.state
    with transaction.atomic():
        if transfer.folder and transfer.folder.missing_since:
            folders.make_again(transfer.folder)
        _take_up(transfer, START_OVER if transfer.processing_since else {})
        refresh([transfer.version.asset_id])
        text = f"asked to send {transfer.version.asset} to Meta again"
        changed = {"before": {"state": before}, "after": {"state": transfer.state}}
        _record(transfer, "retry", text, by, **changed)
    return transfer


def tell(transfer: Transfer) -> None:
    """What Meta made of a copy, once that is settled. Inside the caller's transaction."""
    said = {
        Transfer.State.READY: ("ready", "arrived at Meta"),
        Transfer.State.FAILED: ("fail", f"did not get to Meta: {transfer.reason or transfer.error_text}"),
        Transfer.State.CANCELLED: ("cancel", "is not sent to Meta any more"),
    }.get(Transfer.State(transfer.state))
    if said:
        _record(transfer, said[0], f"{transfer.version.asset} {said[1]}")


def _record(transfer: Transfer, act: str, text: str, by=None, **more) -> None:
    """About the asset, since that is what people look for; which copy it was stands in the detail."""
    asset = transfer.version.asset
    record(
        business=transfer.business, verb=f"transfer.{act}", subject=asset, text=text, by=by, copy=transfer.pk, **more
    )


def _take_up(transfer: Transfer, more: dict | None = None) -> None:
    closed = Transfer.objects.filter(pk=transfer.pk, state__in=["failed", "cancelled"])
    closed.update(**WAITING, **(more or {}))
    transfer.refresh_from_db()
