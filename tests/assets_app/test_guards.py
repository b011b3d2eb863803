"""The database keeps its rules, whoever writes."""

import pytest
from django.db import DatabaseError, connection, transaction

import assets_app.guards
import campaigns_app.guards
from assets_app.models import ActivityEntry, Asset, AssetVersion, Member
from assets_app.services.activity import record
from tests import factories

pytestmark = pytest.mark.django_db


def refused(sql, params=()):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_every_guard_stands():
    assert assets_app.guards.missing(assets_app.guards.RULES + campaigns_app.guards.RULES) == []


def test_a_guard_that_was_dropped_is_named_and_comes_back():
    rule = assets_app.guards.AppendOnly("assets.ActivityEntry")
    name = assets_app.guards.triggers(rule)[0].name
    on = " ON assets_activityentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")

    assert assets_app.guards.missing([rule]) == [name]
    assets_app.guards.install(rule)
    assert assets_app.guards.missing([rule]) == []


def test_activity_cannot_be_rewritten_or_deleted_even_by_raw_sql(marketer):
    entry = record(business=marketer.business, verb="x.y", subject=marketer, text="did a thing", by=marketer)

    refused("UPDATE assets_activityentry SET text = 'nothing' WHERE id = %s", [entry.pk])
    refused("DELETE FROM assets_activityentry WHERE id = %s", [entry.pk])
    assert ActivityEntry.objects.get().text == "did a thing"


def test_bytes_of_a_version_stay_what_they_are(business):
    version = factories.make_asset(business).current
    AssetVersion.objects.filter(pk=version.pk).update(file="a/b.jpg")

    refused("UPDATE assets_assetversion SET sha256 = 'other' WHERE id = %s", [version.pk])
    AssetVersion.objects.filter(pk=version.pk).update(sent_file="a/b.sent.jpg")


def test_a_row_cannot_point_into_another_business(business, stranger):
    folder = factories.make_folder(stranger.business)
    asset = factories.make_asset(business)

    refused("UPDATE assets_asset SET folder_id = %s WHERE id = %s", [folder.pk, asset.pk])


def test_a_published_spec_is_frozen(business):
    creative = factories.make_creative(factories.make_ad_account(business), spec={"a": 1})
    version = creative.latest
    type(version).objects.filter(pk=version.pk).update(state="published", graph_id="9")

    with pytest.raises(DatabaseError), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(spec={"a": 2})


def test_somebody_who_left_sees_nothing(marketer):
    factories.make_asset(marketer.business)
    Member.objects.filter(pk=marketer.pk).update(left_at=factories.in_minutes(-1))
    marketer.refresh_from_db()

    assert not Asset.objects.visible_to(marketer).exists()
