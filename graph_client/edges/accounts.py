"""What a token reaches: businesses, ad accounts, Pages, Instagram accounts.

Sources: Marketing API reference, lines 13827-13913 and 16115-16162; Business reference (owned and client edges).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import fields

if TYPE_CHECKING:
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Rows


PAGE_SIZE = 100


def me(client: GraphClient) -> Answer:
    """The user or system user of the token: {"id", "name"}."""
    return client.get("me", {"fields": ("id", "name")})


def list_businesses(client: GraphClient) -> Rows:
    return client.iterate("me/businesses", {"fields": fields.BUSINESS}, page_size=PAGE_SIZE)


def list_ad_accounts(client: GraphClient, business_id: str | None = None, *, with_business: bool = True) -> Rows:
    """All ad accounts of the token, or those that a business owns or works for; each once.

    Whose they are is only told to a token with `business_management`; others are refused if they ask.
    """
    if business_id is None:
        names = fields.AD_ACCOUNT if with_business else fields.AD_ACCOUNT[:-1]
        return client.iterate("me/adaccounts", {"fields": names}, page_size=PAGE_SIZE)
    return _both(client, business_id, "ad_accounts", fields.AD_ACCOUNT)


def get_ad_account(client: GraphClient, ad_account: str) -> Answer:
    """One ad account; `ad_account` is `act_ID`."""
    return client.get(ad_account, {"fields": fields.AD_ACCOUNT})


def list_pages(client: GraphClient, business_id: str | None = None) -> Rows:
    """Pages of the token with their tasks, or the Pages that a business owns."""
    if business_id is None:
        return client.iterate("me/accounts", {"fields": fields.PAGE}, page_size=PAGE_SIZE)
    return client.iterate(f"{business_id}/owned_pages", {"fields": fields.PAGE[:3]}, page_size=PAGE_SIZE)


def list_instagram_accounts(client: GraphClient, ad_account: str) -> Rows:
    """Instagram accounts that ads of this ad account may appear under."""
    return client.iterate(f"{ad_account}/instagram_accounts", {"fields": fields.INSTAGRAM_ACCOUNT}, page_size=PAGE_SIZE)


def list_business_instagram_accounts(client: GraphClient, business_id: str) -> Rows:
    path = f"{business_id}/instagram_business_accounts"
    return client.iterate(path, {"fields": fields.INSTAGRAM_ACCOUNT}, page_size=PAGE_SIZE)


def _both(client, business_id, noun, names):
    seen = set()
    for prefix in ("owned", "client"):
        for row in client.iterate(f"{business_id}/{prefix}_{noun}", {"fields": names}, page_size=PAGE_SIZE):
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row
