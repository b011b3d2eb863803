"""What somebody with bad intentions tries through the browser, and what they get."""

import types

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import path, reverse

from assets_app import clock, undo
from assets_app.models import ActivityEntry, Folder, Upload
from campaigns_app.models import Creative, ReviewRound
from config import urls as config_urls
from tests import factories

pytestmark = pytest.mark.django_db
POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")


@pytest.fixture
def browser(marketer, as_member):
    return as_member(marketer)


@pytest.fixture
def foreign(stranger):
    """Rows of another business, whose numbers somebody might guess."""
    business = stranger.business
    account = factories.make_ad_account(business)
    return {
        "folder": factories.make_folder(business, name="Their folder"),
        "asset": factories.make_asset(business, name="their picture.jpg"),
        "account": account,
        "page": factories.make_page(business),
        "creative": factories.make_creative(account, name="Their creative"),
    }


def at(name, business, **kwargs):
    return reverse(name, kwargs={"slug": business.slug, **kwargs})


# --- rows of others, named in forms ---------------------------------------------


def test_a_folder_of_another_business_takes_no_asset_and_no_folder(browser, business, foreign):
    own, folder = factories.make_asset(business), factories.make_folder(business)
    theirs = foreign["folder"].pk

    browser.post(at("assets:asset-move", business), {"asset": own.pk, "folder": theirs})
    moved = browser.post(at("assets:folder-move", business, pk=folder.pk), {"parent": theirs})
    made = browser.post(at("assets:folder-create", business), {"name": "Inside", "parent": theirs})

    own.refresh_from_db()
    assert own.folder is None
    assert moved.status_code == made.status_code == 422
    assert not Folder.objects.filter(parent=theirs).exists()
    assert "Their folder" not in made.content.decode() + moved.content.decode()


@pytest.mark.parametrize("act", ["asset-move", "asset-trash", "asset-restore"])
def test_an_asset_of_another_business_is_not_touched_by_its_number(browser, business, foreign, act):
    own = factories.make_asset(business)
    browser.post(at(f"assets:{act}", business), {"asset": [own.pk, foreign["asset"].pk], "folder": ""})

    foreign["asset"].refresh_from_db()
    assert foreign["asset"].trashed_at is None
    assert not ActivityEntry.objects.filter(business=foreign["asset"].business).exists()


def test_a_creative_takes_no_account_page_or_picture_of_another_business(browser, business, foreign):
    account, page = factories.make_ad_account(business), factories.make_page(business)
    own = factories.make_asset(business, meta_state="ready")
    good = {"name": "Lamp", "message": "m", "headline": "h", "link": "https://odafenn.example", "button": "SHOP_NOW"}
    good |= {"page": page.pk, "image": own.pk, "ad_account": account.pk}
    url = at("campaigns:creative-create", business, type="link")

    for field, row in [("page", "page"), ("image", "asset"), ("ad_account", "account")]:
        assert browser.post(url, good | {field: foreign[row].pk}).status_code == 422, field
    assert not Creative.objects.filter(business=business).exists()
    assert browser.post(url, good).status_code == 302


def test_reviews_and_readings_of_another_business_cannot_be_asked_for(browser, business, foreign):
    theirs = foreign["creative"].latest.pk
    opened = browser.post(at("campaigns:review-open", business), {"version": theirs, "placements": ["INSTAGRAM_STORY"]})
    read = browser.post(at("campaigns:sync-request", business), {"account": foreign["account"].pk})

    assert opened.status_code == read.status_code == 404
    assert not ReviewRound.objects.exists()


def test_an_undo_that_was_offered_elsewhere_is_refused_in_words(browser, business, foreign):
    notes = [
        {"act": "folder.move", "folder": foreign["folder"].pk, "parent": None},
        {"act": "folder.trash", "folder": foreign["folder"].pk, "folders": [], "assets": [foreign["asset"].pk]},
        {"act": "trash", "assets": [foreign["asset"].pk]},
        {"act": "move", "places": {"0": [foreign["asset"].pk]}},
    ]
    for note in notes:
        signed = signing.dumps(note, salt=undo.SALT, compress=True)
        assert browser.post(f"{at('assets:act-undo', business)}?of={signed}").status_code == 302
    assert not ActivityEntry.objects.exists()


def test_fields_that_no_form_has_are_not_taken(browser, business, stranger):
    more = {"business": stranger.business.pk, "state": "ready", "graph_id": "1", "id": 99, "path": "/1/"}
    browser.post(at("assets:folder-create", business), {"name": "Lamps", **more})

    folder = Folder.objects.get(name="Lamps")
    assert (folder.business, folder.state, folder.graph_id) == (business, "local", None)
    assert folder.pk != 99


# --- odd input ------------------------------------------------------------------

ODD = ["²", "9" * 30, "-1", "1e3", "0x1", "１", "1 OR 1=1", "'", "%", "{{ 7|add:7 }}", "../1"]
ASKED = [
    ("assets:activity-list", "before"),
    ("assets:activity-list", "member"),
    ("assets:asset-list", "after"),
    ("campaigns:creative-list", "after"),
    ("campaigns:creative-create", "asset"),
    ("campaigns:media-list", "after"),
    ("campaigns:performance", "account"),
    ("campaigns:performance", "sort"),
    ("campaigns:review-list", "before"),
]


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_no_value_in_an_address_makes_a_fault(browser, business, name, parameter):
    factories.make_asset(business)
    kind = {"type": "link"} if name == "campaigns:creative-create" else {}
    for value in ODD:
        answer = browser.get(at(name, business, **kind), {parameter: value})
        assert answer.status_code in (200, 404), value


@pytest.mark.parametrize(
    "cursor",
    [
        "0001-01-01T00:00:00+23:59~1",
        "9999-12-31T23:59:59-23:59~1",
        "2026-01-01T00:00:00~1",
        "2026-01-01T00:00:00+00:00~" + "9" * 30,
        "x~1",
        "~",
    ],
)
def test_a_cursor_that_nobody_was_given_shows_a_page_all_the_same(browser, business, cursor):
    assert browser.get(at("assets:asset-list", business), {"after": cursor}).status_code == 200


def test_a_zero_byte_in_an_address_is_refused_before_the_database_sees_it(browser, business):
    assert browser.get(at("campaigns:creative-list", business), {"q": "lamp\0"}).status_code == 400


def test_a_search_for_thousands_of_words_is_answered(browser, business):
    for name in ("assets:asset-list", "campaigns:creative-list", "campaigns:media-list"):
        assert browser.get(at(name, business), {"q": "lamp " * 2000}).status_code == 200


def test_a_number_that_no_column_holds_is_not_found(browser, business):
    for name in ("assets:asset-detail", "assets:folder-detail", "campaigns:creative-detail", "campaigns:review-detail"):
        assert browser.get(at(name, business, pk=10**30)).status_code == 404


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example/b/", "/\\evil.example", "javascript:1"])
def test_no_form_and_no_sign_in_leads_to_another_site(browser, business, marketer, next_page):
    account, asset = factories.make_ad_account(business), factories.make_asset(business)
    answers = [
        browser.post(at("assets:asset-trash", business), {"asset": asset.pk, "next": next_page}),
        browser.post(at("campaigns:sync-request", business), {"account": account.pk, "next": next_page}),
        Client().post(
            reverse("account_login"),
            {"login": marketer.user.username, "password": factories.PASSWORD, "next": next_page},
        ),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))


def test_a_line_break_in_next_makes_no_header(browser, business):
    asset = factories.make_asset(business)
    back = at("assets:asset-list", business) + "\r\nSet-Cookie: a=b"
    answer = browser.post(at("assets:asset-trash", business), {"asset": asset.pk, "next": back})

    assert "\n" not in answer["Location"]
    assert "a" not in answer.cookies


# --- other sites ----------------------------------------------------------------


def test_a_form_of_another_site_is_refused_everywhere(marketer, business, as_member):
    careful = as_member(marketer, enforce_csrf_checks=True)
    for name in (
        "assets:folder-create",
        "assets:asset-trash",
        "campaigns:review-open",
        "assets:upload-clear",
        "assets:act-undo",
    ):
        assert careful.post(at(name, business)).status_code == 403, name
    assert Client(enforce_csrf_checks=True).post(reverse("account_login")).status_code == 403


def test_another_site_cannot_upload_though_uploads_need_no_form_token(marketer, business, as_member):
    """A simple form or fetch of another site has no Tus-Resumable header, and no preflight is answered for it."""
    careful = as_member(marketer, enforce_csrf_checks=True)
    url = at("assets:upload-create", business)
    simple = careful.post(url, {"a": "b"}, headers={"Origin": "https://evil.example", "Upload-Length": "5"})
    preflight = careful.options(
        url,
        headers={"Origin": "https://evil.example", "Access-Control-Request-Headers": "tus-resumable,upload-length"},
    )

    assert simple.status_code == 412
    assert not [name for name in preflight.headers if name.lower().startswith("access-control")]
    assert not Upload.objects.exists()


def test_nobody_keeps_a_session_number_across_sign_in(marketer, business):
    client = Client()
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post(reverse("account_login"), {"login": marketer.user.username, "password": factories.PASSWORD})

    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


# --- guessing -------------------------------------------------------------------


def test_guessing_a_password_ends_in_a_lock_that_the_right_one_does_not_open(marketer):
    client, url = Client(), reverse("account_login")
    for number in range(8):
        last = client.post(url, {"login": marketer.user.username, "password": f"guess-{number}"})
    right = client.post(url, {"login": marketer.user.username, "password": factories.PASSWORD})

    assert last.status_code == right.status_code == 429
    assert "_auth_user_id" not in client.session


def test_sign_in_says_the_same_for_a_wrong_password_and_an_unknown_person(marketer):
    wrong = Client().post(reverse("account_login"), {"login": marketer.user.username, "password": "guess"})
    unknown = Client().post(reverse("account_login"), {"login": "nobody@example.com", "password": "guess"})

    def told(answer):
        return [str(error) for error in answer.context["form"].non_field_errors()]

    assert told(wrong) == told(unknown) != []


def test_a_business_that_does_not_exist_answers_as_one_of_strangers(browser, stranger):
    theirs = browser.get(at("assets:asset-list", stranger.business))
    none = browser.get("/b/no-such-business/library/")

    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


def test_a_person_who_has_left_sees_nothing(marketer, business, browser):
    type(marketer).objects.filter(pk=marketer.pk).update(left_at=clock.now())

    assert browser.get(at("assets:asset-list", business)).status_code == 404


# --- headers --------------------------------------------------------------------


def broken(request):
    raise RuntimeError("with a token EAAB0123456789abcdef")


broken.access_mark = "open"


def keep_file(business, mime="image/jpeg", name="lamp.jpg"):
    asset = factories.make_asset(business, name=name)
    version = asset.current
    version.mime = mime
    version.file = default_storage.save("originals/lamp", ContentFile(b"<script>alert(1)</script>"))
    version.save(update_fields=["file", "mime"])
    return at("assets:asset-file", business, pk=asset.pk, sha12=version.sha256[:12], kind="original")


@pytest.fixture
def with_a_broken_page(settings):
    module = types.ModuleType("urls_with_a_fault")
    module.urlpatterns = [*config_urls.urlpatterns, path("broken", broken)]
    module.handler403 = config_urls.handler403
    settings.ROOT_URLCONF = module


@pytest.mark.usefixtures("with_a_broken_page")
def test_every_page_carries_the_content_policy(browser, admin, business, as_member):
    browser.raise_request_exception = False
    viewer = as_member(factories.make_member(business, "viewer"))
    pages = {
        200: browser.get(at("assets:asset-list", business)),
        302: browser.get("/"),
        400: browser.get(at("assets:asset-list", business) + "?q=%00"),
        403: viewer.get(at("assets:folder-create", business)),
        404: browser.get("/nothing/here"),
        405: browser.post(at("assets:asset-list", business)),
        500: browser.get("/broken"),
    }
    for status, answer in pages.items():
        assert answer.status_code == status
        require_policy(answer)
    for answer in (
        as_member(admin).get("/admin/"),
        Client().get(reverse("account_login")),
        browser.get(keep_file(business)),
    ):
        assert answer.status_code == 200
        require_policy(answer)
    assert b"EAAB0123456789" not in pages[500].content


def require_policy(answer):
    policy = answer["Content-Security-Policy"]
    assert all(rule in policy for rule in POLICY), policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", ""])
def test_a_file_that_a_browser_could_run_is_only_ever_a_download(browser, business, mime):
    answer = browser.get(keep_file(business, mime, name='a".html\r\nX-Evil: 1'))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "X-Evil" not in answer.headers
