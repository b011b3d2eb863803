"""What a connection reaches: ad accounts, Pages, Instagram accounts, and whether Meta lets the business keep folders."""

from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from assets_app import clock
from assets_app.graph import business_api
from assets_app.models import AdAccount, Business, Folder, InstagramAccount, Page, Transfer
from graph_client import APIError, PermissionMissing, RateLimited, TokenRejected
from graph_client.edges import accounts, folders

WAITS_FOR_CONNECTION = (Folder, Transfer)


@dataclass(frozen=True)
class Reach:
    """What Meta listed, as rows of Graph."""

    business_id: str
    ad_accounts: list[dict]
    pages: list[dict]
    instagram_accounts: list[dict]
    has_folders: bool


def sync_accounts(business: Business) -> int:
    """Read what the business's connection reaches into rows; how many. Raises GraphError or NoConnection."""
    reach = read(business)
    with transaction.atomic():
        count = _ad_accounts(business, reach.ad_accounts)
        count += _named(Page, business, reach.pages, _page)
        count += _named(InstagramAccount, business, reach.instagram_accounts, _instagram)
        _remember(business, reach)
    return count


def read(business: Business) -> Reach:
    """All calls to Meta, before anything is written."""
    client = business_api(business)
    business_id = business.graph_id or next((row["id"] for row in accounts.list_businesses(client)), "")
    instagram = list(accounts.list_business_instagram_accounts(client, business_id)) if business_id else []
    return Reach(
        business_id,
        list(accounts.list_ad_accounts(client, business_id or None)),
        list(accounts.list_pages(client)),
        instagram,
        bool(business_id) and may_keep_folders(client, business_id),
    )


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


def _ad_accounts(business: Business, rows: list[dict]) -> int:
    for row in rows:
        facts = {
            "name": row.get("name", row["id"])[:200],
            "currency": row.get("currency", "USD"),
            "timezone_name": row.get("timezone_name") or "UTC",
            "account_status": int(row.get("account_status") or 1),
            "missing_since": None,
        }
        AdAccount.objects.update_or_create(business=business, graph_id=row["id"], defaults=facts)
    _mark_missing(AdAccount, business, rows)
    return len(rows)


def _named(model, business: Business, rows: list[dict], facts_of) -> int:
    for row in rows:
        model.objects.update_or_create(
            business=business, graph_id=row["id"], defaults={**facts_of(row), "missing_since": None}
        )
    _mark_missing(model, business, rows)
    return len(rows)


def _mark_missing(model, business: Business, rows: list[dict]) -> None:
    gone = model.objects.filter(business=business, missing_since=None).exclude(graph_id__in=[row["id"] for row in rows])
    gone.update(missing_since=clock.now())


def _page(row: dict) -> dict:
    picture = ((row.get("picture") or {}).get("data") or {}).get("url", "")
    return {"name": row.get("name", row["id"])[:200], "picture_url": picture[:1000], "tasks": row.get("tasks") or []}


def _instagram(row: dict) -> dict:
    name = row.get("username") or row.get("name") or row["id"]
    return {"name": name[:200], "picture_url": (row.get("profile_picture_url") or "")[:1000]}


def _remember(business: Business, reach: Reach) -> None:
    had_folders = business.has_folders_at_meta
    business.graph_id = reach.business_id
    business.has_folders_at_meta = reach.has_folders
    if business.default_ad_account_id is None:
        usable = AdAccount.objects.in_use().filter(business=business).order_by("account_status", "pk")
        business.default_ad_account = usable.first()
    business.save(update_fields=["graph_id", "has_folders_at_meta", "default_ad_account"])
    if reach.has_folders != had_folders:
        _folders_follow(business)
    for model in WAITS_FOR_CONNECTION:
        model.objects.open().filter(business=business, next_at__gt=clock.now(), claim=None).update(next_at=None)


def _folders_follow(business: Business) -> None:
    """Partner access came: what was kept here goes to Meta. It went: what waits to go stays here."""
    kept = Folder.objects.kept().filter(business=business, graph_id=None)
    if business.has_folders_at_meta:
        kept.update(state=Folder.State.QUEUED, next_at=None, attempts=0, reason="")
    else:
        kept.update(state=Folder.State.LOCAL, next_at=None, reason="")
