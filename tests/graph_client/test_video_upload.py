"""Whatever happens on the way, the video arrives whole and once."""

import io

import pytest

from graph_client import (
    GraphError,
    MediaRefused,
    QuotaExhausted,
    SessionLost,
    ShortFile,
    TokenRejected,
    carry,
    folders,
    video_upload,
    videos,
)

from . import arrived
from .conftest import new_client

CHUNK = 20_000


class Killed(BaseException):
    """The process ends here."""


class Shelf:
    """Keeps what `carry` saves; can die at the nth save."""

    def __init__(self):
        self.kept, self.saves, self.die_at_save = None, 0, None

    def save(self, upload):
        self.saves += 1
        if self.die_at_save == self.saves:
            self.die_at_save = None
            raise Killed
        self.kept = upload


def carry_on(meta, shelf, content, attempts=40):
    """A new process each time, until it is done: what a worker does with puts-off and restarts."""
    for _ in range(attempts):
        client = new_client(meta, retries=1)
        try:
            shelf.kept = carry(client, shelf.kept, io.BytesIO(content), save=shelf.save)
        except SessionLost:
            shelf.kept = videos.new_upload(shelf.kept.target.split("/")[0], len(content), "clip.mp4")
        except (GraphError, Killed) as stopped:
            if not isinstance(stopped, Killed) and not stopped.transient:
                raise
        finally:
            client.close()
        if shelf.kept.done:
            return shelf.kept
    raise AssertionError("never finished")


def only_video(client):
    [video] = list(videos.list_videos(client, client.account))
    return video["id"]


def begin(meta, content):
    meta.sandbox.settings.change({"chunk_bytes": CHUNK})
    shelf = Shelf()
    shelf.kept = videos.new_upload(meta.facts["ad_account_id"], len(content), "clip.mp4", title="Spring")
    return shelf


def test_video_arrives_in_the_ranges_that_the_server_chooses(meta, client, clip):
    shelf = begin(meta, clip)
    told = []
    upload = carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save, on_progress=lambda *at: told.append(at))
    assert upload.done
    assert only_video(client) == upload.video_id
    assert arrived.source(client, upload.video_id) == clip
    assert told[-1] == (len(clip), len(clip))
    assert shelf.kept == upload


def test_state_is_kept_before_the_first_byte_leaves(meta, client, clip):
    shelf = begin(meta, clip)
    upload = carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save, keep_going=iter([True, False]).__next__)
    assert (upload.step, upload.start_offset, upload.end_offset) == ("transfer", 0, CHUNK)
    assert shelf.kept == upload
    assert upload.session_id


@pytest.mark.parametrize("moment", range(1, 8))
def test_no_byte_that_meta_had_accepted_is_sent_again_after_a_death(meta, client, clip, moment):
    shelf = begin(meta, clip)
    shelf.die_at_save = moment
    with pytest.raises(Killed):
        carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save)
    accepted = max((row["offset"] for row in meta.sandbox.store.list("upload_session")), default=0)
    told = []
    done = carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save, on_progress=lambda sent, _: told.append(sent))
    assert arrived.source(client, done.video_id) == clip
    assert all(sent > (accepted if moment > 1 else 0) for sent in told)


def test_no_byte_is_sent_again_when_only_the_answer_was_lost(meta, client, clip):
    shelf = begin(meta, clip)
    meta.sandbox.faults.add(action="answer_lost", method="POST", path="/advideos", skip=2)
    told = []
    carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save, on_progress=lambda sent, _: told.append(sent))
    assert told == sorted(told)


def test_lost_session_is_told_and_a_new_upload_arrives_once(meta, client, clip):
    shelf = begin(meta, clip)
    upload = carry(
        client, shelf.kept, io.BytesIO(clip), save=shelf.save, keep_going=iter([True] * 3 + [False]).__next__
    )
    meta.sandbox.store.delete(upload.session_id)
    with pytest.raises(SessionLost):
        carry(client, upload, io.BytesIO(clip), save=shelf.save)
    done = carry_on(meta, shelf, clip)
    assert arrived.source(client, only_video(client)) == clip
    assert done.session_id != upload.session_id


def test_finish_whose_answer_was_lost_is_found_to_be_done(meta, client, clip):
    shelf = begin(meta, clip)
    meta.sandbox.faults.add(action="answer_lost", method="POST", path="/advideos", skip=1 + -(-len(clip) // CHUNK))
    done = carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save)
    assert done.done
    assert only_video(client) == done.video_id


def test_file_that_meta_refuses_is_not_sent_again_and_again(meta, client):
    content = b"this is no video " * 200
    shelf = begin(meta, content)
    with pytest.raises(MediaRefused):
        carry(client, shelf.kept, io.BytesIO(content), save=shelf.save)


def test_file_that_shrank_is_not_sent_as_something_else(meta, client, clip):
    shelf = begin(meta, clip)
    with pytest.raises(ShortFile):
        carry(client, shelf.kept, io.BytesIO(clip[:30_000]), save=shelf.save)


def test_server_that_never_stops_failing_ends_with_the_error_and_the_state(meta, client, clip):
    shelf = begin(meta, clip)
    meta.sandbox.faults.add(code=6001, subcode=1363030, path="/advideos", skip=2, times=0)
    with pytest.raises(GraphError) as caught:
        carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save)
    assert caught.value.subcode == 1363030
    assert shelf.kept.start_offset == CHUNK


def test_server_that_moves_the_range_for_ever_ends_with_an_error(meta, client, clip):
    shelf = begin(meta, clip)
    meta.sandbox.faults.add(action="wrong_offset", bytes=CHUNK, path="/advideos", times=0)
    with pytest.raises(GraphError):
        carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save)


def test_expired_token_stops_the_upload_and_a_new_one_goes_on(meta, client, clip):
    shelf = begin(meta, clip)
    meta.sandbox.faults.add(code=190, subcode=463, path="/advideos", skip=3)
    with pytest.raises(TokenRejected):
        carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save)
    assert arrived.source(client, carry_on(meta, shelf, clip).video_id) == clip


def test_used_up_quota_stops_before_the_chunk_and_keeps_the_offset(meta, clip):
    class Pacer:
        left = 3

        def reserve(self, use_case, subject, calls):
            self.left -= calls
            return 99 if self.left < 0 else None

        def record(self, *entry):
            return None

    shelf = begin(meta, clip)
    client = new_client(meta, pacer=Pacer())
    with pytest.raises(QuotaExhausted):
        carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save)
    client.close()
    assert shelf.kept.start_offset == 2 * CHUNK


def test_business_video_goes_into_its_folder(meta, client, clip):
    meta.sandbox.settings.change({"chunk_bytes": CHUNK})
    business = meta.facts["business_id"]
    folder = folders.create(client, business, "Clips")
    upload = videos.new_folder_upload(business, folder, len(clip), "clip.mp4")
    meta.sandbox.faults.add(action="answer_lost", method="POST", path="/videos", skip=2)
    done = carry(client, upload, io.BytesIO(clip), save=lambda _: None)
    [row] = list(folders.list_contents(client, business, folder))
    assert (row["id"], row["video_id"]) == (done.business_video_id, done.video_id)
    assert arrived.source(client, done.video_id) == clip


def test_small_video_can_go_in_one_request(meta, client, clip):
    answer = video_upload.send_whole(client, f"{client.account}/advideos", io.BytesIO(clip), len(clip), "clip.mp4")
    assert arrived.source(client, answer["id"]) == clip


def test_upload_can_be_given_up(meta, client, clip):
    shelf = begin(meta, clip)
    upload = carry(client, shelf.kept, io.BytesIO(clip), save=shelf.save, keep_going=iter([True, False]).__next__)
    video_upload.cancel(client, upload)
    with pytest.raises(SessionLost):
        carry(client, upload, io.BytesIO(clip), save=shelf.save)
