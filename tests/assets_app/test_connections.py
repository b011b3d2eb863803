"""Connecting by a pasted token."""

import pytest
from django.db import connection as database
from django.urls import reverse
from kombu.exceptions import OperationalError

from assets_app import graph, reconciling
from assets_app.models import ActivityEntry, Connection, SyncRun
from assets_app.permissions import NotAllowed
from assets_app.services import connections
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pasted(sandbox_server, settings):
    settings.GRAPH_API_URL = sandbox_server.url
    identity = sandbox_server.identity
    return {"app_id": identity["app_id"], "app_secret": identity["app_secret"], "token": identity["access_token"]}


def test_a_good_token_is_kept_encrypted_and_what_it_reaches_is_asked_for(admin, pasted):
    connection = connections.connect(business=admin.business, by=admin, **pasted)

    assert connection.state == "healthy"
    assert "ads_management" in connection.scopes
    assert SyncRun.objects.get().kind == "accounts"
    assert ActivityEntry.objects.get().verb == "connection.connect"
    with database.cursor() as cursor:
        cursor.execute("SELECT token, app_secret FROM assets_connection")
        assert not any(pasted[key] in str(cursor.fetchone()) for key in ("token",))
    assert connection.token.reveal() == pasted["token"]


def test_a_broker_that_is_away_loses_neither_the_connection_nor_its_reading(
    admin, pasted, as_member, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args, **options):
        raise OperationalError

    monkeypatch.setattr("celery.app.task.Task.apply_async", away)
    browser = as_member(admin)
    with django_capture_on_commit_callbacks(execute=True) as started:
        answer = browser.post(reverse("assets:connection-paste", args=[admin.business.slug]), pasted)

    assert len(started) == 1
    assert "Meta is connected" in browser.get(answer["Location"]).content.decode()
    assert reconciling.due_runs() == [SyncRun.objects.get().pk]


def test_a_token_does_not_show_itself(admin, pasted):
    connection = connections.connect(business=admin.business, by=admin, **pasted)
    connection = Connection.objects.get(pk=connection.pk)

    assert pasted["token"] not in f"{connection.token} {connection.token!r} {[connection.token]}"


def test_an_unknown_token_is_refused_with_metas_words_and_nothing_is_kept(admin, pasted):
    with pytest.raises(connections.NotConnected, match="Meta refuses") as caught:
        connections.connect(business=admin.business, by=admin, **pasted | {"token": "EAAwrong"})

    assert caught.value.field == "token"
    assert not Connection.objects.exists()


def test_a_token_of_another_app_names_the_field(admin, pasted):
    with pytest.raises(connections.NotConnected):
        connections.connect(business=admin.business, by=admin, **pasted | {"app_id": "999"})


def test_a_marketer_cannot_connect(marketer, pasted):
    with pytest.raises(NotAllowed, match="does not allow"):
        connections.connect(business=marketer.business, by=marketer, **pasted)


def test_disconnecting_forgets_the_token(admin, pasted):
    connection = connections.connect(business=admin.business, by=admin, **pasted)
    connections.disconnect(connection=connection, by=admin)

    connection.refresh_from_db()
    assert (connection.token.reveal(), connection.state) == ("", "disconnected")
    with pytest.raises(graph.NoConnection):
        graph.business_api(admin.business)


def test_connecting_again_with_the_same_person_is_the_same_row(admin, pasted):
    first = connections.connect(business=admin.business, by=admin, **pasted)
    second = connections.connect(business=admin.business, by=admin, **pasted)

    assert first.pk == second.pk


def test_the_refusal_says_who_can_help(business, admin, viewer):
    with pytest.raises(NotAllowed, match=f"Ask {admin.name}"):
        connections.disconnect(connection=factories.make_connection(business), by=viewer)
