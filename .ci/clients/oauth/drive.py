"""Two OAuth 2 client libraries that know nothing of this sandbox: a person's login by code, and what comes after it.

requests-oauthlib is used with its own correction for Facebook, Authlib as it comes.
"""

import html.parser
import os
import urllib.parse

import requests
import truth
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from oauthlib.oauth2 import OAuth2Error
from requests_oauthlib import OAuth2Session
from requests_oauthlib.compliance_fixes import facebook_compliance_fix

FACTS = truth.FACTS
DIALOG = "https://www.facebook.com/v24.0/dialog/oauth"
TOKEN = "https://graph.facebook.com/v24.0/oauth/access_token"
BACK = "https://galley.example/connections/back/"
SCOPES = ["ads_management", "ads_read", "business_management"]


class Form(html.parser.HTMLParser):
    """The form of a page: where it goes and its fields with what is in them at first."""

    def __init__(self, page: str):
        super().__init__()
        self.action, self.fields, self.buttons = "", [], []
        self.feed(page)

    def handle_starttag(self, tag: str, given: list) -> None:
        values = dict(given)
        if tag == "form":
            self.action = values.get("action", "")
        if tag == "button" and "name" in values:
            self.buttons.append((values["name"], values.get("value", "")))
        if tag == "input" and "name" in values and ("checked" in values or values.get("type") != "checkbox"):
            self.fields.append((values["name"], values.get("value", "")))


def consent(address: str, leave_out: str = "", button: str = "yes") -> str:
    """What a person's browser does: opens the page, presses a button; the address that it is sent back to."""
    browser = requests.Session()
    page = browser.get(address)
    page.raise_for_status()
    form = Form(page.text)
    fields = [(name, value) for name, value in form.fields if name != f"grant_{leave_out}"]
    pressed = [one for one in form.buttons if one[1] == button]
    answer = browser.post(urllib.parse.urljoin(address, form.action), data=fields + pressed, allow_redirects=False)
    truth.holds("the browser is sent back", answer.headers["Location"].startswith(BACK))
    return answer.headers["Location"]


def one_permission_less() -> None:
    session = facebook_compliance_fix(OAuth2Session(FACTS["app_id"], redirect_uri=BACK, scope=SCOPES))
    address, _ = session.authorization_url(DIALOG)
    sent_back = consent(address, leave_out="ads_management")
    session.fetch_token(TOKEN, client_secret=FACTS["app_secret"], authorization_response=sent_back)
    rows = session.get("https://graph.facebook.com/v24.0/me/permissions").json()["data"]
    states = {row["permission"]: row["status"] for row in rows}
    truth.equal("a declined permission", (states["ads_management"], states["ads_read"]), ("declined", "granted"))


def with_requests_oauthlib() -> None:
    """What was declined is asked again, and the token reads what the person reaches."""
    session = facebook_compliance_fix(OAuth2Session(FACTS["app_id"], redirect_uri=BACK, scope=SCOPES))
    address, _ = session.authorization_url(DIALOG, auth_type="rerequest")
    token = session.fetch_token(TOKEN, client_secret=FACTS["app_secret"], authorization_response=consent(address))
    truth.equal("requests-oauthlib has a token", token["token_type"].lower(), "bearer")
    rows = session.get("https://graph.facebook.com/v24.0/me/permissions").json()["data"]
    granted = {row["permission"] for row in rows if row["status"] == "granted"}
    truth.equal("and every permission", granted & set(SCOPES), set(SCOPES))
    found = {row["id"] for row in session.get("https://graph.facebook.com/v24.0/me/adaccounts").json()["data"]}
    truth.equal("and reads ad accounts", found, truth.ids("me/adaccounts"))


def a_refusal() -> None:
    session = facebook_compliance_fix(OAuth2Session(FACTS["app_id"], redirect_uri=BACK, scope=SCOPES))
    address, _ = session.authorization_url(DIALOG)
    try:
        session.fetch_token(
            TOKEN, client_secret=FACTS["app_secret"], authorization_response=consent(address, button="no")
        )
    except OAuth2Error as error:
        truth.equal("a refusal is an error of the library", error.error, "access_denied")
    else:
        raise SystemExit("    a refusal gave a token")


def with_authlib() -> None:
    session = AuthlibSession(
        FACTS["app_id"],
        FACTS["app_secret"],
        scope=" ".join(SCOPES),
        redirect_uri=BACK,
        token_endpoint_auth_method="client_secret_post",
    )
    address, state = session.create_authorization_url(DIALOG)
    token = session.fetch_token(TOKEN, authorization_response=consent(address), state=state)
    truth.holds("Authlib has a token", token["access_token"] and token["expires_in"] > 0)
    truth.holds("and asks who it is", session.get("https://graph.facebook.com/v24.0/me").json()["name"])

    long = session.get(
        TOKEN,
        params={
            "grant_type": "fb_exchange_token",
            "client_id": FACTS["app_id"],
            "client_secret": FACTS["app_secret"],
            "fb_exchange_token": token["access_token"],
        },
        withhold_token=True,
    ).json()
    truth.holds("a token of 60 days for it", long["expires_in"] > 50 * 86400)


def for_the_app() -> None:
    session = AuthlibSession(
        FACTS["app_id"],
        FACTS["app_secret"],
        token_endpoint_auth_method="client_secret_post",
    )
    app = session.fetch_token(TOKEN, grant_type="client_credentials")["access_token"]
    shown = requests.get(
        "https://graph.facebook.com/v24.0/debug_token",
        params={"input_token": FACTS["access_token"], "access_token": app},
    ).json()["data"]
    truth.equal("the app's own token looks at others", (shown["is_valid"], shown["app_id"]), (True, FACTS["app_id"]))


os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # a person may grant less than was asked for
one_permission_less()
with_requests_oauthlib()
a_refusal()
with_authlib()
for_the_app()
