import pytest

from assets_app.models import ActivityEntry, Asset, Folder, Transfer
from assets_app.permissions import NotAllowed
from assets_app.services import assets, folders
from assets_app.services.folders import FolderRefused
from tests.factories import make_asset, make_folder, make_transfer


@pytest.fixture
def create(business, marketer):
    return lambda name, parent=None: folders.create_folder(business=business, name=name, parent=parent, by=marketer)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_folder_is_made_inside_another(create):
    spring = create("  Spring   26 ")
    glow = create("Glow", spring)
    assert (spring.name, glow.depth, glow.path) == ("Spring 26", 2, f"/{spring.pk}/{glow.pk}/")
    assert glow.state == Folder.State.LOCAL
    assert ActivityEntry.objects.filter(verb="folder.create").count() == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the folder a name"),
        ("   ", "Give the folder a name"),
        ("a/b", "no slash"),
        ("a\\b", "no slash"),
        ("..", "not a name"),
        ("a\x07b", "not a name"),
        ("x" * 121, "at most 120 characters; this one has 121"),
    ],
)
def test_a_bad_name_is_refused_with_a_sentence(create, name, sentence):
    with pytest.raises(FolderRefused, match=sentence):
        create(name)
    assert not Folder.objects.exists()


def test_a_name_is_once_in_a_place_whatever_its_case(create):
    spring = create("Spring")
    with pytest.raises(FolderRefused, match="already"):
        create("SPRING")
    assert create("Spring", spring).parent == spring


def test_folders_go_ten_levels_deep(create):
    folder = None
    for number in range(10):
        folder = create(f"Level {number}", folder)
    with pytest.raises(FolderRefused, match="10 levels deep"):
        create("One more", folder)


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_who_may_not_edit_makes_no_folder(request, business, role):
    with pytest.raises(NotAllowed):
        folders.create_folder(business=business, name="Spring", by=request.getfixturevalue(role))


def test_a_folder_is_renamed(create, marketer):
    folder = create("Sprng")
    folders.rename_folder(folder=folder, name="Spring", by=marketer)
    folders.rename_folder(folder=folder, name="SPRING", by=marketer)
    assert fresh(folder).name == "SPRING"


def test_a_taken_name_is_refused(create, marketer):
    create("Spring")
    autumn = create("Autumn")
    with pytest.raises(FolderRefused, match="already"):
        folders.rename_folder(folder=autumn, name="spring", by=marketer)


def test_moving_a_folder_takes_all_below_it_along(create, marketer):
    spring, autumn = create("Spring"), create("Autumn")
    glow = create("Glow", spring)
    night = create("Night", glow)
    folders.move_folder(folder=glow, parent=autumn, by=marketer)
    assert fresh(night).path == f"/{autumn.pk}/{glow.pk}/{night.pk}/"
    assert fresh(glow).parent == autumn
    folders.move_folder(folder=glow, parent=None, by=marketer)
    assert (fresh(glow).path, fresh(night).depth) == (f"/{glow.pk}/", 2)


def test_a_folder_cannot_go_into_itself(create, marketer):
    spring = create("Spring")
    glow = create("Glow", spring)
    for place in (spring, glow):
        with pytest.raises(FolderRefused, match="into itself"):
            folders.move_folder(folder=spring, parent=place, by=marketer)


def test_a_move_may_not_make_the_tree_too_deep(create, marketer):
    deep = None
    for number in range(9):
        deep = create(f"Level {number}", deep)
    other = create("Other")
    create("Below", other)
    with pytest.raises(FolderRefused, match="levels deep"):
        folders.move_folder(folder=other, parent=deep, by=marketer)


def test_an_empty_folder_goes_to_the_trash_and_comes_back(create, marketer):
    spring = create("Spring")
    folders.trash_folder(folder=spring, by=marketer)
    assert fresh(spring).trashed_at
    assert create("Spring").pk != spring.pk
    folders.restore_folder(folder=fresh(spring), by=marketer)
    assert (fresh(spring).trashed_at, fresh(spring).name) == (None, "Spring (2)")


def test_what_a_folder_holds_moves_up(create, marketer, business):
    spring = create("Spring")
    glow = create("Glow", spring)
    night = create("Night", glow)
    create("Night", spring)
    lamp = make_asset(business, folder=glow)
    folders.trash_folder(folder=glow, contents="up", by=marketer)
    assert (fresh(night).parent, fresh(night).name) == (spring, "Night (2)")
    assert fresh(night).path == f"/{spring.pk}/{night.pk}/"
    assert (fresh(lamp).folder, fresh(lamp).trashed_at) == (spring, None)
    assert fresh(spring).asset_count == 1


def test_what_a_folder_holds_goes_with_it_and_comes_back_with_it(create, marketer, business):
    spring = create("Spring")
    glow = create("Glow", spring)
    lamp = make_asset(business, folder=glow)
    earlier = make_asset(business, folder=glow)
    assets.trash_assets(assets=[earlier], by=marketer)
    Asset.objects.filter(pk=earlier.pk).update(trashed_at="2026-01-01T00:00:00Z")
    folders.trash_folder(folder=spring, contents="trash", by=marketer)
    assert fresh(lamp).trashed_by == marketer
    assert fresh(glow).trashed_at
    folders.restore_folder(folder=fresh(spring), by=marketer)
    assert (fresh(glow).trashed_at, fresh(lamp).trashed_at) == (None, None)
    assert fresh(earlier).trashed_at, "what was in the trash before stays there"
    assert fresh(glow).asset_count == 1


def test_a_way_of_folders_is_made_once(business, marketer):
    first = folders.within(business=business, names=["Spring", "Glow"], by=marketer)
    assert folders.within(business=business, names=["spring", "GLOW"], by=marketer) == first


def test_assets_are_renamed_moved_trashed_and_restored(business, marketer):
    spring = make_folder(business, "Spring")
    lamp = make_asset(business, "Lamp.jpg")
    assets.rename_asset(asset=lamp, name="Glow lamp.jpg", by=marketer)
    assert (fresh(lamp).sort_name, fresh(lamp).search) == ("glow lamp.jpg", "glow lamp.jpg")
    assert assets.move_assets(assets=[lamp], folder=spring, by=marketer) == 1
    assert fresh(spring).asset_count == 1
    assert assets.trash_assets(assets=[fresh(lamp)], by=marketer) == 1
    assert (fresh(spring).asset_count, fresh(lamp).trashed_by) == (0, marketer)
    assert assets.restore_assets(assets=[fresh(lamp)], by=marketer) == 1
    assert (fresh(lamp).folder, fresh(spring).asset_count) == (spring, 1)


def test_an_asset_whose_folder_is_gone_comes_back_into_none(business, marketer):
    spring = make_folder(business, "Spring")
    lamp = make_asset(business, folder=spring)
    folders.trash_folder(folder=spring, contents="trash", by=marketer)
    assets.restore_assets(assets=[fresh(lamp)], by=marketer)
    assert fresh(lamp).folder is None


def test_what_waits_to_go_does_not_go_from_the_trash(business, marketer, account):
    lamp = make_asset(business)
    transfer = make_transfer(lamp.current, account, state="queued", image_hash="")
    assets.trash_assets(assets=[lamp], by=marketer)
    assert fresh(transfer).state == Transfer.State.CANCELLED
    assets.restore_assets(assets=[fresh(lamp)], by=marketer)
    assert fresh(transfer).state == Transfer.State.QUEUED


def test_a_viewer_moves_nothing(business, viewer):
    lamp = make_asset(business)
    for act in (assets.trash_assets, assets.restore_assets):
        with pytest.raises(NotAllowed):
            act(assets=[lamp], by=viewer)
    with pytest.raises(NotAllowed):
        assets.rename_asset(asset=lamp, name="x", by=viewer)
