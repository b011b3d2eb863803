"""Who is there: an app, tokens, a person, two businesses, ad accounts, Pages, Instagram accounts, a catalog."""

import hashlib
from typing import TYPE_CHECKING, Any

from ..auth import PARTNER_SCOPES, SCOPES

if TYPE_CHECKING:
    from ..sandbox import Sandbox


def _token(name: str) -> str:
    """Tokens look like Meta's: EAA and a long run of letters."""
    return "EAAG" + hashlib.sha256(f"galley sandbox {name}".encode()).hexdigest().upper() + "ZD"


FACTS: dict[str, Any] = {
    "access_token": _token("system user"),
    "user_access_token": _token("person"),
    "limited_access_token": _token("reads only"),
    "expired_access_token": _token("expired"),
    "employee_access_token": _token("employee"),
    "partner_access_token": _token("partner"),
    "app_id": "1024873309551620",
    "app_secret": hashlib.md5(b"galley sandbox app").hexdigest(),
    "login_config_id": "1190027733051486",
    "user_id": "1220047611938502",
    "system_user_id": "1220047611938511",
    "employee_user_id": "1220047611938529",
    "partner_user_id": "1220047611938537",
    "freelancer_user_id": "1220047611938545",
    "business_id": "1370046618224093",
    "other_business_id": "1370046618224101",
    "ad_account_id": "act_1480033155270964",
    "second_ad_account_id": "act_1480033155270972",
    "client_ad_account_id": "act_1480033155270988",
    "foreign_ad_account_id": "act_1480033155270999",
    "page_id": "1590022743619875",
    "second_page_id": "1590022743619883",
    "instagram_user_id": "17841400022743619",
    "second_instagram_user_id": "17841400022743627",
    "product_catalog_id": "1700011432968754",
    "product_set_id": "1700011432968762",
}


def fill(sandbox: "Sandbox") -> None:
    born = sandbox.clock.now() - 400 * 86400
    _people(sandbox, born)
    _businesses(sandbox, born)
    _accounts(sandbox, born)
    _pages(sandbox, born)
    _catalog(sandbox, born)


def _people(sandbox: "Sandbox", born: float) -> None:
    add, fact = sandbox.store.add, FACTS
    add("app", {"name": "Galley", "secret": fact["app_secret"]}, id=fact["app_id"], created=born)
    reach = [
        fact[name]
        for name in FACTS
        if name.endswith(("business_id", "account_id", "page_id")) and not name.startswith(("foreign", "other"))
    ]
    theirs = [fact["other_business_id"], fact["client_ad_account_id"], fact["foreign_ad_account_id"]]
    for name, person, reached in (
        ("user_id", "Mira Okafor", reach),
        ("employee_user_id", "Jon Petersen", reach),
        ("freelancer_user_id", "Lena Holt", [fact["business_id"], fact["ad_account_id"], fact["page_id"]]),
        ("partner_user_id", "Ada Brook", theirs),
    ):
        develops = name == "user_id"  # a role in the app, beside those at the businesses
        add("user", {"name": person, "reach": reached, "develops": develops}, id=fact[name], created=born)
    system = {
        "name": "Galley system user",
        "system": True,
        "role": "ADMIN",
        "created_by": fact["user_id"],
        "reach": reach,
    }
    system["apps"] = [fact["app_id"]]
    add("user", system, parent=fact["business_id"], id=fact["system_user_id"], created=born)
    scopes = [scope for scope in SCOPES if sandbox.partner or scope not in PARTNER_SCOPES]
    reads = ["ads_read", "pages_show_list", "public_profile"]
    soon = sandbox.clock.now() + 60 * 86400
    for name, user, kind, granted, expires in (
        ("access_token", "system_user_id", "SYSTEM_USER", scopes, 0),
        ("user_access_token", "user_id", "USER", scopes, soon),
        ("limited_access_token", "user_id", "USER", reads, soon),
        ("expired_access_token", "user_id", "USER", scopes, born + 86400),
        ("employee_access_token", "employee_user_id", "USER", scopes, soon),
        ("partner_access_token", "partner_user_id", "USER", scopes, soon),
    ):
        fields = {
            "app_id": fact["app_id"],
            "user_id": fact[user],
            "type": kind,
            "scopes": granted,
            "expires_at": int(expires),
            "issued_at": int(born),
            "reach": theirs if name == "partner_access_token" else reach,
        }
        add("token", fields, key=fact[name], created=born)
    app_token = {
        "app_id": fact["app_id"],
        "user_id": fact["app_id"],
        "type": "APP",
        "scopes": [],
        "expires_at": 0,
        "issued_at": int(born),
    }
    add("token", app_token, key=f"app:{fact['app_id']}", created=born)


def _businesses(sandbox: "Sandbox", born: float) -> None:
    for name, title in (("business_id", "Fern & Clay Studio"), ("other_business_id", "Harbour Coffee Roasters")):
        fields = {
            "name": title,
            "verification_status": "verified",
            "link": f"https://www.facebook.com/{FACTS[name]}",
            "vertical": "RETAIL",
            "timezone_id": 47,
        }
        sandbox.store.add("business", fields, id=FACTS[name], created=born)
    for business, user, name, role in (
        ("business_id", "user_id", "Mira Okafor", "ADMIN"),
        ("business_id", "employee_user_id", "Jon Petersen", "EMPLOYEE"),
        ("other_business_id", "partner_user_id", "Ada Brook", "ADMIN"),
    ):
        person = {"name": name, "role": role, "email": f"{name.split()[0].lower()}@fernandclay.example"}
        person_id = f"123{FACTS[user][3:]}"
        sandbox.store.add("business_user", person, parent=FACTS[business], key=FACTS[user], id=person_id, created=born)


def _accounts(sandbox: "Sandbox", born: float) -> None:
    own, other = FACTS["business_id"], FACTS["other_business_id"]
    for name, title, owner, currency, zone in (
        ("ad_account_id", "Fern & Clay EU", own, "EUR", "Europe/Berlin"),
        ("second_ad_account_id", "Fern & Clay US", own, "USD", "America/New_York"),
        ("client_ad_account_id", "Harbour Coffee (client)", other, "GBP", "Europe/London"),
        ("foreign_ad_account_id", "Somebody else's account", other, "USD", "America/Los_Angeles"),
    ):
        fields = {
            "name": title,
            "account_status": 1,
            "currency": currency,
            "timezone_name": zone,
            "owner": owner,
            "agencies": [own] if name == "client_ad_account_id" else [],
            "page_ids": [FACTS["page_id"], FACTS["second_page_id"]],
            "instagram_ids": [FACTS["instagram_user_id"], FACTS["second_instagram_user_id"]],
        }
        since = born - 900 * 86400 if name == "second_ad_account_id" else born  # it has 40 months of results
        sandbox.store.add("ad_account", fields, id=FACTS[name], parent=owner, created=since)


def _pages(sandbox: "Sandbox", born: float) -> None:
    business = FACTS["business_id"]
    for page, instagram, title, handle, category in (
        ("page_id", "instagram_user_id", "Fern & Clay", "fernandclay", "Home decor"),
        ("second_page_id", "second_instagram_user_id", "Fern & Clay Kids", "fernandclay.kids", "Toy shop"),
    ):
        fields = {
            "name": title,
            "category": category,
            "instagram_id": FACTS[instagram],
            "access_token": _token(page),
            "username": handle,
        }
        sandbox.store.add("page", fields, id=FACTS[page], parent=business, created=born)
        sandbox.store.add(
            "instagram_user",
            {"username": handle, "page_id": FACTS[page]},
            id=FACTS[instagram],
            parent=business,
            created=born,
        )
        token = {
            "app_id": FACTS["app_id"],
            "user_id": FACTS[page],
            "type": "PAGE",
            "scopes": list(SCOPES),
            "expires_at": 0,
            "issued_at": int(born),
        }
        sandbox.store.add("token", token, key=_token(page), created=born)


def _catalog(sandbox: "Sandbox", born: float) -> None:
    catalog = FACTS["product_catalog_id"]
    fields = {"name": "Fern & Clay catalogue", "product_count": 8, "vertical": "commerce"}
    sandbox.store.add("product_catalog", fields, id=catalog, parent=FACTS["business_id"], created=born)
    sandbox.store.add(
        "product_set",
        {"name": "All products", "product_count": 8},
        id=FACTS["product_set_id"],
        parent=catalog,
        created=born,
    )
