"""Every URL: a stranger gets 404, a role without the right 403, a wrong method 405. A URL that TABLE lacks fails."""

import uuid

import pytest
from django.contrib import admin as admin_site
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from assets_app.admin.tenant import TenantAdmin
from assets_app.models import MetaBusiness, SyncRun, Transfer, Upload
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
    "assets:folder-restore": ("POST", "library.edit", ("folder",)),
    "assets:asset-detail": ("GET", "see", ("asset",)),
    "assets:asset-rename": ("POST", "library.edit", ("asset",)),
    "assets:asset-move": ("POST", "library.edit", ()),
    "assets:asset-trash": ("POST", "library.edit", ()),
    "assets:asset-restore": ("POST", "library.edit", ()),
    "assets:upload-create": ("POST OPTIONS", "library.edit", ()),
    "assets:upload-tray": ("GET", "library.edit", ()),
    "assets:upload-detail": ("HEAD OPTIONS PATCH DELETE", "library.edit", ("upload",)),
    "assets:upload-choose": ("POST", "library.edit", ("upload",)),
    "assets:upload-retry": ("POST", "library.edit", ("upload",)),
    "assets:upload-dismiss": ("POST", "library.edit", ("upload",)),
    "assets:act-undo": ("POST", "library.edit", ()),
    "assets:upload-clear": ("POST", "library.edit", ()),
    "assets:asset-file": ("GET HEAD", "see", ("asset", "content", "original")),
    "assets:asset-thumb": ("GET HEAD", "see", ("asset", "content", "thumb")),
    "assets:transfer-retry": ("POST", "library.send", ("transfer",)),
    "assets:settings-detail": ("GET", "see", ()),
    "assets:connection-login": ("GET HEAD", "connection.edit", ()),
    "assets:connection-detail": ("GET HEAD", "see", ("connection",)),
    "assets:connection-paste": ("POST", "connection.edit", ()),
    "assets:connection-check": ("POST", "connection.edit", ("connection",)),
    "assets:connection-disconnect": ("POST", "connection.edit", ("connection",)),
    "assets:reach-list": ("GET HEAD", "see", ("kind",)),
    "assets:reach-read": ("POST", "connection.edit", ()),
    "assets:reach-choose": ("POST", "connection.edit", ("kind",)),
    "assets:reach-begin": ("POST", "connection.edit", ("ad account",)),
    "assets:reach-folders": ("POST", "connection.edit", ("meta business",)),
    "assets:quota-list": ("GET HEAD", "see", ()),
    "assets:notice-list": ("GET HEAD", "see", ()),
    "assets:notice-read": ("POST", "see", ()),
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
    "assets:member-list": ("GET", "see", ()),
    "assets:member-detail": ("GET", "see", ("person",)),
    "assets:member-role": ("POST", "member.edit", ("person",)),
    "assets:member-remove": ("GET POST", "see", ("self",)),
    "assets:member-erase": ("POST", "member.edit", ("person",)),
    "assets:invitation-create": ("POST", "member.edit", ()),
    "assets:invitation-renew": ("POST", "member.edit", ("invitation",)),
    "assets:invitation-withdraw": ("POST", "member.edit", ("invitation",)),
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
# Pages of a person rather than of a business: tests/assets_app/test_account_pages.py says who gets in.
ACCOUNT = {
    "account-detail",
    "account_change_password",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "invitation-accept",
    "key-sign-in",
    "mail-list",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "session-end",
    "session-end-all",
    "session-end-others",
}
OPEN = {"healthz", "readyz", "home", "connection-callback"} | ACCOUNT
ROLES = ("admin", "marketer", "reviewer", "viewer")
EVERY_METHOD = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def rows(business):
    """One row of each kind that an address may name."""
    account = factories.make_ad_account(business)
    folder = factories.make_folder(business)
    asset = factories.make_asset(business, folder=folder)
    keep_files_of(asset.current)
    transfer = factories.make_transfer(asset.current, account, state=Transfer.State.FAILED, image_hash="")
    creative = factories.make_creative(account)
    preview = Preview.objects.create(
        business=business,
        ad_account=account,
        version=creative.latest,
        subject_hash="0" * 64,
        ad_format="MOBILE_FEED_STANDARD",
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
        "content": {"sha12": asset.current.sha256[:12]},
        "original": {"kind": "original"},
        "thumb": {"kind": "thumb_480"},
        "transfer": {"pk": transfer.pk},
        "kind": {"kind": "accounts"},
        "ad account": {"pk": account.pk},
        "meta business": {"pk": MetaBusiness.objects.create(business=business, graph_id="5", name="Nord").pk},
        "connection": {"pk": factories.make_connection(business).pk},
        "upload": {"pk": uuid.uuid4()},
        "person": {"pk": factories.make_member(business, "viewer").pk},
        "invitation": {"pk": factories.make_invitation(business).pk},
    }


def keep_files_of(version):
    version.file = default_storage.save("originals/lamp.jpg", ContentFile(b"the picture"))
    version.save(update_fields=["file"])
    small = default_storage.save("thumbs/lamp.webp", ContentFile(b"the small picture"))
    version.renditions.create(kind="thumb_480", file=small, width=1, height=1, size=1)


def own_upload(member, needs, rows):
    """Uploads are their sender's alone, so each person who asks gets one; and everybody has a seat of their own."""
    rows["self"] = {"pk": member.pk}
    if "invitation" in needs:
        rows["invitation"] = {"pk": factories.make_invitation(member.business).pk}
    if "upload" in needs:
        values = {"filename": "lamp.jpg", "size": 9, "expires_at": factories.in_minutes(9)}
        rows["upload"] = {"pk": Upload.objects.create(business=member.business, member=member, **values).pk}


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


def test_a_stranger_and_somebody_unknown_learn_nothing(business, marketer, stranger, rows, as_member):
    unknown, foreign = as_member(None), as_member(stranger)
    for name, (methods, _, needs) in TABLE.items():
        own_upload(marketer, needs, rows)
        url = address(business, name, needs, rows)
        for method in methods.split():
            assert ask(foreign, method, url).status_code == 404, f"{method} {url}"
            answer = ask(unknown, method, url)
            assert answer.status_code == 302, f"{method} {url}"
            assert answer["Location"].startswith("/accounts/login/")


def test_rows_of_another_business_do_not_exist(marketer, stranger, rows, as_member):
    foreign = as_member(stranger)
    for name, (methods, _, needs) in TABLE.items():
        if set(needs) <= {"type", "kind"}:
            continue
        own_upload(marketer, needs, rows)
        url = address(stranger.business, name, needs, rows)
        for method in set(methods.split()) - {"OPTIONS"}:
            assert ask(foreign, method, url).status_code == 404, f"{method} {url}"


def test_an_upload_is_there_for_its_sender_alone(business, marketer, admin, rows, as_member):
    own_upload(marketer, ("upload",), rows)
    url = address(business, "assets:upload-detail", ("upload",), rows)

    assert ask(as_member(marketer), "HEAD", url).status_code == 200
    assert ask(as_member(admin), "HEAD", url).status_code == 404


@pytest.mark.parametrize("name", TABLE)
def test_each_role_may_do_what_its_verbs_say(name, business, rows, as_member):
    methods, verb, needs = TABLE[name]
    for role in ROLES:
        member = factories.make_member(business, role)
        client = as_member(member)
        own_upload(member, needs, rows)
        url = address(business, name, needs, rows)
        for method in methods.split():
            status = ask(client, method, url).status_code
            if role in VERBS[verb]:
                assert status not in (403, 404, 405), f"{role} {method} {url}: {status}"
                assert status < 500, f"{role} {method} {url}: {status}"
            else:
                assert status == 403, f"{role} {method} {url}: {status}"


def test_a_wrong_method_is_refused(business, admin, rows, as_member):
    client = as_member(admin)
    for name, (methods, _, needs) in TABLE.items():
        own_upload(admin, needs, rows)
        url = address(business, name, needs, rows)
        for method in EVERY_METHOD - set(methods.split()):
            assert ask(client, method, url).status_code == 405, f"{method} {url}"


def admin_urls(model, pk):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield reverse(f"{base}_changelist")
    yield reverse(f"{base}_add")
    yield reverse(f"{base}_change", args=[pk])
    yield reverse(f"{base}_history", args=[pk])
    yield reverse(f"{base}_delete", args=[pk])


def test_the_admin_does_not_exist_for_people_who_are_not_admins(marketer, viewer, as_member):
    makes, looks = as_member(marketer), as_member(viewer)
    urls = [reverse("admin:index"), reverse("admin:jsi18n"), reverse("admin:password_change")]
    for model in admin_site.site._registry:
        pk = uuid.uuid4() if model._meta.pk.get_internal_type() == "UUIDField" else 1
        urls += admin_urls(model, pk)
    for url in urls:
        assert makes.get(url).status_code == 404, url
        assert looks.post(url).status_code == 404, url


def test_admins_see_their_own_rows_in_the_admin_and_nobody_elses(admin, stranger, rows, as_member):
    url = reverse("admin:assets_asset_changelist")
    change = reverse("admin:assets_asset_change", args=[rows["asset"]["pk"]])
    foreign = as_member(stranger)

    assert as_member(admin).get(change).status_code == 200
    assert foreign.get(change).status_code == 302
    assert "picture" not in foreign.get(url).content.decode().split("<tbody>")[-1]


def test_every_table_of_the_admin_opens_for_an_admin_without_rows_of_others(admin, stranger, rows, as_member):
    mine, foreign = as_member(admin), as_member(stranger)
    for model, page in admin_site.site._registry.items():
        if not isinstance(page, TenantAdmin):
            continue
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert mine.get(reverse(f"{base}_changelist")).status_code == 200, base
        row = model._default_manager.filter(**{page._tenant_path(): admin.business.pk}).first()
        if row is not None:
            change = reverse(f"{base}_change", args=[row.pk])
            assert mine.get(change).status_code == 200, base
            assert foreign.get(change).status_code == 302, base


def test_no_admin_page_of_ours_adds_or_deletes_rows(admin, as_member):
    client = as_member(admin)
    for model, page in admin_site.site._registry.items():
        if isinstance(page, TenantAdmin):
            _, add, _, _, delete = admin_urls(model, "1")
            assert client.post(add).status_code == 403, add
            assert client.post(delete, {"post": "yes"}).status_code in (302, 403), delete


def test_no_row_is_deleted_in_the_admin(admin, rows, as_member):
    url = reverse("admin:assets_asset_delete", args=[rows["asset"]["pk"]])

    assert as_member(admin).post(url, {"post": "yes"}).status_code == 403
