"""Bytes to Meta, in a worker: one claimed transfer at a time, resumable at every step."""

import hashlib
import time
from dataclasses import replace
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection, business_api, marketing_api
from assets_app.models import Asset, Transfer
from assets_app.models.work import ClaimLost
from assets_app.services import folder_push
from assets_app.services.lease import Heartbeat
from assets_app.services.meta_state import refresh
from assets_app.services.transfers import START_OVER, tell
from graph_client import GraphError, InvalidParameter, SessionLost
from graph_client import carry as carry_video
from graph_client.edges import folders as meta_folders
from graph_client.edges import images, videos

BUDGET_S = 60
FOLDER_WAIT = timedelta(seconds=5)
FIRST_POLL = timedelta(seconds=5)
IMAGE_LEASE = timedelta(seconds=90)
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/bmp": "bmp"}


def carry(transfer_id) -> Transfer | None:
    """Bring a transfer as far as it goes in a minute; None when there is nothing to do.

    1. Claim it. 2. A folder that is not at Meta yet: wait. 3. An image goes in one request; a video in chunks, its
    session and offset written before each. 4. No new chunk after a minute: the row is due again at once.
    """
    transfer = Transfer.objects.filter(state__in=["queued", "sending"]).claim(transfer_id)
    if transfer is None:
        return None
    try:
        if _may_go(transfer):
            _enter(transfer, state=Transfer.State.SENDING)
            _send_image(transfer) if transfer.version.asset.kind == Asset.Kind.IMAGE else _send_video(transfer)
    except ClaimLost:
        return None
    except (GraphError, NoConnection) as error:
        _meet(transfer, error)
    return transfer


def _enter(transfer: Transfer, **fields) -> None:
    with transaction.atomic():
        transfer.keep(**fields)
        refresh([transfer.version.asset_id])


def end(transfer: Transfer, state: str, **fields) -> None:
    """Settle, with the asset's own state in the same transaction."""
    with transaction.atomic():
        transfer.settle(state, **fields)
        refresh([transfer.version.asset_id])
        tell(transfer)


def _meet(transfer: Transfer, error) -> None:
    if transfer.folder and isinstance(error, InvalidParameter) and _folder_is_gone(transfer):
        folder_push.mark_missing(transfer.folder)
        error = f"The folder {transfer.folder} was deleted at Meta. Retry makes it there again and sends the file."
    with transaction.atomic():
        if isinstance(error, SessionLost):
            transfer.put_off(clock.now(), error.advice, count=True, **START_OVER)
        elif isinstance(error, str):
            transfer.fail(error)
        else:
            trouble.meet(transfer, error)
        refresh([transfer.version.asset_id])
        tell(transfer)


def _folder_is_gone(transfer: Transfer) -> bool:
    try:
        meta_folders.get(business_api(transfer.business), transfer.meta_folder_id)
    except GraphError as error:
        return folder_push.is_gone(error)
    except NoConnection:
        return False
    return False


def _may_go(transfer: Transfer) -> bool:
    """The asset is wanted and its place at Meta is there; otherwise the row waits or ends."""
    if transfer.version.asset.trashed_at and not transfer.session_id:
        end(transfer, Transfer.State.CANCELLED)
        return False
    folder = transfer.folder
    if folder is None or folder.graph_id:
        return True
    if folder.state in folder.OPEN_STATES:
        transfer.put_off(clock.now() + FOLDER_WAIT, f"Waits for the folder {folder} to be made at Meta")
    else:
        _meet(transfer, f"The folder {folder} is not at Meta. {folder.reason}".strip())
    return False


def client_of(transfer: Transfer):
    if transfer.ad_account_id:
        return marketing_api(transfer.ad_account)
    return business_api(transfer.business)


def sent_name(version) -> str:
    """The name that Meta gets, which must end as the bytes are."""
    mime = "image/jpeg" if version.sent_file else version.mime
    stem = version.filename.rpartition(".")[0] or version.filename
    return f"{stem[:90]}.{ENDINGS[mime]}" if mime in ENDINGS else version.filename[:100]


def opened(version):
    """The bytes that Meta gets, as an open file."""
    return default_storage.open((version.sent_file or version.file).name, "rb")


def _send_image(transfer: Transfer) -> None:
    client, version, unknown = client_of(transfer), transfer.version, transfer.sent_at is not None
    heart = Heartbeat(transfer, client)
    name = sent_name(version)
    with opened(version) as file:
        if transfer.ad_account:
            answer = images.upload(client, transfer.ad_account.graph_id, file, name, transfer.size, on_read=heart.beat)
            _arrived(transfer, image_hash=answer["hash"])
            return
        transfer.keep(IMAGE_LEASE)
        found = _found_in_folder(client, transfer, name, file) if unknown else None
        if found is None:
            transfer.keep(IMAGE_LEASE, sent_at=clock.now())
            found = images.upload_to_folder(
                client, transfer.business.graph_id, transfer.meta_folder_id, file, name, transfer.size
            )
    _arrived(transfer, image_hash=found["hash"], graph_id=str(found["id"]))
    remember_link(transfer, client)


def _found_in_folder(client, transfer: Transfer, name: str, file) -> dict | None:
    """The image of an upload whose answer was lost: same name, same bytes by Meta's hash (an MD5), held by no row of ours."""
    digest = hashlib.file_digest(file, "md5").hexdigest()
    for row in meta_folders.list_contents(client, transfer.business.graph_id, transfer.meta_folder_id, name):
        taken = Transfer.objects.filter(business=transfer.business, graph_id=str(row["id"])).exclude(pk=transfer.pk)
        if row.get("hash") == digest and not taken.exists():
            return row
    return None


def _arrived(transfer: Transfer, **ids) -> None:
    end(transfer, Transfer.State.READY, offset=transfer.size, attempts=0, missing_since=None, **ids)


def remember_link(transfer: Transfer, client) -> None:
    """Where Meta's Media Library shows it. Nothing depends on it, so a failure costs only the link."""
    link = folder_push.meta_link(client, transfer.graph_id) if transfer.graph_id else ""
    if link:
        Transfer.objects.filter(pk=transfer.pk).update(media_library_url=link)


def _send_video(transfer: Transfer) -> None:
    client = client_of(transfer)
    heart = Heartbeat(transfer, client)
    until = time.monotonic() + BUDGET_S
    with opened(transfer.version) as file:
        upload = carry_video(
            client,
            _upload_of(transfer),
            file,
            save=lambda upload: _save(transfer, heart, upload),
            on_progress=heart.beat,
            keep_going=lambda: time.monotonic() < until,
        )
    if not upload.done:
        transfer.put_off(clock.now(), "")
        return
    end(
        transfer,
        Transfer.State.PROCESSING,
        offset=transfer.size,
        processing_since=clock.now(),
        next_at=clock.now() + FIRST_POLL,
        polls=0,
        attempts=0,
    )


def _upload_of(transfer: Transfer):
    """The client's view of a stored transfer."""
    name = transfer.version.filename
    if transfer.ad_account:
        fresh = videos.new_upload(transfer.ad_account.graph_id, transfer.size, name, title=name[:250])
    else:
        business, folder = transfer.business.graph_id, transfer.meta_folder_id
        fresh = videos.new_folder_upload(business, folder, transfer.size, name, title=name[:250])
    return replace(
        fresh,
        step=transfer.step,
        session_id=transfer.session_id,
        video_id=transfer.video_id,
        business_video_id=transfer.graph_id,
        start_offset=transfer.offset,
        end_offset=transfer.end_offset,
    )


def _save(transfer: Transfer, heart: Heartbeat, upload) -> None:
    """What is needed to go on, written before the next step. Progress forgets earlier failures."""
    moved = {"attempts": 0, "reason": ""} if upload.start_offset > transfer.offset else {}
    heart.beat(
        step="finish" if upload.done else upload.step,
        session_id=upload.session_id,
        video_id=upload.video_id,
        graph_id=upload.business_video_id,
        offset=upload.start_offset,
        end_offset=upload.end_offset,
        **moved,
    )
