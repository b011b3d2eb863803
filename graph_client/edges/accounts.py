"""What a token reaches: businesses, ad accounts, Pages, Instagram accounts.

Sources: Marketing API reference, lines 13827-13913 and 16115-16162; Business reference (owned and client edges).
"""

from .. import fields

PAGE_SIZE = 100


def me(client):
    """The user or system user of the token: {"id", "name"}."""
    return client.get("me", {"fields": ("id", "name")})


def list_businesses(client):
    return client.iterate("me/businesses", {"fields": fields.BUSINESS}, page_size=PAGE_SIZE)


def list_ad_accounts(client, business_id=None):
    """All ad accounts of the token, or those that a business owns or works for; each once."""
    if business_id is None:
        return client.iterate("me/adaccounts", {"fields": fields.AD_ACCOUNT}, page_size=PAGE_SIZE)
    return _both(client, business_id, "ad_accounts", fields.AD_ACCOUNT)


def get_ad_account(client, ad_account):
    """One ad account; `ad_account` is `act_ID`."""
    return client.get(ad_account, {"fields": fields.AD_ACCOUNT})


def list_pages(client, business_id=None):
    """Pages of the token with their tasks, or the Pages that a business owns."""
    if business_id is None:
        return client.iterate("me/accounts", {"fields": fields.PAGE}, page_size=PAGE_SIZE)
    return client.iterate(f"{business_id}/owned_pages", {"fields": fields.PAGE[:3]}, page_size=PAGE_SIZE)


def list_instagram_accounts(client, ad_account):
    """Instagram accounts that ads of this ad account may appear under."""
    return client.iterate(f"{ad_account}/instagram_accounts", {"fields": fields.INSTAGRAM_ACCOUNT}, page_size=PAGE_SIZE)


def list_business_instagram_accounts(client, business_id):
    path = f"{business_id}/instagram_business_accounts"
    return client.iterate(path, {"fields": fields.INSTAGRAM_ACCOUNT}, page_size=PAGE_SIZE)


def _both(client, business_id, noun, names):
    seen = set()
    for prefix in ("owned", "client"):
        for row in client.iterate(f"{business_id}/{prefix}_{noun}", {"fields": names}, page_size=PAGE_SIZE):
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row
