"""Tokens: where they stand, when they die, what they may."""

import hashlib
import hmac

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of


@pytest.mark.parametrize("word", ["Bearer", "OAuth"])
def test_a_token_may_stand_in_the_header(graph, word):
    answer = graph.get("me", {"access_token": None}, headers={"Authorization": f"{word} {graph.token}"})

    assert answer.status_code == 200


def test_no_token_is_104_and_a_wrong_one_190(graph):
    assert error_of(graph.get("me", {"access_token": None})) == (104, None)
    wrong = graph.get("me", {"access_token": "EAAnonsense"})
    assert (wrong.status_code, error_of(wrong)) == (401, (190, None))


def test_an_expired_token_is_190_with_463(graph):
    assert error_of(graph.get("me", {"access_token": facts()["expired_access_token"]})) == (190, 463)


def test_a_token_dies_when_its_time_comes(graph):
    token = facts()["user_access_token"]
    assert graph.get("me", {"access_token": token}).status_code == 200

    graph.control("POST", "clock", advance=61 * 86400)

    assert error_of(graph.get("me", {"access_token": token})) == (190, 463)


def test_a_right_proof_passes_and_a_wrong_one_does_not(graph):
    proof = hmac.new(graph.app_secret.encode(), graph.token.encode(), hashlib.sha256).hexdigest()

    assert graph.get("me", {"appsecret_proof": proof}).status_code == 200
    wrong = graph.get("me", {"appsecret_proof": "0" * 64})
    assert wrong.json()["error"]["message"] == "Invalid appsecret_proof provided in the API argument"
    assert error_of(wrong) == (100, None)


def test_a_proof_can_be_demanded(new_graph):
    graph = new_graph(require_proof=True)

    assert error_of(graph.get("me")) == (100, None)


def test_a_token_without_the_permission_is_refused(graph):
    answer = graph.post(f"{graph.ad_account_id}/adimages", {"access_token": facts()["limited_access_token"]})

    assert error_of(answer) == (200, None)
    assert "ads_management" in answer.json()["error"]["message"]


def test_a_permission_can_be_taken_away_meanwhile(graph):
    graph.control("POST", "act", act="remove_scope", access_token=graph.token, scope="ads_management")

    assert error_of(graph.post(f"{graph.ad_account_id}/adimages")) == (200, None)


@pytest.mark.parametrize("subcode", [458, 459, 460, 461, 462, 463, 464, 465, 466, 467, 468, 492, 493])
def test_a_revoked_token_says_why(graph, subcode):
    graph.control("POST", "act", act="revoke_token", access_token=graph.token, subcode=subcode)

    assert error_of(graph.get("me")) == (190, subcode)


@pytest.mark.parametrize(("act", "subcode"), [("remove_app", 458), ("change_password", 460), ("log_out", 467)])
def test_what_a_person_does_ends_all_tokens_of_the_person(graph, act, subcode):
    token = facts()["user_access_token"]

    graph.control("POST", "act", act=act, id=facts()["user_id"])

    assert error_of(graph.get("me", {"access_token": token})) == (190, subcode)
    assert graph.get("me").status_code == 200


def test_a_token_that_was_revoked_by_call_has_no_subcode(graph):
    app = {"client_id": graph.app_id, "client_secret": graph.app_secret}

    answer = graph.get("oauth/revoke", {**app, "revoke_token": facts()["user_access_token"]})

    assert answer.json() == {"success": "true"}
    assert error_of(graph.get("me", {"access_token": facts()["user_access_token"]})) == (190, None)


def test_a_permission_that_nobody_used_expires(graph):
    graph.control("POST", "act", act="expire_permission", id=facts()["system_user_id"], scope="ads_read")

    rows = graph.get("me/permissions", {"status": "expired"}).json()["data"]
    assert rows == [{"permission": "ads_read", "status": "expired"}]


def test_debug_token_describes_a_token(graph):
    app_token = f"{graph.app_id}|{graph.app_secret}"
    data = graph.get("debug_token", {"input_token": graph.token, "access_token": app_token}).json()["data"]

    assert (data["is_valid"], data["type"], data["app_id"], data["expires_at"]) == (
        True,
        "SYSTEM_USER",
        graph.app_id,
        0,
    )
    assert "ads_management" in data["scopes"]


def test_only_the_app_and_its_developers_may_inspect_a_token(graph):
    token = facts()["employee_access_token"]

    assert error_of(graph.get("debug_token", {"input_token": token, "access_token": token})) == (100, None)
    told = graph.get("debug_token", {"input_token": token, "access_token": f"{graph.app_id}|{graph.app_secret}"}).json()
    assert told["data"]["is_valid"]


@pytest.mark.parametrize("name", ["expired_access_token", None])
def test_debug_token_describes_dead_tokens_too(graph, name):
    token = facts()[name] if name else "EAAnonsense"
    data = graph.get("debug_token", {"input_token": token}).json()["data"]

    assert data["is_valid"] is False
    assert data["error"]["code"] == 190


def test_app_token_and_long_lived_token_are_issued(graph):
    app = {"client_id": graph.app_id, "client_secret": graph.app_secret, "access_token": None}

    first = graph.get("oauth/access_token", {**app, "grant_type": "client_credentials"}).json()
    exchange = {"grant_type": "fb_exchange_token", "fb_exchange_token": facts()["user_access_token"]}
    second = graph.get("oauth/access_token", {**app, **exchange}).json()

    assert first["access_token"] == f"{graph.app_id}|{graph.app_secret}"
    assert second["token_type"] == "bearer"
    assert graph.get("me", {"access_token": second["access_token"]}).json()["name"] == "Mira Okafor"


def test_a_wrong_app_secret_is_code_1(graph):
    asked = {"client_id": graph.app_id, "client_secret": "no", "grant_type": "client_credentials", "access_token": None}

    assert error_of(graph.get("oauth/access_token", asked)) == (1, None)


def test_permissions_are_listed(graph):
    rows = graph.get("me/permissions").json()["data"]

    assert {"permission": "ads_management", "status": "granted"} in rows


def test_without_partner_access_folders_need_a_permission(new_graph):
    graph = new_graph(partner=False)
    scopes = graph.get("debug_token", {"input_token": graph.token}).json()["data"]["scopes"]

    assert "business_creative_management" not in scopes
    for edge in ("creative_folders", "images", "videos", "creatives"):
        assert error_of(graph.get(f"{graph.business_id}/{edge}")) == (200, None)
    assert error_of(graph.post(f"{graph.business_id}/creative_folders", {"name": "x"})) == (200, None)
    assert graph.get(f"{graph.business_id}/owned_ad_accounts").status_code == 200


def test_the_leave_to_read_ends_however_often_a_token_is_exchanged(graph):
    token, now = facts()["user_access_token"], graph.control("GET", "clock")["now"]
    graph.control("POST", "act", act="end_data_access", id=facts()["user_id"], seconds=3600)
    app = {"client_id": graph.app_id, "client_secret": graph.app_secret}
    asked = {**app, "grant_type": "fb_exchange_token", "fb_exchange_token": token}
    longer = graph.get("oauth/access_token", asked).json()["access_token"]

    for one in (token, longer):
        told = graph.get("debug_token", {"input_token": one}).json()["data"]
        assert 3590 < told["data_access_expires_at"] - now < 3700
        assert told["expires_at"] - now > 7 * 86_400
