"""The pages of a review: the question, the room, the decision, the inbox."""

import pytest
from django.urls import reverse

from campaigns_app.models import Decision, ReviewRound
from campaigns_app.reviews.services.decisions import decide
from tests import factories
from tests.campaigns_app.published import (
    PLACEMENTS,
    item,
    make_published,
    make_round,
    make_successor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """Pages only ask for work; what a worker does is tested elsewhere."""
    from campaigns_app.reviews.tasks import settle_previews

    monkeypatch.setattr(settle_previews, "delay_on_commit", lambda *args: None)


@pytest.fixture
def creative(business, marketer):
    return make_published(factories.make_ad_account(business), marketer)


@pytest.fixture
def one(creative, marketer):
    return make_round(creative, marketer)


def address(name, row):
    return reverse(f"campaigns:{name}", args=[row.business.slug, row.pk])


def sent(cell, verdict="approve", **more):
    return {"item": cell.pk, "content_hash": cell.content_hash, "verdict": verdict} | more


def test_asking_for_a_review_leads_into_its_room(creative, marketer, as_member):
    url = reverse("campaigns:review-open", args=[creative.business.slug])
    answer = as_member(marketer).post(url, {"version": creative.latest.pk, "placements": PLACEMENTS})
    assert answer.url == address("review-detail", ReviewRound.objects.get())


def test_asking_without_a_placement_says_so_beside_the_button(creative, marketer, as_member):
    url = reverse("campaigns:review-open", args=[creative.business.slug])
    answer = as_member(marketer).post(url, {"version": creative.latest.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and b"Choose at least one placement" in answer.content


def test_a_reviewer_approves_in_the_room_and_the_next_item_opens(one, reviewer, as_member):
    cell = item(one)
    answer = as_member(reviewer).post(
        address("review-decide", one), sent(cell), headers={"HX-Request": "true", "User-Agent": "Browser/1"}
    )
    assert answer.status_code == 200 and b"Approved. Undo is a new decision." in answer.content
    assert Decision.objects.get().user_agent == "Browser/1"
    assert answer.context["item"] != cell


def test_changes_without_a_reason_keep_the_room_and_say_why(one, reviewer, as_member):
    answer = as_member(reviewer).post(address("review-decide", one), sent(item(one), "changes_needed", remark=" "))
    assert answer.status_code == 422 and b"Say what has to change" in answer.content
    assert not Decision.objects.exists()


def test_the_author_sees_the_room_without_buttons_and_is_refused(one, marketer, as_member):
    browser = as_member(marketer)
    page = browser.get(address("review-detail", one)).content.decode()
    assert "Somebody else decides" in page and 'value="approve"' not in page
    assert browser.post(address("review-decide", one), sent(item(one))).status_code == 403


def test_a_decision_from_an_older_page_is_refused(one, reviewer, as_member):
    old = sent(item(one)) | {"content_hash": "0" * 64}
    answer = as_member(reviewer).post(address("review-decide", one), old)
    assert answer.status_code == 422 and b"has changed since you opened it" in answer.content


def test_a_decision_on_a_stale_round_says_what_changed(one, marketer, reviewer, as_member):
    make_successor(one.creative, marketer, headline="Softer light")
    answer = as_member(reviewer).post(address("review-decide", one), sent(item(one)))
    assert answer.status_code == 422 and "Softer light" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_rest_is_approved_as_it_was_listed_or_not_at_all(one, reviewer, as_member):
    browser, cells = as_member(reviewer), list(one.items.all())
    listed = {"items": [cell.pk for cell in cells], "hashes": [cell.content_hash for cell in cells]}
    decide(items=[cells[0]], verdict="not_relevant", by=reviewer)
    refused = browser.post(address("review-approve-rest", one), listed)
    assert refused.status_code == 422 and Decision.objects.count() == 1
    listed = {"items": [cell.pk for cell in cells[1:]], "hashes": [cell.content_hash for cell in cells[1:]]}
    assert browser.post(address("review-approve-rest", one), listed).status_code == 302
    one.refresh_from_db()
    assert one.state == "approved"


def test_the_other_screen_hears_of_a_decision(one, reviewer, as_member):
    browser = as_member(reviewer)
    tag = browser.get(address("review-state", one))["ETag"]
    assert browser.get(address("review-state", one), headers={"If-None-Match": tag}).status_code == 304
    decide(items=[item(one)], verdict="approve", by=reviewer)
    moved = browser.get(address("review-state", one), headers={"If-None-Match": tag})
    assert moved.status_code == 204 and moved["ETag"] != tag


def test_the_inbox_shows_a_round_to_those_who_may_decide(one, marketer, reviewer, viewer, as_member):
    url = reverse("campaigns:review-list", args=[one.business.slug])
    shown = {who: as_member(who).get(url, {"box": "mine"}).context["rounds"] for who in (marketer, reviewer, viewer)}
    assert [len(shown[who]) for who in (marketer, reviewer, viewer)] == [0, 1, 0]
    assert len(as_member(marketer).get(url, {"box": "waiting"}).context["rounds"]) == 1


def test_each_box_says_why_it_is_empty(business, reviewer, viewer, as_member):
    url = reverse("campaigns:review-list", args=[business.slug])
    for box, words in (("mine", "No review waits for you"), ("waiting", "Nothing waits"), ("decided", "Nothing was")):
        assert words in as_member(reviewer).get(url, {"box": box}).content.decode()
    assert "You may look, not decide" in as_member(viewer).get(url, {"box": "mine"}).content.decode()


@pytest.mark.parametrize("state", ["none", "open", "approved", "stale"])
def test_the_creatives_page_says_where_the_review_stands(creative, marketer, reviewer, as_member, state):
    if state != "none":
        one = make_round(creative, marketer)
    if state in ("approved", "stale"):
        decide(items=one.items.all(), verdict="approve", by=reviewer)
    if state == "stale":
        make_successor(creative, marketer, headline="Softer light", state="draft")
    page = as_member(marketer).get(address("creative-review", creative)).content.decode()
    words = {"none": "Ask for review", "open": "In review", "approved": "Approved", "stale": "The approval is stale."}
    assert words[state] in page
    assert state != "stale" or "“Warm light” to “Softer light”" in page


def test_taking_a_review_back_is_for_those_who_ask(one, marketer, reviewer, as_member):
    assert as_member(reviewer).post(address("review-withdraw", one)).status_code == 403
    assert as_member(marketer).post(address("review-withdraw", one)).status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_the_author_reads_what_has_to_change_on_the_creatives_page(one, marketer, reviewer, as_member):
    decide(items=[item(one, "image_uncrop")], verdict="changes_needed", remark="The floor is too warm.", by=reviewer)
    page = as_member(marketer).get(address("creative-review", one.creative)).content.decode()
    assert "The floor is too warm." in page and "Expand image, Instagram story" in page


def test_the_head_of_the_creative_says_how_the_review_stands(one, marketer, reviewer, as_member):
    decide(items=[item(one, "image_uncrop")], verdict="changes_needed", remark="The floor is too warm.", by=reviewer)
    part = as_member(marketer).get(address("creative-review", one.creative), headers={"HX-Request": "true"})
    page = part.content.decode()
    assert 'id="review-standing" href="#creative-review" hx-swap-oob="true"' in page
    note = page.partition('<div id="review-note" hx-swap-oob="true">')[2].partition("</section>")[0]
    assert "Changes needed." in note and "“The floor is too warm.”" in note


def test_the_head_says_that_an_edit_made_the_approval_stale(one, marketer, reviewer, as_member):
    decide(items=one.items.all(), verdict="approve", by=reviewer)
    make_successor(one.creative, marketer, headline="Softer light", state="draft")
    part = as_member(marketer).get(address("creative-review", one.creative), headers={"HX-Request": "true"})
    note = part.content.decode().partition('<div id="review-note" hx-swap-oob="true">')[2]
    assert note.index("The approval is stale.") < note.index("What changed")
