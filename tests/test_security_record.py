"""Attacks on the record of what people did: what it tells whom, and what its addresses can be made to tell."""

import pytest
from django.urls import reverse

from assets_app.services import invitations
from assets_app.services.activity import record, record_of_person, subject_of
from assets_app.subjects import KINDS
from tests import factories

pytestmark = pytest.mark.django_db


def record_of(business, browser, **filters) -> str:
    return browser.get(reverse("assets:activity-list", args=[business.slug]), filters).content.decode()


@pytest.mark.parametrize("role", ["marketer", "reviewer", "viewer", "admin"])
def test_whom_an_admin_invited_the_record_tells_to_those_alone_who_invite(business, admin, as_member, role):
    """Their list of invitations is for admins; the record must not be a way around."""
    invitation, _ = invitations.invite(business=business, email="secret@example.com", role="viewer", by=admin)
    browser = as_member(factories.make_member(business, role))
    pages = [record_of(business, browser), record_of(business, browser, subject=subject_of(invitation))]

    for page in pages:
        assert ("secret@example.com" in page) is (role == "admin")
        assert "invited" in page.lower()


def test_no_filter_names_a_thing_of_another_business(business, stranger, admin, as_member):
    there = stranger.business
    page, instagram = factories.make_page(there), factories.make_instagram_account(there)
    folder, asset = factories.make_folder(there, "Foreign name"), factories.make_asset(there, "Foreign name")
    account, invitation = factories.make_ad_account(there), factories.make_invitation(there, "Foreign name")
    named = {account: "name", page: "name", instagram: "name", factories.make_connection(there): "user_name"}
    for row, field in named.items():
        type(row).objects.filter(pk=row.pk).update(**{field: "Foreign name"})
    type(stranger.user).objects.filter(pk=stranger.user_id).update(first_name="Foreign name")
    rows = [*named, folder, asset, invitation, stranger, factories.make_creative(account, name="Foreign name")]
    browser = as_member(admin)
    for row in rows:
        assert subject_of(row).partition(":")[0] in KINDS
        record(business=there, verb="thing.touch", subject=row, text="Foreign name", by=stranger)
        page = record_of(business, browser, subject=subject_of(row), member=stranger.pk, verb="thing.touch")
        assert "Foreign name" not in page, row
        # Even where a row of ours pointed there by its number.
        record(business=business, verb="thing.touch", subject=row, text="ours")
        assert "Foreign name" not in record_of(business, browser, subject=subject_of(row)), row


@pytest.mark.parametrize("who", ["admin", "they", "somebody else"])
def test_who_protects_an_account_how_is_known_to_admins_and_to_its_person(business, admin, marketer, as_member, who):
    record_of_person(marketer.user, "second_step", "turned off the second step at sign-in")
    reader = {"admin": admin, "they": marketer, "somebody else": factories.make_member(business, "viewer")}[who]
    browser, place = as_member(reader), reverse("assets:member-detail", args=[business.slug, marketer.pk])
    pages = [record_of(business, browser), record_of(business, browser, verb="account.second_step")]
    pages += [record_of(business, browser, subject=subject_of(marketer)), browser.get(place).content.decode()]

    for page in pages:
        assert ("turned off the second step" in page.lower()) is (who != "somebody else")
    assert ("Own account: second step" in pages[0]) is (who != "somebody else")
