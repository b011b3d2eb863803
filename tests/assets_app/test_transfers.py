"""Media to Meta: images and videos, faults at every step, workers that die. The sandbox's own bytes are the judge."""

import pytest

from assets_app import clock
from assets_app.models import Asset, Connection, Transfer
from assets_app.permissions import NotAllowed
from assets_app.services import assets, carrying, folder_push, folders, polling, transfers
from assets_app.services.refusal import Refused
from graph_sandbox import media, uploads
from tests import media_files
from tests.factories import make_asset

LONG_AGO = "2020-01-01T00:00:00Z"


@pytest.fixture
def meta(sandbox_server):
    return sandbox_server.sandbox


@pytest.fixture
def small_chunks(meta, clip):
    """The sandbox asks for a video in about six pieces."""
    before = meta.settings.chunk_bytes
    meta.settings.chunk_bytes = len(clip) // 6 + 1
    yield
    meta.settings.chunk_bytes = before


@pytest.fixture
def image(account, keep, jpeg) -> Transfer:
    return keep(jpeg).current.transfers.get()


@pytest.fixture
def video(account, keep, clip, small_chunks) -> Transfer:
    return keep(clip, "clip.mp4").current.transfers.get()


def videos_named(meta, name="clip.mp4"):
    return [row for row in meta.store.list("video") if row.get("title") == name]


def same_bytes(meta, stored, data: bytes) -> bool:
    return media.path_of(meta, stored).read_bytes() == data


def test_an_image_goes_to_the_ad_account(image, to_the_end, meta, jpeg, account):
    transfer = to_the_end(image)
    assert transfer.state == "ready"
    stored = meta.store.find("image", transfer.image_hash, parent=account.graph_id)
    assert same_bytes(meta, stored, jpeg)
    assert Asset.objects.get().meta_state == "ready"
    assert transfers.usable(transfer.version, account) == transfer


def test_a_webp_goes_as_the_jpeg_made_from_it(account, keep, to_the_end, meta):
    transfer = to_the_end(keep(media_files.image_bytes("WEBP"), "lamp.webp").current.transfers.get())
    stored = meta.store.find("image", transfer.image_hash, parent=account.graph_id)
    with transfer.version.sent_file.open() as file:
        assert same_bytes(meta, stored, file.read())
    assert stored["name"] == "lamp.jpg"


def test_a_video_goes_in_chunks_and_is_ready_after_processing(video, to_the_end, meta, clip):
    transfer = to_the_end(video)
    assert transfer.state == "ready"
    [stored] = videos_named(meta)
    assert stored.id == transfer.video_id
    assert same_bytes(meta, stored, clip)


def test_a_video_waits_while_meta_processes(video, meta):
    meta.settings.video_polls = 2
    carrying.carry(video.pk)
    assert Asset.objects.get().meta_state == "processing"
    waits = []
    for _ in range(4):
        Transfer.objects.update(next_at=None)
        polling.poll(video.business, video.ad_account)
        video.refresh_from_db()
        if video.next_at:
            waits.append(round((video.next_at - clock.now()).total_seconds()))
    meta.settings.video_polls = 0
    assert video.state == "ready"
    assert waits == [5, 10]


def test_a_video_that_meta_cannot_process_fails_in_words(video, meta):
    carrying.carry(video.pk)
    [stored] = videos_named(meta)
    meta.store.update(stored.id, {"failed": True})
    Transfer.objects.update(next_at=None)
    polling.poll(video.business, video.ad_account)
    video.refresh_from_db()
    assert video.state == "failed"
    assert "could not process the video" in video.reason


FAULTS = [
    {"action": "answer_lost", "method": "POST", "path": "advideos"},
    {"action": "answer_lost", "method": "POST", "path": "advideos", "skip": 1},
    {"action": "answer_lost", "method": "POST", "path": "advideos", "skip": 3},
    {"action": "answer_lost", "method": "POST", "path": "advideos", "skip": 7},
    {"action": "reset", "method": "POST", "path": "advideos", "skip": 2},
    {"action": "cut", "method": "POST", "path": "advideos", "skip": 2, "bytes": 500},
    {"action": "error", "code": 2, "method": "POST", "path": "advideos", "skip": 2},
    {"action": "error", "code": 6001, "subcode": 1363030, "method": "POST", "path": "advideos", "skip": 2},
    {"action": "wrong_offset", "bytes": 700, "method": "POST", "path": "advideos"},
]


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{fault['action']}-{fault.get('code', '')}-{fault.get('skip', 0)}"
)
def test_a_fault_makes_no_second_video_and_loses_no_byte(video, to_the_end, meta, clip, fault, monkeypatch):
    monkeypatch.setattr("assets_app.services.lease.time.sleep", lambda seconds: None)
    meta.faults.add(**fault)
    transfer = to_the_end(video)
    assert (transfer.state, transfer.reason) == ("ready", "")
    [stored] = videos_named(meta)
    assert same_bytes(meta, stored, clip)


class Killed(BaseException):
    """SIGKILL, as far as code can tell: no handler of ours catches it."""


@pytest.mark.parametrize("steps", range(8))
def test_a_killed_worker_is_followed_by_one_that_goes_on(video, to_the_end, meta, clip, monkeypatch, steps):
    """Killed after any write of progress: exactly one video, byte-equal, and no accepted byte is sent again."""
    left = [steps]
    save = carrying._save

    def saves_until_killed(*arguments):
        save(*arguments)
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    monkeypatch.setattr(carrying, "_save", saves_until_killed)
    with pytest.raises(Killed):
        carrying.carry(video.pk)
    monkeypatch.undo()
    assert carrying.carry(video.pk) is None, "the lease of the dead worker still holds"
    Transfer.objects.update(lease_until=LONG_AGO)
    transfer = to_the_end(video)
    assert transfer.state == "ready"
    [stored] = videos_named(meta)
    assert same_bytes(meta, stored, clip)
    assert meta.store.execute("SELECT count(*) AS n FROM objects WHERE kind = 'upload_session'")[0]["n"] == 1


def test_a_worker_killed_before_it_could_write_down_a_chunk_sends_it_not_again(
    video, to_the_end, meta, clip, monkeypatch
):
    """The chunk was accepted, its answer never stored: Meta's own count is asked before anything is sent."""
    save = carrying._save

    def dies_before_writing(transfer, heart, upload):
        if upload.start_offset > len(clip) // 3:
            raise Killed
        save(transfer, heart, upload)

    sent = _watch_chunks(monkeypatch)
    monkeypatch.setattr(carrying, "_save", dies_before_writing)
    with pytest.raises(Killed):
        carrying.carry(video.pk)
    monkeypatch.setattr(carrying, "_save", save)
    Transfer.objects.update(lease_until=LONG_AGO)
    assert to_the_end(video).state == "ready"
    [stored] = videos_named(meta)
    assert same_bytes(meta, stored, clip)
    assert sum(sent) == len(clip)


def _watch_chunks(monkeypatch) -> list[int]:
    """The sizes of all chunks that the sandbox writes down."""
    sizes, write = [], uploads.write_at

    def watched(target, offset, source):
        sizes.append(source.stat().st_size)
        write(target, offset, source)

    monkeypatch.setattr(uploads, "write_at", watched)
    return sizes


def test_no_chunk_is_started_after_the_minute(video, meta, monkeypatch):
    monkeypatch.setattr(carrying, "BUDGET_S", -1)
    transfer = carrying.carry(video.pk)
    assert (transfer.state, transfer.step, transfer.reason) == ("sending", "start", "")
    monkeypatch.undo()
    assert carrying.carry(video.pk).state == "processing"


def test_throttling_puts_off_without_counting(image, meta):
    meta.faults.add(action="error", code=80004, path="adimages")
    transfer = carrying.carry(image.pk)
    assert transfer.next_at > clock.now()
    assert transfer.attempts == 0
    assert "quota" in transfer.reason


def test_a_definite_no_fails_in_words_and_can_be_retried(image, meta, marketer, to_the_end):
    meta.faults.add(action="error", code=200, path="adimages")
    transfer = carrying.carry(image.pk)
    assert (transfer.state, transfer.error_code) == ("failed", 200)
    assert transfer.reason
    assert Asset.objects.get().meta_state == "failed"
    transfers.retry(transfer, marketer)
    assert to_the_end(transfer).state == "ready"


def test_an_expired_token_makes_the_work_wait(image, meta):
    meta.faults.add(action="error", code=190, subcode=463, path="adimages")
    transfer = carrying.carry(image.pk)
    assert transfer.state in ("queued", "sending")
    assert transfer.attempts == 0
    assert Connection.objects.get().state == "needs_attention"


def test_a_viewer_sends_nothing(image, viewer, account):
    with pytest.raises(NotAllowed):
        transfers.retry(image, viewer)
    with pytest.raises(NotAllowed):
        transfers.ensure_in_account(image.version, account, viewer)


def test_a_medium_without_bytes_cannot_be_sent(connected, account, marketer):
    with pytest.raises(Refused, match="no bytes"):
        transfers.ensure_in_account(make_asset(connected).current, account, marketer)


def test_a_copy_is_asked_for_once(image, account, marketer, to_the_end):
    assert transfers.ensure_in_account(image.version, account, marketer) == image
    to_the_end(image)
    assert transfers.ensure_in_account(image.version, account, marketer) == image


@pytest.fixture
def folder(connected, marketer):
    connected.has_folders_at_meta = True
    connected.save()
    made = folders.create_folder(business=connected, name="Lamps", by=marketer)
    folder_push.push(made.pk)
    made.refresh_from_db()
    return made


def test_an_image_in_a_folder_goes_to_the_folder(folder, keep, jpeg, to_the_end, meta, account):
    transfer = to_the_end(keep(jpeg, folder=folder).current.transfers.get())
    assert (transfer.state, transfer.ad_account) == ("ready", None)
    stored = meta.store.get(transfer.graph_id)
    assert stored["folder_id"] == folder.graph_id
    assert same_bytes(meta, stored, jpeg)
    assert "media_library" in Transfer.objects.get().media_library_url
    assert transfers.usable(transfer.version, account) == transfer


def test_a_video_in_a_folder_goes_to_the_folder(folder, keep, clip, small_chunks, to_the_end, meta):
    transfer = to_the_end(keep(clip, "clip.mp4", folder=folder).current.transfers.get())
    assert transfer.state == "ready"
    assert meta.store.get(transfer.graph_id)["folder_id"] == folder.graph_id
    assert same_bytes(meta, meta.store.get(transfer.video_id), clip)


def test_a_lost_answer_puts_no_second_image_into_the_folder(folder, keep, jpeg, to_the_end, meta):
    transfer = keep(jpeg, folder=folder).current.transfers.get()
    meta.faults.add(action="answer_lost", method="POST", path="/images")
    transfer = to_the_end(transfer)
    assert transfer.state == "ready"
    inside = [row for row in meta.store.list("business_image") if row["folder_id"] == folder.graph_id]
    assert [row.id for row in inside] == [transfer.graph_id]


def test_a_file_for_a_folder_deleted_at_meta_says_so_and_goes_on_retry(folder, keep, jpeg, to_the_end, meta, marketer):
    transfer = keep(jpeg, folder=folder).current.transfers.get()
    meta.store.delete(folder.graph_id)
    transfer = to_the_end(transfer)
    assert transfer.state == "failed"
    assert "was deleted at Meta" in transfer.reason
    folder.refresh_from_db()
    assert folder.missing_since
    transfer = Transfer.objects.get(pk=transfer.pk)
    transfers.retry(transfer, marketer)
    folder_push.push(folder.pk)
    assert to_the_end(transfer).state == "ready"


def test_trash_before_sending_cancels(image, marketer):
    assets.trash_assets(assets=[image.version.asset], by=marketer)
    assert carrying.carry(image.pk) is None
    image.refresh_from_db()
    assert image.state == "cancelled"
