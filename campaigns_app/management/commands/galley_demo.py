"""Fill the demo business through Galley's own services: people, connection, library, creatives, a review, results.

Every step looks first at what is there, so that a second run goes on where the first one stopped. Work for Meta is
left to the worker, as in daily use; this command waits for it and says what it waits for.
"""

import logging
import os
import time
from functools import partial
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from assets_app import graph, meta_login
from assets_app.models import (
    AdAccount,
    Asset,
    Business,
    Connection,
    Folder,
    InstagramAccount,
    Invitation,
    Member,
    Page,
    SyncRun,
    Upload,
)
from assets_app.pacing import Pacer
from assets_app.services import connections, folders, invitations, mail, members, token_watch, uploads
from assets_app.tasks import advance_run as advance_asset_run
from assets_app.tasks import ingest_upload, push_folder, send_notices
from campaigns_app.creatives.models import Creative, CreativeVersion
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.creatives.services.creatives import Chosen
from campaigns_app.creatives.spec.value import Card, Value
from campaigns_app.creatives.tasks import publish_versions
from campaigns_app.insights.tasks import advance_run
from campaigns_app.reviews.models import ReviewRound
from campaigns_app.reviews.services.rounds import open_round
from campaigns_app.reviews.tasks import settle_previews
from demo.at_meta import act_at_meta
from demo.consent import consent
from demo.creatives import BRAND, CREATIVES, INVITED, LINK, PASSWORD, PEOPLE, REVIEWED
from demo.files import compose
from graph_client import RateLimited, Usage
from graph_client.edges import oauth

# Who logs in to Meta, and what each declines there. LEAVER removes the app later; ENDING would have to log in anew in four days.
LOGINS: dict[str, tuple[str, ...]] = {"Lena Holt": (), "Jon Petersen": (), "Mira Okafor": ("instagram_basic",)}
LEAVER, ENDING, ENDS_IN_S = "Jon Petersen", "Lena Holt", 4 * 86_400
MOVING = Asset.MetaState.QUEUED, Asset.MetaState.SENDING, Asset.MetaState.PROCESSING
PATIENCE_S = 15 * 60  # for one wait: a busy machine is slow, and half a demo is worth less than a late one
TELL_S = 20
WAIT_S = 40 * 60
STEP_S = 0.25


class Command(BaseCommand):
    help = "Fills the demo business. For the demo only: it needs the sandbox and a running worker."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This fills a demo. It refuses to run where GALLEY_ENV is production.")
        logging.getLogger("graph_client").setLevel(logging.WARNING)
        self.business = self.people()
        self.invite()
        self.connect()
        self.library()
        self.creatives()
        self.results()
        self.review()
        self.use_up()
        self.stdout.write(f"  mails     {mail.link(reverse('mail-list'))}   ({INVITED} is invited)")
        for role, name, email in PEOPLE:
            self.stdout.write(f"  {role:<9} {email:<24} {PASSWORD}   ({name})")

    def people(self) -> Business:
        business = Business.objects.filter(slug="oda-fenn").first()
        if business is None:
            _, name, email = PEOPLE[0]
            founder = {"email": email, "full_name": name, "password": PASSWORD}
            business = members.found_business(name=BRAND, slug="oda-fenn", **founder).business
        self.seats = {role: self.seat(business, role, name, email) for role, name, email in PEOPLE}
        return business

    def seat(self, business, role, name, email) -> Member:
        found = Member.objects.filter(business=business, user__username=email).first()
        if found:
            return found
        user = get_user_model().objects.filter(username=email).first()
        user = user or members.new_user(email=email, full_name=name, password=PASSWORD)
        return members.seat(business=business, user=user, role=role, by=None)

    def invite(self):
        """Somebody who has not answered yet: the link lies among the mails of the demo."""
        if not Invitation.objects.filter(business=self.business).exists():
            admin = self.seats["admin"]
            one, link = invitations.invite(business=self.business, email=INVITED, role=Member.Role.REVIEWER, by=admin)
            invitations.mail_link(invitation=one, link=link, by=admin)

    def connect(self):
        """Three people and a system user: one declines a permission, one removes the app, of one the leave to read runs out."""
        known = set(Connection.objects.filter(business=self.business).values_list("user_name", flat=True))
        for person, declining in LOGINS.items():
            if person not in known:
                self.log_in(person, declining)
        if not Connection.objects.filter(business=self.business, kind=Connection.Kind.SYSTEM_USER).exists():
            app = {"app_id": settings.META_APP_ID, "app_secret": settings.META_APP_SECRET}
            token = os.environ.get("GALLEY_DEMO_TOKEN", "")
            connections.connect(business=self.business, token=token, by=self.seats["admin"], **app)
        self.wait("the ad accounts", self.all_is_read)
        leaver = Connection.objects.usable().exclude(read_at=None).filter(business=self.business, user_name=LEAVER)
        for connection in leaver:
            oauth.remove_permissions(graph.api_of(connection))
            token_watch.check(connection)
        ending = Connection.objects.usable().filter(business=self.business, user_name=ENDING, warned_at=None)
        for connection in ending:
            act_at_meta("end_data_access", id=connection.graph_user_id, seconds=ENDS_IN_S)
            token_watch.check(connection)
        send_notices.delay()

    def use_up(self):
        """Let the figures of the last account wait, as if Meta had refused a call and named a time: after a first reading, so
        that it is known how many calls are left."""
        others = AdAccount.objects.filter(business=self.business).exclude(pk=self.business.default_ad_account_id)
        if account := others.order_by("-pk").first():
            read = partial(SyncRun.request, business=self.business, kind=SyncRun.Kind.INSIGHTS, ad_account=account)
            runs = SyncRun.objects.filter(ad_account=account, kind=SyncRun.Kind.INSIGHTS)
            if not runs.exists():
                advance_run.delay(read().pk)
            self.wait(f"the figures of {account}", runs.exclude(finished_at=None).exists)
            refusal = RateLimited("Too many calls", code=80000, retry_after=WAIT_S)
            Pacer(settings.META_APP_ID).record("ads_insights", account.number, Usage(), refusal)
            advance_run.delay(read().pk)

    def log_in(self, person: str, declining: tuple[str, ...]):
        back = urlsplit(consent(meta_login.dialog("demo"), person=person, declining=declining))
        connections.connect_by_login(
            business=self.business,
            code=parse_qs(back.query)["code"][0],
            redirect_uri=meta_login.redirect_uri(),
            by=self.seats["admin"],
        )

    def all_is_read(self) -> bool:
        """Every connection was read; a run that began before the last of them connected is followed by another."""
        mine = {"business": self.business}
        unread = Connection.objects.usable().filter(**mine, read_at=None).exists()
        if (
            unread
            and not SyncRun.objects.open().filter(**mine, kind=SyncRun.Kind.ACCOUNTS).exclude(claim=None).exists()
        ):
            advance_asset_run.delay(SyncRun.request(**mine, kind=SyncRun.Kind.ACCOUNTS).pk)
        return not unread and self.has_account()

    def has_account(self) -> bool:
        self.business.refresh_from_db()
        return self.business.default_ad_account is not None and Page.objects.filter(business=self.business).exists()

    def library(self):
        files = compose(settings.GALLEY_DATA / "demo")
        known = set(Upload.objects.filter(business=self.business).values_list("filename", flat=True))
        for file in files:
            if file.name not in known:
                self.add(file)
        self.wait("the library", self.library_is_there)
        uploads.clear_finished(by=self.seats["marketer"])

    def add(self, file):
        marketer = self.seats["marketer"]
        folder = folders.within(business=self.business, names=file.folder.split("/"), by=marketer)
        for one in Folder.objects.filter(business=self.business, pk__in=folder.path.strip("/").split("/")):
            push_folder.delay(one.pk)
        with file.path.open("rb") as stream:
            size = file.path.stat().st_size
            upload = uploads.open_upload(filename=file.name, size=size, folder=folder, by=marketer)
            uploads.append(uploads.claim(upload), stream.read)
        ingest_upload.delay(upload.pk)

    def library_is_there(self) -> bool:
        under_way = Upload.objects.filter(business=self.business).open().exists()
        return not under_way and not Asset.objects.filter(business=self.business, meta_state__in=MOVING).exists()

    def creatives(self):
        for sample in CREATIVES:
            if not Creative.objects.filter(business=self.business, name=sample.name).exists():
                self.create(sample)
        publish_versions.delay(self.business.default_ad_account_id)
        open_states = CreativeVersion.OPEN_STATES
        mine = CreativeVersion.objects.filter(business=self.business)
        self.wait("the creatives", lambda: not mine.filter(state__in=open_states).exists())

    def create(self, sample):
        marketer = self.seats["marketer"]
        chosen = [
            Chosen(role, position, Asset.objects.get(business=self.business, name=name, trashed_at=None).current)
            for role, position, name in sample.media
        ]
        creative = creatives.create(
            ad_account=self.business.default_ad_account,
            type=sample.type,
            name=sample.name,
            value=self.value_of(sample),
            media=chosen,
            by=marketer,
        )
        for feature in sample.features:
            enrolments.set_feature(creative=creative, feature=feature, status="OPT_IN", by=marketer)
        creative.refresh_from_db()
        if sample.is_published:
            creatives.request_publish(creative=creative, by=marketer)

    def value_of(self, sample) -> Value:
        page = Page.objects.filter(business=self.business).order_by("pk").first()
        instagram = InstagramAccount.objects.filter(business=self.business).order_by("pk").first()
        cards = tuple(Card(link=LINK, medium="image", **card) for card in sample.cards)
        return Value(
            page_id=page.graph_id if page else "",
            instagram_user_id=instagram.graph_id if instagram else "",
            link=LINK,
            cards=cards,
            **sample.texts,
        )

    def results(self):
        account = self.business.default_ad_account
        for kind in (SyncRun.Kind.OBJECTS, SyncRun.Kind.INSIGHTS):
            self.run(kind, advance_run, account)
            self.wait(f"{kind.label.lower()}", partial(self.is_done, kind))

    def run(self, kind, task, account):
        done = SyncRun.objects.filter(business=self.business, kind=kind, state=SyncRun.State.DONE).exists()
        if not done:
            task.delay(SyncRun.request(business=self.business, kind=kind, ad_account=account).pk)

    def is_done(self, kind) -> bool:
        runs = SyncRun.objects.filter(business=self.business, kind=kind)
        if failed := runs.filter(state=SyncRun.State.FAILED).first():
            raise CommandError(f"{failed} failed: {failed.error_text}")
        return runs.filter(state=SyncRun.State.DONE).exists()

    def review(self):
        version = CreativeVersion.objects.filter(business=self.business, name=REVIEWED, state="published").first()
        if version is None or ReviewRound.objects.filter(version=version).exists():
            return
        self.wait("Meta's copy of the creative", lambda: self.has_read_back(version))
        placements = ["MOBILE_FEED_STANDARD", "INSTAGRAM_STANDARD", "INSTAGRAM_STORY", "FACEBOOK_REELS_MOBILE"]
        one = open_round(version=version, placements=placements, by=self.seats["marketer"])
        settle_previews.delay(one.pk)

    def has_read_back(self, version) -> bool:
        version.refresh_from_db()
        return version.latest_read_id is not None

    def wait(self, what: str, is_there):
        """Says at once what it waits for, and every while how much of it is still under way."""
        begun = told = time.monotonic()
        said = False
        while not is_there():
            now = time.monotonic()
            if now - begun > PATIENCE_S:
                raise CommandError(
                    f"Nothing came of {what} in {PATIENCE_S // 60} minutes. Run bin/demo again: it goes on."
                )
            if not said:
                self.say(what)
                said = True
            elif now - told > TELL_S:
                self.say(f"{what}, {now - begun:.0f} s by now{self.under_way()}")
                told = now
            time.sleep(STEP_S)

    def say(self, what: str):
        self.stdout.write(f"  filling the demo: {what}")
        self.stdout.flush()

    def under_way(self) -> str:
        mine = {"business": self.business}
        counts = {
            "uploads": Upload.objects.filter(**mine).open().count(),
            "files on their way to Meta": Asset.objects.filter(**mine, meta_state__in=MOVING).count(),
            "creatives on their way to Meta": CreativeVersion.objects.filter(
                **mine, state__in=CreativeVersion.OPEN_STATES
            ).count(),
            "readings": SyncRun.objects.open().filter(**mine).count(),
        }
        return "".join(f", {count} {what}" for what, count in counts.items() if count)
