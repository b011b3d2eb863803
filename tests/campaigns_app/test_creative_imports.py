"""Creatives made elsewhere are known here, and Meta's copy is read when it was not read at once."""

import pytest

from assets_app.graph import marketing_api
from campaigns_app.creatives import imports
from campaigns_app.creatives.models import ConsentEntry, Creative, CreativeVersion
from campaigns_app.creatives.services import creatives as service
from campaigns_app.creatives.tasks import publish_versions, read_back
from campaigns_app.tasks import reconcile_campaigns
from graph_client import creatives
from tests.campaigns_app.creative_kit import carousel, draft, image_at_meta, value_for

pytestmark = pytest.mark.django_db


def made_elsewhere(account, image_hash, **changes) -> str:
    """A creative that somebody made in Ads Manager."""
    value = value_for(account)
    data = {"link": value.link, "message": "Made elsewhere.", "name": "Elsewhere", "image_hash": image_hash}
    story = {"page_id": value.page_id, "link_data": data}
    return creatives.create(
        marketing_api(account), account.graph_id, {"name": "Foreign", "object_story_spec": story} | changes
    )


@pytest.fixture
def asset(account):
    return image_at_meta(account)


def image_hash(asset):
    return asset.current.transfers.get().image_hash


def test_a_foreign_creative_becomes_a_version_with_our_medium(account, asset):
    graph_id = made_elsewhere(account, image_hash(asset))
    version = imports.import_versions(account, [graph_id])[graph_id]
    assert (version.state, version.origin, version.graph_id) == ("published", "meta", graph_id)
    assert (version.creative.type, version.headline, version.body) == ("link", "Elsewhere", "Made elsewhere.")
    assert version.media.get().asset_version == asset.current
    assert version.latest_read is not None


def test_importing_twice_is_importing_once(account, asset):
    graph_id = made_elsewhere(account, image_hash(asset))
    first = imports.import_versions(account, [graph_id])
    assert imports.import_versions(account, [graph_id, graph_id]) == first
    assert Creative.objects.count() == 1


def test_our_own_creatives_are_not_imported(account, marketer):
    creative = draft(account, marketer)
    service.request_publish(creative=creative, by=marketer)
    publish_versions(account.pk)
    creative.latest.refresh_from_db()
    assert imports.import_versions(account, [creative.latest.graph_id]) == {creative.latest.graph_id: creative.latest}
    assert Creative.objects.count() == 1


def test_what_meta_does_not_give_is_left_out(account):
    assert imports.import_versions(account, ["999"]) == {}


def test_a_feature_found_on_is_written_into_the_ledger_without_a_person(account, asset):
    on = {"creative_features_spec": {"image_uncrop": {"enroll_status": "OPT_IN"}}}
    graph_id = made_elsewhere(account, image_hash(asset), degrees_of_freedom_spec=on)
    imports.import_versions(account, [graph_id])
    entry = ConsentEntry.objects.get()
    assert (entry.feature, entry.status, entry.source, entry.member) == ("image_uncrop", "OPT_IN", "import", None)


def test_a_foreign_carousel_keeps_its_cards_in_order(account, marketer):
    ours = carousel(account, marketer)
    service.request_publish(creative=ours, by=marketer)
    publish_versions(account.pk)
    ours.latest.refresh_from_db()
    graph_id = ours.latest.graph_id
    CreativeVersion.objects.filter(pk=ours.latest.pk).update(state="draft", graph_id=None)
    version = imports.import_versions(account, [graph_id])[graph_id]
    before = [row.asset_version for row in ours.latest.media.order_by("position")]
    assert [row.asset_version for row in version.media.order_by("position")] == before
    assert version.creative.type == "carousel"


def test_a_copy_that_could_not_be_read_at_once_is_read_later(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    sandbox_server.sandbox.faults.add(action="error", code=2, method="GET", path=r"^/\d+$", times=0)
    service.request_publish(creative=creative, by=marketer)
    publish_versions(account.pk)
    creative.latest.refresh_from_db()
    assert (creative.latest.state, creative.latest.read_at) == ("published", None)
    sandbox_server.sandbox.faults.clear()
    read_back(account.pk)
    creative.latest.refresh_from_db()
    assert creative.latest.latest_read is not None


def test_the_reconciler_starts_what_is_due(account, marketer, monkeypatch):
    service.request_publish(creative=draft(account, marketer), by=marketer)
    started = []
    monkeypatch.setattr("celery.app.task.Task.delay", lambda task, *args: started.append((task.name, args)))
    reconcile_campaigns()
    assert ("campaigns_app.creatives.tasks.publish_versions", (account.pk,)) in started
