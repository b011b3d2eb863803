"""advideos, the video node, and the other two ways to send a video."""

import re
import socket

import pytest

from graph_sandbox import download

from .conftest import error_of
from .media import clip, picture, sound


def send(graph, data, name="clip.mp4", **fields):
    return graph.post(f"{graph.ad_account_id}/advideos", data=fields, files={"source": (name, data)})


def phase(graph, name, files=None, edge=None, **fields):
    return graph.post(edge or f"{graph.ad_account_id}/advideos", data={"upload_phase": name, **fields}, files=files)


def transfer(graph, session, start, data, **more):
    files = {"video_file_chunk": ("clip.mp4", data, "multipart/form-data")}
    return phase(graph, "transfer", files, upload_session_id=session, start_offset=start, **more)


def send_all(graph, begun, data, **more):
    """Follow the server's offsets to the end; answers the last answer."""
    answer = begun
    while answer["start_offset"] != answer["end_offset"]:
        start, end = int(answer["start_offset"]), int(answer["end_offset"])
        answer = transfer(graph, begun["upload_session_id"], start, data[start:end], **more).json()
    return answer


def bytes_of(graph, media_id):
    return graph.session.get(f"{graph.url}/_control/media/{media_id}").content


def test_a_video_in_one_request_is_probed_and_ready(graph):
    video = send(graph, clip(), title="Harvest").json()["id"]

    shown = graph.get(f"{video}/", {"fields": "title,length,status,source,picture"}).json()

    assert (shown["title"], round(shown["length"])) == ("Harvest", 2)
    assert shown["status"]["video_status"] == "ready"
    assert shown["status"]["publishing_phase"]["publish_status"] == "published"
    assert graph.session.get(shown["source"]).content == clip()
    assert graph.session.get(shown["picture"]).headers["Content-Type"] == "image/jpeg"


def test_source_answers_ranges(graph):
    source = graph.get(send(graph, clip()).json()["id"], {"fields": "source"}).json()["source"]

    answer = graph.session.get(source, headers={"Range": "bytes=10-19"})

    assert (answer.status_code, answer.content) == (206, clip()[10:20])
    assert graph.session.get(source, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert graph.session.head(source).headers["Content-Length"] == str(len(clip()))


def test_stills_are_listed_and_one_can_be_replaced(graph):
    video = send(graph, clip()).json()["id"]

    rows = graph.get(f"{video}/thumbnails").json()["data"]
    assert [row["is_preferred"] for row in rows] == [True, False, False, False]
    assert all(graph.session.get(row["uri"]).ok for row in rows)

    graph.post(f"{video}/thumbnails", files={"source": ("still.jpg", picture(), "image/jpeg")})
    chosen = graph.get(f"{video}/thumbnails").json()["data"][0]["uri"]
    assert graph.session.get(chosen).content == picture()


def test_processing_takes_as_many_looks_as_set(new_graph):
    graph = new_graph(video_polls=2)
    video = send(graph, clip()).json()["id"]

    states = [graph.get(video, {"fields": "status"}).json()["status"]["video_status"] for _ in range(3)]

    assert states == ["processing", "processing", "ready"]


def test_processing_takes_as_long_as_set(new_graph):
    graph = new_graph(video_seconds=60)
    video = send(graph, clip()).json()["id"]

    before = graph.get(video, {"fields": "status,source,picture"}).json()
    graph.control("POST", "clock", advance=61)
    after = graph.get(video, {"fields": "status,source"}).json()

    assert before["status"]["processing_phase"]["status"] == "not_started"
    assert "source" not in before
    assert after["status"]["video_status"] == "ready"


def test_processing_can_fail(graph):
    video = send(graph, clip()).json()["id"]

    graph.control("POST", "act", act="fail_video", id=video)

    status = graph.get(video, {"fields": "status"}).json()["status"]
    assert (status["video_status"], status["processing_phase"]["errors"][0]["code"]) == ("error", 1363031)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 382),
        (b"too small", 382),
        (b"no video " * 500, 352),
        (picture(2000, 2000), 352),
        (sound(), 352),
        (clip()[:5000], 352),
    ],
    ids=["empty", "tiny", "text", "picture", "only sound", "cut short"],
)
def test_a_bad_video_is_refused_and_nothing_kept(graph, data, code):
    assert error_of(send(graph, data))[0] == code
    assert graph.get(f"{graph.ad_account_id}/advideos").json()["data"] == []
    assert list((graph.sandbox.store.folder / "spool").iterdir()) == []


def test_a_playlist_reads_no_other_file(graph, tmp_path):
    (tmp_path / "secret.mp4").write_bytes(clip())
    playlist = f"#EXTM3U\n#EXTINF:2,\n{tmp_path}/secret.mp4\n#EXT-X-ENDLIST\n".ljust(2000).encode()

    assert error_of(send(graph, playlist, "list.m3u8"))[0] == 352


def test_a_video_comes_from_an_address(graph):
    source = graph.get(send(graph, clip()).json()["id"], {"fields": "source"}).json()["source"]

    video = graph.post(f"{graph.ad_account_id}/advideos", data={"file_url": source}).json()["id"]

    assert bytes_of(graph, video) == clip()


def test_an_address_that_cannot_be_fetched_is_389(graph):
    for address in ("file:///etc/passwd", "http://127.0.0.1:9/clip.mp4"):
        assert error_of(graph.post(f"{graph.ad_account_id}/advideos", data={"file_url": address}))[0] == 389


@pytest.mark.parametrize(
    ("number", "may_be_asked"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("8.8.8.8", True),
        ("2a00:1450:4001::1", True),
        ("10.0.0.7", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1%2", False),
        ("fd00::2", False),
        ("::ffff:10.0.0.7", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a00:7", False),
        ("2002:a00:7::", False),
        ("64:ff9b::808:808", True),
    ],
)
def test_only_this_machine_and_the_public_internet_are_asked_for_a_file(number, may_be_asked):
    assert download.may_be_asked(number) is may_be_asked


def test_a_machine_that_may_not_be_asked_hears_nothing(graph, monkeypatch):
    allowed = download.may_be_asked
    monkeypatch.setattr(download, "may_be_asked", lambda number: number != "127.0.0.1" and allowed(number))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/clip.mp4"
        assert error_of(graph.post(f"{graph.ad_account_id}/advideos", data={"file_url": address}))[0] == 389
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(10)
            assert connection.recv(100) == b""


def test_a_title_of_255_characters_is_refused(graph):
    assert error_of(send(graph, clip(), title="x" * 255)) == (100, None)


def test_the_server_chooses_the_ranges(new_graph):
    graph = new_graph(chunk_bytes=100_000)
    begun = phase(graph, "start", file_size=len(clip())).json()
    assert (begun["start_offset"], begun["end_offset"]) == ("0", "100000")
    assert graph.get(f"{graph.ad_account_id}/advideos").json()["data"] == []

    last = send_all(graph, begun, clip())
    done = phase(graph, "finish", upload_session_id=begun["upload_session_id"], title="clip.mp4").json()

    assert last["start_offset"] == last["end_offset"] == str(len(clip()))
    assert done == {"success": True}
    assert bytes_of(graph, begun["video_id"]) == clip()
    assert [row["id"] for row in graph.get(f"{graph.ad_account_id}/advideos").json()["data"]] == [begun["video_id"]]


def test_finishing_twice_makes_one_video(graph):
    begun = phase(graph, "start", file_size=len(clip())).json()
    send_all(graph, begun, clip())

    answers = [phase(graph, "finish", upload_session_id=begun["upload_session_id"]).json() for _ in range(2)]

    assert answers == [{"success": True}] * 2
    assert len(graph.get(f"{graph.ad_account_id}/advideos").json()["data"]) == 1


def test_a_wrong_offset_is_answered_with_the_right_one(new_graph):
    graph = new_graph(chunk_bytes=100_000)
    begun = phase(graph, "start", file_size=len(clip())).json()
    transfer(graph, begun["upload_session_id"], 0, clip()[:100_000])

    answer = transfer(graph, begun["upload_session_id"], 0, clip()[:100_000])

    assert error_of(answer) == (6001, 1363037)
    assert answer.json()["error"]["error_data"] == {"start_offset": 100_000, "end_offset": 200_000}
    assert answer.json()["error"]["is_transient"] is False


def test_the_server_may_have_lost_bytes(new_graph):
    graph = new_graph(chunk_bytes=100_000)
    begun = phase(graph, "start", file_size=len(clip())).json()
    transfer(graph, begun["upload_session_id"], 0, clip()[:100_000])
    graph.control("POST", "faults", action="wrong_offset", path="advideos", bytes=40_000)

    wanted = transfer(graph, begun["upload_session_id"], 100_000, clip()[100_000:200_000]).json()["error"]["error_data"]
    send_all(graph, {**begun, **wanted}, clip())
    phase(graph, "finish", upload_session_id=begun["upload_session_id"])

    assert wanted == {"start_offset": 60_000, "end_offset": 160_000}
    assert bytes_of(graph, begun["video_id"]) == clip()


def test_an_offset_of_one_more_is_wrong_too(new_graph):
    graph = new_graph(chunk_bytes=100_000)
    begun = phase(graph, "start", file_size=len(clip())).json()
    transfer(graph, begun["upload_session_id"], 0, clip()[:100_000])

    answer = transfer(graph, begun["upload_session_id"], 100_001, clip()[100_000:200_000])

    assert error_of(answer) == (6001, 1363037)
    assert answer.json()["error"]["error_data"] == {"start_offset": 100_000, "end_offset": 200_000}


@pytest.mark.parametrize("data", [picture(2000, 2000), picture(2000, 2000, kind="PNG"), b"%PDF-1.7 ".ljust(2000)])
def test_what_is_no_video_is_told_at_its_first_chunk(graph, data):
    session = phase(graph, "start", file_size=len(data)).json()["upload_session_id"]

    assert error_of(transfer(graph, session, 0, data)) == (6001, 1363031)


def test_an_upload_that_takes_too_long_times_out(graph):
    session = phase(graph, "start", file_size=len(clip())).json()["upload_session_id"]
    graph.control("POST", "settings", transfer_seconds=1e-9)

    answer = transfer(graph, session, 0, clip())

    assert error_of(answer) == (6001, 1363030)
    graph.control("POST", "settings", transfer_seconds=0)
    assert transfer(graph, session, 0, clip()).status_code == 200


@pytest.mark.parametrize("subcode", [1363019, 1363030, 1363021, 1363041, 1363005, 1363042, 1363011])
def test_other_upload_errors_come_as_faults(graph, subcode):
    graph.control("POST", "faults", code=6001, subcode=subcode, path="advideos")

    error = phase(graph, "start", file_size=len(clip())).json()["error"]

    assert (error["error_subcode"], error["error_user_title"]) == (subcode, "Error Uploading Video")
    assert error["is_transient"] is False


@pytest.mark.parametrize(
    ("size", "expected"), [(10, (6000, 1363022)), (10**12, (6000, 1363023)), ("", (100, None)), ("big", (100, None))]
)
def test_a_start_needs_a_fitting_size(graph, size, expected):
    assert error_of(phase(graph, "start", file_size=size)) == expected


def test_a_transfer_needs_a_file_and_a_session(graph):
    begun = phase(graph, "start", file_size=len(clip())).json()
    session = begun["upload_session_id"]

    assert error_of(phase(graph, "transfer", upload_session_id=session, start_offset=0)) == (6001, 1363020)
    assert error_of(transfer(graph, session, 0, b"")) == (6001, 1363033)
    assert error_of(transfer(graph, session, 0, clip() + b"more")) == (6000, 1363045)
    assert error_of(transfer(graph, "123", 0, b"x")) == (100, None)
    assert error_of(phase(graph, "finish", upload_session_id=session)) == (6000, 1363045)


def test_a_cancelled_session_takes_nothing_more(graph):
    session = phase(graph, "start", file_size=len(clip())).json()["upload_session_id"]

    assert phase(graph, "cancel", upload_session_id=session).json() == {"success": True}
    assert error_of(transfer(graph, session, 0, clip())) == (100, None)


def test_a_phase_that_does_not_exist_is_refused(graph):
    assert error_of(phase(graph, "begin")) == (100, None)
    assert error_of(phase(graph, "start", file_url="http://x/y.mp4", file_size=5000)) == (100, None)


def test_name_and_description_can_change_and_a_video_can_go(graph):
    video = send(graph, clip()).json()["id"]

    graph.post(f"{video}/", data={"name": "New name", "description": "Words"})
    assert graph.get(video, {"fields": "name,description"}).json()["name"] == "New name"

    assert graph.delete(f"{video}/").json() == {"success": True}
    assert error_of(graph.get(video)) == (100, 33)


def test_a_video_that_a_creative_uses_stays(graph):
    video = send(graph, clip()).json()["id"]
    graph.sandbox.store.add(
        "creative", {"object_story_spec": {"video_data": {"video_id": video}}}, parent=graph.ad_account_id
    )

    assert error_of(graph.delete(f"{graph.ad_account_id}/advideos", {"video_id": video}))[0] == 100


def test_a_stream_that_broke_off_goes_on_where_it_was(graph):
    begun = graph.post(f"{graph.ad_account_id}/video_ads", data={"upload_phase": "start"}).json()
    _broken_stream(graph, begun["upload_url"], 150_000)

    had = _uploaded(graph, begun["video_id"])
    headers = {"Authorization": f"OAuth {graph.token}", "offset": str(had), "file_size": str(len(clip()))}
    graph.session.post(begun["upload_url"], headers=headers, data=clip()[had:])
    done = graph.post(
        f"{graph.ad_account_id}/video_ads", data={"upload_phase": "finish", "video_id": begun["video_id"]}
    )

    assert had == 150_000
    assert done.json() == {"success": True}
    assert bytes_of(graph, begun["video_id"]) == clip()


def test_the_server_of_a_stream_may_have_lost_bytes_too(graph):
    begun = graph.post(f"{graph.ad_account_id}/video_ads", data={"upload_phase": "start"}).json()
    headers = {"Authorization": f"OAuth {graph.token}", "offset": "0", "file_size": str(len(clip()))}
    graph.session.post(begun["upload_url"], headers=headers, data=clip()[:100_000])
    graph.control("POST", "faults", action="wrong_offset", path="/video-ads-upload/", bytes=40_000)

    refused = graph.session.post(begun["upload_url"], headers={**headers, "offset": "100000"}, data=clip()[100_000:])

    assert error_of(refused) == (6001, 1363037)
    assert refused.json()["error"]["error_data"] == {"start_offset": 60_000, "end_offset": len(clip())}
    assert _uploaded(graph, begun["video_id"]) == 60_000


def test_a_stream_takes_no_more_than_it_was_told_and_may_begin_anew_with_a_shorter_file(graph):
    begun = graph.post(f"{graph.ad_account_id}/video_ads", data={"upload_phase": "start"}).json()

    def sent(data, size):
        headers = {"Authorization": f"OAuth {graph.token}", "offset": "0", "file_size": str(size)}
        return graph.session.post(begun["upload_url"], headers=headers, data=data)

    assert error_of(sent(clip() + b"xx", len(clip()))) == (6000, 1363045)
    assert sent(clip() + b"xx", len(clip()) + 2).json() == sent(clip(), len(clip())).json() == {"success": True}
    graph.post(f"{graph.ad_account_id}/video_ads", data={"upload_phase": "finish", "video_id": begun["video_id"]})
    assert bytes_of(graph, begun["video_id"]) == clip()


def _uploaded(graph, video):
    """Bytes that arrived, asked until the server has noticed the end of the connection."""
    for _ in range(500):
        count = graph.get(video, {"fields": "status"}).json()["status"]["uploading_phase"]["bytes_transferred"]
        if count:
            return count
    raise AssertionError("nothing arrived")


def _broken_stream(graph, address, count):
    host, port, path = re.match(r"http://([^:]+):(\d+)(/.*)", address).groups()
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: OAuth {graph.token}\r\noffset: 0\r\nfile_size: {len(clip())}\r\n"
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{head}Content-Length: {len(clip())}\r\n\r\n".encode() + clip()[:count])


def test_an_app_upload_ends_in_a_handle(graph):
    asked = {"file_name": "clip.mp4", "file_length": len(clip()), "file_type": "video/mp4"}
    session = graph.post(f"{graph.app_id}/uploads", asked).json()["id"]
    headers = {"Authorization": f"OAuth {graph.token}"}

    graph.session.post(f"{graph.url}/v24.0/{session}", headers={**headers, "file_offset": "0"}, data=clip()[:1000])
    offset = graph.session.get(f"{graph.url}/v24.0/{session}", headers=headers).json()["file_offset"]
    last = graph.session.post(
        f"{graph.url}/v24.0/{session}", headers={**headers, "file_offset": offset}, data=clip()[1000:]
    )

    assert offset == "1000"
    assert last.json()["h"].startswith("2:")


def test_the_server_of_an_app_upload_may_have_lost_bytes_until_it_is_whole(graph):
    asked = {"file_name": "clip.mp4", "file_length": len(clip()), "file_type": "video/mp4"}
    address = f"{graph.url}/v24.0/{graph.post(f'{graph.app_id}/uploads', asked).json()['id']}"
    headers = {"Authorization": f"OAuth {graph.token}"}
    graph.session.post(address, headers={**headers, "file_offset": "0"}, data=clip()[:1000])
    graph.control("POST", "faults", action="wrong_offset", path="/upload:", bytes=400)

    refused = graph.session.post(address, headers={**headers, "file_offset": "1000"}, data=clip()[1000:])

    assert error_of(refused) == (6001, 1363037)
    assert refused.json()["error"]["error_data"] == {"start_offset": 600, "end_offset": len(clip())}
    assert graph.session.get(address, headers=headers).json()["file_offset"] == "600"

    graph.session.post(address, headers={**headers, "file_offset": "600"}, data=clip()[600:])
    graph.control("POST", "faults", action="wrong_offset", path="/upload:", bytes=400)
    whole = {**headers, "file_offset": str(len(clip()))}

    assert graph.session.post(address, headers=whole).json()["h"].startswith("2:")


def app_upload(graph, data, cut):
    """A whole upload in two parts, the second one as `cut` says; answers the last answer."""
    asked = {"file_name": "clip.mp4", "file_length": len(data), "file_type": "video/mp4"}
    session = graph.post(f"{graph.app_id}/uploads", asked).json()["id"]
    headers = {"Authorization": f"OAuth {graph.token}", "file_offset": "0"}
    graph.session.post(f"{graph.url}/v24.0/{session}", headers=headers, data=data[:1000])
    return graph.session.post(f"{graph.url}/v24.0/{session}", headers={**headers, "file_offset": "1000"}, data=cut)


def test_a_resumed_upload_may_send_the_rest_or_everything(graph):
    handles = [app_upload(graph, clip(), cut).json()["h"] for cut in (clip()[1000:], clip())]
    page = {"access_token": graph.get("me/accounts", {"fields": "access_token"}).json()["data"][0]["access_token"]}

    for handle in handles:
        wanted = {**page, "title": "Kiln", "fbuploader_video_file_chunk": handle}
        assert bytes_of(graph, graph.post(f"{graph.page_id}/videos", wanted).json()["id"]) == clip()

    assert len(graph.get(f"{graph.page_id}/videos", page).json()["data"]) == 2
    assert error_of(graph.get(f"{graph.page_id}/videos")) == (10, None)
    assert error_of(graph.post(f"{graph.page_id}/videos", {**page, "fbuploader_video_file_chunk": "2:x"})) == (
        100,
        None,
    )


def test_an_app_upload_takes_no_more_than_it_was_told_and_no_token_in_the_query(graph):
    assert error_of(app_upload(graph, clip(), clip() + b"more")) == (100, None)
    asked = {"file_name": "clip.mp4", "file_length": 5, "file_type": "video/mp4"}
    session = graph.post(f"{graph.app_id}/uploads", asked).json()["id"]
    assert error_of(graph.get(session)) == (104, None)
