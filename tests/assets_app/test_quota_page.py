"""The quota page and the top bar: what is left of each quota, what waits and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assets_app import clock
from assets_app.models import Quota
from assets_app.pacing import Pacer
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


def test_a_used_up_ledger_waits_too_though_meta_named_no_moment(page):
    call("4711", 19, 95.0)
    Quota.objects.update(limit_estimate=19)

    assert "1 of 1 waiting" in page()


def test_a_wait_that_is_over_is_not_shown(page):
    call("4711", 5, 10)
    Quota.objects.update(resume_at=clock.now() - timedelta(minutes=1))

    assert "Nothing waits" in page()


def test_another_businesss_account_under_the_same_app_is_not_shown(page):
    call("4712", 50, 50)

    assert "4712" not in page()
