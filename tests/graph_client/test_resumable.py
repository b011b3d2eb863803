"""Uploads of one stretch: the server's offset decides, the bytes arrive whole and once."""

import io
import random
from contextlib import contextmanager
from dataclasses import asdict

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_client import GraphClient, GraphError, InvalidParameter, SessionLost, UnreadableResponse, resumable

from . import arrived, uploader
from .wire import Reply, wire

CONTENT = random.Random(5).randbytes(200_000)
GONE = {"error": {"code": 100, "error_subcode": 33, "message": "gone", "type": "GraphMethodException"}}


class Store:
    """What the far side holds: bytes of one upload, and how its next answers fail."""

    def __init__(self, faults=()):
        self.faults, self.bytes, self.finished, self.started, self.url, self.known = list(faults), b"", 0, 0, "", True

    def take(self, seen, whole=True):
        at = int(seen.headers.get("offset", seen.headers.get("file_offset", "0")))
        assert at <= len(self.bytes)
        assert seen.headers["authorization"] == "OAuth token-of-somebody"
        self.bytes = self.bytes[:at] + seen.body

    def fault(self, name):
        if self.faults and self.faults[0][0] == name:
            return self.faults.pop(0)[1]
        return None

    def cut(self, method, path):
        return self.fault("cut") if method == "POST" and ("/rupload" in path or "upload:" in path) else None

    def answer(self, seen):
        if not self.known:
            return Reply(GONE, 400)
        sends = seen.method == "POST" and ("/rupload" in seen.path or "upload:" in seen.path)
        if self.fault("busy") is not None:
            return Reply({"error": {"code": 2, "message": "busy"}}, 500)
        if sends:
            self.take(seen)
        body = self.reply(seen, sends)
        return Reply(body, breaks="unanswered" if self.fault("lost") is not None else None)

    def reply(self, seen, sends):
        if sends:
            return {"success": True, "h": "2:handle"}
        if seen.path.endswith("/uploads"):
            self.started += 1
            return {"id": "upload:abc"}
        if "upload:abc" in seen.path:
            return {"id": "upload:abc", "file_offset": str(len(self.bytes))}
        if seen.method == "GET":
            return {"status": {"uploading_phase": {"status": "in_progress", "bytes_transfered": len(self.bytes)}}}
        if seen.params["upload_phase"] == "start":
            self.started += 1
            return {"video_id": "77", "upload_url": f"{self.url}/rupload/v24.0/77"}
        self.finished += 1
        return {"success": True}


@contextmanager
def far_side(faults=()):
    store = Store(faults)
    with wire(store.answer, cut=store.cut, arrived=store.take) as server:
        store.url = server.url
        yield store, GraphClient("token-of-somebody", api_url=server.url, sleep=lambda _: None, retries=2)


def begin(kind):
    if kind == "video_ad":
        return resumable.new_video_ad("act_1", len(CONTENT), "clip.mp4")
    return resumable.new_file_handle("99", len(CONTENT), "clip.mp4", "video/mp4")


KINDS = {"video_ad": "video_ads", "file_handle": "uploads"}


def begin_at(meta, kind, clip):
    return uploader.new(KINDS[kind], meta.facts, len(clip), "clip.mp4")


def carry_on(client, stretch):
    kept = [stretch]
    for _ in range(20):
        try:
            return resumable.carry(client, kept[-1], io.BytesIO(CONTENT), save=kept.append)
        except GraphError as error:
            if not error.transient:
                raise
    raise AssertionError("never finished")


faults = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), st.integers(0, 199_999)), st.tuples(st.sampled_from(["busy", "lost"]), st.just(0))
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(["video_ad", "file_handle"]), faults)
def test_any_sequence_of_faults_ends_with_equal_bytes(kind, sequence):
    with far_side(sequence) as (store, client):
        done = carry_on(client, begin(kind))
    assert done.done
    assert store.bytes == CONTENT
    assert (done.video_id, done.handle) == (("77", "") if kind == "video_ad" else ("", "2:handle"))


@pytest.mark.parametrize("kind", ["video_ad", "file_handle"])
def test_upload_goes_on_in_another_process_where_the_server_is(kind):
    with far_side([("cut", 150_000)]) as (store, client):
        client.retries = 0
        kept = []
        with pytest.raises(GraphError):
            resumable.carry(client, begin(kind), io.BytesIO(CONTENT), save=kept.append)
        told = []
        resumable.carry(
            client, kept[-1], io.BytesIO(CONTENT), save=kept.append, on_progress=lambda *at: told.append(at[0])
        )
    assert store.bytes == CONTENT
    assert min(told) > 150_000


def test_forgotten_session_is_told():
    with far_side() as (store, client):
        kept = resumable.carry(
            client, begin("video_ad"), io.BytesIO(CONTENT), save=lambda _: None, keep_going=iter([True, False]).__next__
        )
        store.known = False
        with pytest.raises(SessionLost):
            resumable.carry(client, kept, io.BytesIO(CONTENT), save=lambda _: None)


def test_token_is_not_sent_to_a_foreign_address():
    with wire([Reply({"video_id": "1", "upload_url": "http://127.0.0.1:9/steal"})]) as server:
        client = GraphClient("token-of-somebody", api_url=server.url, retries=0)
        with pytest.raises(UnreadableResponse, match="foreign"):
            resumable.carry(client, begin("video_ad"), io.BytesIO(CONTENT), save=lambda _: None)
    assert len(server.seen) == 1


def test_file_handle_is_given_for_the_whole_file(meta, client, clip):
    meta.sandbox.faults.add(action="answer_lost", method="POST", path="/upload:")
    stretch = resumable.new_file_handle(meta.facts["app_id"], len(clip), "clip.mp4", "video/mp4")
    done = resumable.carry(client, stretch, io.BytesIO(clip), save=lambda _: None)
    assert done.handle.startswith("2:")


@pytest.mark.parametrize("late", [1, 50_000, None])
@pytest.mark.parametrize("kind", ["video_ad", "file_handle"])
def test_bytes_of_an_earlier_call_may_come_after_the_offset_was_asked_for(meta, client, clip, kind, late):
    begun = resumable.carry(
        client, begin_at(meta, kind, clip), None, save=lambda _: None, keep_going=iter([True, False]).__next__
    )
    waiting = [clip[:late]]

    def arrives(sent, size):
        if waiting:
            headers = {"Authorization": f"OAuth {client.token.reveal()}", "offset": "0", "file_size": str(len(clip))}
            requests.post(begun.address, data=waiting.pop(), headers={**headers, "file_offset": "0"}, timeout=5)

    done = resumable.carry(client, begun, io.BytesIO(clip), save=lambda _: None, on_progress=arrives)

    assert arrived.only(KINDS[kind], meta.url, meta.facts, asdict(done))[1] == clip


def test_parameter_that_is_refused_for_good_ends_the_upload(meta, client, clip):
    meta.sandbox.faults.add(code=100, method="POST", path="/upload:", times=0)
    with pytest.raises(InvalidParameter):
        resumable.carry(client, begin_at(meta, "file_handle", clip), io.BytesIO(clip), save=lambda _: None)
