"""The people and the business that tests speak of."""

import pytest
from django.test import Client

from assets_app import clock
from tests import factories


@pytest.fixture
def business(db):
    return factories.make_business("Studio Nord", slug="studio-nord")


@pytest.fixture
def admin(business):
    return factories.make_member(business, "admin", first_name="Ines")


@pytest.fixture
def marketer(business):
    return factories.make_member(business, "marketer", first_name="Mara")


@pytest.fixture
def reviewer(business):
    return factories.make_member(business, "reviewer", first_name="Rafa")


@pytest.fixture
def viewer(business):
    return factories.make_member(business, "viewer", first_name="Vera")


@pytest.fixture
def stranger(db):
    """An admin, but of another business."""
    return factories.make_member(factories.make_business("Elsewhere", slug="elsewhere"), "admin", first_name="Sten")


@pytest.fixture
def as_member():
    """`as_member(viewer)` is a signed-in browser; None is somebody unknown."""

    def sign_in(member, **options) -> Client:
        client = Client(**options)
        if member is not None:
            client.force_login(member.user, backend="assets_app.sign_in.PasswordBackend")
            session = client.session
            session["seen_at"] = int(clock.timestamp())  # as after the first page of a session
            session.save()
        return client

    return sign_in


@pytest.fixture
def connected(business, sandbox_server, settings):
    """The business, connected to a fresh sandbox: its account, Page and Instagram account are known."""
    identity = sandbox_server.identity
    settings.GRAPH_API_URL = settings.GRAPH_VIDEO_URL = settings.GRAPH_RUPLOAD_URL = sandbox_server.url
    settings.META_APP_ID, settings.META_APP_SECRET = identity["app_id"], identity["app_secret"]
    business.graph_id = identity["business_id"]
    business.default_ad_account = factories.make_ad_account(business, identity["ad_account_id"])
    business.save()
    factories.make_connection(business, identity)
    factories.make_page(business, identity["page_id"])
    factories.make_instagram_account(business, identity["instagram_user_id"])
    return business


@pytest.fixture
def account(connected):
    return connected.default_ad_account
