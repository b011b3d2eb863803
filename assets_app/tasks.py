"""Background work of the library and of connections. Each task carries ids and calls one service.

Every row of work is claimed by whoever works on it, so a task that comes twice, or late, does nothing the second time.
"""

from celery import shared_task
from django.contrib.auth import get_user_model

from assets_app import reconciling
from assets_app.models import AdAccount, AssetVersion, Business, Connection, SyncRun, Transfer, Upload
from assets_app.services import (
    carrying,
    folder_push,
    ingest,
    notices,
    passwords,
    polling,
    purging,
    renditions,
    token_watch,
)
from assets_app.sync import runs, schedule

OPTIONS = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}
TRANSFERS = {"soft_time_limit": 900, "time_limit": 960}
MEDIA = {"soft_time_limit": 600, "time_limit": 660}
SYNC = {"soft_time_limit": 270, "time_limit": 300}
SHORT = {"soft_time_limit": 120, "time_limit": 150}


@shared_task(**MEDIA, **OPTIONS)
def ingest_upload(upload_id: str):
    upload = ingest.ingest(upload_id)
    if upload is None or upload.asset is None or upload.state != Upload.State.KEPT:
        return
    make_renditions.delay_on_commit(upload.asset.current_id)
    for transfer_id in ingest.transfers_to_start(upload):
        carry_transfer.delay_on_commit(transfer_id)


@shared_task(**MEDIA, **OPTIONS)
def make_renditions(version_id: int):
    version = AssetVersion.objects.select_related("asset").filter(pk=version_id).exclude(file="").first()
    if version is not None:
        renditions.make(version)


@shared_task(**TRANSFERS, **OPTIONS)
def carry_transfer(transfer_id: int):
    transfer = carrying.carry(transfer_id)
    if transfer is None:
        return
    if transfer.state == Transfer.State.PROCESSING:
        poll_videos.apply_async((transfer.business_id, transfer.ad_account_id), countdown=carrying.FIRST_POLL.seconds)
    elif transfer.state == Transfer.State.SENDING and not transfer.reason:
        carry_transfer.delay_on_commit(transfer.pk)


@shared_task(**TRANSFERS, **OPTIONS)
def poll_videos(business_id: int, ad_account_id: int | None = None):
    account = AdAccount.objects.get(pk=ad_account_id) if ad_account_id else None
    rows = polling.poll(Business.objects.get(pk=business_id), account)
    waits = [polling.wait_s(row) for row in rows if row.state == Transfer.State.PROCESSING]
    if waits:
        poll_videos.apply_async((business_id, ad_account_id), countdown=min(waits))


@shared_task(**TRANSFERS, **OPTIONS)
def push_folder(folder_id: int):
    folder_push.push(folder_id)


@shared_task(**SYNC, **OPTIONS)
def advance_run(run_id: int):
    run = runs.advance(run_id)
    if run is None:
        return
    if run.state == SyncRun.State.RUNNING and not run.reason:
        advance_run.delay_on_commit(run.pk)
    if run.state == SyncRun.State.DONE:
        reconcile_assets.delay_on_commit()


@shared_task(**SHORT, **OPTIONS)
def start_due_runs():
    for run in schedule.request_due():
        advance_run.delay(run.pk)


@shared_task(**SHORT, **OPTIONS)
def check_connection(connection_id: int):
    token_watch.check(Connection.objects.get(pk=connection_id))
    send_notices.delay_on_commit()


@shared_task(**SHORT, **OPTIONS)
def check_connections():
    for pk in Connection.objects.exclude(state=Connection.State.DISCONNECTED).values_list("pk", flat=True):
        check_connection.delay(pk)


@shared_task(**SHORT, **OPTIONS)
def send_notices():
    notices.tell_of_connections()
    notices.mail_unsent()


@shared_task(**SHORT, **OPTIONS)
def reconcile_assets():
    """Start what is due and held by nobody: first sends that were lost, leases of workers that died, waits that are over."""
    for start, due in (
        (ingest_upload, reconciling.due_uploads()),
        (make_renditions, reconciling.unrendered_versions()),
        (push_folder, reconciling.due_folders()),
        (carry_transfer, reconciling.due_transfers()),
        (advance_run, reconciling.due_runs()),
    ):
        for pk in due:
            start.delay(pk)
    for pk in Connection.objects.doubted().values_list("pk", flat=True):
        check_connection.delay(pk)
    for place in reconciling.due_polls():
        poll_videos.delay(*place)


@shared_task(**SHORT, **OPTIONS)
def purge():
    purging.purge()


@shared_task(**SHORT, **OPTIONS)
def mail_password_reset(user_id: int):
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is not None:
        passwords.mail_reset(user)
