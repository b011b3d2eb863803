"""A frame that a browser would show as nothing is found out by asking its address once."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from assets_app import clock
from campaigns_app.previews import fill, frames, services
from campaigns_app.previews.models import Preview
from campaigns_app.previews.tasks import look_at_frames
from tests.campaigns_app.creative_kit import draft

SITE = "https://galley.example"
FEED = "MOBILE_FEED_STANDARD"


@pytest.fixture
def row(account, marketer, sandbox_server, settings):
    port = urlsplit(sandbox_server.url).port
    settings.PREVIEW_HOSTS = [f"localhost:{port}", f"127.0.0.1:{port}"]
    return fill.fill(services.cells_for(draft(account, marketer).latest, [FEED]))[0]


@pytest.mark.parametrize(
    ("status", "headers", "word"),
    [
        (200, {}, ""),
        (200, {"content-security-policy": "default-src 'none'; frame-ancestors *"}, ""),
        (200, {"content-security-policy": "frame-ancestors https://galley.example"}, ""),
        (200, {"content-security-policy": "frame-ancestors https://*.example"}, ""),
        (200, {"content-security-policy": "frame-ancestors 'none'"}, "inside Galley"),
        (200, {"content-security-policy": "frame-ancestors https://other.example"}, "inside Galley"),
        (200, {"x-frame-options": "DENY"}, "inside Galley"),
        (200, {"x-frame-options": "SameOrigin"}, "inside Galley"),
        (302, {"location": "https://www.facebook.com/login"}, "sign-in"),
        (404, {}, "404"),
        (500, {}, "500"),
    ],
)
def test_what_stands_in_the_way_of_a_frame(status, headers, word):
    said = frames.refusal(status, headers, SITE)
    assert word in said
    assert bool(said) == bool(word)


@pytest.mark.django_db
def test_a_good_frame_is_asked_once(row, account):
    look_at_frames(account.pk)
    row.refresh_from_db()
    assert row.frame_seen_at is not None
    assert row.frame_refusal == ""
    assert not Preview.objects.unseen().exists()


@pytest.mark.django_db
def test_a_frame_that_is_not_there_says_so_on_the_wall(row, account, marketer, as_member):
    Preview.objects.update(url=row.url.replace("/frame/", "/no-such-frame/"))
    look_at_frames(account.pk)
    page = as_member(marketer).get(
        reverse("campaigns:creative-wall", args=[account.business.slug, row.version.creative_id])
    )
    assert "The frame would stay empty" in page.content.decode()


@pytest.mark.django_db
def test_an_address_that_cannot_be_reached_is_asked_later(row, account):
    Preview.objects.update(url="http://127.0.0.1:9/frame/x?t=1")
    look_at_frames(account.pk)
    assert Preview.objects.unseen().exists()


@pytest.mark.django_db
def test_a_renewed_frame_is_asked_anew(row, account):
    look_at_frames(account.pk)
    Preview.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    fill.fill(services.cells_for(row.version, [FEED]))
    assert Preview.objects.unseen().exists()
