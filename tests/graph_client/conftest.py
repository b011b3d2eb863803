"""A sandbox with nothing in it but people and accounts, real media, and a client that does not really sleep."""

import io
import os
import socket
import threading
import time
from types import SimpleNamespace

import hypothesis
import pytest
from PIL import Image

from graph_client import GraphClient, GraphError
from graph_sandbox import Sandbox, serve

# A busy machine must not make a test fail, and nothing is kept between runs.
hypothesis.settings.register_profile(
    "steady", deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")


def examples(count):
    """Settings of a test that asks the sandbox: always the same few examples; FUZZ_EXAMPLES asks for more, other ones."""
    return hypothesis.settings(
        max_examples=int(os.environ.get("FUZZ_EXAMPLES", count)),
        derandomize="FUZZ_EXAMPLES" not in os.environ,
        suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture, hypothesis.HealthCheck.too_slow],
    )


@pytest.fixture(scope="session")
def _running():
    sandbox = Sandbox(seed="empty")
    with serve(sandbox) as server:
        yield SimpleNamespace(url=server.url, sandbox=sandbox, facts=sandbox.facts())
    sandbox.close()


@pytest.fixture
def meta(_running):
    """The sandbox as it was seeded: `.url`, `.sandbox`, `.facts`."""
    _running.sandbox.settings.change({**type(_running.sandbox.settings)().as_dict(), "latency_ms": {}})
    _running.sandbox.reset()
    return _running


@pytest.fixture
def client(meta):
    """A client of the sandbox's own business with its secret; account is the first ad account."""
    made = new_client(meta)
    yield made
    made.close()


@pytest.fixture(scope="session")
def nobody():
    """An address where connecting never ends: the queue of those who wait is full."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(busy.getsockname())
        yield f"http://127.0.0.1:{busy.getsockname()[1]}"
        for one in waiting:
            one.close()


def new_client(meta, **options):
    facts = meta.facts
    options = {
        "app_secret": facts["app_secret"],
        "account": facts["ad_account_id"],
        "sleep": lambda seconds: None,
        **options,
    }
    return GraphClient(options.pop("token", facts["access_token"]), api_url=meta.url, **options)


def png(width=640, height=640, colour="#2a7f62"):
    """A real PNG as an open file, with its size."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file, len(file.getvalue())


@pytest.fixture(scope="session")
def clip():
    """Bytes of a playable MP4 of some 100 KB: coloured noise, so that it does not compress away."""
    return make_clip()


def make_clip(frames=12, seed=7):
    import random

    import av

    source, target = random.Random(seed), io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _ in range(frames):
            image = Image.frombytes("RGB", (80, 60), source.randbytes(80 * 60 * 3)).resize((320, 240))
            for packet in stream.encode(av.VideoFrame.from_image(image)):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return target.getvalue()


def serving():
    """The threads of this process that answer calls, one for each connection."""
    return {thread for thread in threading.enumerate() if "process_request_thread" in thread.name}


def let_the_work_end(meta, before):
    """Meta goes on with calls that were given up. All who called since `serving()` gave `before` have hung up by now."""
    last_in_line = new_client(meta)
    last_in_line.get("me")
    last_in_line.close()
    last = time.monotonic() + 20
    while serving() - before:
        assert time.monotonic() < last, "a call never ended"
        time.sleep(0.002)


def until_done(work):
    """What a worker does: put off what is transient, and go on."""
    for _ in range(20):
        try:
            return work()
        except GraphError as error:
            if not error.transient:
                raise
    raise AssertionError("never finished")
