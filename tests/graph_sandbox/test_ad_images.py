"""adimages."""

import base64
import functools
import hashlib
import http.server
import io
import json
import threading
import zipfile

import pytest
from PIL import Image

from graph_sandbox.seeds import facts

from .conftest import error_of
from .media import picture


def upload(graph, data, name="photo.jpg", field="source0", account=None):
    return graph.post(f"{account or graph.ad_account_id}/adimages", files={field: (name, data)})


def stored(graph, **params):
    return graph.get(f"{graph.ad_account_id}/adimages", {"fields": "hash,name,width,height", **params}).json()["data"]


@pytest.mark.parametrize("field", ["source0", "filename", "photo.jpg", "bytes"])
def test_a_file_is_taken_under_any_field_name(graph, field):
    image = upload(graph, picture(), field=field).json()["images"]["photo.jpg"]

    assert image["hash"] == hashlib.md5(picture()).hexdigest()
    assert (image["width"], image["height"], image["url_256_width"]) == (640, 480, "256")


def test_base64_is_keyed_by_its_name_or_by_bytes(graph):
    text = base64.b64encode(picture())

    plain = graph.post(f"{graph.ad_account_id}/adimages", data={"bytes": text}).json()["images"]
    named = graph.post(f"{graph.ad_account_id}/adimages", data={"bytes": text, "name": "a.jpg"}).json()["images"]

    assert (list(plain), list(named)) == (["bytes"], ["a.jpg"])
    assert len(stored(graph)) == 1


def test_a_zip_holds_several_images(graph):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("folder/red.jpg", picture(colour="red"))
        target.writestr("blue.png", picture(colour="blue", kind="PNG"))

    images = upload(graph, archive.getvalue(), "many.zip", "many.zip").json()["images"]

    assert set(images) == {"red.jpg", "blue.png"}


def test_a_zip_with_one_bad_image_keeps_none(graph):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("red.jpg", picture(colour="red"))
        target.writestr("bad.jpg", b"text")

    assert upload(graph, archive.getvalue(), "many.zip").status_code == 400
    assert stored(graph) == []
    assert list((graph.sandbox.store.folder / "spool").iterdir()) == []


@pytest.fixture
def web(tmp_path):
    """A small web server on the loopback with a picture."""
    (tmp_path / "far.jpg").write_bytes(picture(colour="gold"))

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            """Not here."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_address_is_fetched(graph, web):
    images = graph.post(f"{graph.ad_account_id}/adimages", data={"url": f"{web}/far.jpg?x=1"}).json()["images"]

    assert images["far.jpg"]["hash"] == hashlib.md5(picture(colour="gold")).hexdigest()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://127.0.0.1:9/x.jpg"])
def test_only_reachable_web_addresses_are_fetched(graph, address):
    assert error_of(graph.post(f"{graph.ad_account_id}/adimages", data={"url": address}))[0] == 100
    assert stored(graph) == []


def bomb():
    target = io.BytesIO()
    Image.new("1", (20000, 20000)).save(target, "PNG")
    return target.getvalue()


BAD = {
    "text": (b"hello, I am text", "photo.jpg", 1487411),
    "empty": (b"", "photo.jpg", None),
    "half": (picture(800, 800, kind="PNG")[:-800], "photo.png", None),
    "html": (b"<html><img src=x></html>", "photo.png", 1487411),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.svg", 1487411),
    "webp": (picture(kind="WEBP"), "photo.webp", 1487411),
    "small": (picture(100, 100), "photo.jpg", 1487390),
    "bomb": (bomb(), "photo.png", None),
    "no extension": (picture(), "photo", None),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_image_is_refused_and_nothing_kept(graph, case):
    data, name, subcode = BAD[case]

    answer = upload(graph, data, name)

    assert error_of(answer) == (100, subcode)
    assert stored(graph) == []
    assert list((graph.sandbox.store.folder / "spool").iterdir()) == []


def test_an_image_over_30_mb_is_refused(graph):
    answer = upload(graph, picture() + bytes(31 * 1024 * 1024))

    assert "30 MB" in answer.json()["error"]["error_user_msg"]


def test_nothing_at_all_is_an_error(graph):
    assert error_of(graph.post(f"{graph.ad_account_id}/adimages")) == (100, None)
    assert error_of(graph.post(f"{graph.ad_account_id}/adimages", data={"bytes": "***"})) == (100, None)


def test_the_list_narrows_by_hashes_name_and_size(graph):
    first = upload(graph, picture(), "harvest.jpg").json()["images"]["harvest.jpg"]["hash"]
    upload(graph, picture(1200, 628), "wide.jpg")

    assert [row["name"] for row in stored(graph, hashes=json.dumps([first]))] == ["harvest.jpg"]
    assert [row["name"] for row in stored(graph, name="WIDE")] == ["wide.jpg"]
    assert [row["name"] for row in stored(graph, minwidth=1000)] == ["wide.jpg"]
    assert len(stored(graph)) == 2


def test_an_image_can_be_read_by_its_id(graph):
    digest = upload(graph, picture()).json()["images"]["photo.jpg"]["hash"]
    image_id = f"{graph.ad_account_id.removeprefix('act_')}:{digest}"

    assert graph.get(image_id, {"fields": "hash,status"}).json() == {"hash": digest, "status": "ACTIVE", "id": image_id}


def test_addresses_serve_the_bytes_until_they_expire(graph):
    image = upload(graph, picture()).json()["images"]["photo.jpg"]

    assert graph.session.get(image["url"]).content == picture()
    small = Image.open(io.BytesIO(graph.session.get(image["url_128"]).content))
    assert max(small.size) == 128
    assert graph.session.get(image["url"].replace("oh=", "oh=0")).status_code == 403
    graph.control("POST", "clock", advance=3 * 86400)
    assert graph.session.get(image["url"]).status_code == 403


def test_an_image_is_copied_from_an_account_that_the_caller_reaches(graph):
    digest = upload(graph, picture()).json()["images"]["photo.jpg"]["hash"]
    target = facts()["second_ad_account_id"]
    source = {"source_account_id": graph.ad_account_id.removeprefix("act_"), "hash": digest}

    images = graph.post(f"{target}/adimages", data={"copy_from": json.dumps(source)}).json()["images"]

    assert images["photo.jpg"]["hash"] == digest
    foreign = {**source, "source_account_id": facts()["foreign_ad_account_id"]}
    assert error_of(graph.post(f"{target}/adimages", data={"copy_from": json.dumps(foreign)})) == (200, None)


def test_a_damaged_zip_is_refused_and_leaves_nothing(graph):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("a.jpg", picture())
        target.writestr("b.jpg", picture(colour="red"))
    broken = bytearray(archive.getvalue())
    broken[broken.index(b"b.jpg") + 20] ^= 0xFF

    answer = upload(graph, bytes(broken), "many.zip", "many.zip")

    assert error_of(answer) == (100, None)
    assert "zip" in answer.json()["error"]["message"]
    assert stored(graph) == []
    assert list((graph.sandbox.store.folder / "spool").iterdir()) == []


def test_a_deleted_image_is_gone(graph):
    digest = upload(graph, picture()).json()["images"]["photo.jpg"]["hash"]

    assert graph.delete(f"{graph.ad_account_id}/adimages", {"hash": digest}).json() == {"success": True}
    assert stored(graph) == []
    assert error_of(graph.delete(f"{graph.ad_account_id}/adimages", {"hash": digest}))[0] == 100


def test_an_image_that_a_creative_uses_stays(graph):
    digest = upload(graph, picture()).json()["images"]["photo.jpg"]["hash"]
    graph.sandbox.store.add(
        "creative", {"object_story_spec": {"link_data": {"image_hash": digest}}}, parent=graph.ad_account_id
    )

    assert error_of(graph.delete(f"{graph.ad_account_id}/adimages", {"hash": digest}))[0] == 100
    assert len(stored(graph)) == 1


def test_the_permanent_address_outlives_the_others(graph):
    digest = upload(graph, picture()).json()["images"]["photo.jpg"]["hash"]
    image_id = f"{graph.ad_account_id.removeprefix('act_')}:{digest}"
    address = graph.get(image_id, {"fields": "permalink_url"}).json()["permalink_url"]

    graph.control("POST", "clock", advance=400 * 86400)

    assert graph.session.get(address).content == picture()
    assert graph.session.get(address[:-1]).status_code == 404
