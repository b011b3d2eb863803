"""Whatever fails, in whatever order, and however often the process dies: the file arrives whole and once."""

import hashlib
import io
import json
from dataclasses import asdict, replace

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from graph_client import images, resumable, video_upload

from . import arrived, forked, uploader
from .conftest import examples, let_the_work_end, new_client, png, serving

CHUNK, MOST_TRIES = 30_000, 60
PATIENCE_S, SLOWNESS_S = 0.12, 0.2
FAULTS = {
    "reset": {"action": "reset"},
    "answer lost": {"action": "answer_lost"},
    "cut in the head": {"action": "cut", "bytes": 300},
    "cut in the file": {"action": "cut", "bytes": 17_000},
    "busy": {"code": 2},
    "interrupted": {"code": 6001, "subcode": 1363030},
    "in part only": {"code": 6001, "subcode": 1363033},
    "moved": {"action": "wrong_offset", "bytes": 0},
    "moved back": {"action": "wrong_offset", "bytes": 15_000},
    "account throttled": {"code": 80004, "subcode": 2446079},
    "app throttled": {"code": 4},
    "twice": {"action": "duplicate"},
    "too slow": {"action": "stall", "seconds": SLOWNESS_S},
}
# What happens to the process instead: it dies, or finds nobody when it comes again.
ENDS = ("killed before it kept a step", "killed while bytes left", "met nobody")
PATHS = {
    "advideos": "/advideos",
    "video_ads": "/video_ads|/video-ads-upload",
    "uploads": "/uploads|/upload:",
    "images": r"/adimages|^(/v24\.0)?/?$",
}
# Bytes that Meta has, and bytes that the process knows of; None: nothing was begun.
starts = st.none() | st.tuples(st.integers(0, 200_000), st.integers(0, 200_000))
troubles = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(0, 4)),
        st.tuples(st.sampled_from(ENDS), st.integers(1, 6)),
    ),
    min_size=2,
    max_size=8,
)


@pytest.fixture(scope="module")
def children():
    made = forked.Children()
    yield made
    made.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory, clip):
    path = tmp_path_factory.mktemp("film") / "clip.mp4"
    path.write_bytes(clip)
    return path


class Journey:
    """One thing on its way to Meta, carried by one process after another."""

    def __init__(self, meta, children, nobody, folder, kind, source):
        self.meta, self.children, self.nobody, self.kind = meta, children, nobody, kind
        self.before = serving()
        self.state = folder / "state.json"
        self.state.unlink(missing_ok=True)
        self.job = {"kind": kind, "state": self.state, "source": source, "facts": meta.facts}

    def meets(self, troubles):
        """The faults wait at the server; the deaths are given to one process each."""
        for name, moment in troubles:
            if name in FAULTS:
                self.meta.sandbox.faults.add(method="POST", path=PATHS[self.kind], skip=moment, **FAULTS[name])
        self.ends = [(name, moment) for name, moment in troubles if name in ENDS]

    def arrives(self):
        ended = None
        for _ in range(MOST_TRIES):
            ended = self.attempt(*(self.ends.pop(0) if self.ends else ("", 0)))
            assert ended in (forked.DONE, forked.AGAIN, forked.KILLED)
            if ended == forked.DONE:
                break
        assert ended == forked.DONE, "never finished"
        let_the_work_end(self.meta, self.before)
        self.meta.sandbox.faults.clear()  # those that never came up are not for the edges that are asked now

    def attempt(self, end, moment):
        if end == ENDS[2]:
            return self.attempt_in_vain()
        dies = {ENDS[0]: {"dies_at_save": moment}, ENDS[1]: {"dies_at_byte": moment * 13_000}}.get(end, {})
        return self.children.run(**self.job, url=self.meta.url, patience=(5, PATIENCE_S), **dies)

    def attempt_in_vain(self):
        """Nothing can be sent, nothing is kept."""
        before = self.state.read_text() if self.state.exists() else None
        if before:
            self.state.write_text(before.replace(self.meta.url, self.nobody))
        ended = self.children.run(**self.job, url=self.nobody, patience=(0.02, PATIENCE_S))
        if before:
            self.state.write_text(before)
        return ended


@pytest.fixture
def journey(meta, children, nobody, tmp_path):
    def begun(kind, source):
        meta.sandbox.reset()
        meta.sandbox.settings.change({"chunk_bytes": CHUNK})
        return Journey(meta, children, nobody, tmp_path, kind, source)

    return begun


def brought_so_far(meta, kind, clip, offset, known):
    """An upload of whose bytes Meta holds `offset`, while the process remembers to have sent `known`."""
    client = new_client(meta)
    upload = uploader.new(kind, meta.facts, len(clip), "clip.mp4")
    if kind == "advideos":
        begun = video_upload.start(client, upload)
        if offset:
            video_upload.transfer(client, replace(begun, end_offset=offset), io.BytesIO(clip))
        kept = replace(begun, start_offset=known, end_offset=min(known + CHUNK, len(clip)))
    else:
        begun = resumable.carry(client, upload, None, save=lambda _: None, keep_going=iter([True, False]).__next__)
        if offset:
            headers = {"Authorization": f"OAuth {meta.facts['access_token']}", "file_size": str(len(clip))}
            headers |= {"offset": "0", "file_offset": "0"}
            requests.post(begun.address, data=clip[:offset], headers=headers, timeout=5).raise_for_status()
        kept = replace(begun, offset=known)
    client.close()
    return kept


@pytest.mark.parametrize("kind", ["advideos", "video_ads", "uploads"])
@examples(20)
@given(starts, troubles)
def test_a_video_goes_on_from_any_offset_through_any_trouble(meta, journey, film, kind, start, troubles):
    way, clip = journey(kind, film), film.read_bytes()
    if start is not None:
        offset, known = start[0] % (len(clip) + 1), start[1] % len(clip)
        uploader.keep(way.state, asdict(brought_so_far(meta, kind, clip, offset, known)))
    way.meets(troubles)

    way.arrives()

    done = json.loads(way.state.read_text())
    video_id, content = arrived.only(kind, meta.url, meta.facts, done)
    assert content == clip
    assert kind == "uploads" or done["video_id"] == video_id


@examples(15)
@given(st.integers(1, 6), troubles)
def test_pictures_alone_and_in_batches_arrive_once_each_through_any_trouble(
    meta, client, journey, tmp_path, count, troubles
):
    folder = tmp_path / "pictures"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number in range(count):
        (folder / f"{number}.png").write_bytes(png(colour=f"#{number}a7f62")[0].getvalue())
    way = journey("images", folder)
    way.meets(troubles)

    way.arrives()

    found = sorted(row["hash"] for row in images.list_images(client, client.account))
    assert found == sorted(hashlib.md5(path.read_bytes()).hexdigest() for path in folder.iterdir())
    assert len(json.loads(way.state.read_text())) == count
