"""Who belongs to a business: inviting, roles, leaving, and being forgotten."""

import re
import threading

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from assets_app import clock
from assets_app.models import ActivityEntry, Invitation, Member
from assets_app.services import invitations, members
from assets_app.services.refusal import Refused
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Nora Ohlsen", "password": factories.PASSWORD}


def at(name, business, *args):
    return reverse(f"assets:{name}", args=[business.slug, *args])


def link_in(text: str) -> str:
    return re.search(r"https?://[^\s\"<]+(/accounts/invitations/[\w-]+/)", text).group(1)


@pytest.fixture
def invite(admin, as_member):
    """`invite("nora@example.com")` presses the button as the admin; the path of the link that the page shows."""
    browser = as_member(admin)

    def press(email="nora@example.com", role="reviewer") -> str:
        answer = browser.post(at("invitation-create", admin.business), {"email": email, "role": role})
        assert answer.status_code == 200
        return link_in(answer.content.decode())

    return press


# --- inviting -------------------------------------------------------------------


def test_somebody_new_joins_by_the_link_with_the_role_that_was_meant(business, invite):
    link, guest = invite(), Client()

    assert "nora@example.com, as reviewer" in guest.get(link).content.decode()
    answer = guest.post(link, NEW)

    assert answer["Location"] == at("asset-list", business)
    member = Member.objects.get(user__username="nora@example.com")
    assert (member.business, member.role, member.name) == (business, "reviewer", "Nora Ohlsen")
    assert guest.get(answer["Location"]).status_code == 200


def test_the_link_is_mailed_to_the_one_address_and_its_secret_is_stored_nowhere(invite, admin):
    link = invite()

    (letter,) = mail.outbox
    assert letter.to == ["nora@example.com"]
    assert link_in(letter.body) == link
    token = link.split("/")[-2]
    row = Invitation.objects.get()
    assert row.token_hash == Invitation.hash_of(token)
    assert row.mailed_at
    told = [str([one.text, one.before, one.after, one.detail]) for one in ActivityEntry.objects.all()]
    assert not [text for text in told if token in text or "nora" in text]


def test_where_no_mail_is_set_up_the_page_says_to_hand_the_link_over(admin, as_member, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    answer = as_member(admin).post(
        at("invitation-create", admin.business), {"email": "a@example.com", "role": "viewer"}
    )

    page = answer.content.decode()
    assert "Galley sends no mail here. Hand the link to a@example.com yourself." in page
    assert link_in(page)


def test_a_mail_server_that_is_away_costs_no_invitation(admin, as_member, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    answer = as_member(admin).post(
        at("invitation-create", admin.business), {"email": "a@example.com", "role": "viewer"}
    )

    assert "No mail server took the mail" in answer.content.decode()
    assert Invitation.objects.get().mailed_at is None


def test_a_link_works_once(invite):
    link = invite()
    Client().post(link, NEW)
    again = Client().post(link, NEW | {"full_name": "Somebody Else"})

    assert again.status_code == 404
    assert Member.objects.filter(user__username="nora@example.com").count() == 1


def test_two_who_press_join_at_once_get_one_seat(invite, business):
    token = invite().split("/")[-2]
    first, second = Invitation.objects.for_token(token), Invitation.objects.for_token(token)
    invitations.accept(invitation=first, **NEW)

    with pytest.raises(Refused, match="link is over"):
        invitations.accept(invitation=second, user=Member.objects.get(user__username="nora@example.com").user)


@pytest.mark.parametrize("fields", [{"expires_at": clock.now()}, {"withdrawn_at": clock.now()}])
def test_a_link_past_its_day_or_taken_back_is_like_one_that_never_was(business, fields):
    factories.make_invitation(business, token="known", **fields)
    over = Client().get(reverse("invitation-accept", args=["known"]))
    never = Client().get(reverse("invitation-accept", args=["unknown"]))

    assert over.status_code == never.status_code == 404
    assert over.content == never.content


def test_a_new_link_ends_the_old_one(invite, admin, as_member):
    old = invite()
    answer = as_member(admin).post(at("invitation-renew", admin.business, Invitation.objects.get().pk))
    new = link_in(answer.content.decode())

    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_an_invitation_is_taken_by_the_address_that_it_was_for(invite, stranger, as_member, business):
    link = invite()
    page = as_member(stranger).get(link).content.decode()
    refused = as_member(stranger).post(link)

    assert "You are signed in as" in page
    assert refused.status_code == 422
    assert not Member.objects.filter(business=business, user=stranger.user).exists()


def test_somebody_with_an_account_signs_in_and_joins_with_it(invite, stranger, business):
    link, guest = invite(stranger.user.email, "marketer"), Client()

    assert "Sign in, and the seat is yours" in guest.get(link).content.decode()
    assert guest.post(link, NEW).status_code == 422
    signed_in = guest.post(
        reverse("account_login"), {"login": stranger.user.email, "password": factories.PASSWORD, "next": link}
    )
    assert signed_in["Location"] == link
    guest.post(link)
    assert Member.objects.get(business=business, user=stranger.user).role == "marketer"


def test_the_role_and_the_business_of_an_invitation_are_not_the_guests_to_choose(invite, stranger):
    link = invite(role="viewer")
    more = {"role": "admin", "business": stranger.business.pk, "is_staff": "1", "is_superuser": "1", "email": "x@y.z"}
    Client().post(link, NEW | more)

    user = get_user_model().objects.get(username="nora@example.com")
    assert Member.objects.get(user=user).role == "viewer"
    assert (user.is_staff, user.is_superuser, user.email) == (False, False, "nora@example.com")


def test_a_weak_password_is_said_beside_the_field_and_the_link_still_works(invite):
    link, guest = invite(), Client()
    weak = guest.post(link, NEW | {"password": "password1"})

    assert weak.status_code == 422
    assert "too common" in weak.content.decode()
    assert guest.post(link, NEW).status_code == 302


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [
        ("no address", "viewer", "valid email"),
        ("a@example.com\nBcc: everybody@example.com", "viewer", "valid email"),
        ("a@example.com", "owner", "not one of the available choices"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_nothing_is_sent(admin, as_member, email, role, said):
    answer = as_member(admin).post(at("invitation-create", admin.business), {"email": email, "role": role})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_a_line_break_in_a_name_makes_no_header(business):
    odd = factories.make_member(business, "admin", first_name="Ines\r\nBcc: everybody@example.com")
    invitation, link = invitations.invite(business=business, email="a@example.com", role="viewer", by=odd)
    invitations.mail_link(invitation=invitation, link=link, by=odd)

    (letter,) = mail.outbox
    assert "\n" not in letter.subject
    assert "Bcc" not in letter.message()


def test_nobody_is_invited_twice_or_into_a_seat_that_they_have(invite, admin, as_member, viewer):
    invite()
    browser, url = as_member(admin), at("invitation-create", admin.business)

    assert "invited already" in browser.post(url, {"email": "NORA@example.com", "role": "viewer"}).content.decode()
    assert "has a seat already" in browser.post(url, {"email": viewer.user.email, "role": "admin"}).content.decode()


def test_addresses_of_the_invited_are_shown_to_admins_alone(invite, business, as_member, marketer, admin):
    invite()

    assert "nora@example.com" in as_member(admin).get(at("member-list", business)).content.decode()
    assert "nora@example.com" not in as_member(marketer).get(at("member-list", business)).content.decode()


# --- roles and leaving ----------------------------------------------------------


def test_a_role_changes_from_the_next_click_on_and_the_record_says_from_what_to_what(admin, viewer, as_member):
    answer = as_member(admin).post(at("member-role", admin.business, viewer.pk), {"role": "marketer"})

    assert answer.status_code == 302
    assert as_member(viewer).get(at("folder-create", admin.business)).status_code == 200
    entry = ActivityEntry.objects.get(verb="member.role")
    assert (entry.member, entry.subject) == (admin, f"member:{viewer.pk}")
    assert (entry.before, entry.after) == ({"role": "viewer"}, {"role": "marketer"})
    assert viewer.name not in entry.text


def test_the_last_admin_can_neither_leave_nor_give_up_the_role(admin, viewer, as_member):
    browser = as_member(admin)
    answers = [
        browser.post(at("member-role", admin.business, admin.pk), {"role": "viewer"}),
        browser.post(at("member-remove", admin.business, admin.pk)),
        browser.post(reverse("admin:assets_member_change", args=[admin.pk]), {"role": "viewer"}),
    ]
    action = {"action": "remove_from_the_business", "_selected_action": admin.pk}
    browser.post(reverse("admin:assets_member_changelist"), action)

    admin.refresh_from_db()
    assert (admin.role, admin.left_at) == ("admin", None)
    assert [one.status_code for one in answers] == [422, 422, 200]
    assert all("keeps one admin" in one.content.decode() for one in answers)


def test_the_database_keeps_the_last_admin_whoever_writes(admin, business):
    rows = Member.objects.filter(pk=admin.pk)
    for change in ({"role": "viewer"}, {"left_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assets_member WHERE id = %s", [admin.pk])
    factories.make_member(business, "admin")
    assert rows.update(role="viewer") == 1


def test_two_admins_who_remove_each_other_leave_one(business):
    """Both pages were open, so both requests hold rows from before the other's act."""
    one, two = factories.make_member(business, "admin"), factories.make_member(business, "admin")
    seen_by_one, seen_by_two = Member.objects.get(pk=two.pk), Member.objects.get(pk=one.pk)
    members.remove(member=seen_by_one, by=one)

    with pytest.raises(Refused, match="keeps one admin"):
        members.remove(member=seen_by_two, by=two)
    assert Member.objects.filter(business=business, role="admin", left_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_remove_each_other_in_the_same_moment_leave_one(business):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; PostgreSQL is where this could go wrong.")
    one, two = factories.make_member(business, "admin"), factories.make_member(business, "admin")
    together, told = threading.Barrier(2), []

    def remove(who, by):
        together.wait()
        try:
            members.remove(member=who, by=by)
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    both = [threading.Thread(target=remove, args=pair) for pair in ((one, two), (two, one))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert Member.objects.filter(business=business, role="admin", left_at=None).count() == 1
    assert told == [members.LAST_ADMIN]


def test_whoever_is_removed_sees_nothing_more_and_what_they_did_stays(admin, marketer, as_member):
    browser, business = as_member(marketer), admin.business
    browser.post(at("folder-create", business), {"name": "Lamps"})
    as_member(admin).post(at("member-remove", business, marketer.pk))

    assert browser.get(at("asset-list", business)).status_code == 404
    record = as_member(admin).get(at("activity-list", business)).content.decode()
    assert "Made the folder Lamps" in record
    assert marketer.name in record


def test_who_made_a_connection_is_named_before_they_are_removed(admin, marketer, as_member):
    factories.make_connection(admin.business, user_name="Mara at Meta", created_by=marketer)
    page = as_member(admin).get(at("member-remove", admin.business, marketer.pk)).content.decode()
    own = as_member(marketer).get(at("member-remove", admin.business, marketer.pk)).content.decode()

    assert "1 connection to Meta was made by" in page
    assert "Mara at Meta" in page
    assert "was made by you" in own


def test_only_admins_remove_others_and_everybody_may_leave(business, marketer, viewer, as_member):
    browser = as_member(viewer)

    assert browser.post(at("member-remove", business, marketer.pk)).status_code == 404
    assert browser.post(at("member-remove", business, viewer.pk)).status_code == 302
    assert browser.get(at("asset-list", business)).status_code == 404


def test_somebody_who_comes_back_has_the_old_row(admin, viewer, as_member, invite):
    as_member(admin).post(at("member-remove", admin.business, viewer.pk))
    link, browser = invite(viewer.user.email, "marketer"), as_member(viewer)
    browser.post(link)

    viewer.refresh_from_db()
    assert (viewer.left_at, viewer.role) == (None, "marketer")


def test_members_and_invitations_of_another_business_cannot_be_touched(admin, stranger, as_member):
    theirs = factories.make_member(stranger.business, "viewer")
    invited = factories.make_invitation(stranger.business)
    browser, business = as_member(admin), admin.business

    for name, pk in [
        ("member-role", theirs.pk),
        ("member-remove", theirs.pk),
        ("member-erase", theirs.pk),
        ("invitation-renew", invited.pk),
        ("invitation-withdraw", invited.pk),
    ]:
        assert browser.post(at(name, business, pk), {"role": "admin"}).status_code == 404, name
    theirs.refresh_from_db()
    assert (theirs.role, theirs.left_at) == ("viewer", None)


def test_a_name_can_be_erased_and_nothing_of_it_is_left_in_the_record(admin, marketer, as_member, invite):
    browser, business = as_member(admin), admin.business
    as_member(marketer).post(at("folder-create", business), {"name": "Lamps"})
    name, email = marketer.name, marketer.user.email
    refused = browser.post(at("member-erase", business, marketer.pk), follow=True)
    browser.post(at("member-remove", business, marketer.pk), follow=True)
    browser.post(at("member-erase", business, marketer.pk), follow=True)

    assert "still has a seat" in refused.content.decode()
    pages = [browser.get(at(page, business)).content.decode() for page in ("member-list", "activity-list")]
    assert "Somebody who left" in pages[1]
    for text in [*pages, *map(str, ActivityEntry.objects.values_list("text", "before", "after", "detail"))]:
        assert name not in text
        assert email not in text
    user = get_user_model().objects.get(pk=marketer.user_id)
    assert (user.email, user.is_active, user.has_usable_password()) == ("", False, False)


def test_a_hundred_people_are_searched_and_paged(business, admin, as_member, django_assert_max_num_queries):
    for number in range(60):
        factories.make_member(business, "viewer", first_name=f"Person{number}")
    browser = as_member(admin)
    with django_assert_max_num_queries(16):
        page = browser.get(at("member-list", business)).content.decode()

    assert "page=2" in page
    found = browser.get(at("member-list", business), {"q": "person59"}).content.decode()
    assert "Person59" in found
    assert "Person12" not in found
    assert "Nobody matches" in browser.get(at("member-list", business), {"q": "zzz"}).content.decode()
