"""Markup in every text that a person or Meta may choose, on the pages around the library: accounts, people, record, keys."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from assets_app import clock
from assets_app.models import ActivityEntry, Business, MetaBusiness, Notice, Upload
from assets_app.services.activity import record, subject_of
from assets_app.services.uploads import open_upload
from campaigns_app.models import Ad, AdSet, Campaign
from tests import factories
from tests.campaigns_app.published import make_published

pytestmark = pytest.mark.django_db
EVIL = "<img src=x onerror=alert(1)>\"'{{7|add:7}}"
BAD = ("<img src=x", '"><script>', "14\"'", "onerror=alert(1)>\"'")


def at(name, business, *more, query=""):
    return reverse(name, args=[business.slug, *more]) + query


@pytest.fixture
def evil(business, admin, marketer):
    """A business in which nothing has a harmless name; its things."""
    account, page = factories.make_ad_account(business), factories.make_page(business)
    things = {
        "account": account,
        "page": page,
        "instagram": factories.make_instagram_account(business),
        "home": MetaBusiness.objects.create(business=business, graph_id="5"),
        "connection": factories.make_connection(business, user_name=EVIL, reason=EVIL, state="needs_attention"),
        "folder": factories.make_folder(business, EVIL),
        "trashed": factories.make_folder(business, f"{EVIL} 2", trashed_at=clock.now()),
        "invitation": factories.make_invitation(business, EVIL),
        "upload": open_upload(by=marketer, filename="a.jpg", size=9),
        "creative": make_published(account, marketer, name=EVIL, headline=EVIL),
    }
    for name in ("account", "page", "instagram", "home"):
        things[name].__class__.objects.filter(pk=things[name].pk).update(name=EVIL)
    Upload.objects.update(filename=EVIL, state="rejected", error_text=EVIL)
    get_user_model().objects.update(first_name=EVIL, last_name=EVIL)
    Business.objects.update(name=EVIL)
    Authenticator.objects.create(user=admin.user, type="webauthn", data={"name": EVIL, "credential": {}})
    told = {"member": admin, "kind": Notice.Kind.EXPIRING, "day": clock.now().date(), "created_at": clock.now()}
    Notice.objects.create(business=business, subject=subject_of(things["connection"]), text=EVIL, **told)
    for thing in things.values():
        change = {"before": {"name": EVIL, EVIL: [EVIL]}, "after": {"name": f"{EVIL}.", EVIL: {EVIL: EVIL}}}
        record(business=business, verb=EVIL[:40], subject=thing, text=EVIL, by=admin, remark=EVIL, more=1, **change)
    ads(business, account)
    return things


def ads(business, account) -> None:
    seen = {
        "business": business,
        "ad_account": account,
        "name": EVIL,
        "status": "ACTIVE",
        "effective_status": EVIL[:40],
    }
    seen |= {"seen_at": clock.now(), "issues": [{"error_summary": EVIL, "error_message": EVIL}]}
    campaign = Campaign.objects.create(graph_id="1", objective=EVIL, **seen)
    ad_set = AdSet.objects.create(graph_id="2", campaign=campaign, optimization_goal=EVIL, **seen)
    Ad.objects.create(graph_id="3", ad_set=ad_set, **seen)


def pages(business, admin, evil) -> list[str]:
    rows = [at("assets:activity-list", business, query=f"?subject={subject_of(one)}") for one in evil.values()]
    lists = [at("assets:reach-list", business, kind) for kind in ("businesses", "accounts", "pages", "instagram")]
    names: tuple[str, ...] = (
        "activity-list",
        "quota-list",
        "settings-detail",
        "member-list",
        "notice-list",
        "asset-list",
    )
    names += ("asset-trash-list", "upload-tray")
    return [
        *rows, *lists, *(at(f"assets:{name}", business) for name in names),
        at("assets:connection-detail", business, evil["connection"].pk),
        at("assets:folder-detail", business, evil["folder"].pk),
        at("assets:member-detail", business, admin.pk),
        *(at(f"campaigns:{name}", business) for name in ("performance", "creative-list", "review-list", "sync-list")),
        *(at(f"campaigns:creative-{name}", business, evil["creative"].pk) for name in ("detail", "edit", "results", "wall")),
        at("campaigns:version-detail", business, evil["creative"].pk, 1),
        reverse("account-detail"), reverse("mfa_index"), reverse("mfa_list_webauthn"),
    ]  # fmt: skip


@pytest.mark.parametrize("hx", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_no_name_that_somebody_chose_is_markup(business, admin, evil, as_member, hx):
    browser = as_member(admin)
    for url in pages(business, admin, evil):
        answer = browser.get(url, headers=hx)
        assert answer.status_code == 200, url
        require_text(answer, url)
        assert "no-store" in answer.headers["Cache-Control"], url


@pytest.mark.parametrize(
    "parameter", ["q", "subject", "member", "verb", "kind", "since", "until", "before", "after", "sort"]
)
def test_no_word_of_an_address_is_markup(business, admin, evil, as_member, parameter):
    browser = as_member(admin)
    for name in ("assets:activity-list", "assets:reach-list", "assets:member-list", "assets:asset-list"):
        answer = browser.get(at(name, business), {parameter: EVIL})
        require_text(answer, name)


def require_text(answer, where) -> None:
    text = answer.content.decode()
    for bad in BAD:
        assert bad not in text, f"{bad} on {where}"


def test_no_name_is_markup_where_nobody_is_signed_in(business):
    Business.objects.update(name=EVIL)
    factories.make_invitation(business, "new@example.com", token="known")
    require_text(Client().get(reverse("invitation-accept", args=["known"])), "invitation")
    require_text(Client().get(reverse("account_login"), {"next": f"/{EVIL}", "key": EVIL}), "sign-in")
    assert not ActivityEntry.objects.exists()
