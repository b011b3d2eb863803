"""What a reviewer can see: previews of a round settle, through the sandbox."""

from urllib.parse import urlsplit

import pytest

from campaigns_app.creatives.features import OPT_IN
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.creatives.tasks import publish_versions
from campaigns_app.models import Preview, ReviewRound
from campaigns_app.reviews.services.decisions import decide
from campaigns_app.reviews.services.rounds import open_round
from campaigns_app.reviews.settle import settle_previews
from tests.campaigns_app.creative_kit import draft

pytestmark = pytest.mark.django_db
PLACEMENTS = ["INSTAGRAM_STORY", "RIGHT_COLUMN_STANDARD"]


@pytest.fixture
def sandbox(sandbox_server, settings):
    port = urlsplit(sandbox_server.url).port
    settings.PREVIEW_HOSTS = [f"localhost:{port}", f"127.0.0.1:{port}"]
    sandbox = sandbox_server.sandbox
    yield sandbox
    sandbox.settings.preview_polls = 0
    sandbox.settings.feature_states.clear()


@pytest.fixture
def one(sandbox, account, marketer):
    """A round on a published creative with Expand image switched on by a person."""
    return ask_for_review(account, marketer)


def ask_for_review(account, by):
    creative = draft(account, by)
    enrolments.set_feature(creative=creative, feature="image_uncrop", status=OPT_IN, by=by)
    creatives.request_publish(creative=creative, by=by)
    publish_versions(account.pk)
    creative.latest.refresh_from_db()
    return open_round(version=creative.latest, placements=PLACEMENTS, by=by)


def hurry(one):
    """The waiting time of the round and of its cells is over."""
    ReviewRound.objects.filter(pk=one.pk).update(next_at=None)
    Preview.objects.update(next_at=None)


def seen(one):
    return {(item.feature, item.placement): item.seen for item in one.items.all()}


def test_a_cell_gets_its_frame_and_a_missing_node_means_not_eligible(one):
    settle_previews(one.pk)
    assert seen(one) == {
        ("", "INSTAGRAM_STORY"): "ready",
        ("", "RIGHT_COLUMN_STANDARD"): "ready",
        ("image_uncrop", "INSTAGRAM_STORY"): "ready",
        ("image_uncrop", "RIGHT_COLUMN_STANDARD"): "not_eligible",
    }
    one.refresh_from_db()
    assert one.settled_at is not None


@pytest.mark.parametrize("word", ["ineligible", "absent"])
def test_every_way_to_say_no_means_not_eligible(one, sandbox, word):
    sandbox.settings.feature_states["image_uncrop"] = word
    settle_previews(one.pk)
    assert seen(one)["image_uncrop", "INSTAGRAM_STORY"] == "not_eligible"


def test_a_pending_preview_is_asked_for_again_until_it_is_there(one, sandbox):
    sandbox.settings.preview_polls = 2
    settle_previews(one.pk)
    item = one.items.get(feature="image_uncrop", placement="INSTAGRAM_STORY")
    assert item.seen == "pending" and item.pending_since is not None
    one.refresh_from_db()
    assert one.settled_at is None and one.next_at is not None
    while one.settled_at is None:
        hurry(one)
        settle_previews(one.pk)
        one.refresh_from_db()
    item.refresh_from_db()
    assert (item.seen, item.pending_since, item.preview.state) == ("ready", None, "ready")


def test_settling_again_asks_nothing_and_changes_nothing(one):
    settle_previews(one.pk)
    one.refresh_from_db()
    before = (one.touched_at, list(Preview.objects.values("pk", "url", "expires_at")))
    settle_previews(one.pk)
    one.refresh_from_db()
    assert (one.touched_at, list(Preview.objects.values("pk", "url", "expires_at"))) == before


def test_a_throttled_account_leaves_the_round_waiting_with_metas_words(one, sandbox):
    sandbox.faults.add(code=80004, path="$", method="POST", times=1)
    settle_previews(one.pk)
    assert set(seen(one).values()) == {"waiting"}
    assert "quota" in Preview.objects.first().reason


def test_a_preview_that_arrives_does_not_undo_a_decision(one, sandbox, reviewer):
    sandbox.settings.preview_polls = 1
    settle_previews(one.pk)
    decide(items=one.items.filter(kind="original"), verdict="approve", by=reviewer)
    hurry(one)
    settle_previews(one.pk)
    assert set(one.items.filter(kind="original").values_list("outcome", flat=True)) == {"approved"}


def test_a_creative_with_an_enhancement_goes_from_the_question_to_the_approval(one, reviewer):
    settle_previews(one.pk)
    open_items = one.items.exclude(seen="not_eligible")
    assert decide(items=open_items, verdict="approve", by=reviewer).state == "approved"
