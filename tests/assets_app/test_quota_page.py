"""The quota page and the top bar: what is left of each quota, what waits and until when."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assets_app import clock
from assets_app.models import Quota, SyncRun
from assets_app.pacing import Pacer
from campaigns_app.models import Preview, SyncWindow
from graph_client.usage import Reading, Usage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(business):
    factories.make_connection(business)
    return factories.make_ad_account(business, "act_4711", name="Nord EUR")


@pytest.fixture
def page(client, business, account):
    client.force_login(factories.make_member(business, "viewer").user)
    return lambda: client.get(reverse("assets:quota-list", args=[business.slug])).content.decode()


def call(subject, calls, percent, wait=0, use_case="ads_management"):
    pacer = Pacer("1")
    if calls:
        pacer.reserve(use_case, subject, calls)
    pacer.record(use_case, subject, Usage((Reading(use_case, subject, percent, wait),)))


def test_a_quota_with_room_tells_the_calls_that_are_left(page):
    call("4711", 20, 8.33)

    told = page()

    assert "Nothing waits" in told and "Nord EUR" in told and "8.3" in told
    assert "220" in told


def test_what_waits_says_when_it_resumes_there_and_in_the_top_bar(page, client, business):
    call("4711", 0, 100, wait=1800, use_case="ads_insights")
    until = timezone.localtime(Quota.objects.get().resume_at)

    told = page()

    assert f"resumes {until.day} {until:%b} {until:%H:%M}" in told and "1 of 1 waiting" in told
    top = client.get(reverse("assets:asset-list", args=[business.slug])).content.decode()
    assert f"Quota: resumes {until.day} {until:%b} {until:%H:%M}" in top


def test_the_top_bar_says_how_many_calls_are_left_where_meta_has_told_the_limit(page, client, business):
    call("4711", 20, 8.33)
    call("4711", 0, 100, wait=1800)

    top = client.get(reverse("assets:asset-list", args=[business.slug])).content.decode()
    assert re.search(r"Quota: resumes [^<]*, \d+ calls? left<", top)


def test_a_phone_finds_the_wait_in_the_sheet_of_more_places(page, client, business):
    call("4711", 0, 100, wait=1800)
    until = timezone.localtime(Quota.objects.get().resume_at)

    page()

    told = client.get(reverse("assets:asset-list", args=[business.slug])).content.decode()
    sheet = told.partition('id="more-menu"')[2]
    assert f"resumes {until.day} {until:%b} {until:%H:%M}" in sheet.partition("</div>")[0]


def test_a_used_up_ledger_waits_too_though_meta_named_no_moment(page):
    call("4711", 19, 95.0)
    Quota.objects.update(limit_estimate=19)

    assert "1 of 1 waiting" in page()


def test_a_wait_that_is_over_is_not_shown(page):
    call("4711", 5, 10)
    Quota.objects.update(resume_at=clock.now() - timedelta(minutes=1))

    assert "Nothing waits" in page()


def test_each_quota_tells_what_is_queued_for_it_and_until_when(page, business, account, django_assert_max_num_queries):
    call("4711", 0, 100, wait=1800)
    call("4711", 0, 10, use_case="ads_insights")
    call("", 0, 10, use_case="app")
    later, sooner = factories.in_minutes(40), factories.in_minutes(20)
    for moment in (sooner, later, None):
        version = factories.make_asset(business).current
        factories.make_transfer(version, account, state="queued", image_hash="", next_at=moment)
    factories.make_transfer(factories.make_asset(business).current, account)
    factories.make_folder(business, state="queued")
    factories.make_creative(account, state="queued", next_at=later)
    factories.make_creative(account)
    run = SyncRun.objects.create(business=business, ad_account=account, kind="insights", state="running")
    SyncWindow.objects.create(run=run, since="2026-01-01", until="2026-01-31", next_at=sooner)
    Preview.objects.create(business=business, ad_account=account, subject_hash="a", ad_format="F", state="new")

    with django_assert_max_num_queries(30):
        rows = page().split("<tbody>")[1].split("</tr>")

    [media] = [row for row in rows if "ads_management" in row]
    [figures] = [row for row in rows if "ads_insights" in row]
    [rest] = [row for row in rows if "sign-in" in row]
    for told in (f"3 transfers, {until(later)}", f"1 version to publish, {until(later)}", "1 preview<"):
        assert told in media
    assert f"1 stretch of figures, {until(sooner)}" in figures and "transfer" not in figures
    assert "1 folder<" in rest and "preview" not in rest


def until(moment):
    there = timezone.localtime(moment)
    return f"until {there.day} {there:%b} {there:%H:%M}</span>"


def test_work_of_another_business_for_the_same_account_is_not_counted(page, stranger):
    call("4711", 5, 10)
    theirs = factories.make_ad_account(stranger.business, "act_4711")
    version = factories.make_asset(stranger.business).current
    factories.make_transfer(version, theirs, state="queued", image_hash="")

    told = page()

    assert "Nord EUR" in told and "1 transfer" not in told and '<span class="quiet">Nothing</span>' in told


def test_another_businesss_account_under_the_same_app_is_not_shown(page):
    call("4712", 50, 50)

    assert "4712" not in page()


def test_a_quota_that_nothing_is_queued_for_counts_no_noughts(page):
    call("", 1, 1, use_case="app")

    told = page()

    assert "The whole app" in told and "0 folders" not in told and "Nothing</span>" in told
