"""Attacks by what comes from outside: addresses in Meta's answers and in forms, names and contents of files."""

import base64

import pytest
from django.urls import reverse

from assets_app.media import fetching, videos
from assets_app.media.rules import Rejected
from assets_app.models import Folder, Upload
from assets_app.services import files, uploads
from assets_app.services.refusal import Refused
from campaigns_app.previews import fill, frames
from tests import factories, media_files

pytestmark = pytest.mark.django_db


# --- foreign addresses ----------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://user@fbcdn.net/a.jpg",
        "https://user:pass@scontent.fbcdn.net/a.jpg",
        "https://evil.example\\@fbcdn.net/a.jpg",
        "https://evil.example\\.fbcdn.net/a.jpg",
        "https://fbcdn.net:99999/a.jpg",
        "https://fbcdn.net:x/a.jpg",
        "https://[::1/a.jpg",
        "https://[::1]/a.jpg",
        "https://[::ffff:169.254.169.254]/a.jpg",
        "https://2130706433/a.jpg",
        "https://0x7f.1/a.jpg",
        "https://127.0.0.1.nip.io/a.jpg",
        "https://fbcdn.net./a.jpg",
        "https://xfbcdn.net/a.jpg",
        "https://.fbcdn.net.evil.example/a.jpg",
        "http://a@127.0.0.1:8400/a.jpg",
        "ftp://127.0.0.1:8400/a.jpg",
        "//fbcdn.net/a.jpg",
        "",
    ],
)
def test_media_is_fetched_from_no_address_that_can_be_read_in_two_ways(url, tmp_path):
    with pytest.raises(fetching.NotFetched, match="no host of Meta's") as refusal:
        fetching.fetch(url, tmp_path / "x", hosts=["fbcdn.net", "127.0.0.1:8400"], most=100)
    assert refusal.value.is_final
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "url",
    [
        "https://user@frames.example/x",
        "https://frames.example:444/x",
        "https://frames.example.evil.example/x",
        "https://evil.example\\@frames.example/x",
        "https://frames.example\\.evil.example/x",
        "https:\\\\evil.example/x",
        "//frames.example/x",
        "/x",
        "https:frames.example/x",
        "javascript:alert(1)//frames.example",
        "data:text/html,<script>alert(1)</script>",
        "https://[::1",
        "",
    ],
)
def test_no_frame_is_shown_from_an_address_that_only_looks_trusted(url, settings):
    settings.PREVIEW_HOSTS = ["frames.example"]

    assert fill.is_trusted("https://frames.example/x")
    assert not fill.is_trusted(url)


def test_frames_of_production_come_by_https_alone(settings):
    settings.PREVIEW_HOSTS, settings.DEMO = ["frames.example"], False

    assert not fill.is_trusted("http://frames.example/x")


def test_a_frame_address_that_cannot_be_asked_ends_no_worker(business):
    row = factories.make_creative(factories.make_ad_account(business)).latest
    from campaigns_app.models import Preview

    cell = Preview.objects.create(
        business=business, ad_account=row.ad_account, version=row, subject_hash="0" * 64, ad_format="INSTAGRAM_STORY"
    )
    for url in ("http://127.0.0.1:1/é", "http://127.0.0.1:x/", "http://127.0.0.1:1/a b"):
        cell.url = url
        frames.look(cell)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://[", "data:text/html,x", "//evil.example", "http://"]
)
def test_the_link_of_a_creative_is_a_web_address(business, marketer, as_member, address):
    page, image = factories.make_page(business), factories.make_asset(business, meta_state="ready")
    factories.make_ad_account(business)
    sent = {"name": "L", "message": "m", "headline": "h", "link": address, "page": page.pk, "image": image.pk}
    url = reverse("campaigns:creative-create", args=[business.slug, "link"])
    answer = as_member(marketer).post(url, sent)

    assert answer.status_code == 422
    assert "Not a web address" in answer.content.decode()


# --- files ----------------------------------------------------------------------


def test_a_video_whose_pictures_would_fill_the_memory_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    clip = media_files.video_file(tmp_path / "clip.mp4", seconds=0.5)
    assert videos.measure(clip).width == 320

    monkeypatch.setattr(videos, "MAX_PIXELS", 320 * 240 - 1)
    with pytest.raises(Rejected, match="too large"):
        videos.measure(clip)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.jpg", "..\\..\\x.jpg", "/etc/passwd", "x\0.jpg", "a\r\nB: c.jpg"])
def test_no_name_of_an_upload_chooses_where_its_bytes_lie(marketer, as_member, settings, name):
    upload = uploads.open_upload(by=marketer, filename=name, size=3)

    assert files.part_path(upload.pk).parent == settings.UPLOAD_DIR
    assert files.part_path(upload.pk).name == str(upload.pk)
    assert files.original_name(1, upload.pk, "jpg").startswith("originals/1/")
    assert not set("/\\\0\r\n") & set(upload.filename)


@pytest.mark.parametrize("way", ["../../up/x.jpg", "a/../../b/x.jpg", "a/./x.jpg", "a/\0/x.jpg"])
def test_no_way_of_an_upload_leads_out_of_its_folder(marketer, way):
    with pytest.raises(Refused):
        uploads.open_upload(by=marketer, filename="x.jpg", size=3, relative_path=way)
    assert not Folder.objects.filter(name__in=["..", ".", "up", "b"]).exists()


def test_an_upload_goes_into_no_folder_of_another_business(marketer, stranger, as_member):
    folder = factories.make_folder(stranger.business)
    told = base64.b64encode(str(folder.pk).encode()).decode()
    answer = as_member(marketer).post(
        reverse("assets:upload-create", args=[marketer.business.slug]),
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": "5",
            "Upload-Metadata": f"filename YS5qcGc=,folder {told}",
        },
    )

    assert answer.status_code == 400
    assert not Upload.objects.exists()
