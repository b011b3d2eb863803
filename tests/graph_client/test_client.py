"""What one call does: what leaves, what is repeated, what is told."""

import contextlib
import gc
import io
import logging
import socket
import time
import traceback

import pytest

from config.logging import redact
from graph_client import (
    APIError,
    Call,
    ConnectionFailed,
    FilePart,
    GraphClient,
    GraphError,
    ObjectNotFound,
    QuotaExhausted,
    RateLimited,
    Secret,
    TemporarilyUnavailable,
    TokenRejected,
    UnreadableResponse,
    WriteRefused,
    app_secret_proof,
    async_requests,
    carry,
    oauth,
    resumable,
    run,
    video_upload,
)
from graph_client.client import Request

from .conftest import serving
from .wire import Reply, wire

TOKEN = "EAAplantedtoken0123456789"
SECRET = "plantedsecret987"


def client_for(server, **options):
    naps = []
    client = GraphClient(TOKEN, api_url=server.url, sleep=naps.append, random=lambda: 1.0, **options)
    client.naps = naps
    return client


def failure(code, subcode=None, message="no", **more):
    return {"error": {"code": code, "error_subcode": subcode, "message": message, "type": "OAuthException", **more}}


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def test_token_travels_in_the_header_and_never_in_the_address():
    with wire([Reply({"id": "1"})]) as server:
        assert client_for(server).get("me", {"fields": ("id", "name")}) == {"id": "1"}
    [seen] = server.seen
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert seen.path == "/v24.0/me"
    assert seen.params == {"fields": "id,name"}


def test_proof_is_sent_with_reads_writes_and_files_when_a_secret_is_known(tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"bytes")
    with wire([Reply({"id": "1"})]) as server, picture.open("rb") as file:
        client = client_for(server, app_secret=SECRET)
        client.get("me")
        client.post("act_1/ads", {"name": "x"})
        client.delete("1")
        client.post("act_1/adimages", files={"filename": FilePart("a.png", file)})
    proof = app_secret_proof(SECRET, TOKEN)
    assert [seen.params.get("appsecret_proof") for seen in server.seen[:3]] == [proof] * 3
    assert proof.encode() in server.seen[3].body
    assert b'filename="a.png"' in server.seen[3].body


def test_answer_tells_its_etag_and_an_unchanged_one_says_so():
    with wire([Reply({"id": "1"}, headers={"ETag": '"v1"'}), Reply(status=304, headers={"ETag": '"v1"'})]) as server:
        client = client_for(server)
        first = client.get("1")
        second = client.get("1", etag=first.etag)
    assert (first.etag, first.not_modified) == ('"v1"', False)
    assert (second.not_modified, second) == (True, {})
    assert server.seen[1].headers["if-none-match"] == '"v1"'


def test_transient_read_is_tried_again_with_growing_pauses_and_then_works():
    replies = [Reply(failure(2), 500), Reply({}, breaks="unanswered"), Reply(b"<html>", 502), Reply({"id": "1"})]
    with wire(replies) as server:
        client = client_for(server)
        assert client.get("1")["id"] == "1"
    assert client.naps == [0.5, 1.0, 2.0]


def test_transient_read_ends_with_the_error_after_the_last_try():
    with wire([Reply(failure(1), 500)]) as server:
        with pytest.raises(TemporarilyUnavailable):
            client_for(server, retries=2).get("1")
    assert len(server.seen) == 3


@pytest.mark.parametrize("breaks", ["unanswered", "mid_body"])
def test_write_whose_answer_is_lost_is_not_repeated_and_says_it_may_have_arrived(breaks):
    with wire([Reply({"id": "12345678"}, breaks=breaks)]) as server:
        with pytest.raises(ConnectionFailed) as caught:
            client_for(server).post("act_1/adcreatives", {"name": "x"})
    assert caught.value.sent is True
    assert len(server.seen) == 1


def test_write_that_never_left_is_tried_again_and_says_so():
    client = GraphClient(TOKEN, api_url=f"http://127.0.0.1:{free_port()}", sleep=lambda _: None, retries=2)
    with pytest.raises(ConnectionFailed) as caught:
        client.post("act_1/adcreatives", {"name": "x"})
    assert caught.value.sent is False


def test_repeatable_write_is_sent_again():
    with wire([Reply({}, breaks="unanswered"), Reply({"success": True})]) as server:
        client_for(server).post("1", {"name": "x"}, repeatable=True)
    assert len(server.seen) == 2


def test_repeated_delete_that_finds_nothing_counts_as_done():
    with wire([Reply({}, breaks="unanswered"), Reply(failure(100, 33), 400)]) as server:
        assert client_for(server).delete("1") == {"success": True}


def test_first_delete_that_finds_nothing_is_an_error():
    with wire([Reply(failure(100, 33), 400)]) as server, pytest.raises(ObjectNotFound):
        client_for(server).delete("1")


def test_throttling_is_not_repeated_and_names_the_wait():
    usage = '{"123":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":3}]}'
    with wire([Reply(failure(80004, 2446079), 400, {"X-Business-Use-Case-Usage": usage})]) as server:
        with pytest.raises(RateLimited) as caught:
            client_for(server, now=lambda: 1000).get("act_123")
    assert caught.value.retry_after == 180
    assert caught.value.until == 1180
    assert len(server.seen) == 1


def test_redirects_are_not_followed():
    with wire([Reply(status=302, headers={"Location": "http://127.0.0.1:1/steal"})]) as server:
        with pytest.raises(UnreadableResponse):
            client_for(server, retries=0).get("1")
    assert len(server.seen) == 1


def test_write_that_says_success_false_is_an_error():
    with wire([Reply({"success": False})]) as server, pytest.raises(APIError):
        client_for(server).post("1", {"name": "x"})


@pytest.mark.parametrize("path", ["1?status=ACTIVE", "../v1/me", "act_1/ads#x", "a b", "a\nb", "1//ads"])
def test_path_that_smuggles_something_is_refused(path):
    with pytest.raises(ValueError, match="Not a Graph path"):
        GraphClient(TOKEN, api_url="http://127.0.0.1:1", retries=0).get(path)


def test_refused_write_does_not_leave():
    class NotHere(WriteRefused):
        """Ours."""

    def check(write):
        if ("status", "ACTIVE") in write.values():
            raise NotHere("no")

    with wire([Reply({"id": "1"})]) as server:
        client = client_for(server, check=check)
        for spec in ({"status": "ACTIVE"}, {"adset_spec": {"status": "ACTIVE"}}, {"ad_specs": '[{"status":"ACTIVE"}]'}):
            with pytest.raises(NotHere):
                client.post("act_1/ads", spec)
        client.post("act_1/ads", {"status": "PAUSED"})
    assert len(server.seen) == 1


def test_no_call_of_the_client_goes_round_the_check():
    def check(write):
        raise WriteRefused(write.path)

    with wire([Reply({"id": "1"})]) as server:
        client = client_for(server, check=check)
        upload = video_upload.new_upload("act_1/advideos", 9, "a.mp4")
        stretch = resumable.new_video_ad("act_1", 9, "a.mp4")
        ways = [
            lambda: client.post("1"),
            lambda: client.delete("1"),
            lambda: client.request(Request("POST", "1"), key=("app", "")),
            lambda: run(client, [Call("POST", "1")]),
            lambda: run(client, [Call("GET", "1"), Call("DELETE", "2")]),
            lambda: carry(client, upload, io.BytesIO(b"x" * 9), save=print),
            lambda: resumable.carry(client, stretch, io.BytesIO(b"x" * 9), save=print),
            lambda: async_requests.create_ads(client, "act_1", "n", [{}]),
            lambda: async_requests.create_calls(client, "act_1", "n", [Call("POST", "1")]),
        ]
        for way in ways:
            with pytest.raises(WriteRefused):
                way()
    assert server.seen == []


class Pacer:
    def __init__(self, until=None):
        self.until, self.reserved, self.recorded = until, [], []

    def reserve(self, *key):
        self.reserved.append(key)
        return self.until

    def record(self, *entry):
        self.recorded.append(entry)


def test_each_attempt_is_reserved_and_recorded_for_its_account():
    pacer = Pacer()
    headers = {"X-Ad-Account-Usage": '{"acc_id_util_pct": 9.67, "reset_time_duration": 100}'}
    with wire([Reply(failure(2), 500), Reply({}, headers=headers)]) as server:
        client_for(server, pacer=pacer).get("act_77/insights")
    assert pacer.reserved == [("ads_insights", "77", 1)] * 2
    assert isinstance(pacer.recorded[0][3], TemporarilyUnavailable)
    assert pacer.recorded[1][2].percent == 9.67


def test_exhausted_quota_stops_the_call_before_it_leaves():
    with wire([Reply({})]) as server:
        with pytest.raises(QuotaExhausted) as caught:
            client_for(server, pacer=Pacer(until=1234.5)).get("act_1")
    assert caught.value.until == 1234.5
    assert server.seen == []


def test_bare_ids_count_against_the_account_of_the_client():
    pacer = Pacer()
    with wire([Reply({})]) as server:
        client = client_for(server, pacer=pacer, account="act_55")
        client.get("123")
        client.get("9/creative_folders")
        client.get("123", use_case="ads_insights", subject="act_66")
    assert [key[:2] for key in pacer.reserved] == [("ads_management", "55"), ("app", ""), ("ads_insights", "66")]


def test_no_secret_is_in_logs_errors_or_shown_values(caplog):
    caplog.set_level(logging.DEBUG)
    told = f"Malformed access token {TOKEN}; secret {SECRET}"
    with wire([Reply(failure(190, 463, told), 401, {"X": "y"})]) as server:
        client = client_for(server, app_secret=SECRET)
        with pytest.raises(TokenRejected) as caught:
            oauth.debug_token(client, TOKEN)
    assert server.seen[0].params["input_token"] == TOKEN
    shown = " ".join([caplog.text, repr(caught.value), caught.value.message, repr(client), repr(Secret(TOKEN))])
    for hidden in (TOKEN, SECRET, app_secret_proof(SECRET, TOKEN)):
        assert hidden not in shown
    assert "debug_token status=401 code=190/463" in caplog.text


def told_by_a_crash_page(error):
    """Everything from the call into the client downwards, locals included."""
    shown = traceback.TracebackException(type(error), error, error.__traceback__.tb_next, capture_locals=True)
    return "".join(shown.format())


@pytest.mark.parametrize(
    "reply",
    [
        Reply({}, breaks="unanswered"),
        Reply(failure(190, None, f"Malformed access token {TOKEN}"), 401),
        Reply(TOKEN.encode(), 500),
    ],
)
def test_crash_page_with_all_locals_shows_no_secret(reply):
    with wire([reply]) as server:
        client = client_for(server, app_secret=SECRET, retries=0)
        with pytest.raises(GraphError) as caught:
            oauth.debug_token(client)
    text = told_by_a_crash_page(caught.value)
    assert "debug_token" in text
    for hidden in (TOKEN, SECRET, app_secret_proof(SECRET, TOKEN)):
        assert hidden not in text


def test_crash_page_of_a_connection_that_failed_shows_no_secret():
    client = GraphClient(Secret(TOKEN), app_secret=Secret(SECRET), api_url=f"http://127.0.0.1:{free_port()}", retries=0)
    with pytest.raises(ConnectionFailed) as caught:
        oauth.exchange_code(
            client, app_id="1", app_secret=Secret(SECRET), redirect_uri="http://x", code=Secret("planted-code")
        )
    text = told_by_a_crash_page(caught.value)
    for hidden in (TOKEN, SECRET, app_secret_proof(SECRET, TOKEN), "planted-code"):
        assert hidden not in text


def test_log_names_the_edge_but_no_id(caplog):
    caplog.set_level(logging.INFO, "graph_client")
    with wire([Reply({"id": "1"})]) as server:
        client_for(server).post("act_4711/adimages", {"name": "private words"})
    assert "POST act_{id}/adimages status=200" in caplog.text
    assert "4711" not in caplog.text
    assert "private words" not in caplog.text


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply({}, breaks="unanswered"), "status=- error=ConnectionFailed trace="),
        (Reply(b"<html>", 502), "status=502 error=UnreadableResponse trace="),
        (Reply(failure(100, 33), 400), "status=400 code=100/33 trace="),
        (Reply({"id": "1"}), "status=200 code= trace="),
    ],
)
def test_log_tells_what_went_wrong_and_the_hiding_of_secrets_leaves_it(caplog, reply, told):
    caplog.set_level(logging.INFO, "graph_client")
    with wire([reply]) as server, contextlib.suppress(GraphError):
        client_for(server, retries=0).get("me")
    assert told in redact(caplog.messages[-1])


def test_closed_client_has_hung_up_though_a_call_had_failed_before():
    before, last = serving(), time.monotonic() + 5
    gc.disable()  # no connection may wait for it
    try:
        with wire([Reply({}, breaks="unanswered"), Reply({"id": "1"})]) as server:
            client = client_for(server)
            client.get("me")
            client.close()
            while serving() - before:
                assert time.monotonic() < last, "the connection is still open"
                time.sleep(0.002)
    finally:
        gc.enable()


def test_netrc_cannot_replace_the_token(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with wire([Reply({})]) as server:
        client_for(server).get("me")
    assert server.seen[0].headers["authorization"] == f"Bearer {TOKEN}"
