"""Folders at Meta: made, renamed and deleted there; lost answers, folders deleted there meanwhile."""

import pytest

from assets_app import clock
from assets_app.models import Asset, Connection, Folder
from assets_app.services import folder_push, folders


@pytest.fixture
def create(connected, marketer):
    connected.has_folders_at_meta = True
    connected.save()
    return lambda name, parent=None: folders.create_folder(business=connected, name=name, parent=parent, by=marketer)


@pytest.fixture
def meta(sandbox_server):
    """The sandbox's folders by name."""

    def look() -> dict:
        return {row["name"]: row for row in sandbox_server.sandbox.store.list("creative_folder")}

    return look


def push(folder) -> Folder:
    Folder.objects.filter(pk=folder.pk).update(next_at=None)
    folder_push.push(folder.pk)
    return Folder.objects.get(pk=folder.pk)


def test_a_new_folder_is_made_at_meta(create, meta):
    before = set(meta())
    folder = create("Spring 26")
    assert folder.state == "queued"
    folder = push(folder)
    assert (folder.state, folder.pushed_name) == ("synced", "Spring 26")
    assert folder.graph_id == meta()["Spring 26"].id
    assert "media_library" in folder.media_library_url
    assert set(meta()) - before == {"Spring 26"}


def test_a_subfolder_waits_for_its_parent(create, meta):
    spring = create("Spring 26")
    glow = push(create("Glow", spring))
    assert (glow.state, glow.reason) == ("queued", "Waits for the folder Spring 26 to be made at Meta")
    spring = push(spring)
    glow = push(glow)
    assert meta()["Glow"]["parent_folder_id"] == spring.graph_id


def test_without_partner_access_a_folder_stays_here(connected, marketer):
    folder = folders.create_folder(business=connected, name="Spring 26", by=marketer)
    assert folder.state == "local"
    assert folder_push.push(folder.pk) is None


@pytest.mark.parametrize("action", ["answer_lost", "reset"])
def test_a_lost_answer_makes_no_second_folder(create, sandbox_server, action):
    folder = create("Spring 26")
    sandbox_server.sandbox.faults.add(action=action, method="POST", path="creative_folders")
    folder = push(folder)
    if folder.state != "synced":
        assert folder.sent_at, "it is unknown whether the folder was made"
        folder = push(folder)
    assert folder.state == "synced"
    same = [row for row in sandbox_server.sandbox.store.list("creative_folder") if row["name"] == "Spring 26"]
    assert [row.id for row in same] == [folder.graph_id]


def test_a_worker_killed_after_sending_adopts_its_folder(create, sandbox_server, monkeypatch):
    folder = create("Spring 26")
    monkeypatch.setattr(folder_push, "_adopt", lambda *arguments: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        folder_push.push(folder.pk)
    monkeypatch.undo()
    Folder.objects.update(lease_until="2020-01-01T00:00:00Z")
    folder = push(folder)
    same = [row for row in sandbox_server.sandbox.store.list("creative_folder") if row["name"] == "Spring 26"]
    assert [row.id for row in same] == [folder.graph_id]


def test_a_new_name_goes_to_meta(create, meta, marketer):
    folder = push(create("Sprng"))
    folders.rename_folder(folder=folder, name="Spring", by=marketer)
    folder = push(folder)
    assert (folder.state, folder.pushed_name) == ("synced", "Spring")
    assert meta()["Spring"].id == folder.graph_id


def test_a_folder_deleted_at_meta_says_so_and_can_be_made_again(create, meta, marketer, sandbox_server):
    folder = push(create("Spring"))
    sandbox_server.sandbox.store.delete(folder.graph_id)
    folders.rename_folder(folder=folder, name="Summer", by=marketer)
    folder = push(folder)
    assert folder.state == "failed"
    assert folder.missing_since
    assert "deleted at Meta" in folder.reason
    folders.make_again(folder)
    folder = push(folder)
    assert (folder.state, folder.missing_since) == ("synced", None)
    assert meta()["Summer"].id == folder.graph_id


def test_an_empty_folder_in_the_trash_is_deleted_at_meta(create, meta, marketer):
    folder = push(create("Spring"))
    folders.trash_folder(folder=folder, by=marketer)
    folder = push(folder)
    assert (folder.graph_id, folder.state) == (None, "local")
    assert "Spring" not in meta()


def test_a_restored_folder_is_made_again(create, meta, marketer):
    folder = push(create("Spring"))
    folders.trash_folder(folder=folder, by=marketer)
    folder = push(folder)
    folders.restore_folder(folder=folder, by=marketer)
    assert push(folder).graph_id == meta()["Spring"].id


def test_subfolders_go_before_their_folder(create, meta, marketer):
    spring = push(create("Spring"))
    glow = push(create("Glow", spring))
    folders.trash_folder(folder=spring, contents="trash", by=marketer)
    assert "Waits for the folders in it" in push(spring).reason
    assert push(glow).graph_id is None
    assert push(spring).graph_id is None
    assert not {"Spring", "Glow"} & set(meta())


def test_a_folder_with_media_in_use_stays_at_meta(create, meta, marketer, keep, jpeg, to_the_end):
    spring = push(create("Spring"))
    asset = keep(jpeg, folder=spring)
    assert to_the_end(asset.current.transfers.get()).state == "ready"
    folders.trash_folder(folder=spring, contents="up", by=marketer)
    spring = push(spring)
    assert "Kept at Meta" in spring.reason
    assert "Spring" in meta()


def test_a_folder_whose_media_nobody_uses_is_deleted_with_it(create, meta, marketer, keep, jpeg, to_the_end):
    spring = push(create("Spring"))
    asset = keep(jpeg, folder=spring)
    to_the_end(asset.current.transfers.get())
    folders.trash_folder(folder=spring, contents="trash", by=marketer)
    assert push(spring).graph_id is None
    assert "Spring" not in meta()
    assert Asset.objects.get(pk=asset.pk).trashed_at


def test_while_the_connection_is_sick_folders_wait(create, connected):
    folder = create("Spring")
    Connection.objects.update(state="needs_attention")
    folder = push(folder)
    assert (folder.state, folder.attempts) == ("queued", 0)
    assert folder.next_at > clock.now()
    assert "No working connection" in folder.reason
