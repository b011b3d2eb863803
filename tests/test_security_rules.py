"""Attacks on what Galley promises: four eyes, races, other businesses' rows, secrets in pages."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import technical_500_response

from assets_app.models import ActivityEntry, Asset, Quota
from assets_app.permissions import NotAllowed
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.models import Creative, Decision, ReviewRound
from campaigns_app.reviews.inbox import MINE, box
from campaigns_app.reviews.refusals import ReviewRefused
from campaigns_app.reviews.services import rounds
from campaigns_app.reviews.services.decisions import decide
from tests import factories
from tests.campaigns_app.published import PLACEMENTS, item, make_published, make_round, make_successor, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def creative(business, marketer):
    return make_published(factories.make_ad_account(business), marketer)


def loaded(creative):
    """The row as another request has it."""
    return Creative.objects.select_related("latest").get(pk=creative.pk)


# --- four eyes ------------------------------------------------------------------


def test_nobody_approves_what_they_made(creative, marketer, as_member):
    one = make_round(creative, marketer)
    cell = item(one)
    url = reverse("campaigns:review-decide", args=[one.business.slug, one.pk])
    said = {"item": cell.pk, "content_hash": cell.content_hash, "verdict": "approve"}

    assert as_member(marketer).post(url, said).status_code == 403
    assert not Decision.objects.exists()


def test_nobody_approves_what_they_changed_in_the_draft_of_another(business, marketer):
    helper = factories.make_member(business, "marketer")
    creative = factories.make_creative(factories.make_ad_account(business), marketer)
    enrolments.set_feature(creative=creative, feature="text_optimizations", status="OPT_IN", by=helper)
    version = creative.latest
    type(version).objects.filter(pk=version.pk).update(state="published", graph_id="1")
    version.refresh_from_db()
    from campaigns_app.creatives import read_backs

    read_backs.keep(version, stored(version) | {"asset_feed_spec": {"bodies": [{"text": "Warm"}]}})
    one = make_round(creative, marketer)

    assert one not in box(helper, MINE)
    with pytest.raises(NotAllowed, match="made or changed"):
        decide(items=[item(one)], verdict="approve", by=helper)
    assert not Decision.objects.exists()


def test_old_words_of_somebody_who_then_changed_the_draft_are_not_carried_over(creative, marketer, reviewer):
    one = make_round(creative, marketer)
    decide(items=[item(one)], verdict="approve", by=reviewer)
    make_successor(creative, marketer)
    creative.latest.editors.add(reviewer)
    again = make_round(creative, marketer)

    assert item(again).outcome == "open"
    assert not Decision.objects.filter(item__round=again).exists()


def test_a_review_that_is_over_takes_no_decision(creative, marketer, reviewer):
    one = make_round(creative, marketer)
    make_successor(creative, marketer, headline="Cold light")

    with pytest.raises(ReviewRefused, match="stale"):
        decide(items=[item(one)], verdict="approve", by=reviewer)
    assert not Decision.objects.exists()


def test_a_decision_on_another_copy_than_was_shown_is_refused(creative, marketer, reviewer, as_member):
    one = make_round(creative, marketer)
    url = reverse("campaigns:review-decide", args=[one.business.slug, one.pk])
    for shown in ({}, {"content_hash": ""}, {"content_hash": "0" * 64}):
        answer = as_member(reviewer).post(url, {"item": item(one).pk, "verdict": "approve", **shown})
        assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_an_item_of_another_review_is_not_decided_under_this_one(creative, marketer, reviewer, as_member):
    one = make_round(creative, marketer)
    other = item(make_round(make_published(creative.ad_account, marketer, name="Other"), marketer))
    url = reverse("campaigns:review-decide", args=[one.business.slug, one.pk])
    said = {"item": other.pk, "content_hash": other.content_hash, "verdict": "approve"}

    assert as_member(reviewer).post(url, said).status_code == 422
    assert not Decision.objects.exists()


# --- twice at once --------------------------------------------------------------


def test_two_switches_at_once_are_both_kept(creative, marketer):
    """Two pages that were opened before either switch was pressed."""
    first, second = loaded(creative), loaded(creative)
    enrolments.set_feature(creative=first, feature="image_uncrop", status="OPT_OUT", by=marketer)
    enrolments.set_feature(creative=second, feature="text_optimizations", status="OPT_IN", by=marketer)

    latest = loaded(creative).latest
    assert latest.number == 2
    assert latest.features["image_uncrop"]["enroll_status"] == "OPT_OUT"
    assert latest.features["text_optimizations"]["enroll_status"] == "OPT_IN"


def test_publishing_twice_sends_once(business, marketer):
    creative = factories.make_creative(factories.make_ad_account(business), marketer)
    for row in (loaded(creative), loaded(creative)):
        creatives.request_publish(creative=row, by=marketer)

    assert ActivityEntry.objects.filter(verb="creative.send").count() == 1


def test_a_creative_in_the_trash_is_not_sent(business, marketer):
    creative = factories.make_creative(factories.make_ad_account(business), marketer)
    creatives.trash(creative=creative, by=marketer)
    version = creatives.request_publish(creative=creative, by=marketer)

    assert version.state == "draft"


def test_asking_for_a_review_twice_at_once_opens_one(creative, marketer, monkeypatch):
    """The second request passed its checks before the first one was saved."""
    checked = rounds.checked(creative.latest, PLACEMENTS)
    rounds.open_round(version=creative.latest, placements=PLACEMENTS, by=marketer)
    monkeypatch.setattr(rounds, "checked", lambda version, placements: checked)

    with pytest.raises(ReviewRefused, match="open already"):
        rounds.open_round(version=creative.latest, placements=PLACEMENTS, by=marketer)
    assert ReviewRound.objects.count() == 1


# --- the database's own word ----------------------------------------------------


@pytest.mark.parametrize("statement", ["UPDATE {} SET verdict = 'approve'", "DELETE FROM {}"])
def test_no_statement_changes_a_decision(creative, marketer, reviewer, statement):
    one = make_round(creative, marketer)
    decide(items=[item(one)], verdict="changes_needed", remark="Too dark", by=reviewer)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(Decision._meta.db_table))
    assert Decision.objects.get().verdict == "changes_needed"


def test_no_row_points_into_another_business(business, stranger):
    asset, folder = factories.make_asset(business), factories.make_folder(stranger.business)

    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(pk=asset.pk).update(folder=folder)


# --- what others may see --------------------------------------------------------


def test_quota_page_shows_no_quota_of_another_business_with_the_same_app(business, viewer, stranger, as_member):
    factories.make_connection(business)
    factories.make_ad_account(business, "act_501")
    factories.make_ad_account(stranger.business, "act_987654")
    for number in ("501", "987654"):
        Quota.objects.create(app_id="1", use_case="ads_management", subject=number, used_pct=7)
    page = as_member(viewer).get(reverse("assets:quota-list", args=[business.slug]))

    assert [share.quota.subject for share in page.context["shares"]] == ["501"]
    assert "987654" not in page.content.decode()


def test_a_role_that_is_given_in_the_admin_is_on_record(admin, viewer, as_member):
    url = reverse("admin:assets_member_change", args=[viewer.pk])
    answer = as_member(admin).post(url, {"role": "marketer", "left_at_0": "", "left_at_1": ""})

    viewer.refresh_from_db()
    assert (answer.status_code, viewer.role) == (302, "marketer")
    entry = ActivityEntry.objects.get(verb="member.role")
    assert entry.member == admin
    assert "marketer" in entry.text


def test_nobody_becomes_a_superuser_or_moves_to_another_business_in_the_admin(admin, viewer, stranger, as_member):
    url = reverse("admin:assets_member_change", args=[viewer.pk])
    as_member(admin).post(
        url,
        {
            "role": "viewer",
            "business": stranger.business.pk,
            "user": stranger.user.pk,
            "left_at_0": "",
            "left_at_1": "",
        },
    )
    answer = as_member(admin).post(reverse("admin:auth_user_change", args=[viewer.user.pk]), {"is_superuser": "on"})

    viewer.refresh_from_db()
    assert viewer.business == admin.business
    assert answer.status_code == 403
    assert not viewer.user.is_superuser


def test_the_default_ad_account_is_one_of_the_business(admin, business, stranger, as_member):
    own = factories.make_ad_account(business)
    type(admin).objects.create(business=stranger.business, user=admin.user, role="admin")
    theirs = factories.make_ad_account(stranger.business)
    url = reverse("admin:assets_business_change", args=[business.pk])

    assert as_member(admin).post(url, {"name": "Nord", "default_ad_account": theirs.pk}).status_code == 200
    assert as_member(admin).post(url, {"name": "Nord", "default_ad_account": own.pk}).status_code == 302
    business.refresh_from_db()
    assert business.default_ad_account == own


# --- secrets --------------------------------------------------------------------

TOKEN = "EAAB" + "canary0" * 8
APP_SECRET, PASSPHRASE, BROKER = ("se" + end for end in ("cret-of-app", "cret-phrase", "cret-broker"))


def test_the_error_page_of_the_demo_shows_no_token_no_password_and_no_broker(settings):
    settings.CELERY_BROKER_URL = f"redis://:{BROKER}@127.0.0.1/0"
    request = RequestFactory().post("/x", {"token": TOKEN, "app_secret": APP_SECRET, "password": PASSPHRASE})
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        raise RuntimeError(f"it broke with {headers}")
    except RuntimeError:
        page = technical_500_response(request, *sys.exc_info()).content.decode()
    for secret in (TOKEN, APP_SECRET, PASSPHRASE, BROKER):
        assert secret not in page, secret


def test_a_stored_token_shows_on_no_page_of_settings_or_admin(business, admin, as_member):
    row = factories.make_connection(business, token=TOKEN, app_secret=APP_SECRET)
    browser = as_member(admin)
    pages = [
        reverse("assets:settings-detail", args=[business.slug]),
        reverse("admin:assets_connection_changelist"),
        reverse("admin:assets_connection_change", args=[row.pk]),
        reverse("admin:assets_connection_history", args=[row.pk]),
    ]
    for url in pages:
        text = browser.get(url).content.decode()
        assert TOKEN not in text and APP_SECRET not in text, url
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, app_secret FROM assets_connection")
        assert TOKEN not in str(cursor.fetchall())


def test_production_does_not_start_with_error_pages_for_everybody():
    made = "import os; os.environ.update(GALLEY_ENV='production', DEBUG='1'); import config.settings"
    ended = subprocess.run([sys.executable, "-c", made], capture_output=True, text=True, check=False)

    assert ended.returncode != 0
    assert ImproperlyConfigured.__name__ in ended.stderr
    assert "DEBUG" in ended.stderr
