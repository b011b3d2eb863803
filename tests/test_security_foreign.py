"""Attacks by what comes from outside: addresses in Meta's answers and in forms, names and contents of files."""

import base64

import pytest
from django.contrib import admin as admin_site
from django.urls import reverse

from assets_app.admin.tenant import TenantAdmin
from assets_app.media import fetching, videos
from assets_app.media.rules import Rejected
from assets_app.models import Folder, SyncRun, Upload
from assets_app.services import files, uploads
from assets_app.services.refusal import Refused
from campaigns_app.models import Preview
from campaigns_app.previews import fill, frames
from campaigns_app.reviews.services.decisions import decide
from tests import factories, media_files
from tests.campaigns_app.published import item, make_published, make_round

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


# --- texts ----------------------------------------------------------------------

EVIL = "<img src=x onerror=alert(1)>\"'{{7|add:7}}"


def told_by_meta(business, marketer):
    """Rows whose every text is markup, as Meta, a file or a person might send it; the addresses that show them."""
    account = factories.make_ad_account(business, name=EVIL)
    factories.make_connection(business, user_name=EVIL, reason=EVIL, state="needs_attention")
    asset = factories.make_asset(business, name=EVIL)
    trouble = {"state": "failed", "reason": EVIL, "error_text": EVIL, "trace_id": EVIL, "blame": [[EVIL]]}
    factories.make_transfer(asset.current, account, image_hash="", **trouble)
    link = {"link": "javascript:alert(1)", "message": EVIL, "name": EVIL}
    spec = {"object_story_spec": {"page_id": EVIL, "link_data": link}}
    refused = factories.make_creative(account, marketer, name=EVIL, headline=EVIL, spec=spec, **trouble)
    creative = make_published(account, marketer, name=EVIL, headline=EVIL)
    one = make_round(creative, marketer)
    decide(items=[item(one)], verdict="changes_needed", remark=EVIL, by=factories.make_member(business, "reviewer"))
    preview = Preview.objects.create(
        business=business, ad_account=account, version=creative.latest, subject_hash="0" * 64, ad_format="INSTAGRAM_STORY",
        url='https://frames.example/"><script>', frame_refusal=EVIL, **(trouble | {"state": "ready"}),
    )  # fmt: skip
    run = SyncRun.request(business=business, kind="objects", ad_account=account)
    SyncRun.objects.filter(pk=run.pk).update(state="failed", reason=EVIL, error_text=EVIL)
    rows = {
        "assets:asset-detail": asset, "campaigns:creative-edit": refused, "campaigns:creative-state": refused,
        "campaigns:creative-review": creative, "campaigns:creative-results": creative, "campaigns:creative-wall": creative,
        "campaigns:review-detail": one, "campaigns:preview-detail": preview, "campaigns:sync-detail": run,
        "campaigns:asset-usage": asset,
    }  # fmt: skip
    shown = [reverse(name, args=[business.slug, row.pk]) for name, row in rows.items()]
    shown += [reverse("campaigns:creative-detail", args=[business.slug, row.pk]) for row in (refused, creative)]
    lists = ("creative-list", "media-list", "performance", "review-list", "sync-list")
    return [*shown, *(reverse(f"campaigns:{name}", args=[business.slug]) for name in lists)]


def test_texts_from_elsewhere_are_text_on_every_page_and_in_the_admin(business, admin, marketer, as_member):
    browser = as_member(admin)
    urls = told_by_meta(business, marketer)
    urls += [
        reverse(f"assets:{name}", args=[business.slug]) for name in ("asset-list", "settings-detail", "activity-list")
    ]
    for model, page in admin_site.site._registry.items():
        row = model._default_manager.first()
        if isinstance(page, TenantAdmin) and row is not None:
            base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            urls += [reverse(f"{base}_changelist"), reverse(f"{base}_change", args=[row.pk])]
    for url in urls:
        answer = browser.get(url)
        text = answer.content.decode()
        assert answer.status_code == 200, url
        for bad in ("<img src=x", 'href="javascript:', '"><script>', "14\"'"):
            assert bad not in text, f"{bad} on {url}"
