"""Making, changing, finding and sending creatives in the browser."""

import pytest
from django.urls import reverse

from assets_app.models import Asset
from campaigns_app.creatives.models import ConsentEntry, Creative, CreativeVersion
from campaigns_app.creatives.services import creatives
from campaigns_app.creatives.tasks import publish_versions
from tests import factories
from tests.campaigns_app.creative_kit import carousel, draft, form_data, image_at_meta

pytestmark = pytest.mark.django_db
State = CreativeVersion.State


def at(business, name, *args):
    return reverse(f"campaigns:{name}", args=[business.slug, *args])


@pytest.fixture
def asset(account):
    return image_at_meta(account)


@pytest.fixture
def maker(marketer, as_member):
    return as_member(marketer)


def create(maker, account, asset, **changes):
    return maker.post(at(account.business, "creative-create", "link"), form_data(account, asset, **changes))


def published(account, marketer, **changes):
    creative = draft(account, marketer, **changes)
    creatives.request_publish(creative=creative, by=marketer)
    publish_versions(account.pk)
    creative.latest.refresh_from_db()
    return creative


@pytest.mark.parametrize("kind", ["link", "photo", "video", "carousel"])
def test_each_type_has_a_form(maker, account, kind):
    page = maker.get(at(account.business, "creative-create", kind))
    assert page.status_code == 200
    assert "Primary text" in page.content.decode()


def test_a_form_of_an_unknown_type_is_not_found(maker, account):
    assert maker.get(at(account.business, "creative-create", "hologram")).status_code == 404


def test_a_draft_is_saved_with_its_media_and_nothing_switched_on(maker, account, asset, marketer):
    answer = create(maker, account, asset)
    creative = Creative.objects.get()
    assert answer.url == at(account.business, "creative-detail", creative.pk)
    version = creative.latest
    assert (version.state, version.number, version.author) == (State.DRAFT, 1, marketer)
    assert version.media.get().asset_version == asset.current
    assert {entry["enroll_status"] for entry in version.features.values()} == {"OPT_OUT"}
    assert Asset.objects.get(pk=asset.pk).use_count == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "x" * 101}, "101 characters. Meta takes at most 100."),
        ({"message": ""}, "Write the primary text."),
        ({"message": "Sixty days!!"}, "repeats punctuation"),
        ({"link": "odafenn"}, "Not a web address"),
        ({"image": ""}, "Choose an image."),
        ({"page": ""}, "Choose the Page that speaks."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(maker, account, asset, changes, sentence):
    answer = create(maker, account, asset, **({"headline": "Kept headline"} | changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Kept headline" in page
    assert not Creative.objects.exists()


def test_an_asset_of_another_business_cannot_be_used(maker, account):
    foreign = factories.make_asset(factories.make_business("Elsewhere"))
    answer = create(maker, account, foreign)
    assert answer.status_code == 422
    assert not Creative.objects.exists()


def test_a_carousel_needs_two_cards(maker, account, asset):
    cards = {
        "cards-TOTAL_FORMS": 1,
        "cards-INITIAL_FORMS": 0,
        "cards-0-medium": asset.pk,
        "cards-0-link": "https://a.example/",
    }
    answer = maker.post(at(account.business, "creative-create", "carousel"), form_data(account, asset) | cards)
    assert answer.status_code == 422
    assert "at least 2 cards" in answer.content.decode()


def test_a_carousel_is_saved_with_its_cards_in_order(maker, account):
    assets = [image_at_meta(account, seed) for seed in (1, 2, 3)]
    cards = {"cards-TOTAL_FORMS": 3, "cards-INITIAL_FORMS": 0}
    for number, asset in enumerate(assets):
        cards |= {f"cards-{number}-medium": asset.pk, f"cards-{number}-link": f"https://a.example/{number}"}
    answer = maker.post(at(account.business, "creative-create", "carousel"), form_data(account, assets[0]) | cards)
    assert answer.status_code == 302, answer.content.decode()
    version = Creative.objects.get().latest
    assert [row.asset_version.asset for row in version.media.order_by("position")] == assets


def test_a_card_with_a_small_image_is_refused(maker, account):
    small = image_at_meta(account, 4, 400, 400)
    cards = {"cards-TOTAL_FORMS": 2, "cards-INITIAL_FORMS": 0}
    for number in range(2):
        cards |= {f"cards-{number}-medium": small.pk, f"cards-{number}-link": "https://a.example/"}
    answer = maker.post(at(account.business, "creative-create", "carousel"), form_data(account, small) | cards)
    assert "458 × 458" in answer.content.decode()


def test_editing_a_draft_changes_it(maker, account, marketer):
    creative = draft(account, marketer)
    asset = creative.latest.media.get().asset_version.asset
    maker.post(at(account.business, "creative-edit", creative.pk), form_data(account, asset, headline="Changed"))
    creative.refresh_from_db()
    assert (creative.latest.number, creative.latest.headline) == (1, "Changed")


def test_editing_what_is_at_meta_makes_the_next_version(maker, account, marketer):
    creative = published(account, marketer)
    first = creative.latest
    asset = first.media.get().asset_version.asset
    maker.post(at(account.business, "creative-edit", creative.pk), form_data(account, asset, headline="Changed"))
    creative.refresh_from_db()
    first.refresh_from_db()
    assert (creative.latest.number, creative.latest.state, creative.latest.headline) == (2, State.DRAFT, "Changed")
    assert (first.state, first.headline) == (State.PUBLISHED, "Warm light")


def test_an_edit_form_shows_what_was_saved(maker, account, marketer):
    creative = carousel(account, marketer)
    page = maker.get(at(account.business, "creative-edit", creative.pk)).content.decode()
    assert "https://odafenn.example/2" in page
    assert 'name="cards-2-headline"' in page


def test_meta_is_asked_about_what_is_typed_and_blames_a_field(maker, account, asset, sandbox_server):
    fault = {
        "user_msg": "The link is not allowed.",
        "error_data": {"blame_field_specs": [["object_story_spec", "link_data", "link"]]},
    }
    sandbox_server.sandbox.faults.add(action="error", code=100, path="adcreatives", method="POST", extra=fault)
    answer = maker.post(at(account.business, "creative-check-form", "link"), form_data(account, asset))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The link is not allowed." in page
    assert 'id="id_link-error"' in page
    assert not Creative.objects.exists()


def test_meta_would_take_it(maker, account, asset):
    answer = maker.post(at(account.business, "creative-check-form", "link"), form_data(account, asset))
    assert answer.status_code == 200
    assert "Meta would take this creative as it is." in answer.content.decode()


def test_publishing_what_meta_refuses_sends_nothing_and_says_why(maker, account, marketer):
    creative = draft(account, marketer, button="FLY_AWAY")
    answer = maker.post(at(account.business, "creative-publish", creative.pk))
    assert answer.status_code == 422
    assert "FLY_AWAY" in answer.content.decode()
    creative.latest.refresh_from_db()
    assert creative.latest.state == State.DRAFT


def test_publishing_freezes_the_draft(maker, account, marketer):
    creative = draft(account, marketer)
    maker.post(at(account.business, "creative-publish", creative.pk))
    creative.latest.refresh_from_db()
    assert creative.latest.state == State.QUEUED


def test_a_refused_version_shows_metas_words_in_its_form(maker, account, marketer, sandbox_server):
    creative = draft(account, marketer, button="FLY_AWAY")
    creatives.request_publish(creative=creative, by=marketer)
    publish_versions(account.pk)
    page = maker.get(at(account.business, "creative-edit", creative.pk)).content.decode()
    assert 'href="#id_button"' in page


def test_a_feature_is_switched_on_by_name_and_makes_a_successor(maker, account, marketer):
    creative = published(account, marketer)
    maker.post(at(account.business, "creative-features", creative.pk), {"feature": "image_uncrop", "status": "OPT_IN"})
    creative.refresh_from_db()
    assert (creative.latest.number, creative.latest.state) == (2, State.DRAFT)
    assert creative.latest.features["image_uncrop"] == {"enroll_status": "OPT_IN"}
    assert creative.latest.features["inline_comment"] == {"enroll_status": "OPT_OUT"}
    entry = ConsentEntry.objects.get()
    assert (entry.member, entry.source, entry.version) == (marketer, "person", creative.latest)


def test_a_feature_that_meta_does_not_offer_here_is_refused(maker, account, marketer):
    creative = draft(account, marketer)
    answer = maker.post(
        at(account.business, "creative-features", creative.pk), {"feature": "video_auto_crop", "status": "OPT_IN"}
    )
    assert answer.status_code == 422
    assert "does not offer video_auto_crop" in answer.content.decode()
    assert not ConsentEntry.objects.exists()


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_only_makers_change_creatives(request, who, account, marketer, as_member):
    creative, browser = draft(account, marketer), as_member(request.getfixturevalue(who))
    for name in (
        "creative-edit",
        "creative-publish",
        "creative-check",
        "creative-duplicate",
        "creative-trash",
        "creative-features",
    ):
        assert browser.post(at(account.business, name, creative.pk)).status_code == 403, name
    assert browser.get(at(account.business, "creative-detail", creative.pk)).status_code == 200


def test_a_stranger_finds_nothing(account, marketer, stranger, as_member):
    creative, browser = draft(account, marketer), as_member(stranger)
    for business in (account.business, stranger.business):
        assert browser.get(at(business, "creative-detail", creative.pk)).status_code == 404


def test_duplicating_makes_a_draft_of_its_own_with_everything_off(maker, account, marketer):
    creative = published(account, marketer)
    maker.post(at(account.business, "creative-duplicate", creative.pk))
    copy = Creative.objects.exclude(pk=creative.pk).get()
    assert (copy.name, copy.latest.state, copy.latest.graph_id) == ("Lamp copy", State.DRAFT, None)
    assert copy.latest.media.count() == 1


def test_the_trash_gives_back(maker, account, marketer):
    creative = draft(account, marketer)
    maker.post(at(account.business, "creative-trash", creative.pk))
    assert not Creative.objects.kept().exists()
    maker.post(at(account.business, "creative-restore", creative.pk))
    assert Creative.objects.kept().exists()


def test_the_list_searches_filters_and_pages(maker, account, marketer):
    asset = factories.make_asset(account.business)
    for number in range(60):
        factories.make_creative(account, marketer, name=f"Creative {number}", primary_media=asset.current)
    page = maker.get(at(account.business, "creative-list")).content.decode()
    assert page.count('id="creative-tile-') == 48
    assert "Show more" in page
    assert (
        maker.get(at(account.business, "creative-list"), {"q": "Creative 59"})
        .content.decode()
        .count('id="creative-tile-')
        == 1
    )
    assert (
        "No creative matches"
        in maker.get(at(account.business, "creative-list"), {"state": "published"}).content.decode()
    )


def test_the_list_takes_as_many_queries_for_many_rows_as_for_one(
    maker, account, marketer, django_assert_max_num_queries
):
    asset = factories.make_asset(account.business)
    for number in range(40):
        factories.make_creative(account, marketer, name=f"Creative {number}", primary_media=asset.current)
    with django_assert_max_num_queries(16):
        maker.get(at(account.business, "creative-list"), {"view": "list"})


def test_the_first_use_says_what_this_is_for(maker, account):
    assert "Build your first creative" in maker.get(at(account.business, "creative-list")).content.decode()


def test_text_is_checked_while_it_is_typed(maker, account):
    data = {"type": "link", "checked": "message", "message": "Sixty days!!"}
    page = maker.post(at(account.business, "creative-text-check"), data).content.decode()
    assert "repeats punctuation" in page
    assert 'data-fix-text="Sixty days!"' in page


def test_the_picker_offers_only_what_is_ready(maker, account):
    factories.make_asset(account.business, name="good.jpg", meta_state="ready")
    factories.make_asset(account.business, name="broken.jpg", meta_state="failed")
    page = maker.get(at(account.business, "media-list"), {"kind": "image", "place": "id_image"}).content.decode()
    assert page.count("data-pick=") == 1
    assert "Failed at Meta" in page


def test_an_asset_knows_where_it_is_used(maker, account, marketer):
    creative = draft(account, marketer)
    asset = creative.latest.media.get().asset_version.asset
    assert "Lamp" in maker.get(at(account.business, "asset-usage", asset.pk)).content.decode()


def test_an_old_version_can_be_looked_at(maker, account, marketer):
    creative = published(account, marketer)
    asset = creative.latest.media.get().asset_version.asset
    maker.post(at(account.business, "creative-edit", creative.pk), form_data(account, asset, headline="Changed"))
    page = maker.get(at(account.business, "version-detail", creative.pk, 1)).content.decode()
    assert "Warm light" in page
    assert "not the newest" in page
