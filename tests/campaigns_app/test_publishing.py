"""A version becomes one creative at Meta, whatever happens on the way."""

import pytest

from assets_app.models import Connection
from campaigns_app.creatives import asking, publishing, read_backs
from campaigns_app.creatives.models import CreativeVersion
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.creatives.tasks import publish_versions
from tests import factories
from tests.campaigns_app.creative_kit import carousel, draft, image_at_meta, video_draft

pytestmark = pytest.mark.django_db
State = CreativeVersion.State


def publish(creative, by):
    """As the button does it; the version as it is then."""
    creatives.request_publish(creative=creative, by=by)
    publish_versions(creative.ad_account_id)
    return again(creative)


def again(creative):
    creative.latest.refresh_from_db()
    return creative.latest


def hurry(version):
    """Its waiting time is over, and whoever held it is dead."""
    CreativeVersion.objects.filter(pk=version.pk).update(next_at=None, lease_until=None, claim=None)


def made(server, account):
    return [row for row in server.sandbox.store.list("creative", parent=account.graph_id) if row["name"] == "Lamp"]


def test_a_draft_becomes_a_creative_with_every_feature_switched_off(account, marketer, sandbox_server):
    version = publish(draft(account, marketer), marketer)
    assert version.state == State.PUBLISHED
    spec = sandbox_server.sandbox.store.get(version.graph_id, "creative")["spec"]
    sent = spec["degrees_of_freedom_spec"]["creative_features_spec"]
    assert {entry["enroll_status"] for entry in sent.values()} == {"OPT_OUT"}
    assert "image_uncrop" in sent
    assert spec["contextual_multi_ads"] == {"enroll_status": "OPT_OUT"}


def test_metas_copy_is_read_at_once_and_kept_once(account, marketer):
    version = publish(draft(account, marketer), marketer)
    first = version.latest_read
    assert first.stored["object_story_spec"]["link_data"]["message"] == "Turn off the big light."
    read_backs.read_back(version)
    assert version.read_backs.count() == 1
    assert version.latest_read == first


def test_only_what_a_named_person_switched_on_is_opted_in(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    enrolments.set_feature(creative=creative, feature="image_uncrop", status="OPT_IN", by=marketer)
    version = publish(creative, marketer)
    sent = sandbox_server.sandbox.store.get(version.graph_id, "creative")["spec"]["degrees_of_freedom_spec"]
    on = [name for name, entry in sent["creative_features_spec"].items() if entry["enroll_status"] == "OPT_IN"]
    assert on == ["image_uncrop"]
    assert [(entry.member, entry.status) for entry in version.consents.all()] == [(marketer, "OPT_IN")]


def test_a_lost_answer_makes_one_creative(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    sandbox_server.sandbox.faults.add(action="answer_lost", method="POST", path="adcreatives")
    version = publish(creative, marketer)
    assert version.state == State.SENDING
    assert version.sent_at is not None
    hurry(version)
    publish_versions(account.pk)
    version = again(creative)
    assert version.state == State.PUBLISHED
    assert [row.id for row in made(sandbox_server, account)] == [version.graph_id]


def test_a_call_that_never_arrived_is_made_again(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    sandbox_server.sandbox.faults.add(action="reset", method="POST", path="adcreatives")
    version = publish(creative, marketer)
    assert version.state != State.PUBLISHED
    hurry(version)
    publish_versions(account.pk)
    assert again(creative).state == State.PUBLISHED
    assert len(made(sandbox_server, account)) == 1


def test_a_creative_of_the_same_name_that_is_held_is_not_taken_for_ours(account, marketer, sandbox_server):
    asset = image_at_meta(account)
    first = draft(account, marketer, asset=asset)
    publish(first, marketer)
    second = draft(account, marketer, asset=asset, message="Another text.")
    sandbox_server.sandbox.faults.add(action="answer_lost", method="POST", path="adcreatives")
    version = publish(second, marketer)
    hurry(version)
    publish_versions(account.pk)
    assert again(second).graph_id not in (None, again(first).graph_id)


def test_an_equal_creative_is_said_and_not_stored_twice(account, marketer):
    asset = image_at_meta(account)
    publish(draft(account, marketer, asset=asset), marketer)
    version = publish(draft(account, marketer, asset=asset), marketer)
    assert version.state == State.FAILED
    assert "Meta already has exactly this creative: “Lamp”, version 1" in version.reason


def test_a_creative_waits_for_its_media_and_says_so(account, marketer):
    asset = factories.make_asset(account.business)
    factories.make_transfer(asset.current, account, state="processing", image_hash="")
    version = publish(draft(account, marketer, asset=asset), marketer)
    assert version.state == State.QUEUED
    assert version.reason == "The image is processing at Meta."
    factories.make_transfer(image_at_meta(account).current, factories.make_ad_account(account.business))
    ours = image_at_meta(account, seed=9).current.transfers.get()
    asset.current.transfers.update(state="ready", image_hash=ours.image_hash)
    hurry(version)
    publish_versions(account.pk)
    assert CreativeVersion.objects.get(pk=version.pk).state == State.PUBLISHED


def test_a_medium_that_failed_ends_the_wait(account, marketer):
    asset = factories.make_asset(account.business)
    factories.make_transfer(asset.current, account, state="failed", image_hash="", reason="Larger than 30 MB.")
    version = publish(draft(account, marketer, asset=asset), marketer)
    assert version.state == State.FAILED
    assert version.reason == "The image did not reach Meta: Larger than 30 MB."


def test_an_expired_token_waits_and_asks_for_attention(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    sandbox_server.sandbox.faults.add(action="error", code=190, subcode=463, method="POST", path="adcreatives")
    version = publish(creative, marketer)
    assert version.state == State.QUEUED
    assert "expired" in version.reason
    assert version.sent_at is None
    assert Connection.objects.get(business=account.business).state == Connection.State.NEEDS_ATTENTION


def test_a_missing_permission_fails_in_words(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    sandbox_server.sandbox.faults.add(action="error", code=200, method="POST", path="adcreatives")
    version = publish(creative, marketer)
    assert version.state == State.FAILED
    assert "permission" in version.reason


def test_a_throttled_account_waits_without_counting(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    sandbox_server.sandbox.faults.add(action="error", code=80004, method="POST", path="adcreatives")
    version = publish(creative, marketer)
    assert version.state == State.QUEUED
    assert "quota" in version.reason
    assert version.attempts == 0


def test_a_carousel_is_published_whole(account, marketer, sandbox_server):
    version = publish(carousel(account, marketer), marketer)
    assert version.state == State.PUBLISHED, version.reason
    data = sandbox_server.sandbox.store.get(version.graph_id, "creative")["spec"]["object_story_spec"]["link_data"]
    assert len(data["child_attachments"]) == 3
    assert data["multi_share_optimized"] is False
    assert version.media.exclude(image_hash="").count() == 3


def test_a_video_is_published_with_the_picture_that_meta_drew(account, marketer, sandbox_server):
    version = publish(video_draft(account, marketer), marketer)
    assert version.state == State.PUBLISHED, version.reason
    data = sandbox_server.sandbox.store.get(version.graph_id, "creative")["spec"]["object_story_spec"]["video_data"]
    assert data["video_id"] == version.media.get().video_id
    assert data["image_url"]


def test_sending_twice_is_sending_once(account, marketer, sandbox_server):
    creative = draft(account, marketer)
    publish(creative, marketer)
    publish(creative, marketer)
    assert len(made(sandbox_server, account)) == 1


def test_meta_blames_a_field_without_making_anything(account, marketer, sandbox_server):
    creative = draft(account, marketer, button="FLY_AWAY")
    answer = ask(creative)
    assert not answer.ok
    assert answer.fields == ["button"]
    assert "FLY_AWAY" in answer.sentence
    assert made(sandbox_server, account) == []


def test_meta_would_take_a_good_draft_and_makes_nothing(account, marketer, sandbox_server):
    answer = ask(draft(account, marketer))
    assert answer.ok, answer.sentence
    assert made(sandbox_server, account) == []


def ask(creative):
    version = creative.latest
    return asking.ask_meta(
        ad_account=creative.ad_account,
        creative_type=creative.type,
        name=version.name,
        spec=version.spec,
        places=list(version.media.select_related("asset_version")),
        chosen=version.features,
    )


def test_the_gathered_media_of_a_version_are_the_ids_of_this_account(account, marketer):
    version = draft(account, marketer).latest
    gathered = publishing.media.gather(version.media.select_related("asset_version"), account)
    assert [medium.image_hash for medium in gathered.by_place.values()] == [
        version.media.get().asset_version.transfers.get().image_hash
    ]
