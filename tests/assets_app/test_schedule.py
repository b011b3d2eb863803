"""Readings that nobody asked for."""

from datetime import timedelta

import pytest

from assets_app import clock
from assets_app.models import Connection, SyncRun
from assets_app.sync import schedule
from tests import factories

pytestmark = pytest.mark.django_db


def kinds(runs):
    return sorted(run.kind for run in runs)


def test_a_business_with_folders_at_meta_has_its_library_read(business):
    factories.make_connection(business)
    business.has_folders_at_meta = True
    business.save()

    assert kinds(schedule.request_due()) == ["accounts", "library"]


def test_without_folders_at_meta_there_is_no_library_to_read(business):
    factories.make_connection(business)

    assert kinds(schedule.request_due()) == ["accounts"]


def test_a_business_that_is_not_connected_is_left_alone(business):
    assert schedule.request_due() == []


def test_a_connection_that_needs_attention_is_asked_nothing_until_it_is_well_again(business):
    connection = factories.make_connection(business)
    connection.state = Connection.State.NEEDS_ATTENTION
    connection.save()
    assert schedule.request_due() == []

    connection.state = Connection.State.HEALTHY
    connection.save()
    assert kinds(schedule.request_due()) == ["accounts"]


def test_a_reading_is_not_asked_for_again_before_its_time(business):
    factories.make_connection(business)
    business.has_folders_at_meta = True
    business.save()
    schedule.request_due()
    SyncRun.objects.update(state="done")

    assert schedule.request_due() == []
    SyncRun.objects.update(created_at=clock.now() - timedelta(minutes=11))
    assert kinds(schedule.request_due()) == ["library"]
