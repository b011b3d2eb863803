"""Claims, leases and tries: what every row of work that talks to Meta shares."""

from datetime import timedelta

import pytest

from assets_app import clock
from assets_app.models import Transfer
from assets_app.models.work import MAX_ATTEMPTS, ClaimLost
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def transfer(business):
    version = factories.make_asset(business).current
    return factories.make_transfer(version, factories.make_ad_account(business), state="queued", image_hash="")


def test_one_worker_gets_the_row(transfer):
    first = Transfer.objects.claim(transfer.pk)

    assert first.claim is not None
    assert Transfer.objects.claim(transfer.pk) is None


def test_a_row_comes_back_when_its_lease_is_over_and_that_counts(transfer):
    first = Transfer.objects.claim(transfer.pk, lease=timedelta(seconds=-1))
    second = Transfer.objects.claim(transfer.pk)

    assert second.attempts == 1
    with pytest.raises(ClaimLost):
        first.keep(offset=1)


def test_a_row_is_not_due_before_its_time(transfer):
    Transfer.objects.claim(transfer.pk).put_off(clock.now() + timedelta(minutes=5), "waits")

    assert Transfer.objects.claim(transfer.pk) is None
    assert Transfer.objects.get().reason == "waits"


def test_putting_off_without_counting_never_fails_the_row(transfer):
    for _ in range(MAX_ATTEMPTS * 2):
        Transfer.objects.claim(transfer.pk).put_off(clock.now() - timedelta(seconds=1), "quota")

    assert Transfer.objects.get().state == "queued"


def test_the_last_counted_try_ends_in_words(transfer):
    for _ in range(MAX_ATTEMPTS + 1):
        if row := Transfer.objects.claim(transfer.pk):
            row.put_off(clock.now() - timedelta(seconds=1), "Meta is away", count=True)

    row = Transfer.objects.get()
    assert (row.state, row.reason) == ("failed", "Meta is away")


def test_settling_clears_what_was_under_way(transfer):
    row = Transfer.objects.claim(transfer.pk)
    row.keep(sent_at=clock.now())
    row.settle("ready", image_hash="a" * 32)

    row = Transfer.objects.get()
    assert (row.state, row.claim, row.sent_at) == ("ready", None, None)
