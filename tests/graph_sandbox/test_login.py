"""The login dialog and the way from its code to a token."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of

BACK = "http://127.0.0.1:1/back"


def dialog(graph, **changes):
    asked = {
        "client_id": graph.app_id,
        "redirect_uri": BACK,
        "state": "s/1",
        "scope": "ads_read,ads_management,nonsense",
        **changes,
    }
    return graph.session.get(f"{graph.url}/v24.0/dialog/oauth", params=asked)


def boxes(answer):
    return re.findall(r"type=checkbox name=grant_(\w+)", answer.text)


def sent_back(graph, asked=None, **choices):
    """(query, fragment) of the address that the dialog leads back to."""
    fields = dict(re.findall(r'type=hidden name=(\w+) value="([^"]*)"', dialog(graph, **(asked or {})).text))
    answer = graph.session.post(f"{graph.url}/v24.0/dialog/oauth", data={**fields, **choices}, allow_redirects=False)
    parts = urlsplit(answer.headers["Location"])
    return tuple({name: values[0] for name, values in parse_qs(text).items()} for text in (parts.query, parts.fragment))


def answered(graph, asked=None, **choices):
    return sent_back(graph, asked, **choices)[0]


def exchange(graph, code, redirect_uri=BACK, **more):
    app = {
        "client_id": graph.app_id,
        "client_secret": graph.app_secret,
        "redirect_uri": redirect_uri,
        "access_token": None,
    }
    return graph.get("oauth/access_token", {**app, "code": code, **more})


def token_of(graph, asked=None, **choices):
    return exchange(graph, answered(graph, asked, answer="yes", **choices)["code"]).json()["access_token"]


def permissions(graph, token, **narrowed):
    rows = graph.get("me/permissions", {"access_token": token, **narrowed}).json()["data"]
    return {row["permission"]: row["status"] for row in rows}


def test_a_person_may_decline_some_permissions(graph):
    back = answered(graph, answer="yes", grant_ads_read="1")

    token = exchange(graph, back["code"]).json()["access_token"]

    assert back["state"] == "s/1"
    assert permissions(graph, token) == {
        "ads_read": "granted",
        "public_profile": "granted",
        "ads_management": "declined",
    }
    assert permissions(graph, token, status="declined") == {"ads_management": "declined"}
    assert permissions(graph, token, permission="ads_read") == {"ads_read": "granted"}


def test_a_person_may_say_no(graph):
    assert answered(graph, answer="no") == {
        "error": "access_denied",
        "error_code": "200",
        "error_description": "Permissions error",
        "error_reason": "user_denied",
        "state": "s/1",
    }


def test_what_was_declined_is_asked_again_only_on_request(graph):
    assert boxes(dialog(graph)) == ["ads_read", "ads_management"]
    token_of(graph, grant_ads_read="1")

    assert boxes(dialog(graph)) == []
    assert boxes(dialog(graph, scope="ads_read,pages_show_list")) == ["pages_show_list"]
    assert boxes(dialog(graph, auth_type="rerequest")) == ["ads_management"]
    token = token_of(graph, {"auth_type": "rerequest"}, grant_ads_management="1")
    assert permissions(graph, token)["ads_management"] == permissions(graph, token)["ads_read"] == "granted"


def test_a_code_works_once_and_for_its_address_only(graph):
    code = answered(graph, answer="yes", grant_ads_read="1")["code"]

    assert error_of(exchange(graph, code, "http://elsewhere/")) == (100, None)
    assert exchange(graph, code).status_code == 200
    assert error_of(exchange(graph, code)) == (100, None)


@pytest.mark.parametrize(
    "asked",
    [
        {"client_id": "1"},
        {"redirect_uri": "javascript:alert(1)"},
        {"config_id": "1"},
        {"response_type": "all"},
        {"code_challenge": "x", "code_challenge_method": "S1"},
    ],
)
def test_what_the_dialog_does_not_know_gets_none(graph, asked):
    assert dialog(graph, **asked).status_code == 400


def test_only_registered_addresses_are_led_back_to(new_graph):
    graph = new_graph(redirect_uris=["http://127.0.0.1:1/other"])

    assert dialog(graph).status_code == 400
    assert dialog(graph, redirect_uri="http://127.0.0.1:1/other").status_code == 200


def test_a_login_configuration_stands_for_its_permissions(graph):
    assert "business_management" in boxes(dialog(graph, scope="", config_id=facts()["login_config_id"]))


def test_a_challenge_must_be_met(graph):
    verifier = "a" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {"code_challenge": challenge, "code_challenge_method": "S256"}
    code = answered(graph, asked, answer="yes", grant_ads_read="1")["code"]

    assert error_of(exchange(graph, code)) == (100, None)
    assert error_of(exchange(graph, code, code_verifier="b" * 50)) == (100, None)
    assert exchange(graph, code, code_verifier=verifier).status_code == 200


def test_a_token_comes_behind_the_hash_and_lives_for_hours(graph):
    query, fragment = sent_back(graph, {"response_type": "token"}, answer="yes", grant_ads_read="1")

    assert query == {}
    assert fragment["state"] == "s/1"
    described = graph.get("debug_token", {"input_token": fragment["access_token"]}).json()["data"]
    assert described["expires_at"] - described["issued_at"] == int(fragment["expires_in"]) == 7200


def test_granted_and_denied_permissions_come_along_when_asked_for(graph):
    back = answered(graph, {"response_type": "code granted_scopes"}, answer="yes", grant_ads_read="1")

    assert (back["granted_scopes"], back["denied_scopes"]) == ("ads_read,public_profile", "ads_management")
    assert "code" in back


def test_other_people_can_log_in_and_reach_what_is_theirs(graph):
    scopes = {"scope": "ads_read,business_management"}
    choices = {"user": facts()["partner_user_id"], "grant_ads_read": "1", "grant_business_management": "1"}
    token = token_of(graph, scopes, **choices)

    assert graph.get("me", {"access_token": token}).json()["name"] == "Ada Brook"
    reached = graph.get("me/businesses", {"access_token": token}).json()["data"]
    assert [row["id"] for row in reached] == [facts()["other_business_id"]]


def test_whoever_signs_in_instead_is_asked_for_what_is_still_theirs_to_give(graph):
    token_of(graph, grant_ads_read="1", grant_ads_management="1")
    fields = dict(re.findall(r'type=hidden name=(\w+) value="([^"]*)"', dialog(graph).text))
    other = {**fields, "user": facts()["partner_user_id"], "answer": "yes"}
    asked = graph.session.post(f"{graph.url}/v24.0/dialog/oauth", data=other, allow_redirects=False)

    assert asked.status_code == 200 and boxes(asked) == ["ads_read", "ads_management"]
    assert re.search(r"<option value=(\d+)>", asked.text).group(1) == facts()["partner_user_id"]
    fields = dict(re.findall(r'type=hidden name=(\w+) value="([^"]*)"', asked.text))
    given = {**other, **fields, "grant_ads_read": "1"}
    back = graph.session.post(f"{graph.url}/v24.0/dialog/oauth", data=given, allow_redirects=False)
    assert back.status_code == 302 and "code=" in back.headers["Location"]


def test_one_permission_can_be_given_back(graph):
    token = token_of(graph, grant_ads_read="1", grant_ads_management="1")

    assert graph.delete("me/permissions/ads_read", {"access_token": token}).json() == {"success": True}
    assert graph.delete("me/permissions", {"access_token": token, "permission": "ads_management"}).status_code == 200

    assert permissions(graph, token, status="granted") == {"public_profile": "granted"}
    assert error_of(graph.get("me/adaccounts", {"access_token": token})) == (200, None)
    assert error_of(graph.delete("me/permissions/ads_read", {"access_token": token})) == (100, None)
    assert boxes(dialog(graph, auth_type="rerequest")) == ["ads_read", "ads_management"]


def test_an_app_that_is_removed_has_no_token_left(graph):
    token = token_of(graph, grant_ads_read="1")
    other = exchange(graph, answered(graph, answer="yes")["code"]).json()["access_token"]

    assert graph.delete("me/permissions", {"access_token": token}).json() == {"success": True}

    assert [error_of(graph.get("me", {"access_token": one})) for one in (token, other)] == [(190, 458)] * 2
    assert boxes(dialog(graph)) == ["ads_read", "ads_management"]


def test_a_client_of_the_same_app_gets_a_code_for_a_token_of_its_own(graph):
    app = {"client_id": graph.app_id, "client_secret": graph.app_secret, "redirect_uri": BACK}
    token = token_of(graph, grant_ads_read="1")

    code = graph.get("oauth/client_code", {**app, "access_token": token}).json()["code"]

    second = exchange(graph, code).json()["access_token"]
    assert second != token
    assert permissions(graph, second)["ads_read"] == "granted"


def test_the_catalogue_has_product_sets(graph):
    catalogue = graph.get(f"{graph.business_id}/owned_product_catalogs").json()["data"][0]

    sets = graph.get(f"{catalogue['id']}/product_sets", {"fields": "name,product_catalog{name}"}).json()["data"]

    assert sets[0]["product_catalog"]["name"] == catalogue["name"]


def test_scopes_may_be_separated_by_spaces(graph):
    assert boxes(dialog(graph, scope="ads_read ads_management")) == ["ads_read", "ads_management"]


def test_an_app_may_name_itself_in_a_basic_header(graph):
    """So do the OAuth 2 libraries that are told nothing of Meta."""
    back = answered(graph, answer="yes", grant_ads_read="1")
    asked = {"redirect_uri": BACK, "code": back["code"]}

    answer = graph.session.post(
        f"{graph.url}/v24.0/oauth/access_token", data=asked, auth=(graph.app_id, graph.app_secret)
    )
    wrong = graph.session.post(f"{graph.url}/v24.0/oauth/access_token", data=asked, auth=(graph.app_id, "wrong"))

    assert permissions(graph, answer.json()["access_token"])["ads_read"] == "granted"
    assert error_of(wrong) == (1, None)
