"""For test_services_tell: acts of people and of the worker in the library, with copies at Meta, people and reviews."""

from assets_app import clock
from assets_app.models import ActivityEntry, Connection, Folder, MetaBusiness, SyncRun, Transfer, Upload
from assets_app.services import (
    assets,
    carrying,
    connections,
    folder_push,
    folders,
    imports,
    invitations,
    members,
    notices,
    purging,
    reach,
    sessions,
    token_watch,
    transfers,
    uploads,
)
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.insights import services as insights
from campaigns_app.models import Preview
from campaigns_app.previews import services as previews
from campaigns_app.reviews.services import decisions, rounds
from tests import factories
from tests.campaigns_app import creative_kit, published
from tests.told_services import A, C, P, R, act

LONG_AGO = "2020-01-01T00:00:00Z"


# --- the library ------------------------------------------------------------------


@act("asset.rename", f"{A}.assets.rename_asset")
def renames_an_asset(world):
    assets.rename_asset(asset=factories.make_asset(world.business), name="moon.jpg", by=world.marketer)


@act("asset.move", f"{A}.assets.move_assets")
def moves_assets(world):
    folder = factories.make_folder(world.business)
    assets.move_assets(assets=[factories.make_asset(world.business)], folder=folder, by=world.marketer)


@act("asset.trash", f"{A}.assets.trash_assets")
def throws_assets_away(world):
    assets.trash_assets(assets=[factories.make_asset(world.business)], by=world.marketer)


@act("asset.restore", f"{A}.assets.restore_assets")
def takes_assets_back(world):
    asset = factories.make_asset(world.business, trashed_at=clock.now(), trashed_by=world.marketer)
    assets.restore_assets(assets=[asset], by=world.marketer)


@act("asset.purge", f"{A}.purging.purge", f"{A}.purging.purge_assets", by="")
def deletes_old_trash(world):
    factories.make_asset(world.business, trashed_at=LONG_AGO, trashed_by=world.marketer)
    purging.purge()


@act("folder.purge", f"{A}.purging.purge_folders", by="")
def deletes_old_folders(world):
    factories.make_folder(world.business, trashed_at=LONG_AGO)
    purging.purge_folders()


@act("folder.create", f"{A}.folders.create_folder", f"{A}.folders.within")
def makes_folders(world):
    folders.within(business=world.business, names=["Spring", "Glow"], by=world.marketer)


@act("folder.rename", f"{A}.folders.rename_folder")
def renames_a_folder(world):
    folders.rename_folder(folder=factories.make_folder(world.business), name="Autumn", by=world.marketer)


@act("folder.move", f"{A}.folders.move_folder")
def moves_a_folder(world):
    parent = factories.make_folder(world.business)
    folders.move_folder(folder=factories.make_folder(world.business), parent=parent, by=world.marketer)


@act("folder.trash", f"{A}.folders.trash_folder")
def throws_a_folder_away(world):
    folders.trash_folder(folder=factories.make_folder(world.business), by=world.marketer)


@act("folder.restore", f"{A}.folders.restore_folder")
def takes_a_folder_back(world):
    folder = factories.make_folder(world.business)
    folder = folders.trash_folder(folder=folder, by=world.marketer)
    folders.restore_folder(folder=folder, by=world.marketer)


@act("folder.meta", f"{A}.folder_push.push", by="")
def pushes_a_folder(world):
    type(world.business).objects.filter(pk=world.business.pk).update(has_folders_at_meta=True)
    world.business.refresh_from_db()
    folder = folders.create_folder(business=world.business, name="Spring", by=world.marketer)
    assert folder_push.push(folder.pk).state == "synced"


@act("folder.missing", f"{A}.folder_push.mark_missing", f"{A}.folder_push.note_missing", by="")
def notes_folders_that_meta_lost(world):
    folder_push.mark_missing(factories.make_folder(world.business))
    assert ActivityEntry.objects.filter(verb="folder.missing").count() == 1
    folder = factories.make_folder(world.business, state="queued", graph_id="404")
    folder_push.note_missing(Folder.objects.claim(folder.pk, folder_push.LEASE))
    assert ActivityEntry.objects.filter(verb="folder.missing").count() == 2


# --- uploads and copies -------------------------------------------------------------


@act("asset.add", f"{A}.ingest.ingest", f"{A}.ingest.new_asset")
def adds_a_file(world):
    world.get("keep")(world.get("jpeg"))


@act("folder.create", f"{A}.uploads.open_upload")
def opens_an_upload_into_new_folders(world):
    uploads.open_upload(by=world.marketer, filename="lamp.jpg", size=9, relative_path="Spring/lamp.jpg")


def _upload(world, state):
    upload = uploads.open_upload(by=world.marketer, filename="lamp.jpg", size=9)
    Upload.objects.filter(pk=upload.pk).update(state=state)
    upload.refresh_from_db()
    return upload


@act("upload.cancel", f"{A}.uploads.cancel", f"{A}.uploads.dismiss")
def dismisses_an_open_upload(world):
    uploads.dismiss(upload=_upload(world, "open"), by=world.marketer)


@act("upload.choose", f"{A}.uploads.choose")
def keeps_both(world):
    uploads.choose(upload=_upload(world, "choice"), answer="both", by=world.marketer)


@act("upload.retry", f"{A}.uploads.retry")
def has_a_file_checked_again(world):
    uploads.retry(upload=_upload(world, "rejected"), by=world.marketer)


@act("upload.expire", f"{A}.uploads.expire", f"{A}.purging.purge_uploads", by="")
def ends_an_upload_that_nobody_finished(world):
    upload = _upload(world, "open")
    Upload.objects.filter(pk=upload.pk).update(expires_at=LONG_AGO)
    purging.purge_uploads()


@act("transfer.ready", f"{A}.carrying.carry", f"{A}.carrying.end", f"{A}.transfers.tell", by="")
def sends_an_image(world):
    transfer = world.get("keep")(world.get("jpeg")).current.transfers.get()
    assert carrying.carry(transfer.pk).state == "ready"


@act("transfer.ready", f"{A}.polling.poll", by="")
def sends_a_video(world):
    transfer = world.get("keep")(world.get("clip"), "clip.mp4").current.transfers.get()
    assert world.get("to_the_end")(transfer).state == "ready"


@act("transfer.send", f"{A}.transfers.ensure_in_account")
def asks_for_a_copy(world):
    version = factories.make_asset(world.business).current
    type(version).objects.filter(pk=version.pk).update(file="originals/lamp.jpg")
    version.refresh_from_db()
    transfers.ensure_in_account(version, world.account, world.marketer)


@act("transfer.retry", f"{A}.transfers.retry")
def asks_for_a_copy_again(world):
    version = factories.make_asset(world.business).current
    failed = factories.make_transfer(version, world.account, state=Transfer.State.FAILED, image_hash="")
    transfers.retry(failed, world.marketer)


@act("asset.find", f"{A}.imports.take_image", by="")
def finds_an_image_without_an_address(world):
    imports.take_image(world.account, {"hash": "abcd", "name": "lamp.png"})


@act("asset.find", f"{A}.imports.take_video", by="")
def finds_a_video_without_an_address(world):
    imports.take_video(world.account, {"id": "77", "title": "clip"})


@act("asset.find", f"{A}.imports.take", by="")
def finds_media_in_a_folder_whose_bytes_may_not_be_fetched(world):
    folder = factories.make_folder(world.business, graph_id="5")
    imports.take(None, folder, {"id": "9", "hash": "abcd", "name": "lamp.png", "url": "https://elsewhere.example/a"})


@act("asset.missing", f"{A}.imports.mark_missing", by="")
def notes_media_that_meta_lost(world):
    folder = factories.make_folder(world.business, graph_id="5")
    version = factories.make_asset(world.business, folder=folder).current
    Transfer.objects.create(
        business=world.business, version=version, folder=folder, origin="meta", state="ready", graph_id="9",
        image_hash="aa", size=1,
    )  # fmt: skip
    assert imports.mark_missing(folder, set()) == 1


# --- people -------------------------------------------------------------------------


@act("member.seat", f"{A}.members.found_business", f"{A}.members.seat", by="admin")
def seats_somebody(world):
    user = factories.make_member(factories.make_business(), "viewer").user
    members.seat(business=world.business, user=user, role="viewer", by=world.admin)
    members.found_business(name="Other", email="o@example.com", full_name="O", password=factories.PASSWORD)
    assert ActivityEntry.objects.filter(verb="member.seat", business__name="Other").exists()


@act("member.role", f"{A}.members.change_role", by="admin")
def changes_a_role(world):
    members.change_role(member=world.reviewer, role="viewer", by=world.admin)


@act("member.remove", f"{A}.members.remove", by="admin")
def removes_somebody(world):
    members.remove(member=world.reviewer, by=world.admin)


@act("member.erase", f"{A}.members.erase", by="admin")
def erases_somebody(world):
    members.remove(member=world.reviewer, by=world.admin)
    members.erase(member=world.reviewer, by=world.admin)


@act("invitation.create", f"{A}.invitations.invite", by="admin")
def invites_somebody(world):
    invitations.invite(business=world.business, email="n@example.com", role="viewer", by=world.admin)


@act("invitation.mail", f"{A}.invitations.mail_link", by="admin")
def mails_a_link(world):
    one = factories.make_invitation(world.business)
    invitations.mail_link(invitation=one, link="http://127.0.0.1/x", by=world.admin)


@act("invitation.renew", f"{A}.invitations.renew", by="admin")
def makes_a_new_link(world):
    invitations.renew(invitation=factories.make_invitation(world.business), by=world.admin)


@act("invitation.withdraw", f"{A}.invitations.withdraw", by="admin")
def takes_an_invitation_back(world):
    invitations.withdraw(invitation=factories.make_invitation(world.business), by=world.admin)


@act("member.seat", f"{A}.invitations.accept", by="")
def takes_an_invitation_up(world):
    one = factories.make_invitation(world.business)
    member = invitations.accept(invitation=one, full_name="Nora", password=factories.PASSWORD)
    assert ActivityEntry.objects.get(verb="invitation.accept").member == member


@act("account.sessions", f"{A}.sessions.end", f"{A}.sessions.end_others", f"{A}.activity.record_of_person")
def ends_sessions(world):
    world.get("as_member")(world.marketer)
    row = {"user": world.marketer.user, "ip": "203.0.113.9", "user_agent": "x"}
    first = world.marketer.user.usersession_set.create(session_key="one", **row)
    world.marketer.user.usersession_set.create(session_key="two", **row)
    assert sessions.end(user=world.marketer.user, pk=first.pk)
    assert sessions.end_others(user=world.marketer.user, keep="") == 1
    assert ActivityEntry.objects.filter(verb="account.sessions").count() == 2


# --- Meta -----------------------------------------------------------------------------


@act("connection.connect", f"{A}.connections.connect", by="admin")
def connects(world):
    identity = world.get("sandbox_server").identity
    app = {"app_id": identity["app_id"], "app_secret": identity["app_secret"]}
    connections.connect(business=world.business, token=identity["access_token"], by=world.admin, **app)


@act("connection.disconnect", f"{A}.connections.disconnect", by="admin")
def disconnects(world):
    connections.disconnect(connection=Connection.objects.get(business=world.business), by=world.admin)


@act("connection.check", f"{A}.token_watch.check", f"{A}.token_watch.tell_change", by="")
def finds_a_token_well_again(world):
    rows = Connection.objects.filter(business=world.business)
    rows.update(state="needs_attention", reason="ended")
    assert token_watch.check(rows.get()).state == "healthy"


@act("connection.check", f"{A}.notices.tell_of_connections", by="")
def tells_of_a_token_that_ends(world):
    Connection.objects.filter(business=world.business).update(state="expiring", reason="Ends on 1 Dec.")
    notices.tell_of_connections()


@act("reach.choose", f"{A}.reach.choose", by="admin")
def chooses_accounts(world):
    other = factories.make_ad_account(world.business)
    reach.choose(kind="accounts", shown={other.pk}, used=set(), by=world.admin)


@act("reach.default", f"{A}.reach.begin_in", by="admin")
def begins_in_another_account(world):
    reach.begin_in(ad_account=factories.make_ad_account(world.business), by=world.admin)


@act("reach.folders", f"{A}.reach.keep_folders_in", by="admin")
def keeps_folders_elsewhere(world):
    meta_business = MetaBusiness.objects.create(business=world.business, graph_id="5", name="Nord")
    reach.keep_folders_in(meta_business=meta_business, by=world.admin)


@act("creative.create", f"{C}.creatives.create")
def makes_a_creative(world):
    creative_kit.draft(world.account, world.marketer)


@act("creative.edit", f"{C}.creatives.save")
def edits_a_creative(world):
    creative = creative_kit.draft(world.account, world.marketer)
    value = creative_kit.value_for(world.account, headline="Warmer light")
    creatives.save(creative=creative, name="Warm lamp", value=value, media=[], by=world.marketer)


@act("creative.duplicate", f"{C}.creatives.duplicate")
def copies_a_creative(world):
    creatives.duplicate(creative=creative_kit.draft(world.account, world.marketer), by=world.marketer)


@act("creative.restore", f"{C}.creatives.restore")
def takes_a_creative_back(world):
    creative = creative_kit.draft(world.account, world.marketer)
    creatives.trash(creative=creative, by=world.marketer)
    creatives.restore(creative=creative, by=world.marketer)


@act("creative.trash", f"{C}.creatives.trash")
def throws_a_creative_away(world):
    creatives.trash(creative=creative_kit.draft(world.account, world.marketer), by=world.marketer)


@act("creative.send", f"{C}.creatives.request_publish")
def sends_a_creative(world):
    creatives.request_publish(creative=creative_kit.draft(world.account, world.marketer), by=world.marketer)


@act("enrol", f"{C}.enrolments.set_feature")
def switches_a_feature_on(world):
    enrolments.set_feature(
        creative=creative_kit.draft(world.account, world.marketer),
        feature="image_uncrop",
        status="OPT_IN",
        by=world.marketer,
    )


@act("sync.request", "campaigns_app.insights.services.request_sync")
def asks_for_a_reading(world):
    insights.request_sync(ad_account=world.account, kind=SyncRun.Kind.INSIGHTS, by=world.marketer)


@act("preview.again", f"{P}.ask_again", by="reviewer")
def asks_for_a_preview_again(world):
    creative = published.make_published(world.account, world.marketer)
    (row, *_) = previews.cells_for(creative.latest, ["INSTAGRAM_STORY"])
    Preview.objects.filter(pk=row.pk).update(state="failed")
    previews.ask_again(row, world.reviewer)


def _round(world):
    return published.make_round(published.make_published(world.account, world.marketer), world.marketer)


@act("review.open", f"{R}.rounds.open_round")
def opens_a_review(world):
    _round(world)


@act("review.withdraw", f"{R}.rounds.withdraw")
def takes_a_review_back(world):
    rounds.withdraw(round=_round(world), by=world.marketer)


@act("review.approve", f"{R}.decisions.decide", by="reviewer")
def approves(world):
    decisions.decide(items=[published.item(_round(world))], verdict="approve", by=world.reviewer)
