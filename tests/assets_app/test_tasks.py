"""The tasks find their work by themselves: what is due is started, what a sick connection holds is not, old things go."""

import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from assets_app import clock, reconciling, tasks
from assets_app.models import Asset, Connection, Folder, SyncRun, Transfer, Upload
from assets_app.services import folders, purging, uploads
from campaigns_app.models import CreativeMedia
from tests.factories import make_asset, make_creative, make_folder, make_transfer

LATE = timedelta(days=31)


@pytest.fixture
def started(monkeypatch):
    """What the reconciler hands to the queue: (task, arguments)."""
    seen = []
    for name in ("ingest_upload", "make_renditions", "push_folder", "carry_transfer", "advance_run", "poll_videos"):
        monkeypatch.setattr(getattr(tasks, name), "delay", lambda *given, name=name: seen.append((name, *given)))
    return seen


@pytest.fixture
def waiting(account):
    return make_transfer(make_asset(account.business).current, account, state="queued", image_hash="")


def test_due_rows_of_every_table_are_started(started, account, arrive, jpeg):
    account.business.has_folders_at_meta = True
    account.business.save()
    upload = arrive(jpeg, "lamp.jpg")
    folder = folders.create_folder(business=account.business, name="Spring", by=None)
    transfer = make_transfer(make_asset(account.business).current, account, state="queued", image_hash="")
    processing = make_transfer(make_asset(account.business).current, account, state="processing", video_id="1")
    run = SyncRun.request(business=account.business, kind="library")
    tasks.reconcile_assets()
    assert set(started) == {
        ("ingest_upload", str(upload.pk)),
        ("push_folder", folder.pk),
        ("carry_transfer", transfer.pk),
        ("poll_videos", processing.business_id, account.pk),
        ("advance_run", run.pk),
    }


def test_a_row_with_a_living_lease_is_left_alone_and_a_dead_one_taken_back(started, waiting):
    assert Transfer.objects.claim(waiting.pk)
    tasks.reconcile_assets()
    assert started == []
    Transfer.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    tasks.reconcile_assets()
    assert started == [("carry_transfer", waiting.pk)]


def test_a_row_that_waits_is_started_when_its_time_has_come(started, waiting):
    Transfer.objects.update(next_at=clock.now() + timedelta(minutes=5))
    tasks.reconcile_assets()
    assert started == []
    Transfer.objects.update(next_at=clock.now() - timedelta(seconds=1))
    tasks.reconcile_assets()
    assert started == [("carry_transfer", waiting.pk)]


def test_work_of_a_sick_connection_is_not_started(started, waiting):
    Connection.objects.update(state="needs_attention")
    tasks.reconcile_assets()
    assert started == []


def test_at_most_200_rows_a_table_are_started(started, account, monkeypatch):
    monkeypatch.setattr(reconciling, "MOST", 3)
    for _ in range(5):
        make_transfer(make_asset(account.business).current, account, state="queued", image_hash="")
    tasks.reconcile_assets()
    assert len(started) == 3


def test_missing_thumbnails_are_made_after_a_minute(started, keep, jpeg):
    asset = keep(jpeg)
    tasks.reconcile_assets()
    assert started == []
    Asset.objects.update(created_at=clock.now() - timedelta(minutes=2))
    tasks.reconcile_assets()
    assert started == [("make_renditions", asset.current_id)]


def test_an_upload_goes_all_the_way_by_tasks(account, arrive, jpeg, monkeypatch):
    """Each task starts the next one; here they run on the spot."""
    for name in ("make_renditions", "carry_transfer"):
        task = getattr(tasks, name)
        monkeypatch.setattr(task, "delay_on_commit", task)
    upload = arrive(jpeg, "lamp.jpg")
    tasks.ingest_upload(str(upload.pk))
    asset = Asset.objects.get()
    assert (asset.state, asset.meta_state) == ("ready", "ready")
    assert asset.current.renditions.count() == 2


def test_a_task_that_comes_twice_does_nothing_the_second_time(account, arrive, jpeg):
    upload = arrive(jpeg, "lamp.jpg")
    tasks.ingest_upload(str(upload.pk))
    tasks.ingest_upload(str(upload.pk))
    assert Asset.objects.count() == 1


def test_trash_is_emptied_after_30_days_with_its_bytes(keep, jpeg, marketer):
    asset = keep(jpeg)
    name = asset.current.file.name
    Asset.objects.update(trashed_at=clock.now() - timedelta(days=29), trashed_by=marketer)
    assert purging.purge()["assets"] == 0
    Asset.objects.update(trashed_at=clock.now() - LATE)
    assert purging.purge()["assets"] == 1
    assert not Asset.objects.exists()
    assert not default_storage.exists(name)


def test_media_that_a_creative_uses_stays(keep, jpeg, marketer, account):
    asset = keep(jpeg)
    version = make_creative(account, marketer).latest
    CreativeMedia.objects.create(version=version, asset_version=asset.current, role="image")
    Asset.objects.update(trashed_at=clock.now() - LATE, trashed_by=marketer)
    assert purging.purge()["assets"] == 0
    assert default_storage.exists(asset.current.file.name)


def test_old_folders_go_the_deepest_first(business):
    spring = make_folder(business, "Spring")
    make_folder(business, "Glow", parent=spring)
    Folder.objects.update(trashed_at=clock.now() - LATE)
    assert purging.purge()["folders"] == 2


def test_unfinished_uploads_and_scratch_files_go(marketer, settings):
    uploads.open_upload(by=marketer, filename="a.jpg", size=10)
    Upload.objects.update(expires_at=clock.now() - timedelta(hours=1))
    scratch = settings.UPLOAD_DIR / "scratch-old"
    scratch.parent.mkdir(exist_ok=True)
    scratch.touch()
    os.utime(scratch, (1, 1))
    found = purging.purge()
    assert (found["uploads"], found["scratch"]) == (1, 1)
