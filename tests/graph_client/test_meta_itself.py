"""The sandbox is compared with Meta itself when GALLEY_META_TOKEN is set, by reading alone: docs/meta.md says how."""

import _socket
import contextlib
import os
import re
import socket
from pathlib import Path

import pytest

from graph_client import (
    DEFAULT_VERSION,
    Call,
    PermissionMissing,
    RateLimited,
    WriteRefused,
    campaigns,
    creatives,
    images,
    oauth,
    resumable,
    run,
    video_upload,
    videos,
)
from graph_sandbox import calls
from tests.source_files import ROOT

from .conftest import png
from .likeness import differences, shape
from .meta_reads import READS, Absent, Reach, ReadOnlyClient
from .wire import Reply, wire

TOKEN = os.environ.get("GALLEY_META_TOKEN", "")
WIDE = 100  # rows of the sandbox: each kind of object has fields of its own


@pytest.fixture
def of_sandbox(sandbox_server):
    """What the sandbox's own token reaches, in the demo's content: of every kind something."""
    client = reading(sandbox_server.identity["access_token"], sandbox_server.url)
    yield Reach(client, sandbox_server.identity["ad_account_id"], WIDE)
    client.close()


@pytest.fixture(scope="module")
def of_meta():
    """What the given token reaches. The guard that keeps tests on this machine lets this client out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _socket.socket.connect)
        reach = of_environment(os.environ)
        yield reach
        reach.client.close()


def of_environment(given):
    client = reading(
        given["GALLEY_META_TOKEN"],
        given.get("GRAPH_API_URL", "https://graph.facebook.com"),
        app_secret=given.get("META_APP_SECRET") or None,
        version=given.get("GRAPH_API_VERSION", DEFAULT_VERSION),
    )
    return Reach(client, given.get("GALLEY_META_ACCOUNT", ""))


def reading(token, url, **options):
    return ReadOnlyClient(token, api_url=url, retries=1, **options)


def asked(name, reach):
    """The answer; a question that cannot be asked of this token is skipped with the reason."""
    try:
        return READS[name](reach)
    except Absent as reason:
        pytest.skip(str(reason))
    except (PermissionMissing, RateLimited) as refused:
        pytest.skip(f"{refused.advice} ({refused})")


def news(name, reach, of_sandbox):
    """What the answer has that the sandbox's has not."""
    real = asked(name, reach)
    return differences(shape(READS[name](of_sandbox)), shape(real))


@pytest.mark.skipif(not TOKEN, reason="GALLEY_META_TOKEN is not set: Meta is not asked")
@pytest.mark.parametrize("name", READS)
def test_meta_itself_tells_nothing_that_the_sandbox_does_not(name, of_meta, of_sandbox):
    assert news(name, of_meta, of_sandbox) == []


@pytest.mark.parametrize("name", READS)
def test_question_for_meta_is_answered_by_the_sandbox(name, of_sandbox):
    assert READS[name](of_sandbox)


@pytest.mark.parametrize("name", READS)
def test_token_that_reaches_little_is_asked_what_it_can_be_and_the_rest_is_skipped(name, meta, of_sandbox):
    client = reading(meta.facts["limited_access_token"], meta.url)
    try:
        assert news(name, Reach(client), of_sandbox) == []
    except pytest.skip.Exception as skipped:
        assert re.search(r"reaches no|is empty|lacks a permission", str(skipped))
    finally:
        client.close()


def test_what_only_meta_tells_is_named(of_sandbox):
    with wire([Reply({"id": "4", "name": "Mara", "mood": "fine"})]) as server:
        client = reading("t", server.url)
        assert news("person", Reach(client), of_sandbox) == ["the answer.mood is not known"]
        client.close()


def test_whole_run_reads_and_does_nothing_else(sandbox_server, of_sandbox):
    identity = sandbox_server.identity
    reach = of_environment(
        {
            "GALLEY_META_TOKEN": identity["access_token"],
            "META_APP_SECRET": identity["app_secret"],
            "GALLEY_META_ACCOUNT": identity["second_ad_account_id"],
            "GRAPH_API_URL": sandbox_server.url,
        }
    )
    told = {}
    for name in READS:
        with contextlib.suppress(pytest.skip.Exception):
            told[name] = news(name, reach, of_sandbox)
    reach.client.close()

    assert set(READS) - set(told) == {"videos", "thumbnails"}  # that account has none
    assert not any(told.values()), told
    rows = calls.recent(sandbox_server.sandbox.store, limit=10_000)
    assert any(row["path"].startswith(f"/{identity['second_ad_account_id']}/") for row in rows)
    assert {row["method"] for row in rows} == {"GET"}


def test_documentation_names_what_the_run_looks_at():
    text = (ROOT / "docs" / "meta.md").read_text()
    for name in ("GALLEY_META_TOKEN", "GALLEY_META_ACCOUNT", "META_APP_SECRET", "GRAPH_API_URL", "GRAPH_API_VERSION"):
        assert f"`{name}`" in text
    assert f"bin/test tests/graph_client/{Path(__file__).name}" in text


WRITES = {
    "post": lambda client, file: client.post("act_1/campaigns", {"name": "x"}),
    "delete": lambda client, file: client.delete("1"),
    "batch": lambda client, file: run(client, [Call("GET", "me")]),
    "campaign": lambda client, file: campaigns.create(client, "act_1", "campaigns", {"name": "x"}),
    "pause": lambda client, file: campaigns.pause(client, "1"),
    "check of a creative": lambda client, file: creatives.create(client, "act_1", {"name": "x"}, validate_only=True),
    "image": lambda client, file: images.upload(client, "act_1", file, "x.png", 9),
    "video": lambda client, file: video_upload.start(client, videos.new_upload("act_1", 9, "x.mp4")),
    "stretch": lambda client, file: resumable.carry(
        client, resumable.new_video_ad("act_1", 9, "x.mp4"), file, save=lambda _: None
    ),
    "end of a token": lambda client, file: oauth.revoke(client, app_id="1", app_secret="s", token="t"),
    "new token": lambda client, file: oauth.lengthen(client, app_id="1", app_secret="s", token="t"),
    "end of permissions": lambda client, file: oauth.remove_permissions(client),
}


@pytest.mark.parametrize("name", WRITES)
def test_reading_client_lets_nothing_out_that_changes_something(name):
    with wire([Reply({"id": "1"})]) as server:
        client = reading("t", server.url)
        with pytest.raises(WriteRefused):
            WRITES[name](client, png()[0])
        client.close()
    assert server.seen == []
