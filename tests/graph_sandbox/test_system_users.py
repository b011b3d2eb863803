"""System users, the apps installed for them, and their tokens."""

import hashlib
import hmac

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of


@pytest.fixture
def robot(graph):
    made = graph.post(f"{graph.business_id}/system_users", {"name": "Nightly sync", "role": "EMPLOYEE"})
    return made.json()["id"]


def proof(graph):
    return hmac.new(graph.app_secret.encode(), graph.token.encode(), hashlib.sha256).hexdigest()


def ask(graph, robot, **changes):
    wanted = {"business_app": graph.app_id, "scope": "ads_read,business_management", "appsecret_proof": proof(graph)}
    return graph.post(f"{robot}/access_tokens", {**wanted, **changes})


def described(graph, token):
    return graph.get("debug_token", {"input_token": token}).json()["data"]


def test_a_business_has_system_users(graph, robot):
    rows = graph.get(f"{graph.business_id}/system_users", {"fields": "id,name,role,created_by"}).json()["data"]

    assert [row["name"] for row in rows] == ["Galley system user", "Nightly sync"]
    assert (rows[1]["id"], rows[1]["role"]) == (robot, "EMPLOYEE")
    assert rows[0]["created_by"]["name"] == "Mira Okafor"


def test_a_token_needs_an_installed_app_a_proof_and_known_permissions(graph, robot):
    assert error_of(ask(graph, robot)) == (100, None)
    assert graph.post(f"{robot}/applications", {"business_app": graph.app_id}).json() == {"success": True}

    assert error_of(ask(graph, robot, appsecret_proof="")) == (100, None)
    assert error_of(ask(graph, robot, scope="user_videos")) == (100, None)
    assert error_of(ask(graph, robot, scope="")) == (100, None)
    token = ask(graph, robot).json()["access_token"]

    told = described(graph, token)
    assert (told["type"], told["user_id"], told["expires_at"]) == ("SYSTEM_USER", robot, 0)
    assert told["granular_scopes"] == [
        {"scope": "ads_read", "target_ids": []},
        {"scope": "business_management", "target_ids": [graph.business_id]},
    ]


def test_a_token_may_end_after_sixty_days(new_graph):
    graph = new_graph(system_tokens_expire=True)
    user = facts()["system_user_id"]

    assert error_of(ask(graph, user)) == (100, None)
    token = ask(graph, user, set_token_expires_in_60_days="true").json()["access_token"]

    told = described(graph, token)
    assert told["expires_at"] - told["issued_at"] == 60 * 86400


def test_a_system_users_token_is_exchanged_for_one_that_ends_only_on_request(graph):
    app = {"client_id": graph.app_id, "client_secret": graph.app_secret, "grant_type": "fb_exchange_token"}
    wanted = {**app, "fb_exchange_token": graph.token}

    assert "expires_in" not in graph.get("oauth/access_token", wanted).json()
    ending = graph.get("oauth/access_token", {**wanted, "set_token_expires_in_60_days": "true"}).json()
    assert ending["expires_in"] == 60 * 86400
    assert graph.get("me").status_code == 200


def test_a_business_hands_out_tokens_with_assets(graph, robot):
    wanted = {
        "system_user_id": robot,
        "scope": '["ads_read"]',
        "asset": f"[{graph.ad_account_id.removeprefix('act_')}]",
    }

    token = graph.post(f"{graph.business_id}/system_user_access_tokens", wanted).json()["access_token"]

    assert graph.get(graph.ad_account_id, {"access_token": token}).status_code == 200
    again = graph.post(f"{graph.business_id}/system_user_access_tokens", {**wanted, "fetch_only": "true"}).json()
    assert again["access_token"] == token


def test_a_business_makes_a_system_user_by_name_for_an_app(graph):
    wanted = {"app_id": graph.app_id, "scope": "ads_read", "system_user_name": "Feed"}

    tokens = [graph.post(f"{graph.business_id}/access_token", wanted).json()["access_token"] for _ in range(2)]

    assert len({described(graph, token)["user_id"] for token in tokens}) == 1


def test_only_admins_and_only_system_users(graph, robot):
    employee = facts()["employee_access_token"]

    assert error_of(graph.get(f"{graph.business_id}/system_users", {"access_token": employee})) == (200, None)
    assert error_of(ask(graph, facts()["user_id"])) == (100, 33)
    assert error_of(graph.post(f"{graph.business_id}/system_users", {"name": "x", "role": "KING"})) == (100, None)
