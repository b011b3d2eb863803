"""What works with a token, asked of Meta by reading alone: every question is a GET, nothing is changed there or here."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from assets_app.encrypted_text import Secret
from assets_app.scopes import BUSINESSES, SCOPES
from assets_app.services.token_watch import facts_of, moment, why_invalid
from graph_client import GraphClient, GraphError
from graph_client.edges import accounts, folders

MOST_LISTED = 500
OF_AN_ACCOUNT = (
    ("campaigns and ads", "ads", {"fields": "id", "limit": 1}),
    ("creatives", "adcreatives", {"fields": "id", "limit": 1}),
    ("images", "adimages", {"fields": "hash", "limit": 1}),
    ("videos", "advideos", {"fields": "id", "limit": 1}),
    ("results", "insights", {"fields": "impressions", "date_preset": "last_7d"}),
)


@dataclass(frozen=True)
class Finding:
    """One question and its answer. `is_needed`: Galley does not do its work without it."""

    name: str
    works: bool
    text: str
    is_needed: bool = True


def findings(client: GraphClient, app_id: str, app_secret: Secret, ad_account: str = "") -> Iterator[Finding]:
    """In the order in which trouble spreads: the token, its permissions, what it reaches, what can be read there."""
    try:
        facts = facts_of(client, app_id, app_secret)
    except GraphError as error:
        yield Finding("token", False, error.advice)
        return
    yield _token(facts)
    if not facts.get("is_valid"):
        return
    granted = set(facts.get("scopes") or [])
    for scope in SCOPES:
        has = scope.name in granted
        yield Finding(scope.name, has, "granted" if has else scope.without, scope.is_needed)
    businesses = yield from _listed("Meta businesses", accounts.list_businesses(client))
    with_business = BUSINESSES in granted
    found = yield from _listed("ad accounts", accounts.list_ad_accounts(client, with_business=with_business))
    yield from _listed("Pages", accounts.list_pages(client))
    if businesses:
        home = businesses[0]["id"]
        instagram = accounts.list_business_instagram_accounts(client, home)
        yield from _listed("Instagram accounts", instagram, is_needed=False)
        yield from _listed("creative folders", folders.list_roots(client, home), is_needed=False)
    account = ad_account or next((row["id"] for row in found if row.get("account_status") == 1), "")
    if account:
        yield from _of_account(client, account)


def _token(facts: dict) -> Finding:
    if not facts.get("is_valid"):
        return Finding("token", False, why_invalid(facts))
    ends = moment(facts.get("expires_at"))
    kind = str(facts.get("type", "")).lower().replace("_", " ")
    until = f"until {ends:%-d %B %Y}" if ends else "without an end"
    return Finding("token", True, f"of a {kind}, for app {facts.get('app_id')}, {until}")


def _listed(name: str, asked: Iterable[dict], *, is_needed: bool = True) -> Generator[Finding, None, list[dict]]:
    """A finding that counts and names; gives back the rows."""
    try:
        rows = list(islice(asked, MOST_LISTED))
    except GraphError as error:
        yield Finding(name, False, error.advice, is_needed)
        return []
    names = ", ".join(str(row.get("name") or row.get("username") or row["id"]) for row in rows[:3])
    more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
    text = f"{len(rows)}: {names}{more}" if rows else "none is reached"
    yield Finding(name, bool(rows) or not is_needed, text, is_needed)
    return rows


def _of_account(client: GraphClient, account: str) -> Iterator[Finding]:
    for name, edge, params in OF_AN_ACCOUNT:
        try:
            client.get(f"{account}/{edge}", params)
            yield Finding(f"{name} of {account}", True, "can be read")
        except GraphError as error:
            yield Finding(f"{name} of {account}", False, error.advice)
