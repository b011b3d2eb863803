"""Time-outs at every step of every upload: before anything was sent, and after the server has begun to work."""

import io
import socket
import time
from dataclasses import asdict, replace
from types import SimpleNamespace

import pytest

from graph_client import ConnectionFailed, carry, images, resumable
from graph_sandbox import calls

from . import arrived, uploader
from .conftest import new_client, png, until_done

CHUNK = 40_000
CARRIERS = {"advideos": carry, "video_ads": resumable.carry, "uploads": resumable.carry}
PATIENCE_S, SLOWNESS_S = 0.4, 0.7
STEPS = [
    *[("advideos", "/advideos", step) for step in range(4)],
    *[("video_ads", "/video_ads|/video-ads-upload", step) for step in range(3)],
    *[("uploads", "/uploads|/upload:", step) for step in range(2)],
]


def let_the_slow_work_end(meta, times=1):
    """Meta goes on with a call that we gave up; what it does then counts too."""
    client = new_client(meta)
    last = time.monotonic() + 20
    while sum(row["fault"] == "stall" for row in calls.recent(meta.sandbox.store, method="POST")) < times:
        assert time.monotonic() < last, "the slow call never ended"
        client.get("me")
    client.close()


@pytest.mark.parametrize(("kind", "path", "step"), STEPS)
def test_a_video_whose_call_timed_out_while_meta_worked_arrives_whole_and_once(meta, clip, kind, path, step):
    meta.sandbox.settings.change({"chunk_bytes": CHUNK})
    meta.sandbox.faults.add(action="stall", seconds=SLOWNESS_S, method="POST", path=path, skip=step)
    client = new_client(meta, retries=1, timeout=(5, PATIENCE_S))
    bring, first = CARRIERS[kind], uploader.new(kind, meta.facts, len(clip), "clip.mp4")
    kept = [first]

    done = until_done(lambda: bring(client, kept[-1], io.BytesIO(clip), save=kept.append))
    client.close()
    let_the_slow_work_end(meta)

    video_id, content = arrived.only(kind, meta.url, meta.facts, asdict(done))
    assert content == clip
    assert kind == "uploads" or done.video_id == video_id


def nobody_there():
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def moved(upload, here, there):
    """The same upload where its kept address leads to `there`."""
    return replace(upload, address=upload.address.replace(here, there)) if hasattr(upload, "address") else upload


@pytest.mark.parametrize("kind", ["advideos", "video_ads", "uploads"])
@pytest.mark.parametrize("steps", [1, 2])
def test_a_video_whose_server_was_not_reached_goes_on_from_what_was_kept(meta, clip, kind, steps):
    meta.sandbox.settings.change({"chunk_bytes": CHUNK})
    client = new_client(meta)
    bring, first = CARRIERS[kind], uploader.new(kind, meta.facts, len(clip), "clip.mp4")
    kept = [first]
    going = iter([True] * steps + [False])
    bring(client, first, io.BytesIO(clip), save=kept.append, keep_going=going.__next__)
    nowhere = nobody_there()
    lost = new_client(SimpleNamespace(facts=meta.facts, url=nowhere), retries=1)
    if not kept[-1].done:
        with pytest.raises(ConnectionFailed) as caught:
            bring(lost, moved(kept[-1], meta.url, nowhere), io.BytesIO(clip), save=lambda _: None)
        assert caught.value.sent is False

    done = bring(client, kept[-1], io.BytesIO(clip), save=kept.append)
    lost.close()
    client.close()

    assert arrived.only(kind, meta.url, meta.facts, asdict(done))[1] == clip


def test_images_whose_calls_timed_out_while_meta_worked_are_there_once(meta):
    client = new_client(meta, retries=1, timeout=(5, PATIENCE_S))
    files = [(*png(colour=colour), f"{colour[1:]}.png") for colour in ("#102030", "#405060")]
    for path in ("/adimages", r"^(/v24\.0)?/?$"):
        meta.sandbox.faults.add(action="stall", seconds=SLOWNESS_S, method="POST", path=path)

    file, size, name = files[0]
    until_done(lambda: images.upload(client, client.account, file, name, size))
    results = until_done(
        lambda: images.upload_many(client, client.account, [(file, name, size) for file, size, name in files])
    )

    let_the_slow_work_end(meta, times=2)
    assert all(result.ok for result in results)
    assert len(list(images.list_images(client, client.account))) == 2
    client.close()
