"""What one connection reaches, as Meta lists it. Calls only; nothing is written here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from assets_app.graph import api_of
from assets_app.models import Connection
from assets_app.scopes import BUSINESSES, INSTAGRAM, PAGES, READS, WRITES
from graph_client import APIError, PermissionMissing, RateLimited, TokenRejected
from graph_client.edges import accounts, folders

MOST_ACCOUNTS_ASKED = 10


@dataclass
class Reach:
    """Rows of Graph by their id, one dict a name of REACHED.

    `skipped` are businesses that are not used: what lies in them was not asked for.
    """

    connection: Connection
    businesses: dict[str, dict] = field(default_factory=dict)
    accounts: dict[str, dict] = field(default_factory=dict)
    pages: dict[str, dict] = field(default_factory=dict)
    instagram: dict[str, dict] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    folder_home: str = ""
    has_folders: bool = False


def read(connection: Connection, *, unused: frozenset[str], folder_home: str) -> Reach:
    """Ask Meta for everything. `unused`: businesses nobody chose; `folder_home`: the one that keeps the folders, if known."""
    client, scopes = api_of(connection), set(connection.scopes)
    knows_businesses = BUSINESSES in scopes
    found = Reach(connection, skipped=unused)
    if knows_businesses:
        found.businesses = by_id(accounts.list_businesses(client))
    if scopes & {READS, WRITES}:
        found.accounts = by_id(accounts.list_ad_accounts(client, with_business=knows_businesses))
    if PAGES in scopes:
        found.pages = by_id(accounts.list_pages(client))
    for business_id in found.businesses.keys() - unused:
        _of_business(client, found, business_id, with_instagram=INSTAGRAM in scopes)
    if not knows_businesses and INSTAGRAM in scopes:
        for account in islice(found.accounts, MOST_ACCOUNTS_ASKED):
            found.instagram |= by_id(accounts.list_instagram_accounts(client, account))
    found.folder_home = folder_home or next((one for one in found.businesses if one not in unused), "")
    found.has_folders = found.folder_home in found.businesses and may_keep_folders(client, found.folder_home)
    return found


def _of_business(client, found: Reach, business_id: str, *, with_instagram: bool) -> None:
    """Meta says of some ad accounts whose they are, and of no Instagram account. What a person declined is not asked."""
    wanted = [(found.accounts, accounts.list_ad_accounts(client, business_id))]
    if with_instagram:
        wanted.append((found.instagram, accounts.list_business_instagram_accounts(client, business_id)))
    for rows, listed in wanted:
        for graph_id, row in by_id(listed).items():
            rows.setdefault(graph_id, row).setdefault("business", {"id": business_id})


def by_id(rows: Iterable[dict]) -> dict[str, dict]:
    return {str(row["id"]): row for row in _allowed(rows)}


def _allowed(rows: Iterable[dict]) -> Iterator[dict]:
    """A list that Meta does not let us see is empty."""
    try:
        yield from rows
    except PermissionMissing:
        return


def may_keep_folders(client, business_id: str) -> bool:
    """Really ask: partner access shows in no list of permissions. Only a clear no is a no; other trouble is raised."""
    try:
        list(islice(folders.list_roots(client, business_id), 1))
    except PermissionMissing:
        return False
    except (RateLimited, TokenRejected):
        raise
    except APIError as error:
        if error.transient:
            raise
        return False
    return True
