"""Each service that changes something is called and found in the record, or has its line in QUIET; a new one fails."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.admin import ModelAdmin, site

from assets_app.admin.tenant import TenantAdmin
from assets_app.models import ActivityEntry
from tests import services_walk, told_acts, told_readings
from tests.campaigns_app import running_ads
from tests.campaigns_app.test_found_media import image_elsewhere, imported
from tests.source_files import functions
from tests.told_services import ACTS, DOORS, PROVEN, QUIET

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(sandbox_server, account):
    """An ad of a creative that was made elsewhere."""
    sandbox = sandbox_server.sandbox
    return running_ads.run_ads(sandbox, account, running_ads.creatives_at_meta(sandbox, account, 1))


@pytest.fixture
def theirs(allowed_hosts, account):
    """A creative that was made elsewhere, with a picture that lies at Meta alone."""
    return imported(account, image_elsewhere(account))


@pytest.fixture
def world(connected, account, admin, marketer, reviewer, request):
    """People and a connected business; `world.get("keep")` is any other fixture."""
    people = {"admin": admin, "marketer": marketer, "reviewer": reviewer}
    return SimpleNamespace(business=connected, account=account, get=request.getfixturevalue, **people)


def test_each_service_that_changes_something_tells_it_or_is_listed_with_its_proof():
    changers = services_walk.changers()
    untold = changers - services_walk.tellers()

    assert sorted(untold - QUIET.keys()) == []
    assert sorted(QUIET.keys() - untold) == []
    assert sorted((changers & services_walk.tellers()) - ACTS.keys() - PROVEN.keys()) == []
    assert sorted((ACTS.keys() | PROVEN.keys()) - changers) == []
    assert len(changers) > 140
    assert told_acts.act is told_readings.act  # both fill ACTS


def test_no_door_changes_rows_past_the_services():
    assert sorted(services_walk.doors_that_change() ^ DOORS.keys()) == []


def test_no_page_of_the_admin_changes_rows_past_the_services(admin, rf):
    """Pages of other packages are for the owner of the installation, whose acts there Django's own log keeps."""
    request = rf.get("/")
    request.user = admin.user
    for model, page in site._registry.items():
        may_change = [page.has_add_permission(request), page.has_delete_permission(request)]
        if not isinstance(page, TenantAdmin):
            may_change.append(page.has_change_permission(request))
        elif page.editable:
            may_change.append(type(page).save_model is ModelAdmin.save_model)
        assert not any(may_change), model
    assert len(site._registry) > 20


def test_what_is_a_part_of_something_names_something_that_tells():
    named = [word.rstrip(",;") for reason in QUIET.values() for word in reason.split() if word.count(".") > 1]

    assert sorted(set(named) - services_walk.tellers()) == []


def test_each_proof_that_stands_elsewhere_is_there_and_reads_the_record():
    for path, name in PROVEN.values():
        (test,) = [one for one in functions(Path(path)) if one.name == name]
        assert "ActivityEntry" in ast.unparse(test), name


@pytest.mark.parametrize("name", sorted(services_walk.tellers() & services_walk.changers() - PROVEN.keys()))
def test_it_tells_who_did_it(world, name):
    scenario, verb, by = ACTS[name]
    scenario(world)

    entries = ActivityEntry.objects.filter(business=world.business, verb=verb)
    member = getattr(world, by) if by else None
    assert [entry for entry in entries if entry.member == member], (
        f"{verb}: {[one.verb for one in ActivityEntry.objects.all()]}"
    )
    for entry in ActivityEntry.objects.all():
        told = str([entry.text, entry.before, entry.after, entry.detail])
        assert not [one for one in (world.admin, world.marketer, world.reviewer) if one.name in told], told
