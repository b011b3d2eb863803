"""Every URL: a stranger gets 404, a role without the right 403, a wrong method 405. A URL that TABLE lacks fails."""

import uuid

import pytest
from django.contrib import admin
from django.urls import reverse

from assets_app.models import SyncRun, Transfer
from assets_app.permissions import VERBS
from campaigns_app.models import Preview
from tests import factories
from tests.campaigns_app.published import make_published, make_round
from tests.urls_walk import walk

pytestmark = pytest.mark.django_db

# name -> (methods that are allowed, verb, what the address needs)
TABLE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "assets:asset-list": ("GET", "see", ()),
    "assets:folder-detail": ("GET", "see", ("folder",)),
    "assets:asset-trash-list": ("GET", "see", ()),
    "assets:folder-create": ("GET POST", "library.edit", ()),
    "assets:folder-rename": ("GET POST", "library.edit", ("folder",)),
    "assets:folder-move": ("GET POST", "library.edit", ("folder",)),
    "assets:folder-trash": ("GET POST", "library.edit", ("folder",)),
    "assets:asset-detail": ("GET", "see", ("asset",)),
    "assets:asset-rename": ("POST", "library.edit", ("asset",)),
    "assets:asset-move": ("POST", "library.edit", ()),
    "assets:asset-trash": ("POST", "library.edit", ()),
    "assets:asset-restore": ("POST", "library.edit", ()),
    "assets:transfer-retry": ("POST", "library.send", ("transfer",)),
    "assets:settings-detail": ("GET", "see", ()),
    "assets:connection-paste": ("POST", "connection.edit", ()),
    "assets:connection-check": ("POST", "connection.edit", ("connection",)),
    "assets:connection-disconnect": ("POST", "connection.edit", ("connection",)),
    "campaigns:creative-list": ("GET", "see", ()),
    "campaigns:creative-create": ("GET POST", "creative.edit", ("type",)),
    "campaigns:creative-check-form": ("POST", "creative.edit", ("type",)),
    "campaigns:creative-text-check": ("POST", "creative.edit", ()),
    "campaigns:media-list": ("GET", "creative.edit", ()),
    "campaigns:asset-usage": ("GET", "see", ("used",)),
    "campaigns:creative-detail": ("GET", "see", ("creative",)),
    "campaigns:creative-state": ("GET", "see", ("creative",)),
    "campaigns:creative-edit": ("GET POST", "creative.edit", ("creative",)),
    "campaigns:creative-check": ("POST", "creative.edit", ("creative",)),
    "campaigns:creative-publish": ("POST", "creative.publish", ("creative",)),
    "campaigns:creative-duplicate": ("POST", "creative.edit", ("creative",)),
    "campaigns:creative-trash": ("POST", "creative.edit", ("creative",)),
    "campaigns:creative-restore": ("POST", "creative.edit", ("creative",)),
    "campaigns:creative-features": ("POST", "enrol", ("creative",)),
    "campaigns:version-detail": ("GET", "see", ("creative", "number")),
    "campaigns:creative-wall": ("GET", "see", ("creative",)),
    "campaigns:creative-previews": ("GET", "see", ("creative",)),
    "campaigns:preview-unsaved": ("POST", "creative.edit", ()),
    "campaigns:preview-detail": ("GET", "see", ("preview",)),
    "campaigns:preview-again": ("POST", "comment", ("preview",)),
    "assets:activity-list": ("GET", "see", ()),
    "campaigns:creative-review": ("GET", "see", ("creative",)),
    "campaigns:review-list": ("GET", "see", ()),
    "campaigns:review-open": ("POST", "review.open", ()),
    "campaigns:review-detail": ("GET", "see", ("round",)),
    "campaigns:review-state": ("GET", "see", ("round",)),
    "campaigns:review-decide": ("POST", "decide", ("round",)),
    "campaigns:review-approve-rest": ("POST", "decide", ("round",)),
    "campaigns:review-again": ("POST", "decide", ("round",)),
    "campaigns:review-withdraw": ("POST", "review.withdraw", ("round",)),
    "campaigns:creative-results": ("GET", "see", ("creative",)),
    "campaigns:performance": ("GET", "see", ()),
    "campaigns:sync-list": ("GET", "see", ()),
    "campaigns:sync-request": ("POST", "sync.request", ()),
    "campaigns:sync-detail": ("GET", "see", ("run",)),
}
OPEN = {"login", "logout", "healthz", "readyz", "home"}
ROLES = ("admin", "marketer", "reviewer", "viewer")


@pytest.fixture
def rows(business):
    """One row of each kind that an address may name."""
    account = factories.make_ad_account(business)
    folder = factories.make_folder(business)
    asset = factories.make_asset(business, folder=folder)
    transfer = factories.make_transfer(asset.current, account, state=Transfer.State.FAILED, image_hash="")
    creative = factories.make_creative(account)
    preview = Preview.objects.create(
        business=business, ad_account=account, version=creative.latest, subject_hash="0" * 64, ad_format="MOBILE_FEED_STANDARD"
    )
    return {
        "type": {"type": "link"},
        "used": {"asset_pk": asset.pk},
        "creative": {"pk": creative.pk},
        "number": {"number": 1},
        "preview": {"pk": preview.pk},
        "round": {"pk": make_round(make_published(account, None), factories.make_member(business)).pk},
        "run": {"pk": SyncRun.request(business=business, kind="objects", ad_account=account).pk},
        "folder": {"pk": folder.pk},
        "asset": {"pk": asset.pk},
        "transfer": {"pk": transfer.pk},
        "connection": {"pk": factories.make_connection(business).pk},
    }


def address(business, name, needs, rows):
    kwargs = {"slug": business.slug}
    for need in needs:
        kwargs |= rows[need]
    return reverse(name, kwargs=kwargs)


def ask(client, method, url):
    return getattr(client, method.lower())(url, **({"HTTP_TUS_RESUMABLE": "1.0.0"} if "uploads" in url else {}))


def ours():
    return [name for name, _ in walk() if not name.startswith("admin:")]


def test_the_table_names_every_url():
    assert sorted(set(ours()) - OPEN - set(TABLE)) == []
    assert sorted(set(TABLE) - set(ours())) == []


@pytest.mark.parametrize("name", TABLE)
def test_a_stranger_and_somebody_unknown_learn_nothing(name, business, stranger, rows, as_member):
    methods, _, needs = TABLE[name]
    url = address(business, name, needs, rows)
    for method in methods.split():
        assert ask(as_member(stranger), method, url).status_code == 404
        unknown = ask(as_member(None), method, url)
        assert unknown.status_code == 302 and unknown["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", TABLE)
def test_each_role_may_do_what_its_verbs_say(name, business, rows, as_member):
    methods, verb, needs = TABLE[name]
    url = address(business, name, needs, rows)
    for role in ROLES:
        client = as_member(factories.make_member(business, role))
        for method in methods.split():
            status = ask(client, method, url).status_code
            if role in VERBS[verb]:
                assert status not in (403, 404, 405) and status < 500, f"{role} {method} {url}: {status}"
            else:
                assert status == 403, f"{role} {method} {url}: {status}"


@pytest.mark.parametrize("name", TABLE)
def test_a_wrong_method_is_refused(name, business, admin, rows, as_member):
    methods, _, needs = TABLE[name]
    wrong = {"GET", "POST", "PUT", "DELETE"} - set(methods.split())
    for method in wrong:
        assert ask(as_member(admin), method, address(business, name, needs, rows)).status_code == 405


@pytest.mark.parametrize("name", [name for name in TABLE if set(TABLE[name][2]) - {"type"}])
def test_rows_of_another_business_do_not_exist(name, business, stranger, rows, as_member):
    methods, _, needs = TABLE[name]
    url = address(stranger.business, name, needs, rows)
    for method in methods.split():
        assert ask(as_member(stranger), method, url).status_code in (404,)


def admin_urls(model, pk):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield reverse(f"{base}_changelist")
    yield reverse(f"{base}_add")
    yield reverse(f"{base}_change", args=[pk])
    yield reverse(f"{base}_history", args=[pk])
    yield reverse(f"{base}_delete", args=[pk])


def test_the_admin_does_not_exist_for_people_who_are_not_admins(marketer, viewer, as_member):
    for model in admin.site._registry:
        pk = uuid.uuid4() if model._meta.pk.get_internal_type() == "UUIDField" else 1
        for url in [reverse("admin:index"), *admin_urls(model, pk)]:
            assert as_member(marketer).get(url).status_code == 404
            assert as_member(viewer).post(url).status_code == 404


def test_admins_see_their_own_rows_in_the_admin_and_nobody_elses(business, admin, stranger, rows, as_member):
    url = reverse("admin:assets_asset_changelist")
    change = reverse("admin:assets_asset_change", args=[rows["asset"]["pk"]])

    assert as_member(admin).get(change).status_code == 200
    assert as_member(stranger).get(change).status_code == 302
    assert "picture" not in as_member(stranger).get(url).content.decode().split("<tbody>")[-1]


def test_no_admin_page_of_ours_deletes_rows(admin, rows, as_member):
    url = reverse("admin:assets_asset_delete", args=[rows["asset"]["pk"]])

    assert as_member(admin).post(url, {"post": "yes"}).status_code == 403
