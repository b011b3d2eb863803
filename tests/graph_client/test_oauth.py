"""Tokens from a login to their end."""

import pytest

from graph_client import GraphClient, InvalidParameter, Secret, TokenRejected, oauth
from graph_sandbox.handlers.tokens import new_login_code

from .conftest import new_client

CALLBACK = "http://127.0.0.1:8460/connect/callback/"


@pytest.fixture
def app(meta):
    """The app that signs in people, and a client that has no token yet."""
    known = {"app_id": meta.facts["app_id"], "app_secret": Secret(meta.facts["app_secret"])}
    client = GraphClient("", api_url=meta.url, retries=0)
    yield client, known
    client.close()


def code_of(meta):
    scopes = ["ads_management", "ads_read"]
    return new_login_code(
        meta.sandbox, meta.facts["app_id"], CALLBACK, meta.facts["user_id"], scopes, ["pages_show_list"]
    )


def test_code_of_a_login_becomes_a_token_that_works(meta, app):
    client, known = app
    token, lifetime = oauth.exchange_code(client, **known, redirect_uri=CALLBACK, code=code_of(meta))
    assert lifetime > 50 * 86400
    person = new_client(meta, token=token)
    told = oauth.debug_token(person)
    assert (told["is_valid"], told["user_id"], told["type"]) == (True, meta.facts["user_id"], "USER")
    person.close()


def test_code_works_once_and_only_for_its_address(meta, app):
    client, known = app
    code = code_of(meta)
    with pytest.raises(InvalidParameter):
        oauth.exchange_code(client, **known, redirect_uri="http://elsewhere/", code=code)
    oauth.exchange_code(client, **known, redirect_uri=CALLBACK, code=code)
    with pytest.raises(InvalidParameter):
        oauth.exchange_code(client, **known, redirect_uri=CALLBACK, code=code)


def test_wrong_app_secret_is_told_as_such(meta, app):
    client, known = app
    with pytest.raises(TokenRejected) as caught:
        oauth.exchange_code(client, **{**known, "app_secret": "wrong"}, redirect_uri=CALLBACK, code=code_of(meta))
    assert "app secret" in caught.value.advice


def test_token_is_made_to_live_longer(meta, app):
    client, known = app
    token, lifetime = oauth.lengthen(client, **known, token=meta.facts["user_access_token"])
    assert token.reveal() != meta.facts["user_access_token"]
    assert lifetime > 50 * 86400


def test_expired_token_cannot_be_made_to_live_longer(meta, app):
    client, known = app
    with pytest.raises(TokenRejected):
        oauth.lengthen(client, **known, token=meta.facts["expired_access_token"])


def test_revoked_token_is_worthless_at_once(meta, app):
    client, known = app
    token, _ = oauth.lengthen(client, **known, token=meta.facts["user_access_token"])
    oauth.revoke(client, **known, token=token)
    person = new_client(meta, token=token)
    with pytest.raises(TokenRejected):
        person.get("me")
    person.close()


def test_app_may_inspect_the_tokens_of_its_people(meta):
    own = oauth.app_token(meta.facts["app_id"], meta.facts["app_secret"])
    client = GraphClient(own, api_url=meta.url)
    assert oauth.debug_token(client, meta.facts["user_access_token"])["user_id"] == meta.facts["user_id"]
    client.close()
