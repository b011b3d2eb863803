"""The ledger that all workers share."""

from datetime import timedelta

import pytest

from assets_app import clock, pacing
from assets_app.models import Quota
from assets_app.pacing import Pacer
from graph_client import RateLimited
from graph_client.usage import Reading, Usage

pytestmark = pytest.mark.django_db
KEY = ("ads_management", "123")


def used(percent, wait=0):
    return Usage((Reading("ads_management", "123", percent, wait),))


def test_calls_go_while_no_limit_is_known():
    assert Pacer("1").reserve(*KEY, 50) is None


def test_the_limit_is_the_least_that_the_per_cent_allows_however_meta_rounds():
    pacer = Pacer("1")
    pacer.reserve(*KEY, 20)
    pacer.record(*KEY, used(20))
    assert Quota.objects.get().limit_estimate == 96

    pacer.reserve(*KEY, 70)
    pacer.record(*KEY, used(90))

    assert Quota.objects.get().limit_estimate == 99


def test_a_per_cent_with_digits_tells_the_limit_at_once():
    pacer = Pacer("1")
    pacer.reserve(*KEY, 7)
    pacer.record(*KEY, used(5.83))

    assert Quota.objects.get().limit_estimate == 120


def test_calls_that_other_workers_have_on_the_way_do_not_raise_the_limit():
    here, elsewhere = Pacer("1"), Pacer("1")
    Quota.objects.create(app_id="1", use_case=KEY[0], subject=KEY[1], reported={"answered": 0})
    here.reserve(*KEY, 20)
    elsewhere.reserve(*KEY, 5)
    here.record(*KEY, used(20))

    assert Quota.objects.get().limit_estimate == 96


def test_before_a_first_answer_one_call_goes_at_a_time():
    first, second = Pacer("1"), Pacer("1")
    assert first.reserve(*KEY, 1) is None
    assert clock.now() < second.reserve(*KEY, 1) <= clock.now() + timedelta(seconds=2)

    first.record(*KEY, Usage())

    assert second.reserve(*KEY, 1) is None


def test_a_worker_that_died_with_a_call_on_the_way_is_forgotten():
    dead, alive = Pacer("1"), Pacer("1")
    dead.reserve(*KEY, 5)
    Quota.objects.update(reported={"on_the_way": {dead.ticket: [5, clock.now().timestamp() - 301, 0]}})
    assert alive.reserve(*KEY, 20) is None
    alive.record(*KEY, used(25))

    assert Quota.objects.get().limit_estimate == 97


def test_a_limit_that_has_become_smaller_is_believed():
    pacer = Pacer("1")
    pacer.reserve(*KEY, 20)
    pacer.record(*KEY, used(20))
    pacer.reserve(*KEY, 10)
    pacer.record(*KEY, used(60))

    assert Quota.objects.get().limit_estimate == 50


def test_no_call_goes_beyond_the_limit_and_the_moment_is_named():
    pacer = Pacer("1")
    pacer.reserve(*KEY, 20)
    pacer.record(*KEY, used(20))
    assert pacer.reserve(*KEY, 70) is None

    until = pacer.reserve(*KEY, 20)

    assert clock.now() < until <= clock.now() + timedelta(seconds=3700)


def test_an_untouched_subject_does_not_wait_for_another():
    pacer = Pacer("1")
    pacer.reserve(*KEY, 20)
    pacer.record(*KEY, used(100))

    assert pacer.reserve(*KEY, 1) is not None
    assert pacer.reserve("ads_management", "456", 1) is None


def test_a_refusal_makes_every_worker_wait_longer_each_time():
    pacer = Pacer("1")
    error = RateLimited("too many", code=17, retry_after=None)
    pacer.record(*KEY, Usage(), error)
    first = Quota.objects.get().resume_at
    pacer.record(*KEY, Usage(), error)

    assert Quota.objects.get().resume_at > first >= clock.now() + timedelta(seconds=50)


def test_metas_own_waiting_time_is_kept():
    Pacer("1").record(*KEY, used(100, wait=1800))

    assert Quota.objects.get().resume_at > clock.now() + timedelta(minutes=29)


def used_up_by_others(monkeypatch, wait=1200):
    """Our 30 calls stand in the window when others use the account up; then the wait that Meta named passes."""
    pacer = Pacer("1")
    pacer.reserve(*KEY, 30)
    pacer.record(*KEY, used(100, wait=wait))
    moment = clock.timestamp()
    monkeypatch.setattr(clock, "timestamp", lambda: moment + max(wait, 61) + 1)


def test_after_a_wait_that_meta_named_one_call_goes_and_the_others_await_its_answer(monkeypatch):
    used_up_by_others(monkeypatch)
    first, second = Pacer("1"), Pacer("1")

    assert pacing.next_call(Quota.objects.get()) is None
    assert first.reserve(*KEY, 1) is None
    assert second.reserve(*KEY, 1) <= clock.now() + timedelta(seconds=2)

    first.record(*KEY, used(40))

    assert second.reserve(*KEY, 20) is None


def test_a_probe_that_finds_the_account_still_used_up_waits_as_long_as_meta_says_now(monkeypatch):
    used_up_by_others(monkeypatch)
    pacer = Pacer("1")
    pacer.reserve(*KEY, 1)
    pacer.record(*KEY, used(100, wait=600))

    until = pacer.reserve(*KEY, 1)

    assert clock.now() + timedelta(seconds=590) < until <= clock.now() + timedelta(seconds=600)


def test_a_probe_without_a_word_from_meta_is_not_made_a_second_time(monkeypatch):
    used_up_by_others(monkeypatch)
    pacer = Pacer("1")
    pacer.reserve(*KEY, 1)
    pacer.record(*KEY, Usage())

    assert pacer.reserve(*KEY, 1) > clock.now() + timedelta(minutes=30)
    assert pacing.next_call(Quota.objects.get()) > clock.now() + timedelta(minutes=30)


def test_no_probe_goes_where_meta_named_no_wait(monkeypatch):
    used_up_by_others(monkeypatch, wait=0)

    assert Pacer("1").reserve(*KEY, 1) > clock.now() + timedelta(minutes=30)


def test_a_bundle_larger_than_what_ever_went_is_no_probe(monkeypatch):
    used_up_by_others(monkeypatch)

    assert Pacer("1").reserve(*KEY, 50) > clock.now() + timedelta(minutes=30)
    assert Pacer("1").reserve(*KEY, 1) is None


def test_a_wait_that_meta_named_long_ago_gives_no_call_beyond_the_limit(monkeypatch):
    used_up_by_others(monkeypatch, wait=3700)
    pacer = Pacer("1")
    pacer.reserve(*KEY, 20)
    pacer.record(*KEY, used(70))

    assert pacer.reserve(*KEY, 20) is not None


def test_old_calls_leave_the_window():
    ledger = {str(pacing.bucket_of(clock.now()) - 61): 500, str(pacing.bucket_of(clock.now())): 3}

    assert pacing.in_window(ledger, clock.now()) == {str(pacing.bucket_of(clock.now())): 3}


def test_calls_left_counts_down():
    pacer = Pacer("1")
    pacer.reserve(*KEY, 10)
    pacer.record(*KEY, used(10))
    pacer.reserve(*KEY, 9)

    assert pacing.calls_left(Quota.objects.get()) == 72


def test_a_quota_is_dated_by_the_one_clock_with_each_call_and_each_answer(settings):
    pacer = Pacer("1")
    pacer.reserve(*KEY, 1)
    for days, act in ((2, lambda: pacer.reserve(*KEY, 1)), (4, lambda: pacer.record(*KEY, used(5)))):
        settings.GALLEY_CLOCK = f"{days * 86400}:1"
        act()
        assert abs(Quota.objects.get().updated_at - clock.now()) < timedelta(minutes=1)
