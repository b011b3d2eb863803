"""For test_services_tell: acts that come of what Meta says and of what a person does at their own account."""

from types import SimpleNamespace

from assets_app import signals
from assets_app.models import ActivityEntry, SyncRun
from assets_app.models.access import REACHED
from assets_app.services import businesses, readings
from assets_app.sync import accounts, library, runs
from campaigns_app.creatives import asking, found_media, imports, media, publishing, read_backs
from campaigns_app.creatives.services import creatives
from campaigns_app.models import Campaign, CreativeVersion, Preview
from campaigns_app.objects.sync import read_objects
from campaigns_app.previews import fill
from campaigns_app.previews.services import cells_for
from campaigns_app.reviews import settle, staleness
from campaigns_app.reviews.services.decisions import decide
from graph_client import InvalidParameter
from tests import factories
from tests.campaigns_app import creative_kit, published, running_ads
from tests.told_services import A, M, O, S, V, act

# --- what a connection reaches ------------------------------------------------------


@act("access.find", f"{S}.accounts.sync_accounts", f"{S}.accounts.keep", f"{S}.changes.tell", by="")
def finds_what_a_connection_reaches(world):
    accounts.sync_accounts(world.business)


@act("access.lost", f"{S}.accounts.mark_missing", by="")
def finds_an_account_that_is_reached_no_more(world):
    factories.make_ad_account(world.business)
    accounts.mark_missing(world.business, REACHED["accounts"])


@act("reach.default", f"{S}.accounts.remember", by="")
def begins_in_the_first_account(world):
    type(world.business).objects.filter(pk=world.business.pk).update(default_ad_account=None)
    accounts.remember(world.business, [])


@act("folder.find", f"{S}.library.sync_library", f"{S}.library.take_folders", by="")
def finds_folders(world):
    library.take_folders(world.business, None, [{"id": "5", "name": "Spring"}])


@act("sync.done", f"{S}.runs.advance", by="")
def reads_the_connections(world):
    run = SyncRun.request(business=world.business, kind=SyncRun.Kind.ACCOUNTS, by=world.admin)
    assert runs.advance(run.pk).state == "done"


@act("sync.request", f"{A}.readings.ask")
def asks_for_a_reading_of_the_library(world):
    readings.ask(business=world.business, kind=SyncRun.Kind.LIBRARY, by=world.marketer)


@act("sync.done", f"{A}.readings.tell", by="")
def tells_of_the_first_reading(world):
    run = SyncRun.request(business=world.business, kind=SyncRun.Kind.LIBRARY)
    run.settle(SyncRun.State.DONE)
    readings.tell(run)


@act("business.rename", f"{A}.businesses.rename", by="admin")
def renames_the_business(world):
    businesses.rename(business=world.business, name="Studio Süd", by=world.admin)


# --- campaigns, creatives, figures ----------------------------------------------------


@act("ads.change", f"{O}.changes.tell", f"{O}.sync.read_objects", by="")
def finds_ads(world):
    world.get("running")
    read_objects(world.account)


@act("ads.change", f"{O}.changes.tell_gone", by="")
def finds_campaigns_gone(world):
    seen = {"seen_at": "2020-01-01T00:00:00Z", "status": "ACTIVE"}
    row = Campaign(business=world.business, ad_account=world.account, graph_id="404", name="Winter", **seen)
    row.save()
    read_objects(world.account)
    assert ActivityEntry.objects.filter(verb="ads.change", text__contains="no longer at Meta").count() == 1


@act("sync.done", f"{O}.runs.advance", by="")
def reads_campaigns(world):
    world.get("running")
    running_ads.read(world.account, "objects")


@act("sync.done", "campaigns_app.insights.sync.advance", by="")
def reads_figures(world):
    world.get("running")
    running_ads.read(world.account, "insights")


@act("creative.find", f"{M}.imports.import_versions", by="")
def finds_a_creative(world):
    ids = running_ads.creatives_at_meta(world.get("sandbox_server").sandbox, world.account, 1)
    assert imports.import_versions(world.account, ids)


@act("asset.add", f"{M}.found_media.fetch", by="")
def finds_the_picture_of_a_creative(world):
    world.get("theirs")
    assert list(found_media.fetch(world.account))


def _sent(world, **changes) -> CreativeVersion:
    creative = creative_kit.draft(world.account, world.marketer, **changes)
    creatives.request_publish(creative=creative, by=world.marketer)
    return CreativeVersion.objects.claim(creative.latest.pk)


@act("creative.publish", f"{M}.publishing.publish", f"{M}.publishing.adopt")
def makes_a_creative_at_meta(world):
    publishing.publish(_sent(world))


@act("creative.fail", f"{M}.publishing.meet", by="")
def is_refused_a_creative(world):
    publishing.meet(_sent(world), InvalidParameter("No such Page.", code=100))


@act("creative.drift", f"{M}.read_backs.keep", f"{M}.read_backs.read_back", by="")
def finds_that_metas_copy_has_changed(world):
    version = _changed_at_meta(world)
    read_backs.read_back(version)


@act("creative.drift", f"{M}.read_backs.read_back_many", by="")
def finds_that_metas_copies_have_changed(world):
    read_backs.read_back_many(world.account, [_changed_at_meta(world)])


@act("creative.drift", f"{M}.publishing.read_back_at_once", by="")
def finds_at_once_that_metas_copy_has_changed(world):
    publishing.read_back_at_once(_changed_at_meta(world), None)


def _changed_at_meta(world) -> CreativeVersion:
    version = _sent(world)
    publishing.publish(version)
    store = world.get("sandbox_server").sandbox.store
    spec = store.get(version.graph_id, "creative")["spec"]
    store.update(version.graph_id, {"spec": {**spec, "url_tags": "utm_source=elsewhere"}})
    return version


# --- media that are not at Meta yet -----------------------------------------------------


def _unsent(world) -> CreativeVersion:
    asset = factories.make_asset(world.business)
    type(asset.current).objects.filter(pk=asset.current.pk).update(file="originals/lamp.jpg")
    asset.refresh_from_db()
    return creative_kit.draft(world.account, world.marketer, asset=asset).latest


@act("transfer.send", f"{M}.media.gather", by="")
def sends_the_media_of_a_creative(world):
    try:
        media.gather(_unsent(world).media.select_related("asset_version__asset"), world.account)
    except media.MediaNotReady as wait:
        assert wait.transfers


@act("transfer.send", f"{M}.asking.ask_meta", by="")
def sends_media_because_meta_is_asked_about_them(world):
    version = _unsent(world)
    places = list(version.media.select_related("asset_version__asset"))
    what = {"creative_type": "link", "name": "Lamp", "spec": version.spec, "chosen": version.features}
    assert not asking.ask_meta(ad_account=world.account, places=places, **what).ok


@act("transfer.send", "campaigns_app.previews.fill.fill", by="")
def sends_media_because_a_preview_is_wanted(world):
    (cell,) = fill.fill(cells_for(_unsent(world), ["INSTAGRAM_STORY"]))
    assert cell.state == Preview.State.WAITING


# --- reviews -----------------------------------------------------------------------------


def _round(world):
    return published.make_round(published.make_published(world.account, world.marketer), world.marketer)


@act("review.stale", f"{V}.staleness.end", by="")
def ends_a_review(world):
    staleness.end(_round(world), ["Something changed."])


@act("review.stale", f"{V}.staleness.note_changes", by="")
def ends_reviews_of_what_has_a_successor(world):
    published.make_successor(_round(world).creative, world.marketer)
    assert staleness.note_changes() == 1


@act("review.stale", f"{V}.staleness.note_read_back", by="")
def ends_a_review_of_what_changed_at_meta(world):
    version = _round(world).version
    read_backs.keep(version, published.stored(version, url_tags="utm_source=elsewhere"))
    assert staleness.note_read_back(version) == 1


@act("review.settle", f"{V}.settle.settle_previews", f"{V}.settle.write", by="")
def finds_a_review_approved_because_nothing_else_is_offered(world):
    one = _round(world)
    last = published.item(one, "image_uncrop", "MOBILE_FEED_STANDARD")
    decide(items=one.items.exclude(pk=last.pk), verdict="approve", by=world.reviewer)
    cells = cells_for(one.version, ["MOBILE_FEED_STANDARD"], "image_uncrop")
    Preview.objects.filter(pk=cells[0].pk).update(state=Preview.State.NOT_OFFERED)
    one.refresh_from_db()
    assert one.state == "open"
    settle.write(one, cells_for(one.version, ["MOBILE_FEED_STANDARD"], "image_uncrop"))
    assert one.state == "approved"


# --- one's own account ---------------------------------------------------------------------


@act("account.password", "assets_app.signals.tell", "assets_app.signals.tell_changed_password")
def changes_the_password(world):
    signals.tell_changed_password(user=world.marketer.user)


@act("account.password", "assets_app.signals.tell_reset_password")
def sets_a_new_password_by_mail(world):
    signals.tell_reset_password(user=world.marketer.user)


@act("account.second_step", *(f"assets_app.signals.tell_{what}" for what in ("added", "removed", "renewed")))
def changes_the_second_step(world):
    step = SimpleNamespace(type="totp")
    for tell in (signals.tell_added, signals.tell_removed, signals.tell_renewed):
        tell(user=world.marketer.user, authenticator=step)
    assert ActivityEntry.objects.filter(verb="account.second_step").count() == 3
