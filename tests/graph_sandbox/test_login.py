"""The login dialog and the way from its code to a token."""

import re
from urllib.parse import parse_qs, urlsplit

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


def answered(graph, **choices):
    fields = dict(re.findall(r'type=hidden name=(\w+) value="([^"]*)"', dialog(graph).text))
    answer = graph.session.post(f"{graph.url}/v24.0/dialog/oauth", data={**fields, **choices}, allow_redirects=False)
    parts = urlsplit(answer.headers["Location"])
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def exchange(graph, code, redirect_uri=BACK):
    app = {
        "client_id": graph.app_id,
        "client_secret": graph.app_secret,
        "redirect_uri": redirect_uri,
        "access_token": None,
    }
    return graph.get("oauth/access_token", {**app, "code": code})


def test_a_person_may_decline_some_permissions(graph):
    back = answered(graph, answer="yes", grant_ads_read="1")

    token = exchange(graph, back["code"]).json()["access_token"]

    assert back["state"] == "s/1"
    rows = graph.get("me/permissions", {"access_token": token}).json()["data"]
    assert {"permission": "ads_read", "status": "granted"} in rows
    assert {"permission": "ads_management", "status": "declined"} in rows


def test_a_person_may_say_no(graph):
    back = answered(graph, answer="no")

    assert (back["error"], back["error_reason"], back["state"]) == ("access_denied", "user_denied", "s/1")


def test_a_code_works_once_and_for_its_address_only(graph):
    code = answered(graph, answer="yes", grant_ads_read="1")["code"]

    assert error_of(exchange(graph, code, "http://elsewhere/")) == (100, None)
    assert exchange(graph, code).status_code == 200
    assert error_of(exchange(graph, code)) == (100, None)


def test_an_unknown_app_gets_no_dialog(graph):
    assert dialog(graph, client_id="1").status_code == 400
    assert dialog(graph, redirect_uri="javascript:alert(1)").status_code == 400


def test_the_catalogue_has_product_sets(graph):
    catalogue = graph.get(f"{graph.business_id}/owned_product_catalogs").json()["data"][0]

    sets = graph.get(f"{catalogue['id']}/product_sets", {"fields": "name,product_catalog{name}"}).json()["data"]

    assert sets[0]["product_catalog"]["name"] == catalogue["name"]
