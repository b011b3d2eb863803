"""What comes from Meta: accounts, folders, media with their bytes; and what goes when the right to keep folders comes."""

import pytest
import requests

from assets_app.media import fetching
from assets_app.models import AdAccount, Asset, Connection, Folder, InstagramAccount, Page, SyncRun, Transfer
from assets_app.services import folder_push, folders
from assets_app.sync import runs
from assets_app.sync.accounts import sync_accounts
from tests import media_files
from tests.factories import make_folder

pytestmark = pytest.mark.usefixtures("allowed_hosts")


@pytest.fixture
def meta(sandbox_server):
    return sandbox_server.sandbox


@pytest.fixture
def graph(sandbox_server):
    """A call by somebody else at Meta: `graph("POST", path, files=..., name="x")`."""

    def call(method, path, files=None, **params):
        address = f"{sandbox_server.url}/v24.0/{path}"
        token = sandbox_server.identity["access_token"]
        answer = requests.request(method, address, data={**params, "access_token": token}, files=files, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    return call


@pytest.fixture
def partner(connected):
    connected.has_folders_at_meta = True
    connected.save()
    return connected


@pytest.fixture
def sync(partner):
    def run() -> SyncRun:
        row = SyncRun.request(business=partner, kind="library")
        row = runs.advance(row.pk)
        assert row.state == "done", row.reason
        return row

    return run


def test_accounts_pages_and_instagram_accounts_are_read(connected, sandbox_server):
    AdAccount.objects.update(missing_since="2026-01-01T00:00:00Z")
    sync_accounts(connected)
    connected.refresh_from_db()
    assert connected.has_folders_at_meta
    assert AdAccount.objects.in_use().filter(graph_id=sandbox_server.identity["second_ad_account_id"]).exists()
    assert Page.objects.filter(graph_id=sandbox_server.identity["second_page_id"]).exists()
    assert InstagramAccount.objects.count() >= 2


def test_an_account_that_is_no_longer_listed_is_marked(connected):
    gone = AdAccount.objects.create(business=connected, graph_id="act_77", name="Gone", currency="EUR")
    sync_accounts(connected)
    gone.refresh_from_db()
    assert gone.missing_since


def test_without_the_scope_folders_stay_here(connected, sandbox_server):
    connected.has_folders_at_meta = True
    connected.save()
    folder = folders.create_folder(business=connected, name="Spring", by=None)
    limited = sandbox_server.identity["limited_access_token"]
    token = next(row for row in sandbox_server.sandbox.store.list("token") if row.key == limited)
    sandbox_server.sandbox.store.update(token.id, {"scopes": [*token["scopes"], "business_management"]})
    connection = Connection.objects.get()
    connection.token = type(connection.token)(limited)
    connection.save()
    sync_accounts(connected)
    connected.refresh_from_db()
    folder.refresh_from_db()
    assert (connected.has_folders_at_meta, folder.state) == (False, "local")


def test_when_the_right_comes_the_folders_go_to_meta(connected):
    folder = make_folder(connected, "Kept here")
    sync_accounts(connected)
    folder.refresh_from_db()
    assert folder.state == "queued"


def test_a_folder_made_at_meta_appears_here_with_its_subfolders(sync, graph, partner):
    top = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    inner = graph("POST", f"{partner.graph_id}/creative_folders", name="Inner", parent_folder_id=top)["id"]
    sync()
    folder = Folder.objects.get(graph_id=inner)
    assert (folder.name, folder.state, folder.parent.graph_id) == ("Inner", "synced", top)
    assert folder.path == f"/{folder.parent.pk}/{folder.pk}/"


def test_syncing_twice_changes_nothing(sync, graph, partner):
    graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")
    sync()
    before = (Folder.objects.count(), Asset.objects.count(), Transfer.objects.count())
    sync()
    assert (Folder.objects.count(), Asset.objects.count(), Transfer.objects.count()) == before


def test_a_name_given_at_meta_is_followed(sync, graph, partner):
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="Old/name")["id"]
    sync()
    assert Folder.objects.get(graph_id=made).name == "Old-name"
    graph("POST", made, name="New name")
    sync()
    assert Folder.objects.get(graph_id=made).name == "New name"


def test_a_folder_of_ours_that_is_there_already_is_the_same(sync, graph, partner):
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="Spring")["id"]
    ours = folders.create_folder(business=partner, name="spring", by=None)
    sync()
    ours.refresh_from_db()
    assert (ours.graph_id, ours.state) == (made, "synced")


def test_a_folder_deleted_at_meta_is_marked_and_stays(sync, partner, graph):
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    sync()
    graph("DELETE", made)
    sync()
    folder = Folder.objects.get(graph_id=made)
    assert folder.missing_since
    assert "deleted at Meta" in folder.reason


def put_image(graph, partner, folder_id, data, name="found.png"):
    return graph(
        "POST", f"{partner.graph_id}/images", files={"file": (name, data)}, creative_folder_id=folder_id, name=name
    )


def test_an_image_found_at_meta_becomes_an_asset_with_its_bytes(sync, graph, partner):
    data = media_files.image_bytes("PNG", seed=9)
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    put_image(graph, partner, made, data)
    sync()
    asset = Asset.objects.get(folder__graph_id=made)
    with asset.current.file.open() as file:
        assert file.read() == data
    transfer = asset.current.transfers.get()
    assert (transfer.origin, transfer.state, asset.meta_state) == ("meta", "ready", "ready")
    assert asset.folder.asset_count == 1


def test_a_video_found_at_meta_becomes_an_asset_with_its_bytes(sync, graph, partner, clip):
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    graph(
        "POST", f"{partner.graph_id}/videos", files={"source": ("c.mp4", clip)}, creative_folder_id=made, title="Found"
    )
    sync()
    asset = Asset.objects.get(folder__graph_id=made)
    assert (asset.kind, asset.size, asset.duration_ms) == ("video", len(clip), 2000)
    assert asset.current.transfers.get().video_id


def test_media_on_a_host_we_do_not_know_is_not_fetched(sync, graph, partner, settings):
    settings.MEDIA_HOSTS = ["fbcdn.net"]
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    put_image(graph, partner, made, media_files.image_bytes("PNG", seed=9))
    sync()
    asset = Asset.objects.get(folder__graph_id=made)
    assert not asset.current.file
    assert "no host of Meta's" in asset.current.facts["not_fetched"]
    assert asset.current.transfers.get().image_hash


def test_what_we_have_already_is_no_second_asset(sync, graph, partner, keep, jpeg):
    asset = keep(jpeg, "ours.jpg")
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    put_image(graph, partner, made, jpeg, "theirs.jpg")
    sync()
    assert not Asset.objects.filter(folder__graph_id=made).exists()
    assert asset.current.transfers.filter(folder__graph_id=made, origin="meta").exists()


def test_our_own_uploads_do_not_come_back_as_finds(sync, partner, keep, jpeg, to_the_end):
    folder = folders.create_folder(business=partner, name="Spring", by=None)
    folder_push.push(folder.pk)
    folder.refresh_from_db()
    to_the_end(keep(jpeg, folder=folder).current.transfers.get())
    before = Asset.objects.count()
    sync()
    assert Asset.objects.filter(folder=folder).count() == 1
    assert Transfer.objects.filter(folder=folder).get().missing_since is None
    assert Asset.objects.count() >= before


def test_a_medium_taken_away_at_meta_is_marked(sync, graph, partner):
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    row = put_image(graph, partner, made, media_files.image_bytes("PNG", seed=9))
    sync()
    graph("DELETE", row["images"]["found.png"]["id"])
    sync()
    asset = Asset.objects.get(folder__graph_id=made)
    assert asset.missing_since
    assert asset.current.transfers.get().missing_since


def test_a_killed_run_goes_on_with_the_folder_it_was_at(partner, graph, monkeypatch):
    for number in range(3):
        made = graph("POST", f"{partner.graph_id}/creative_folders", name=f"From Meta {number}")["id"]
        put_image(graph, partner, made, media_files.image_bytes("PNG", seed=20 + number))
    run = SyncRun.request(business=partner, kind="library")
    monkeypatch.setattr(runs, "BUDGET_S", -1)
    assert runs.advance(run.pk).state == "running"
    monkeypatch.undo()
    assert runs.advance(run.pk).state == "done"
    assert Asset.objects.filter(folder__name__startswith="From Meta").count() == 3


def test_a_run_of_accounts_asks_for_the_library_next(connected):
    run = SyncRun.request(business=connected, kind="accounts")
    assert runs.advance(run.pk).state == "done"
    assert SyncRun.objects.filter(kind="library", state="queued").exists()


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://scontent.fbcdn.net/a.jpg", True),
        ("https://fbcdn.net/a.jpg", True),
        ("http://scontent.fbcdn.net/a.jpg", False),
        ("https://scontent.fbcdn.net:8443/a.jpg", False),
        ("https://evilfbcdn.net/a.jpg", False),
        ("https://fbcdn.net.evil.example/a.jpg", False),
        ("https://fbcdn.net@evil.example/a.jpg", False),
        ("file:///etc/passwd", False),
        ("http://127.0.0.1:8400/a.jpg", True),
        ("http://127.0.0.1:9000/a.jpg", False),
        ("http://169.254.169.254/latest", False),
    ],
)
def test_only_known_hosts_are_fetched_from(url, allowed):
    assert fetching.is_allowed(url, ["fbcdn.net", "127.0.0.1:8400"]) is allowed


def test_a_file_that_is_too_large_is_not_kept(sandbox_server, tmp_path, graph, partner):
    made = graph("POST", f"{partner.graph_id}/creative_folders", name="From Meta")["id"]
    row = put_image(graph, partner, made, media_files.image_bytes("PNG", seed=9))
    url = row["images"]["found.png"]["url"]
    host = url.split("/")[2]
    with pytest.raises(fetching.NotFetched, match="larger than"):
        fetching.fetch(url, tmp_path / "x", hosts=[host], most=100)
