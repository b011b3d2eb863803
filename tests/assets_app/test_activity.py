"""The record and its page: what it holds, how it is searched, and that nobody changes it."""

import html
import re
from urllib.parse import parse_qsl

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from assets_app.models import ActivityEntry, MetaBusiness, SyncRun, Upload
from assets_app.models.append_only import Unchangeable
from assets_app.services.activity import record, subject_of
from assets_app.services.uploads import open_upload
from campaigns_app.creatives.services import creatives
from campaigns_app.models import Preview
from campaigns_app.previews.services import ask_again, cells_for
from tests import factories
from tests.campaigns_app import creative_kit, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(viewer, as_member):
    """`look(member=3)` is the page as a viewer sees it; only the table with `rows=True`."""
    browser = as_member(viewer)

    def get(**query) -> str:
        answer = browser.get(reverse("assets:activity-list", args=[viewer.business.slug]), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def rows(page: str) -> list[str]:
    return re.findall(r'<tr id="act-\d+">(.*?)</tr>', page, re.DOTALL)


def note(subject, by=None, verb="asset.rename", text="did a thing", **more):
    return record(business=getattr(subject, "business", subject), verb=verb, subject=subject, text=text, by=by, **more)


def test_nothing_of_it_can_be_changed_by_the_model_or_by_the_database(marketer):
    entry = note(marketer, marketer)
    for change in (
        entry.save,
        entry.delete,
        ActivityEntry.objects.all().delete,
        lambda: ActivityEntry.objects.update(text="nothing"),
        lambda: ActivityEntry.objects.bulk_update([entry], ["text"]),
    ):
        with pytest.raises(Unchangeable):
            change()
    for statement in ("UPDATE assets_activityentry SET text = 'nothing'", "DELETE FROM assets_activityentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ActivityEntry.objects.get().text == "did a thing"


def test_a_row_says_who_did_what_to_which_thing_from_what_to_what_and_in_which_request(
    business, marketer, as_member, look
):
    asset = factories.make_asset(business, "lamp.jpg")
    url = reverse("assets:asset-rename", args=[business.slug, asset.pk])
    as_member(marketer).post(url, {"name": "moon.jpg"}, headers={"X-Request-ID": "a-request-of-mine"})
    (row,) = rows(look())

    for part in (marketer.name, "Renamed lamp.jpg to moon.jpg", "<del>lamp.jpg</del>", "<ins>moon.jpg</ins>"):
        assert part in row
    assert "Request a-request-of-mine" in row
    assert reverse("assets:asset-detail", args=[business.slug, asset.pk]) in row


def test_it_is_searched_by_person_act_kind_thing_and_day(business, marketer, reviewer, look):
    asset, folder = factories.make_asset(business), factories.make_folder(business)
    first = note(asset, marketer, text="one")
    note(folder, reviewer, verb="folder.move", text="two")
    note(asset, None, verb="transfer.ready", text="three")

    def found(**query):
        return re.findall(r'data-label="What">(\w+)', look(**query))

    assert found() == ["Three", "Two", "One"]
    assert found(member=marketer.pk) == ["One"]
    assert found(member="galley") == ["Three"]
    assert found(verb="folder.move") == ["Two"]
    assert found(kind="asset") == ["Three", "One"]
    assert found(subject=f"folder:{folder.pk}") == ["Two"]
    assert found(kind="asset", member=marketer.pk) == ["One"]
    day = first.at.date().isoformat()
    assert found(since=day, until=day) == ["Three", "Two", "One"]
    assert found(until="2020-01-01") == found(since="9998-01-01") == []


def test_kinds_with_like_names_are_kept_apart(business, look):
    folder = factories.make_folder(business)
    note(folder)
    assert rows(look(kind="folder"))
    assert not rows(look(kind="asset"))


@pytest.mark.parametrize(
    "query",
    [
        {"subject": "asset:x"},
        {"subject": f"asset:{'9' * 40}"},
        {"subject": "asset:00000000-0000-0000-0000-000000000000"},
        {"subject": "upload:1"},
        {"subject": "user:1"},
        {"kind": "user"},
        {"since": "2026-13-01"},
        {"since": "0000-00-00"},
        {"until": "9999-12-31"},
        {"verb": "x" * 500},
        {"member": "9" * 40},
        {"before": "-1"},
        {"after": "-1"},
        {"after": "9" * 40},
        {"before": "1", "after": "1"},
    ],
)
def test_a_filter_that_makes_no_sense_makes_no_fault(business, look, query):
    note(factories.make_asset(business))

    look(**query)


def test_first_use_and_no_results_say_different_things(look, business):
    empty = look()
    assert "Nothing happened yet" in empty
    assert 'name="verb"' not in empty
    note(factories.make_asset(business))
    page = look(verb="nothing.like.it")
    assert "No act matches" in page
    assert "Clear 1 filter" in page


def test_ten_thousand_acts_come_fifty_at_a_time_in_few_queries(business, marketer, look, django_assert_max_num_queries):
    asset = factories.make_asset(business)
    ActivityEntry.objects.bulk_create(
        [
            ActivityEntry(
                business=business, member=marketer, verb="asset.rename", subject=f"asset:{asset.pk}", text=f"n{n}"
            )
            for n in range(10_000)
        ],
        batch_size=1000,
    )
    with django_assert_max_num_queries(16):
        page = look(kind="asset", member=marketer.pk)

    assert len(rows(page)) == 50
    before = re.search(r"before=(\d+)", page).group(1)
    following = look(kind="asset", member=marketer.pk, before=before)
    assert len(rows(following)) == 50
    assert not set(rows(page)) & set(rows(following))


def test_paging_goes_to_the_end_and_back_and_keeps_the_filters(business, marketer, reviewer, look):
    asset = factories.make_asset(business)
    for number in range(120):
        note(asset, marketer, text=f"n{number}")
        note(asset, reviewer, verb="asset.move", text=f"other {number}")

    def walk(link: str, query: dict):
        while True:
            page = look(**query)
            yield re.findall(r'data-label="What">N(\d+)', page)
            found = re.search(rf'rel="{link}" href="\?([^"]+)"', page)
            if found is None:
                return
            query = dict(parse_qsl(html.unescape(found[1])))

    forth = list(walk("next", {"member": marketer.pk, "verb": "asset.rename"}))
    assert [len(page) for page in forth] == [50, 50, 20]
    assert [int(one) for page in forth for one in page] == [*range(119, -1, -1)]
    place = {"before": ActivityEntry.objects.filter(text="n20").get().pk}
    back = list(walk("prev", {"member": str(marketer.pk), "verb": "asset.rename", **place}))
    assert back == forth[::-1]


def test_another_filter_on_a_later_page_begins_with_the_newest(business, look):
    first, second = (note(factories.make_asset(business), text=text) for text in ("one", "two"))
    page = look(before=second.pk)
    assert 'data-label="What">One' in page
    url = reverse("assets:activity-list", args=[business.slug])
    assert re.search(rf'<form [^>]*action="{url}"[^>]* hx-get="{url}"', page)


def test_past_the_end_there_is_the_newest_page(business, look):
    first = note(factories.make_asset(business))
    assert len(rows(look(before=first.pk))) == 1


def test_what_others_did_elsewhere_is_not_shown(stranger, look):
    note(factories.make_asset(stranger.business, "theirs.jpg"), stranger)
    page = look(subject=f"asset:{ActivityEntry.objects.get().subject.partition(':')[2]}", member=stranger.pk)

    assert "theirs.jpg" not in page
    assert stranger.name not in page


def test_each_thing_has_its_own_timeline(business, marketer, admin, as_member):
    account, browser = factories.make_ad_account(business), as_member(admin)
    asset, folder = factories.make_asset(business), factories.make_folder(business)
    creative = published.make_published(account, marketer)
    one = published.make_round(creative, marketer)
    held = factories.make_connection(business)
    preview = Preview.objects.get(pk=cells_for(creative.latest, ["INSTAGRAM_STORY"])[0].pk)
    run = SyncRun.request(business=business, kind="objects", ad_account=account)
    pages = {
        preview: reverse("campaigns:preview-detail", args=[business.slug, preview.pk]),
        run: reverse("campaigns:sync-detail", args=[business.slug, run.pk]),
        business: reverse("assets:settings-detail", args=[business.slug]),
        asset: reverse("assets:asset-detail", args=[business.slug, asset.pk]),
        creative: reverse("campaigns:creative-detail", args=[business.slug, creative.pk]),
        one: reverse("campaigns:review-detail", args=[business.slug, one.pk]),
        held: reverse("assets:connection-detail", args=[business.slug, held.pk]),
        marketer: reverse("assets:member-detail", args=[business.slug, marketer.pk]),
    }
    for number, (thing, url) in enumerate(pages.items()):
        note(thing, marketer, text=f"act number {number}", before={"state": "draft"}, after={"state": "published"})
        page = browser.get(url).content.decode()
        assert f"Act number {number}" in page, url
        assert "<del>Draft</del> <ins>At Meta</ins>" in page
        assert f"subject={thing._meta.model_name}:{thing.pk}" in page
    page = browser.get(reverse("assets:folder-detail", args=[business.slug, folder.pk])).content.decode()
    assert f"subject=folder:{folder.pk}" in page


def test_a_thing_that_is_gone_keeps_its_acts(business, look):
    asset = factories.make_asset(business, "lamp.jpg")
    note(asset)
    asset.delete()

    assert "number" in rows(look())[0]


def test_texts_in_the_record_are_text(business, look):
    note(factories.make_asset(business, "<b>lamp</b>"), text="renamed <script>", before={"name": "<i>x</i>"})
    (row,) = rows(look())

    assert "<script>" not in row
    assert "<i>x" not in row
    assert "<b>lamp" not in row


def test_what_has_no_page_of_its_own_has_a_way_to_its_history_in_its_row(business, admin, marketer, as_member):
    account, page = factories.make_ad_account(business), factories.make_page(business)
    instagram = factories.make_instagram_account(business)
    home = MetaBusiness.objects.create(business=business, graph_id="5", name="Nord")
    invitation = factories.make_invitation(business)
    upload = open_upload(by=marketer, filename="lamp.jpg", size=9)
    Upload.objects.update(state="rejected")
    places = {
        account: (admin, reverse("assets:reach-list", args=[business.slug])),
        page: (admin, reverse("assets:reach-list", args=[business.slug, "pages"])),
        instagram: (admin, reverse("assets:reach-list", args=[business.slug, "instagram"])),
        home: (admin, reverse("assets:reach-list", args=[business.slug, "businesses"])),
        invitation: (admin, reverse("assets:member-list", args=[business.slug])),
        upload: (marketer, reverse("assets:upload-tray", args=[business.slug])),
    }
    for thing, (person, url) in places.items():
        browser = as_member(person)
        (link,) = re.findall(
            rf'href="([^"]+\?subject={subject_of(thing)})"',
            browser.get(url, headers={"HX-Request": "true"}).content.decode(),
        )
        assert "Nothing is on record about it" in browser.get(link).content.decode()
        note(thing, marketer, text=f"did something to {thing._meta.model_name}")
        found = browser.get(link).content.decode()
        assert f"Did something to {thing._meta.model_name}" in found
        assert len(rows(found)) == 1


def test_what_is_a_part_of_a_thing_is_told_by_both_timelines(business, marketer, reviewer, look):
    creative = published.make_published(factories.make_ad_account(business), marketer)
    one = published.make_round(creative, marketer)
    for thing in (creative, one):
        (row,) = rows(look(subject=subject_of(thing), verb="review.open"))
        assert "placements: <ins>Instagram story; Facebook feed, mobile</ins>" in " ".join(row.split())


def test_placements_have_the_names_that_people_know(business, marketer, reviewer, look):
    creative = published.make_published(factories.make_ad_account(business), marketer)
    (cell,) = cells_for(creative.latest, ["MOBILE_FEED_STANDARD"])
    Preview.objects.filter(pk=cell.pk).update(state="failed")
    cell.refresh_from_db()
    ask_again(cell, reviewer)

    page = look(subject=subject_of(creative), verb="preview.again")
    (row,) = rows(page)
    assert "Asked Meta again for the preview Facebook feed, mobile" in row
    assert "<del>Failed</del> <ins>Not asked yet</ins>" in row
    assert "MOBILE_FEED" not in page


def test_an_edit_says_which_words_changed(business, connected, marketer, look):
    creative = creative_kit.draft(connected.default_ad_account, marketer)
    value = creative_kit.value_for(connected.default_ad_account, headline="Warmer light")
    creatives.save(creative=creative, name="Warm lamp", value=value, media=[], by=marketer)
    (row,) = rows(look(verb="creative.edit"))
    assert "headline: <del>Warm light</del> <ins>Warmer light</ins>" in row
    assert "text:" not in row


def test_the_admin_pages_write_down_what_they_change_of_the_business(business, admin, as_member):
    account, other = factories.make_ad_account(business, name="Nord EUR"), factories.make_ad_account(business)
    business.default_ad_account = other
    business.save()
    url = reverse("admin:assets_business_change", args=[business.pk])
    browser = as_member(admin)
    assert browser.post(url, {"name": "Studio Süd", "default_ad_account": account.pk}).status_code == 302
    assert browser.post(url, {"name": "Studio Süd", "default_ad_account": ""}).status_code == 200

    business.refresh_from_db()
    assert (business.name, business.default_ad_account) == ("Studio Süd", account)
    told = {entry.verb: entry for entry in ActivityEntry.objects.about(subject_of(business))}
    assert {entry.member for entry in told.values()} == {admin}
    assert told["business.rename"].before == {"name": "Studio Nord"}
    assert told["reach.default"].after == {"default_ad_account": "Nord EUR"}


def test_long_lists_of_names_are_cut_with_their_count(business, look):
    note(business, before={"used": []}, after={"used": [f"Account {number}" for number in range(20)]})
    (row,) = rows(look())
    assert "Account 11 and 8 more" in row
    assert "Account 12" not in row
