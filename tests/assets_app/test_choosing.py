"""Choosing what of Meta a business works with, on the page and by its service."""

import pytest
from django.urls import reverse

from assets_app.models import AdAccount, Business, InstagramAccount, MetaBusiness, Notice, Page, SyncRun
from assets_app.models.access import REACHED
from assets_app.permissions import NotAllowed
from assets_app.services import reach
from assets_app.services.refusal import Refused
from assets_app.sync.accounts import sync_accounts
from graph_sandbox.calls import recent
from tests import factories
from tests.assets_app.reach_kit import give_second_business, page_of

pytestmark = pytest.mark.django_db


def ticks(client, business, kind, used):
    """Saves the page with these rows ticked."""
    shown = [row.pk for row in page_of(client, business, kind).context["rows"]]
    fields = {"shown": shown, "used": [row.pk for row in used]}
    return client.post(reverse("assets:reach-choose", args=[business.slug, kind]), fields, follow=True)


def test_an_admin_chooses_and_what_is_left_out_is_offered_nowhere(business, system, identity, admin, as_member):
    sync_accounts(business)
    business.refresh_from_db()
    browser = as_member(admin)
    answer = ticks(browser, business, "accounts", [business.default_ad_account])

    assert "2 left out" in answer.content.decode()
    assert list(AdAccount.objects.in_use()) == [business.default_ad_account]
    second = Page.objects.get(graph_id=identity["second_page_id"])
    ticks(browser, business, "pages", Page.objects.exclude(pk=second.pk))
    form = browser.get(reverse("campaigns:creative-create", args=[business.slug, "link"])).content.decode()
    assert second.name not in form
    sync_accounts(business)
    assert list(AdAccount.objects.in_use()) == [business.default_ad_account]


def test_an_instagram_account_that_is_left_out_is_not_offered_until_it_is_chosen_again(
    business, system, identity, admin, as_member
):
    sync_accounts(business)
    first, second = (
        InstagramAccount.objects.get(graph_id=identity[name])
        for name in ("instagram_user_id", "second_instagram_user_id")
    )
    browser = as_member(admin)
    create = reverse("campaigns:creative-create", args=[business.slug, "link"])

    def offered() -> set:
        return set(browser.get(create).context["form"].fields["instagram_account"].queryset)

    ticks(browser, business, "instagram", [first])
    assert offered() == {first}
    sync_accounts(business)
    assert offered() == {first}
    ticks(browser, business, "instagram", [first, second])
    assert offered() == {first, second}


def test_the_account_where_new_work_begins_cannot_be_left_out(business, system, admin, as_member):
    sync_accounts(business)
    default = AdAccount.objects.get(pk=Business.objects.get(pk=business.pk).default_ad_account_id)
    other, *_ = AdAccount.objects.exclude(pk=default.pk)
    answer = ticks(as_member(admin), business, "accounts", [other])

    assert answer.status_code == 422
    assert "Choose another account for that first" in answer.content.decode()
    assert {row.pk for row in answer.context["rows"] if row.is_used} == {other.pk}, "what was ticked is not lost"
    assert AdAccount.objects.in_use().count() > 1


def test_another_account_can_be_the_one_where_new_work_begins(business, system, admin, as_member, identity):
    sync_accounts(business)
    second = AdAccount.objects.get(graph_id=identity["second_ad_account_id"])
    as_member(admin).post(reverse("assets:reach-begin", args=[business.slug, second.pk]))

    business.refresh_from_db()
    assert business.default_ad_account == second


def test_leaving_out_a_business_leaves_out_its_accounts_and_asks_meta_no_more_about_it(
    business, system, identity, admin, sandbox_server
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    second = MetaBusiness.objects.get(graph_id=identity["other_business_id"])
    inside = [AdAccount.objects.get(meta_business=second), InstagramAccount.objects.get(meta_business=second)]
    assert [one.is_used for one in inside] == [True, True]
    reach.choose(kind="businesses", shown={second.pk}, used=set(), by=admin)
    until = asked_of(sandbox_server, second)
    sync_accounts(business)

    for row in inside:
        row.refresh_from_db()
        assert (row.is_used, row.missing_since) == (False, None)
    assert asked_of(sandbox_server, second) == until > 0
    assert not Notice.objects.exists()


def asked_of(server, meta_business) -> int:
    return len(recent(server.sandbox.store, limit=500, path=meta_business.graph_id))


def test_a_business_that_is_used_again_is_read_and_what_lies_in_it_waits_to_be_chosen(
    business, system, identity, admin, sandbox_server
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    second = MetaBusiness.objects.get(graph_id=identity["other_business_id"])
    reach.choose(kind="businesses", shown={second.pk}, used=set(), by=admin)
    reach.choose(kind="businesses", shown={second.pk}, used={second.pk}, by=admin)
    until = asked_of(sandbox_server, second)
    sync_accounts(business)

    assert SyncRun.objects.open().filter(kind="accounts").exists()
    assert asked_of(sandbox_server, second) > until
    assert not InstagramAccount.objects.in_use().filter(meta_business=second).exists()


def test_the_business_of_the_folders_can_be_changed_until_a_folder_is_there(business, system, admin):
    sync_accounts(business)
    other = MetaBusiness.objects.create(business=business, graph_id="99", name="Side")
    reach.keep_folders_in(meta_business=other, by=admin)
    admin.business.refresh_from_db()
    assert admin.business.graph_id == "99"

    factories.make_folder(business, graph_id="5")
    with pytest.raises(Refused, match="no way to move them"):
        reach.keep_folders_in(meta_business=MetaBusiness.objects.exclude(pk=other.pk).first(), by=admin)


@pytest.mark.parametrize("kind", REACHED)
def test_names_and_numbers_of_each_list_are_searched(
    business, system, identity, as_member, viewer, sandbox_server, kind
):
    give_second_business(sandbox_server, system, identity)
    sync_accounts(business)
    browser, rows = as_member(viewer), list(REACHED[kind].model.objects.all())
    assert len(rows) > 1

    for row in rows:
        for words in (row.name.upper(), row.graph_id[-9:], row.name[2:-2]):
            found = page_of(browser, business, kind, q=f" {words} ").context
            assert row in found["rows"]
            assert all(words.lower() in f"{one.name} {one.graph_id}".lower() for one in found["rows"])
            assert (found["total"], found["everything"]) == (len(found["rows"]), len(rows))
    assert "Nothing matches" in page_of(browser, business, kind, q="zzz").content.decode()


def test_saving_what_a_search_shows_leaves_the_others_as_they_were(business, system, identity, admin, as_member):
    sync_accounts(business)
    browser = as_member(admin)
    second = Page.objects.get(graph_id=identity["second_page_id"])
    shown = page_of(browser, business, "pages", q=second.name)
    assert shown.context["rows"] == [second]
    fields = {"shown": [second.pk], "used": [], "q": second.name}
    saved = browser.post(reverse("assets:reach-choose", args=[business.slug, "pages"]), fields)

    assert "q=" in saved["Location"]
    assert list(Page.objects.in_use()) == list(Page.objects.exclude(pk=second.pk))


def test_rows_of_another_business_are_neither_shown_nor_chosen(business, system, stranger, as_member):
    sync_accounts(business)
    theirs = AdAccount.objects.filter(business=business).last()
    browser = as_member(stranger)
    browser.post(
        reverse("assets:reach-choose", args=[stranger.business.slug, "accounts"]), {"shown": [theirs.pk], "used": []}
    )

    theirs.refresh_from_db()
    assert theirs.is_used
    assert page_of(browser, stranger.business).context["rows"] == []
    begin = reverse("assets:reach-begin", args=[stranger.business.slug, theirs.pk])
    assert browser.post(begin).status_code == 404


def test_only_an_admin_chooses(business, marketer):
    with pytest.raises(NotAllowed):
        reach.choose(kind="pages", shown=set(), used=set(), by=marketer)
