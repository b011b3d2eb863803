"""The preview wall: one call to Meta, no blank cell without a reason, nothing asked twice."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from assets_app import clock
from assets_app.models import Connection, Quota
from campaigns_app.creatives.models import Creative
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.creatives.tasks import publish_versions
from campaigns_app.previews import fill, formats, services
from campaigns_app.previews.models import Preview
from campaigns_app.previews.tasks import fill_previews, purge_previews
from graph_client import previews
from graph_sandbox.calls import recent
from tests import factories
from tests.campaigns_app.creative_kit import (
    carousel,
    draft,
    form_data,
    image_at_meta,
    video_draft,
)

pytestmark = pytest.mark.django_db
State = Preview.State
FEED, STORY = "MOBILE_FEED_STANDARD", "FACEBOOK_STORY_MOBILE"


@pytest.fixture(autouse=True)
def trusted(settings, request):
    """Frames of this sandbox are trusted."""
    if "sandbox_server" in request.fixturenames:
        port = urlsplit(request.getfixturevalue("sandbox_server").url).port
        settings.PREVIEW_HOSTS = [f"localhost:{port}", f"127.0.0.1:{port}"]


def calls(server) -> list[str]:
    """Addresses that were called over HTTP, oldest first. The log has the parts of a batch too: they are left out."""
    paths = [row["path"] for row in reversed(recent(server.sandbox.store, limit=500))]
    return [path for path in paths if not path.endswith("/generatepreviews")]


def parts(server) -> int:
    return len(recent(server.sandbox.store, limit=500, path="generatepreviews"))


def wall_address(creative, name="creative-previews"):
    return reverse(f"campaigns:{name}", args=[creative.business.slug, creative.pk])


def test_one_call_fills_the_wall(account, marketer, as_member, sandbox_server):
    creative = draft(account, marketer)
    before = len(calls(sandbox_server))
    answer = as_member(marketer).get(wall_address(creative))
    assert answer.status_code == 200
    assert len(calls(sandbox_server)) == before + 1
    assert parts(sandbox_server) == 12
    rows = Preview.objects.filter(version=creative.latest)
    assert {row.state for row in rows} == {State.READY}
    assert {row.ad_format for row in rows} == set(formats.NAMES)


def test_the_second_visit_asks_nothing(account, marketer, as_member, sandbox_server):
    creative, browser = draft(account, marketer), as_member(marketer)
    browser.get(wall_address(creative))
    before = len(calls(sandbox_server))
    page = browser.get(wall_address(creative, "creative-wall")).content.decode()
    browser.get(wall_address(creative))
    assert len(calls(sandbox_server)) == before
    assert page.count("<iframe") == 12


def test_the_page_comes_before_meta_is_asked_and_says_what_it_costs(account, marketer, as_member, sandbox_server):
    creative = draft(account, marketer)
    before = len(calls(sandbox_server))
    page = as_member(marketer).get(wall_address(creative, "creative-wall")).content.decode()
    assert len(calls(sandbox_server)) == before
    assert "12 calls" in page
    assert wall_address(creative) in page


def test_the_calls_that_are_left_are_those_of_the_app_that_asks(account, marketer, as_member):
    creative = draft(account, marketer)
    Quota.objects.all().delete()
    for app_id, limit in (("another", 7), (Connection.objects.get().app_id, 212)):
        Quota.objects.create(app_id=app_id, use_case="ads_management", subject=account.number, limit_estimate=limit)
    page = as_member(marketer).get(wall_address(creative, "creative-wall")).content.decode()

    assert "212 left this hour" in page


def test_a_frame_is_ours_and_foreign_to_us(account, marketer, as_member):
    creative = draft(account, marketer)
    page = as_member(marketer).get(wall_address(creative)).content.decode()
    row = Preview.objects.get(version=creative.latest, ad_format=FEED)
    assert 'sandbox="allow-scripts allow-same-origin allow-popups"' in page
    assert 'referrerpolicy="no-referrer"' in page
    assert row.url.replace("&", "&amp;") in page


def test_frames_die_by_the_clock_and_are_asked_for_again(account, marketer, as_member, sandbox_server):
    creative, browser = draft(account, marketer), as_member(marketer)
    browser.get(wall_address(creative))
    Preview.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    page = browser.get(wall_address(creative, "creative-wall")).content.decode()
    assert "renewing" in page
    before = len(calls(sandbox_server))
    browser.get(wall_address(creative))
    assert len(calls(sandbox_server)) == before + 1
    assert all(row.is_fresh for row in Preview.objects.all())


def test_a_placement_that_never_fits_is_not_asked_and_says_why(account, marketer, as_member, sandbox_server):
    creative = carousel(account, marketer)
    page = as_member(marketer).get(wall_address(creative)).content.decode()
    assert "Carousel ads is not supported for Facebook Stories" in page
    assert not Preview.objects.filter(ad_format=STORY).exists()


def test_meta_says_why_it_refuses_a_placement(account, marketer):
    creative = carousel(account, marketer)
    row = fill.fill(services.cells_for(creative.latest, [STORY]))[0]
    assert row.state == State.NOT_OFFERED
    assert row.reason == "Stories take one image or one video; this creative is a carousel."


@pytest.mark.parametrize(
    "body",
    [
        "<iframe src='https://evil.example/frame'></iframe>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<iframe src='http://user@localhost:1/'></iframe>",
        "<iframe src='//evil.example/'></iframe>",
    ],
)
def test_a_frame_from_elsewhere_is_not_shown(account, marketer, body):
    row = services.cells_for(draft(account, marketer).latest, [FEED])[0]
    held = Preview.objects.claim_many([row.pk])[0]
    fill.take_frame(held, previews.frame_of(body))
    assert held.state == State.FAILED
    assert "no preview host" in held.reason
    assert held.url == ""


def test_an_answer_without_a_frame_says_so(account, marketer):
    row = services.cells_for(draft(account, marketer).latest, [FEED])[0]
    held = Preview.objects.claim_many([row.pk])[0]
    fill.take_frame(held, previews.frame_of("<p>nothing</p>"))
    assert held.state == State.NOT_OFFERED
    assert held.reason


def test_entities_in_metas_address_are_decoded(account, marketer, settings):
    settings.PREVIEW_HOSTS = ["business.facebook.com"]
    row = services.cells_for(draft(account, marketer).latest, [FEED])[0]
    held = Preview.objects.claim_many([row.pk])[0]
    body = '<iframe src="https://business.facebook.com/p?a=1&amp;t=2" width="335" height="450"></iframe>'
    fill.take_frame(held, previews.frame_of(body))
    assert (held.url, held.width, held.height) == ("https://business.facebook.com/p?a=1&t=2", 335, 450)


def test_a_wall_waits_for_media_that_are_on_their_way_and_says_so(account, marketer, sandbox_server):
    asset = factories.make_asset(account.business)
    factories.make_transfer(asset.current, account, state="processing", image_hash="")
    before = len(calls(sandbox_server))
    row = fill.fill(services.cells_for(draft(account, marketer, asset=asset).latest, [FEED]))[0]
    assert (row.state, row.reason) == (State.WAITING, "The image is processing at Meta.")
    assert len(calls(sandbox_server)) == before


def test_a_wall_says_when_a_medium_cannot_come(account, marketer):
    asset = factories.make_asset(account.business)
    factories.make_transfer(asset.current, account, state="failed", image_hash="", reason="Too large.")
    row = fill.fill(services.cells_for(draft(account, marketer, asset=asset).latest, [FEED]))[0]
    assert (row.state, row.reason) == (State.FAILED, "The image did not reach Meta: Too large.")


def test_a_video_draft_takes_the_picture_that_meta_drew(account, marketer):
    row = fill.fill(services.cells_for(video_draft(account, marketer).latest, [FEED]))[0]
    assert row.state == State.READY, row.reason


def test_the_wall_of_a_published_video_is_one_call(account, marketer, sandbox_server):
    creative = video_draft(account, marketer)
    creatives.request_publish(creative=creative, by=marketer)
    publish_versions(account.pk)
    creative.latest.refresh_from_db()
    before = len(calls(sandbox_server))
    rows = fill.fill(services.cells_for(creative.latest, [FEED, STORY]))
    assert {row.state for row in rows} == {State.READY}
    assert len(calls(sandbox_server)) == before + 1


def test_two_askers_make_one_call(account, marketer, sandbox_server):
    rows = services.cells_for(draft(account, marketer).latest, [FEED, STORY])
    Preview.objects.claim_many([row.pk for row in rows])
    before = len(calls(sandbox_server))
    assert {row.state for row in fill.fill(rows)} == {State.GENERATING}
    assert len(calls(sandbox_server)) == before


def test_an_expired_token_is_said_in_each_cell(account, marketer, sandbox_server):
    rows = services.cells_for(draft(account, marketer).latest, [FEED])
    sandbox_server.sandbox.faults.add(action="error", code=190, subcode=463, path=".*", times=0)
    row = fill.fill(rows)[0]
    assert row.state == State.WAITING
    assert "expired" in row.reason


def test_a_missing_permission_is_said_in_each_cell(account, marketer, sandbox_server):
    rows = services.cells_for(draft(account, marketer).latest, [FEED])
    sandbox_server.sandbox.faults.add(action="error", code=200, path="generatepreviews", times=0)
    row = fill.fill(rows)[0]
    assert row.state == State.NO_PERMISSION
    assert row.reason


def test_a_used_up_quota_waits_until_a_moment(account, marketer, sandbox_server):
    rows = services.cells_for(draft(account, marketer).latest, [FEED])
    sandbox_server.sandbox.faults.add(action="error", code=80004, path="generatepreviews", times=0)
    row = fill.fill(rows)[0]
    assert row.state == State.WAITING
    assert row.next_at > clock.now()
    assert "quota" in row.reason


def test_a_part_that_meta_did_not_get_to_is_asked_again(account, marketer, sandbox_server):
    rows = services.cells_for(draft(account, marketer).latest, [FEED, STORY])
    sandbox_server.sandbox.faults.add(action="null", path="generatepreviews", times=1)
    states = sorted(row.state for row in fill.fill(rows))
    assert states == [State.GENERATING, State.READY]
    Preview.objects.update(next_at=None)
    assert {row.state for row in fill.fill(rows)} == {State.READY}


def test_a_pending_enhancement_settles(account, marketer, sandbox_server):
    sandbox_server.sandbox.settings.preview_polls = 1
    rows = services.cells_for(draft(account, marketer).latest, ["INSTAGRAM_STORY"], "image_uncrop")
    row = fill.fill(rows)[0]
    assert (row.state, row.feature_status) == (State.PENDING, "pending")
    Preview.objects.update(next_at=None)
    row = fill.fill(rows)[0]
    assert (row.state, row.feature_status) == (State.READY, "eligible")


def test_a_missing_node_means_not_here(account, marketer, sandbox_server):
    sandbox_server.sandbox.settings.feature_states = {"image_uncrop": "absent"}
    row = fill.fill(services.cells_for(draft(account, marketer).latest, ["INSTAGRAM_STORY"], "image_uncrop"))[0]
    assert (row.state, row.feature_status) == (State.NOT_OFFERED, "missing")


def test_an_enhanced_wall_shows_only_the_placements_of_the_feature(account, marketer, as_member):
    creative = draft(account, marketer)
    enrolments.set_feature(creative=creative, feature="image_uncrop", status="OPT_IN", by=marketer)
    as_member(marketer).get(wall_address(creative), {"feature": "image_uncrop"})
    assert set(Preview.objects.values_list("ad_format", flat=True)) <= set(formats.NAMES)
    assert Preview.objects.filter(feature="image_uncrop").count() == 5


def test_an_unsaved_form_has_a_wall_and_saves_no_creative(account, marketer, as_member, sandbox_server):
    asset = image_at_meta(account)
    before = len(calls(sandbox_server))
    address = reverse("campaigns:preview-unsaved", args=[account.business.slug])
    answer = as_member(marketer).post(address, form_data(account, asset))
    assert answer.status_code == 200
    assert answer.content.decode().count("<iframe") == 12
    assert len(calls(sandbox_server)) == before + 1
    assert not Creative.objects.exists()
    assert not sandbox_server.sandbox.store.find("creative", "Lamp")


def test_an_unsaved_form_with_a_mistake_says_so(account, marketer, as_member):
    address = reverse("campaigns:preview-unsaved", args=[account.business.slug])
    answer = as_member(marketer).post(address, form_data(account, image_at_meta(account), message=""))
    assert answer.status_code == 422
    assert "Write the primary text." in answer.content.decode()


def test_the_wall_of_a_saved_creative_uses_what_its_form_has_fetched(account, marketer, as_member, sandbox_server):
    asset = image_at_meta(account)
    browser = as_member(marketer)
    browser.post(reverse("campaigns:preview-unsaved", args=[account.business.slug]), form_data(account, asset))
    browser.post(reverse("campaigns:creative-create", args=[account.business.slug, "link"]), form_data(account, asset))
    before = len(calls(sandbox_server))
    browser.get(wall_address(Creative.objects.get()))
    assert len(calls(sandbox_server)) == before


def test_a_refused_cell_can_be_asked_again(account, marketer, as_member):
    row = fill.fill(services.cells_for(carousel(account, marketer).latest, [STORY]))[0]
    as_member(marketer).post(reverse("campaigns:preview-again", args=[account.business.slug, row.pk]))
    row.refresh_from_db()
    assert row.state == State.NEW


def test_a_large_frame_has_the_ad_as_text_beside_it(account, marketer, as_member):
    row = fill.fill(services.cells_for(draft(account, marketer).latest, [FEED]))[0]
    page = (
        as_member(marketer)
        .get(reverse("campaigns:preview-detail", args=[account.business.slug, row.pk]))
        .content.decode()
    )
    assert "Turn off the big light." in page
    assert "<iframe" in page


def test_a_stranger_finds_no_wall(account, marketer, stranger, as_member):
    creative = draft(account, marketer)
    assert as_member(stranger).get(wall_address(creative)).status_code == 404
    other = reverse("campaigns:creative-previews", args=[stranger.business.slug, creative.pk])
    assert as_member(stranger).get(other).status_code == 404


def test_frames_that_died_a_week_ago_are_thrown_away(account, marketer):
    rows = fill.fill(services.cells_for(draft(account, marketer).latest, [FEED, STORY]))
    Preview.objects.filter(pk=rows[0].pk).update(expires_at=clock.now() - timedelta(days=8))
    purge_previews()
    assert list(Preview.objects.all()) == [rows[1]]


def test_the_worker_asks_for_what_no_open_page_asks_for(account, marketer, sandbox_server):
    rows = services.cells_for(draft(account, marketer).latest, [FEED])
    Preview.objects.update(state=State.WAITING)
    reconcile_campaigns_now(account)
    rows[0].refresh_from_db()
    assert rows[0].state == State.READY


def reconcile_campaigns_now(account):
    """What the worker does for this account when the reconciler finds due rows."""
    assert account.pk in Preview.objects.due().values_list("ad_account_id", flat=True)
    fill_previews(account.pk)
