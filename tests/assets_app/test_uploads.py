"""The tus protocol over HTTP, and what the tray's buttons do."""

import base64
import uuid
from datetime import timedelta

import pytest

from assets_app import clock
from assets_app.models import Folder, Upload
from assets_app.models.work import ClaimLost
from assets_app.services import files, ingest, uploads
from tests.factories import make_folder, make_member

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


@pytest.fixture
def browser(as_member, marketer):
    return as_member(marketer)


def told(**values) -> str:
    return ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in values.items())


def create(browser, size, slug="studio-nord", headers=None, **metadata):
    given = {**TUS, "Upload-Length": str(size), "Upload-Metadata": told(**{"filename": "lamp.jpg", **metadata})}
    given = {name: value for name, value in {**given, **(headers or {})}.items() if value is not None}
    return browser.post(f"/b/{slug}/uploads/", headers=given)


def patch(browser, where, offset, data, headers=None):
    given = {**TUS, "Upload-Offset": str(offset), **(headers or {})}
    return browser.patch(where, data, content_type=BYTES, headers=given)


def offset_of(browser, where):
    return int(browser.head(where, headers=TUS).headers["Upload-Offset"])


def test_the_server_says_what_it_can(browser):
    answer = browser.options("/b/studio-nord/uploads/")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination"
    assert int(answer.headers["Tus-Max-Size"]) > 0


def test_a_file_sent_in_parts_arrives_whole(browser, jpeg):
    made = create(browser, len(jpeg))
    where = made.headers["Location"]
    assert (made.status_code, made.headers["Tus-Resumable"]) == (201, "1.0.0")
    assert patch(browser, where, 0, jpeg[:1000]).headers["Upload-Offset"] == "1000"
    assert offset_of(browser, where) == 1000
    assert patch(browser, where, 1000, jpeg[1000:]).status_code == 204
    upload = Upload.objects.get()
    assert upload.state == Upload.State.COMPLETE
    assert files.part_path(upload.pk).read_bytes() == jpeg


def test_a_head_is_never_cached_and_tells_the_size(browser, jpeg):
    where = create(browser, len(jpeg)).headers["Location"]
    answer = browser.head(where, headers=TUS)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Upload-Length"] == str(len(jpeg))


def test_an_empty_file_is_complete_at_once(browser):
    create(browser, 0)
    assert Upload.objects.get().state == Upload.State.COMPLETE


def test_a_file_may_name_its_folder_and_subfolders(browser, business, marketer):
    spring = make_folder(business, "Spring")
    create(browser, 10, folder=spring.pk, relative_path="Glow/Night/lamp.jpg")
    create(browser, 10, folder=spring.pk, relative_path="glow/Day")
    upload = Upload.objects.order_by("created_at").first()
    assert upload.folder.name == "Night"
    assert upload.folder.parent.name == "Glow"
    assert upload.folder.parent.parent == spring
    assert Folder.objects.count() == 4


BAD_HEADERS = [
    ({"Tus-Resumable": None}, 412, "Tus-Resumable must be 1.0.0"),
    ({"Tus-Resumable": "0.2.2"}, 412, "This one says 0.2.2"),
    ({"Upload-Length": None}, 400, "Upload-Length must be a whole number"),
    ({"Upload-Length": "-4"}, 400, "Upload-Length must be a whole number"),
    ({"Upload-Length": "many"}, 400, "Upload-Length must be a whole number"),
    ({"Upload-Length": None, "Upload-Defer-Length": "1"}, 400, "size must be known"),
    ({"Upload-Metadata": "filename ###"}, 400, "must be base64"),
    ({"Upload-Metadata": "filename YQ==,filename YQ=="}, 400, "twice"),
    ({"Upload-Metadata": ""}, 400, "names no file"),
    ({"Upload-Metadata": told(filename="a.jpg", folder=987654)}, 400, "The folder is gone"),
    ({"Upload-Metadata": told(filename="a.jpg", relative_path="x" * 200 + "/a.jpg")}, 400, "at most 120 characters"),
    ({"Upload-Metadata": told(filename="a.jpg", relative_path="a/" * 11 + "a.jpg")}, 400, "levels deep"),
    ({"Upload-Length": str(10**17)}, 413, "takes at most"),
]


@pytest.mark.parametrize(("headers", "status", "sentence"), BAD_HEADERS)
def test_a_malformed_creation_is_refused_with_a_sentence(browser, headers, status, sentence):
    answer = create(browser, 10, headers=headers)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Upload.objects.exists()


BAD_PATCHES = [
    ({"Tus-Resumable": "2.0.0"}, BYTES, 412, "Tus-Resumable must be 1.0.0"),
    ({}, "application/json", 415, "application/offset+octet-stream"),
    ({"Upload-Offset": "ten"}, BYTES, 400, "Upload-Offset must be a whole number"),
    ({"Upload-Offset": "3"}, BYTES, 409, "stands at byte 0, not at 3"),
]


@pytest.mark.parametrize(("headers", "kind", "status", "sentence"), BAD_PATCHES)
def test_a_malformed_patch_is_refused_and_changes_nothing(browser, headers, kind, status, sentence):
    where = create(browser, 10).headers["Location"]
    answer = browser.patch(where, b"12345", content_type=kind, headers={**TUS, "Upload-Offset": "0", **headers})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert offset_of(browser, where) == 0
    assert patch(browser, where, 0, b"12345").status_code == 204


def test_more_bytes_than_announced_are_refused(browser):
    where = create(browser, 10).headers["Location"]
    assert patch(browser, where, 0, b"x" * 11).status_code == 413
    assert offset_of(browser, where) == 0


def test_two_requests_cannot_write_to_one_upload(browser):
    where = create(browser, 10).headers["Location"]
    uploads.claim(Upload.objects.get())
    answer = patch(browser, where, 0, b"12345")
    assert answer.status_code == 423
    assert "Another request" in answer.content.decode()


def test_an_upload_whose_writer_died_is_taken_over(browser):
    where = create(browser, 10).headers["Location"]
    uploads.claim(Upload.objects.get())
    Upload.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert patch(browser, where, 0, b"12345").status_code == 204


def test_bytes_beyond_the_committed_offset_are_cut(browser):
    """A killed process may have written more than it acknowledged."""
    where = create(browser, 10).headers["Location"]
    patch(browser, where, 0, b"12345")
    upload = Upload.objects.get()
    with open(files.part_path(upload.pk), "ab") as part:
        part.write(b"never acknowledged")
    patch(browser, where, 5, b"67890")
    assert files.part_path(upload.pk).read_bytes() == b"1234567890"


def test_a_part_that_is_shorter_than_the_offset_is_the_truth(browser):
    where = create(browser, 10).headers["Location"]
    patch(browser, where, 0, b"12345")
    files.part_path(Upload.objects.get().pk).write_bytes(b"123")
    assert patch(browser, where, 5, b"67890").status_code == 409
    assert offset_of(browser, where) == 3


class BrokenBody:
    """A body whose connection breaks after some bytes."""

    def __init__(self, data):
        self.data = data

    def __call__(self, size):
        if not self.data:
            raise OSError("reset")
        piece, self.data = self.data[:size], self.data[size:]
        return piece


def test_what_arrived_before_the_connection_broke_is_kept(browser):
    where = create(browser, 100).headers["Location"]
    claimed = uploads.claim(Upload.objects.get())
    with pytest.raises(OSError):
        uploads.append(claimed, BrokenBody(b"x" * 40))
    assert offset_of(browser, where) == 40
    assert patch(browser, where, 40, b"y" * 60).status_code == 204


def test_a_body_is_read_in_small_pieces(browser):
    create(browser, 5 * 1024**2)
    asked = []

    def read(size):
        asked.append(size)
        return b"x" * size

    uploads.append(uploads.claim(Upload.objects.get()), read)
    assert max(asked) == 1024**2
    assert Upload.objects.get().state == Upload.State.COMPLETE


def test_the_offset_is_committed_every_8_mib(browser):
    create(browser, 20 * 1024**2)
    seen = []

    def read(size):
        seen.append(Upload.objects.get().offset)
        return b"x" * size

    uploads.append(uploads.claim(Upload.objects.get()), read)
    assert sorted(set(seen)) == [0, 8 * 1024**2, 16 * 1024**2]


def test_a_writer_that_lost_its_claim_stops(browser):
    where = create(browser, 10).headers["Location"]
    slow = uploads.claim(Upload.objects.get())
    Upload.objects.update(claim=uuid.uuid4())
    with pytest.raises(ClaimLost):
        uploads.append(slow, lambda size: b"x" * size)
    assert offset_of(browser, where) == 0


def test_an_upload_can_be_cancelled(browser):
    where = create(browser, 10).headers["Location"]
    patch(browser, where, 0, b"12345")
    assert browser.delete(where, headers=TUS).status_code == 204
    assert not files.part_path(Upload.objects.get().pk).exists()
    assert browser.head(where, headers=TUS).status_code == 410
    assert patch(browser, where, 5, b"67890").status_code == 410


def test_a_colleague_cannot_touch_my_upload(browser, as_member, business):
    where = create(browser, 10).headers["Location"]
    colleague = as_member(make_member(business, "admin"))
    assert colleague.head(where, headers=TUS).status_code == 404
    assert patch(colleague, where, 0, b"12345").status_code == 404
    assert colleague.delete(where, headers=TUS).status_code == 404


def test_viewers_and_strangers_cannot_upload(as_member, viewer, reviewer, stranger):
    assert create(as_member(viewer), 10).status_code == 403
    assert create(as_member(reviewer), 10).status_code == 403
    assert create(as_member(stranger), 10).status_code == 404


def test_a_form_of_another_site_cannot_upload(as_member, marketer):
    strict = as_member(marketer, enforce_csrf_checks=True)
    assert strict.post("/b/studio-nord/uploads/", {"filename": "x"}).status_code == 412
    assert create(strict, 10).status_code == 201


def test_open_uploads_are_limited(browser, settings):
    settings.UPLOADS_OPEN_MAX = 2
    assert [create(browser, 10).status_code for _ in range(3)] == [201, 201, 429]


def test_a_full_disk_says_so(browser, monkeypatch):
    monkeypatch.setattr(files, "free_bytes", lambda: 1000)
    answer = create(browser, 10)
    assert (answer.status_code, "no room" in answer.content.decode()) == (507, True)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\pictures\\lamp.jpg", "lamp.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b.jpg", "ab.jpg"),
        ("x" * 300 + ".jpeg", 255),
    ],
)
def test_file_names_are_made_harmless(given, kept):
    name = uploads.file_name(given)
    assert name == kept if isinstance(kept, str) else (len(name), name[-5:]) == (kept, ".jpeg")


def test_the_choice_is_taken_from_the_tray(browser, keep, arrive, jpeg, marketer):
    keep(jpeg)
    upload = ingest.ingest(arrive(jpeg, "again.jpg").pk)
    assert browser.post(f"/b/studio-nord/uploads/{upload.pk}/choose/", {"choice": "steal"}).status_code == 422
    browser.post(f"/b/studio-nord/uploads/{upload.pk}/choose/", {"choice": "both"})
    upload.refresh_from_db()
    assert (upload.state, upload.on_duplicate) == ("complete", "both")


def test_a_refused_file_can_be_tried_again_and_dismissed(browser, arrive):
    upload = ingest.ingest(arrive(b"no picture", "lamp.jpg").pk)
    browser.post(f"/b/studio-nord/uploads/{upload.pk}/retry/")
    upload.refresh_from_db()
    assert upload.state == "complete"
    upload = ingest.ingest(upload.pk)
    assert upload.state == "rejected"
    browser.post(f"/b/studio-nord/uploads/{upload.pk}/dismiss/")
    upload.refresh_from_db()
    assert upload.dismissed_at
    assert not files.part_path(upload.pk).exists()


def test_the_tray_lists_what_is_mine_and_not_dismissed(browser, arrive, jpeg, marketer):
    arrive(jpeg, "mine.jpg")
    gone = arrive(jpeg, "gone.jpg")
    uploads.dismiss(upload=gone, by=marketer)
    Upload.objects.filter(pk=gone.pk).update(dismissed_at=clock.now())
    page = browser.get("/b/studio-nord/uploads/tray/").content.decode()
    assert "mine.jpg" in page
    assert "gone.jpg" not in page


def test_old_uploads_expire(arrive, browser):
    create(browser, 10)
    Upload.objects.update(expires_at=clock.now() - timedelta(hours=1))
    assert uploads.expire() == 1
    assert Upload.objects.get().state == "expired"
