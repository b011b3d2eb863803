import pytest

from assets_app import serving
from assets_app.services import renditions
from tests import media_files


@pytest.fixture
def asset(keep, clip):
    return keep(clip, "Clip one.mp4")


@pytest.fixture
def address(asset):
    return f"/b/studio-nord/assets/{asset.pk}/file/{asset.current.sha256[:12]}/original/"


@pytest.fixture
def browser(as_member, viewer):
    return as_member(viewer)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_member_gets_the_bytes(browser, address, clip):
    answer = browser.get(address)
    assert body(answer) == clip
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Length"] == str(len(clip))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["Content-Disposition"] == 'inline; filename="Clip one.mp4"'


def test_head_tells_the_size_without_bytes(browser, address, clip):
    answer = browser.head(address)
    assert (answer.status_code, answer.headers["Content-Length"], answer.content) == (200, str(len(clip)), b"")
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=5-99999999", 5, None)],
)
def test_a_range_is_answered_with_206(browser, address, clip, asked, start, end):
    answer = browser.get(address, headers={"Range": asked})
    assert answer.status_code == 206
    assert body(answer) == clip[start:end]
    first = start if start >= 0 else len(clip) + start
    assert answer.headers["Content-Range"] == f"bytes {first}-{(end or len(clip)) - 1}/{len(clip)}"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=50-10", "bytes=-0"])
def test_a_range_outside_is_answered_with_416(browser, address, clip, asked):
    answer = browser.get(address, headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(clip)}")


def test_what_is_no_range_gives_the_whole(browser, address, clip):
    assert body(browser.get(address, headers={"Range": "lines=1-2"})) == clip


def test_a_changed_if_range_gives_the_whole(browser, address, clip):
    answer = browser.get(address, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (answer.status_code, body(answer)) == (200, clip)


def test_what_the_browser_has_is_not_sent_again(browser, address):
    tag = browser.head(address).headers["ETag"]
    for given in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        assert browser.get(address, headers={"If-None-Match": given}).status_code == 304
    other = browser.head(address, headers={"If-None-Match": '"x"'})
    assert other.status_code == 200


def test_a_download_is_an_attachment(browser, address):
    answer = browser.head(f"{address}?download=1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Clip one.mp4"'


def test_a_kind_that_browsers_need_not_show_is_always_a_download():
    assert "video/x-msvideo" not in serving.SHOWN


def test_strangers_and_wrong_hashes_get_404(as_member, browser, stranger, address, asset):
    assert as_member(stranger).get(address).status_code == 404
    assert browser.get(address.replace(asset.current.sha256[:12], "0" * 12)).status_code == 404
    assert browser.get(address.replace("original", "sent")).status_code == 404
    assert as_member(None).get(address).status_code == 302


def test_thumbnails_are_served_as_webp(browser, keep):
    asset = keep(media_files.image_bytes("PNG", seed=4), "lamp.png")
    renditions.make(asset.current)
    where = f"/b/studio-nord/assets/{asset.pk}/thumb/{asset.current.sha256[:12]}/thumb_480/"
    answer = browser.get(where)
    assert answer.headers["Content-Type"] == "image/webp"
    assert body(answer)[:4] == b"RIFF"
    assert browser.get(where.replace("480", "9000")).status_code == 404


def test_the_jpeg_that_meta_got_can_be_had(browser, keep):
    asset = keep(media_files.image_bytes("WEBP"), "lamp.webp")
    answer = browser.get(f"/b/studio-nord/assets/{asset.pk}/file/{asset.current.sha256[:12]}/sent/")
    assert answer.headers["Content-Disposition"] == 'inline; filename="lamp.jpg"'
    assert body(answer)[:3] == b"\xff\xd8\xff"
