"""The upload tray: open while something is under way or needs the person, out of the way when all is done."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assets_app import clock
from assets_app.models import Asset, Upload
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_member, marketer):
    return as_member(marketer)


def make_upload(member, name="lamp.jpg", state="kept", **fields):
    soon = clock.now() + timedelta(hours=1)
    values = {"member": member, "filename": name, "size": 10, "offset": 10, "expires_at": soon, "state": state}
    return Upload.objects.create(business=member.business, **(values | fields))


def kept(member, meta_state="ready", name="lamp.jpg"):
    asset = factories.make_asset(member.business, name, meta_state=meta_state)
    return make_upload(member, name, asset=asset)


def tray(browser, member) -> str:
    page = browser.get(reverse("assets:activity-list", args=[member.business.slug])).content.decode()
    return page[page.index('id="upload-tray"') :].partition("</section>")[0]


def is_open(html: str) -> bool:
    return "hidden" not in html.partition(">")[0]


def test_the_tray_is_away_when_nothing_was_uploaded(browser, marketer):
    assert not is_open(tray(browser, marketer))


def test_the_tray_is_away_when_all_that_it_holds_is_done(browser, marketer):
    kept(marketer)
    html = tray(browser, marketer)
    assert not is_open(html)
    assert "lamp.jpg" in html


@pytest.mark.parametrize("state", ["open", "complete", "checking", "choice", "rejected"])
def test_the_tray_lies_open_while_a_file_is_under_way_or_needs_somebody(browser, marketer, state):
    make_upload(marketer, state=state)
    assert is_open(tray(browser, marketer))


@pytest.mark.parametrize("meta_state", ["queued", "sending", "processing", "failed"])
def test_the_tray_lies_open_until_the_file_is_at_meta(browser, marketer, meta_state):
    kept(marketer, meta_state)
    assert is_open(tray(browser, marketer))


def test_what_is_done_leaves_the_tray_after_ten_minutes_and_a_failure_stays(browser, marketer):
    for name, state in (("done.jpg", "ready"), ("failed.jpg", "failed")):
        kept(marketer, state, name)
    Asset.objects.update(created_at=clock.now() - timedelta(minutes=11))
    html = tray(browser, marketer)
    assert "done.jpg" not in html
    assert "failed.jpg" in html


def test_many_files_on_their_way_are_asked_for_once_at_a_time(browser, marketer):
    for n in range(5):
        make_upload(marketer, f"{n}.jpg", state="checking")
    assert tray(browser, marketer).count("every 2s") == 1


def test_clear_finished_takes_what_is_done_and_leaves_the_rest(browser, marketer):
    kept(marketer, name="done.jpg")
    kept(marketer, "sending", "moving.jpg")
    make_upload(marketer, "refused.jpg", state="rejected")
    html = browser.post(reverse("assets:upload-clear", args=[marketer.business.slug])).content.decode()
    assert "done.jpg" not in html
    assert "moving.jpg" in html
    assert "refused.jpg" in html


def test_clear_finished_leaves_the_trays_of_others(browser, marketer, admin):
    theirs = kept(admin)
    browser.post(reverse("assets:upload-clear", args=[marketer.business.slug]))
    theirs.refresh_from_db()
    assert theirs.dismissed_at is None
