"""Asking for approval, deciding, and what ends an approval."""

import pytest
from django.db import DatabaseError, connection, transaction

from assets_app.models import ActivityEntry
from assets_app.permissions import NotAllowed
from assets_app.services import members
from campaigns_app.creatives import read_backs
from campaigns_app.models import Decision, ReviewRound
from campaigns_app.reviews import staleness, standing
from campaigns_app.reviews.refusals import ReviewRefused
from campaigns_app.reviews.services.decisions import decide
from campaigns_app.reviews.services.rounds import open_round, withdraw
from tests import factories
from tests.campaigns_app.published import (
    PLACEMENTS,
    item,
    make_published,
    make_round,
    make_successor,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def creative(business, marketer):
    return make_published(factories.make_ad_account(business), marketer)


@pytest.fixture
def round_one(creative, marketer):
    return make_round(creative, marketer)


def approve_all(one, by):
    return decide(items=one.items.all(), verdict="approve", by=by)


def test_a_round_has_the_original_and_each_switched_on_feature_on_each_placement(round_one):
    cells = set(round_one.items.values_list("kind", "feature", "placement"))
    assert cells == {("original", "", name) for name in PLACEMENTS} | {
        ("feature", "image_uncrop", name) for name in PLACEMENTS
    }
    assert round_one.content_hash == round_one.version.latest_read.content_hash


def test_only_a_version_that_meta_holds_can_be_reviewed(creative, marketer):
    draft = make_successor(creative, marketer, headline="Draft", state="draft")
    with pytest.raises(ReviewRefused, match="not at Meta yet"):
        open_round(version=draft, placements=PLACEMENTS, by=marketer)
    assert not ReviewRound.objects.exists()


def test_a_round_needs_a_placement_that_fits_the_creative(creative, marketer):
    with pytest.raises(ReviewRefused, match="at least one placement"):
        open_round(version=creative.latest, placements=["NO_SUCH_FORMAT"], by=marketer)


@pytest.mark.parametrize("role", ["reviewer", "viewer"])
def test_asking_for_a_review_is_for_those_who_make_creatives(creative, business, role):
    with pytest.raises(NotAllowed):
        open_round(version=creative.latest, placements=PLACEMENTS, by=factories.make_member(business, role))


def test_the_author_cannot_decide_on_the_own_version(round_one, marketer):
    with pytest.raises(NotAllowed, match="somebody else"):
        approve_all(round_one, marketer)
    assert not Decision.objects.exists()


def test_a_viewer_cannot_decide(round_one, viewer):
    with pytest.raises(NotAllowed):
        approve_all(round_one, viewer)


def test_asking_for_changes_needs_a_reason(round_one, reviewer):
    with pytest.raises(ReviewRefused, match="what has to change"):
        decide(items=[item(round_one)], verdict="changes_needed", remark="  ", by=reviewer)
    assert not Decision.objects.exists()


def test_one_cell_that_needs_changes_outweighs_all_approvals(round_one, reviewer):
    approve_all(round_one, reviewer)
    cell = item(round_one, "image_uncrop")
    one = decide(items=[cell], verdict="changes_needed", remark="The floor is too warm.", by=reviewer)
    assert one.state == "changes_needed"
    cell.refresh_from_db()
    assert cell.outcome == "changes_needed"


def test_a_round_is_approved_when_everything_that_can_be_seen_is(round_one, reviewer):
    decide(items=round_one.items.filter(kind="original"), verdict="approve", by=reviewer)
    one = decide(items=round_one.items.filter(kind="feature"), verdict="approve", by=reviewer)
    assert one.state == "approved"
    assert standing.of(one.creative).state == "approved"


def test_the_decisions_of_whoever_is_removed_stay(round_one, reviewer, admin):
    approve_all(round_one, reviewer)
    members.remove(member=reviewer, by=admin)
    assert {one.member for one in Decision.objects.select_related("member")} == {reviewer}
    assert standing.of(round_one.creative).state == "approved"


def test_not_relevant_settles_a_cell_but_never_the_only_one(round_one, reviewer):
    decide(items=round_one.items.filter(kind="original"), verdict="approve", by=reviewer)
    one = decide(items=round_one.items.filter(kind="feature"), verdict="not_relevant", by=reviewer)
    assert one.state == "open"
    assert decide(items=[item(one, "image_uncrop")], verdict="approve", by=reviewer).state == "approved"


def test_a_feature_that_meta_shows_nowhere_is_settled(round_one, reviewer):
    round_one.items.filter(kind="feature").update(seen="not_eligible")
    assert decide(items=round_one.items.filter(kind="original"), verdict="approve", by=reviewer).state == "approved"


def test_nobody_approves_what_meta_has_not_drawn_yet(round_one, reviewer):
    round_one.items.update(seen="pending")
    with pytest.raises(ReviewRefused, match="has no preview yet"):
        decide(items=[item(round_one, "image_uncrop")], verdict="approve", by=reviewer)


def test_a_decision_keeps_what_was_seen_and_who_from_where(round_one, reviewer):
    cell = item(round_one)
    decide(items=[cell], verdict="approve", by=reviewer, ip="10.1.2.3", user_agent="Browser/1")
    row = Decision.objects.get()
    assert (row.content_hash, row.fingerprint) == (cell.content_hash, round_one.fingerprint)
    assert (row.member, row.ip, row.user_agent) == (reviewer, "10.1.2.3", "Browser/1")


def test_a_page_that_shows_an_older_copy_cannot_decide(round_one, reviewer):
    cell = item(round_one)
    with pytest.raises(ReviewRefused, match="changed since you opened it"):
        decide(items=[cell], verdict="approve", by=reviewer, shown={cell.pk: "0" * 64})


@pytest.mark.parametrize("sql", ["UPDATE campaigns_decision SET remark = 'x'", "DELETE FROM campaigns_decision"])
def test_the_database_refuses_to_change_a_decision(round_one, reviewer, sql):
    approve_all(round_one, reviewer)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_model_refuses_to_change_a_decision(round_one, reviewer):
    approve_all(round_one, reviewer)
    row = Decision.objects.first()
    row.remark = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_a_changed_mind_is_a_new_decision(round_one, reviewer):
    cell = item(round_one)
    decide(items=[cell], verdict="changes_needed", remark="Too dark.", by=reviewer)
    decide(items=[cell], verdict="approve", by=reviewer)
    cell.refresh_from_db()
    assert (cell.outcome, cell.decisions.count()) == ("approved", 2)


def test_reading_an_unchanged_creative_again_keeps_the_approval(round_one, reviewer):
    approve_all(round_one, reviewer)
    version = round_one.version
    signed_anew = stored(version, thumbnail_url="https://cdn.example/other", effective_object_story_id="1_2")
    read_backs.keep(version, signed_anew)
    assert staleness.note_read_back(version) == 0
    round_one.refresh_from_db()
    assert (round_one.state, version.read_backs.count()) == ("approved", 1)


def test_a_change_at_meta_makes_the_approval_stale_and_says_what_changed(round_one, reviewer):
    approve_all(round_one, reviewer)
    version = round_one.version
    changed = stored(version)
    changed["object_story_spec"]["link_data"]["name"] = "Cold light"
    read_backs.keep(version, changed)
    assert staleness.note_read_back(version) == 1
    round_one.refresh_from_db()
    assert round_one.state == "stale"
    assert "The headline changed from “Warm light” to “Cold light”." in round_one.stale_reason


def test_a_feature_that_meta_switched_on_makes_the_approval_stale(round_one, reviewer):
    approve_all(round_one, reviewer)
    version = round_one.version
    version.features |= {"enhance_cta": {"enroll_status": "OPT_IN"}}
    read_backs.keep(version, stored(version))
    staleness.note_changes()
    round_one.refresh_from_db()
    assert "Enhance CTA was turned on." in round_one.stale_reason


def test_an_edit_makes_the_creative_stale_and_says_what_changed(round_one, marketer, reviewer):
    approve_all(round_one, reviewer)
    creative = round_one.creative
    make_successor(creative, marketer, headline="Softer light", state="draft")
    found = standing.of(creative)
    assert (found.state, found.was_approved) == ("stale", True)
    assert "The headline changed from “Warm light” to “Softer light”." in found.changes
    round_one.refresh_from_db()
    assert round_one.state == "approved", "a draft alone takes nothing away from what runs"


def test_a_successor_on_its_way_to_meta_ends_the_round(round_one, marketer, reviewer):
    make_successor(round_one.creative, marketer, headline="Softer light")
    with pytest.raises(ReviewRefused, match="stale.*Version 2 took its place"):
        approve_all(round_one, reviewer)
    assert not Decision.objects.exists()
    round_one.refresh_from_db()
    assert round_one.state == "stale"


def test_a_decision_on_a_round_that_was_taken_back_is_refused(round_one, marketer, reviewer):
    withdraw(round=round_one, by=marketer)
    with pytest.raises(ReviewRefused, match="taken back"):
        approve_all(round_one, reviewer)


def test_decisions_on_cells_that_show_the_same_are_carried_over(round_one, marketer, reviewer):
    approve_all(round_one, reviewer)
    version = make_successor(round_one.creative, marketer, on=())
    two = open_round(version=version, placements=PLACEMENTS, by=marketer)
    carried = Decision.objects.filter(item__round=two)
    assert carried.count() == 2 and all(row.carried_from_id for row in carried)
    two.items.update(seen="ready")
    assert set(two.items.values_list("outcome", flat=True)) == {"approved"}
    assert ReviewRound.objects.get(pk=two.pk).number == 2


def test_nothing_is_carried_over_when_the_base_changed(round_one, marketer, reviewer):
    approve_all(round_one, reviewer)
    version = make_successor(round_one.creative, marketer, headline="Softer light")
    two = open_round(version=version, placements=PLACEMENTS, by=marketer)
    assert not Decision.objects.filter(item__round=two).exists()


def test_the_author_of_the_new_version_brings_no_decision_along(round_one, admin, reviewer):
    approve_all(round_one, admin)
    version = make_successor(round_one.creative, admin, on=())
    two = open_round(version=version, placements=PLACEMENTS, by=admin)
    assert not Decision.objects.filter(item__round=two).exists()


def test_every_act_of_a_review_stands_in_the_activity(round_one, marketer, reviewer):
    decide(items=[item(round_one)], verdict="approve", by=reviewer)
    withdraw(round=round_one, by=marketer)
    verbs = list(ActivityEntry.objects.order_by("id").values_list("verb", "member"))
    assert verbs == [
        ("review.open", marketer.pk),
        ("review.approve", reviewer.pk),
        ("review.withdraw", marketer.pk),
    ]
