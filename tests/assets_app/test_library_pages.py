"""The library, its panel, its folders' forms, the trash, settings and activity, as a browser asks for them."""

import re

import pytest
from django.urls import reverse

from assets_app.models import Asset, AssetVersion, Folder, Member, Rendition
from assets_app.scopes import SCOPES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(business):
    return reverse("assets:asset-list", args=[business.slug])


@pytest.fixture
def browser(as_member, marketer):
    return as_member(marketer)


def address(business, name, *args):
    return reverse(f"assets:{name}", args=[business.slug, *args])


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def names(response) -> list[str]:
    return [asset.name for asset in response.context["assets"]]


def with_picture(asset):
    facts = {"file": "renditions/x.webp", "width": 480, "height": 600, "size": 900}
    Rendition.objects.create(version=asset.current, kind="thumb_480", **facts)
    return asset


def many(business, count) -> None:
    assets = Asset.objects.bulk_create(
        Asset(business=business, kind="image", state="ready", name=f"{n:05}.jpg", sort_name=f"{n:05}.jpg", size=n)
        for n in range(count)
    )
    versions = AssetVersion.objects.bulk_create(
        AssetVersion(business=business, asset=one, filename=one.name, mime="image/jpeg", size=1, width=1, height=1)
        for one in assets
    )
    for asset, version in zip(assets, versions, strict=True):
        asset.current = version
    Asset.objects.bulk_update(assets, ["current"], batch_size=1000)


def test_an_empty_library_says_what_it_is_for_under_one_heading(browser, library):
    page = browser.get(library).content.decode()
    assert page.count("<h1") == 1
    assert "Put your first pictures on the table" in page


def test_a_viewer_of_an_empty_library_is_told_who_can_fill_it(as_member, viewer, library):
    page = text_of(as_member(viewer).get(library))
    assert "Your role may look, not add" in page
    assert "Add files" not in page


def test_grid_and_list_show_the_same_assets(business, browser, library):
    for name in ("lamp.jpg", "mug.jpg"):
        factories.make_asset(business, name)
    assert names(browser.get(library)) == names(browser.get(library, {"view": "list"})) == ["mug.jpg", "lamp.jpg"]


def test_filters_stand_as_chips_that_can_be_taken_off(business, browser, library):
    factories.make_asset(business, "lamp.jpg")
    factories.make_asset(business, "lamp.mp4", kind="video")
    page = browser.get(library, {"q": "lamp", "kind": "video"})
    assert names(page) == ["lamp.mp4"]
    assert 'aria-label="Remove filter: Kind"' in page.content.decode()


def test_no_match_offers_to_clear_the_filters(business, browser, library):
    factories.make_asset(business, "lamp.jpg")
    page = text_of(browser.get(library, {"q": "nothing like it"}))
    assert "No asset matches" in page
    assert "Clear filters" in page


def test_ten_thousand_assets_are_paged_without_gap_or_twin(business, browser, library):
    many(business, 10_000)
    first = browser.get(library, {"sort": "name"})
    assert "10,000 assets" in text_of(first)
    seen, query = names(first), first.context["next_query"]
    for _ in range(3):
        page = browser.get(f"{library}?{query}", headers={"HX-Request": "true"})
        seen, query = seen + names(page), page.context["next_query"]
    assert seen == [f"{n:05}.jpg" for n in range(240)]


def test_a_page_of_assets_costs_as_many_queries_as_one_asset(business, browser, library, django_assert_max_num_queries):
    for n in range(30):
        with_picture(factories.make_asset(business, f"{n}.jpg"))
    with django_assert_max_num_queries(22):
        assert browser.get(library).content.count(b"/thumb/") == 30


def test_a_picture_that_is_not_made_yet_is_not_asked_for(business, browser, library):
    asset = factories.make_asset(business, "early.jpg", colour="#aa5500")
    page = browser.get(library).content.decode()
    assert "/thumb/" not in page
    assert 'fill="#aa5500"' in page
    with_picture(asset)
    assert "/thumb/" in browser.get(library).content.decode()


def test_a_folder_shows_the_folders_in_it_before_its_own_assets(business, browser):
    spring = factories.make_folder(business, "Spring")
    factories.make_folder(business, "Lamps", parent=spring)
    page = browser.get(address(business, "folder-detail", spring.pk))
    assert [node.folder.name for node in page.context["subfolders"]] == ["Lamps"]
    assert "Only folders in here" in text_of(page)


def test_the_panel_says_what_meta_got_and_leads_to_it(business, browser):
    folder = factories.make_folder(business, "Spring")
    asset = factories.make_asset(business, "lamp.webp")
    AssetVersion.objects.filter(pk=asset.current_id).update(sent_file="sent/lamp.jpg", mime="image/webp")
    link = "https://business.example/library?id=7"
    factories.make_transfer(asset.current, None, folder=folder, media_library_url=link, graph_id="77")
    panel = browser.get(address(business, "asset-detail", asset.pk), headers={"HX-Request": "true"})
    page = panel.content.decode()
    assert "<html" not in page
    assert "Meta got a JPEG made from this" in page
    for action in ("CREATE_AD", "CREATE_POST"):
        assert f"{link}&amp;action={action}" in page


def test_an_asset_of_an_ad_account_has_no_library_links(business, browser):
    asset = factories.make_asset(business, "lamp.jpg")
    factories.make_transfer(asset.current, factories.make_ad_account(business))
    assert "CREATE_AD" not in browser.get(address(business, "asset-detail", asset.pk)).content.decode()


def test_the_page_of_an_asset_shows_its_picture_once_and_nothing_to_close(business, browser):
    asset = with_picture(factories.make_asset(business, "lamp.jpg"))
    page = browser.get(address(business, "asset-detail", asset.pk)).content.decode()
    assert "data-panel-close" not in page
    assert page.count("<h1") == 1


def test_a_refused_name_keeps_what_was_typed(business, browser):
    asset = factories.make_asset(business, "lamp.jpg")
    page = browser.post(address(business, "asset-rename", asset.pk), {"name": "x" * 256})
    assert page.status_code == 422
    assert "x" * 256 in page.content.decode()
    asset.refresh_from_db()
    assert asset.name == "lamp.jpg"


def undo(response) -> str:
    return re.search(r'action="(/b/[^"]+/undo/\?of=[^"]+)"', response.content.decode()).group(1)


def test_throwing_away_can_be_undone(business, browser):
    asset = factories.make_asset(business, "lamp.jpg")
    page = browser.post(address(business, "asset-trash"), {"asset": [asset.pk]}, follow=True)
    assert "1 asset moved to the trash." in text_of(page)
    browser.post(undo(page))
    asset.refresh_from_db()
    assert asset.trashed_at is None


def test_undo_of_a_move_brings_each_asset_back_to_its_own_folder(business, browser):
    spring, gifts = factories.make_folder(business, "Spring"), factories.make_folder(business, "Gifts")
    lamp, box = factories.make_asset(business, "lamp.jpg", spring), factories.make_asset(business, "box.jpg")
    target = {"asset": [lamp.pk, box.pk], "folder": gifts.pk}
    page = browser.post(address(business, "asset-move"), target, follow=True)
    assert set(gifts.assets.all()) == {lamp, box}
    browser.post(undo(page))
    assert list(spring.assets.all()) == [lamp]
    assert Asset.objects.get(pk=box.pk).folder is None


def test_undo_of_a_trashed_folder_puts_back_what_had_moved_up(business, browser):
    spring = factories.make_folder(business, "Spring")
    lamps = factories.make_folder(business, "Lamps", parent=spring)
    asset = factories.make_asset(business, "lamp.jpg", spring)
    page = browser.post(address(business, "folder-trash", spring.pk), {"contents": "up"}, follow=True)
    assert Asset.objects.get(pk=asset.pk).folder is None
    browser.post(undo(page))
    assert Asset.objects.get(pk=asset.pk).folder == spring
    assert Folder.objects.get(pk=lamps.pk).parent == spring
    assert Folder.objects.get(pk=spring.pk).trashed_at is None


def test_a_made_up_undo_changes_nothing_and_says_so(business, browser):
    page = browser.post(address(business, "act-undo") + "?of=nonsense", follow=True)
    assert "This can no longer be undone here" in text_of(page)


def test_an_undo_of_another_business_changes_nothing(business, browser, as_member, stranger):
    asset = factories.make_asset(stranger.business, "theirs.jpg")
    theirs = as_member(stranger)
    page = theirs.post(address(stranger.business, "asset-trash"), {"asset": [asset.pk]}, follow=True)
    note = undo(page).partition("?")[2].replace("&amp;", "&")
    browser.post(f"{address(business, 'act-undo')}?{note}")
    asset.refresh_from_db()
    assert asset.trashed_at is not None


def test_the_trash_restores_what_is_chosen(business, browser, marketer):
    asset = factories.make_asset(business, "lamp.jpg")
    browser.post(address(business, "asset-trash"), {"asset": [asset.pk]})
    assert names(browser.get(address(business, "asset-trash-list"))) == ["lamp.jpg"]
    browser.post(address(business, "asset-restore"), {"asset": [asset.pk]})
    assert names(browser.get(address(business, "asset-trash-list"))) == []


def test_a_filter_whose_assets_fit_on_one_page_offers_no_further_one(business, browser):
    factories.make_asset(business, "lamp.jpg")
    page = browser.get(address(business, "asset-list"), {"q": "lamp"})
    assert names(page) == ["lamp.jpg"] and page.context["next_query"] == ""
    assert "grid__more" not in page.content.decode()


def test_a_folder_in_the_trash_is_listed_there_and_comes_back_with_what_went_along(business, browser):
    spring = factories.make_folder(business, "Spring")
    lamps = factories.make_folder(business, "Lamps", parent=spring)
    factories.make_asset(business, "lamp.jpg", lamps)
    browser.post(address(business, "folder-trash", spring.pk), {"contents": "trash"})

    page = browser.get(address(business, "asset-trash-list"))
    assert [one.name for one in page.context["trashed_folders"]] == ["Spring"]
    assert "Restore the folder Spring" in page.content.decode()

    browser.post(address(business, "folder-restore", spring.pk))
    assert set(Folder.objects.kept().values_list("name", flat=True)) == {"Spring", "Lamps"}
    assert Asset.objects.get().trashed_at is None
    assert list(browser.get(address(business, "asset-trash-list")).context["trashed_folders"]) == []


def test_a_folder_without_a_name_is_refused_beside_the_field(business, browser):
    page = browser.post(address(business, "folder-create"), {"name": " "})
    assert page.status_code == 422
    assert "Give the folder a name." in text_of(page)
    assert not Folder.objects.exists()


def test_a_new_folder_goes_into_the_one_it_was_asked_in(business, browser):
    spring = factories.make_folder(business, "Spring")
    page = browser.post(address(business, "folder-create"), {"name": "Lamps", "parent": spring.pk}, follow=True)
    assert page.context["folder"].parent == spring


def test_a_folder_keeps_its_old_name_when_the_new_one_is_taken(business, browser):
    spring, _ = factories.make_folder(business, "Spring"), factories.make_folder(business, "Gifts")
    page = browser.post(address(business, "folder-rename", spring.pk), {"name": "gifts"})
    assert page.status_code == 422
    assert Folder.objects.get(pk=spring.pk).name == "Spring"


def test_a_folder_can_go_anywhere_but_into_itself(business, browser):
    spring = factories.make_folder(business, "Spring")
    lamps = factories.make_folder(business, "Lamps", parent=spring)
    gifts = factories.make_folder(business, "Gifts")
    form = browser.get(address(business, "folder-move", spring.pk)).context["form"]
    assert [label for _, label in form.fields["parent"].choices] == ["Library, top level", "Gifts"]
    assert browser.post(address(business, "folder-move", spring.pk), {"parent": lamps.pk}).status_code == 422
    browser.post(address(business, "folder-move", spring.pk), {"parent": gifts.pk})
    assert Folder.objects.get(pk=spring.pk).parent == gifts


def test_an_empty_folder_is_not_asked_where_its_content_goes(business, browser):
    folder = factories.make_folder(business, "Spring")
    page = text_of(browser.get(address(business, "folder-trash", folder.pk)))
    assert "What happens to its content" not in page
    browser.post(address(business, "folder-trash", folder.pk), {"contents": "up"})
    assert Folder.objects.get(pk=folder.pk).trashed_at


def test_settings_say_how_many_permissions_are_missing(business, as_member, admin):
    connection = factories.make_connection(business, scopes=["ads_read"])
    settings = address(business, "settings-detail")
    assert f"{len(SCOPES) - 1} permissions missing" in text_of(as_member(admin).get(settings))
    connection.scopes = [scope.name for scope in SCOPES]
    connection.save()
    assert "missing" not in text_of(as_member(admin).get(settings))


def test_people_are_listed_with_their_roles(business, as_member, viewer, admin):
    page = text_of(as_member(viewer).get(address(business, "member-list")))
    for member in Member.objects.filter(business=business).select_related("user"):
        assert member.user.email in page


def test_settings_show_no_token_form_to_who_may_not_connect(business, as_member, viewer):
    assert "System user token" not in text_of(as_member(viewer).get(address(business, "settings-detail")))


def test_activity_says_who_did_what(business, browser, marketer):
    asset = factories.make_asset(business, "lamp.jpg")
    browser.post(address(business, "asset-rename", asset.pk), {"name": "moon.jpg"})
    page = text_of(browser.get(address(business, "activity-list")))
    assert f"{marketer.name} Renamed lamp.jpg to moon.jpg" in page
