"""What the business's connections reach, into rows: businesses, ad accounts, Pages, Instagram accounts, and through whom."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from assets_app import clock
from assets_app.graph import NoConnection
from assets_app.models import (
    Access,
    AdAccount,
    Business,
    Connection,
    Folder,
    InstagramAccount,
    MetaBusiness,
    Notice,
    Page,
    SyncRun,
    Transfer,
)
from assets_app.models.access import REACHED, Kind
from assets_app.scopes import FOLDERS
from assets_app.services import notices
from assets_app.services.activity import record
from assets_app.sync import changes
from assets_app.sync.reach import Reach, read
from graph_client import GraphError, QuotaExhausted, RateLimited, TokenRejected

WAITS_FOR_CONNECTION = (Folder, Transfer, SyncRun)
MOST_USED_UNASKED = 25


def sync_accounts(business: Business) -> int:
    """Read what every working connection reaches; how many things. Raises GraphError or NoConnection."""
    is_first = not Connection.objects.filter(business=business).exclude(read_at=None).exists()
    reaches, wait = read_all(business)
    businesses: dict[str, MetaBusiness] = {}
    count = 0
    for kind in REACHED.values():
        kept = keep(business, kind, reaches, businesses, is_first=is_first)
        businesses = kept if kind.model is MetaBusiness else businesses
        count += len(kept)
    for reach in reaches:
        Connection.objects.filter(pk=reach.connection.pk).update(read_at=clock.now())
    for kind in REACHED.values():
        mark_missing(business, kind)
    remember(business, reaches, is_whole=wait is None)
    if wait is not None:
        raise wait  # what was read is kept; the rest is read when the quota is free
    return count


def read_all(business: Business) -> tuple[list[Reach], GraphError | None]:
    """One reading a connection, and why one has to wait.

    A token that dies on the way, and an app whose quota is used up, leave the others their turn.
    """
    wait: GraphError | None = None
    unused = MetaBusiness.objects.filter(business=business, is_used=False).values_list("graph_id", flat=True)
    reaches, home = [], business.graph_id
    for connection in Connection.objects.usable().filter(business=business).order_by("token_at", "pk"):
        try:
            reaches.append(read(connection, unused=frozenset(unused), folder_home=home))
        except TokenRejected:
            continue
        except (QuotaExhausted, RateLimited) as error:
            wait = error
            continue
        home = home or reaches[-1].folder_home
    if not reaches:
        raise wait or NoConnection(NoConnection.advice)
    return reaches, wait


def keep(business, kind: Kind, reaches: list[Reach], businesses: dict, *, is_first: bool) -> dict:
    """Rows of one kind and who reaches them: {Graph's id: row}.

    What the first reading finds is used, unless it is too much; what comes later waits until somebody chooses it.
    """
    found: dict[str, dict] = {}
    for reach in reaches:
        found |= getattr(reach, kind.name)
    columns_of = COLUMNS[kind.model]
    is_used = is_first and len(found) <= MOST_USED_UNASKED
    rows = [
        kind.model(business=business, graph_id=graph_id, is_used=is_used, **columns_of(row, businesses))
        for graph_id, row in found.items()
    ]
    columns = [*columns_of({"id": ""}, {}), "missing_since"]
    mine = kind.model.objects.filter(business=business, graph_id__in=found)
    with transaction.atomic():
        known = {row.graph_id: row for row in mine.all()}
        kind.model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["business", "graph_id"], update_fields=columns, batch_size=500
        )
        kept = {row.graph_id: row for row in mine.select_related("business")}
        for reach in reaches:
            note_access(kind, reach, kept)
        changes.tell(business, kind.model, known, kept)
    return kept


def note_access(kind: Kind, reach: Reach, kept: dict) -> None:
    now, connection = clock.now(), reach.connection
    rows = getattr(reach, kind.name)
    numbers = {number_of(graph_id) for graph_id in rows}
    accesses = [
        Access(
            business_id=connection.business_id,
            connection=connection,
            tasks=row.get("user_tasks") or row.get("tasks") or [],
            scopes=scopes_for(connection, graph_id, numbers),
            seen_at=now,
            **{kind.target: kept[graph_id]},
        )
        for graph_id, row in rows.items()
    ]
    Access.objects.bulk_create(
        accesses,
        update_conflicts=True,
        unique_fields=["connection", kind.target],
        update_fields=["tasks", "scopes", "seen_at", "missing_since"],
        batch_size=500,
    )
    gone = Access.objects.filter(connection=connection, missing_since=None, seen_at__lt=now)
    gone = gone.exclude(**{kind.target: None})
    if kind.in_business:
        gone = gone.exclude(**{f"{kind.target}__meta_business__graph_id__in": reach.skipped})
    gone.update(missing_since=now)


def scopes_for(connection: Connection, graph_id: str, listed: set[str]) -> list[str]:
    """The token's permissions that hold here: Meta may bind one to some ids only.

    Ids of another kind than the `listed` numbers bind nothing here: a permission may name businesses and hold for accounts.
    """
    bound = {
        scope: ids & listed
        for scope, targets in connection.granular_scopes.items()
        if (ids := {number_of(str(one)) for one in targets}) & listed
    }
    return [scope for scope in connection.scopes if scope not in bound or number_of(graph_id) in bound[scope]]


def number_of(graph_id: str) -> str:
    return graph_id.removeprefix("act_")


def mark_missing(business: Business, kind: Kind) -> None:
    """What no connection reaches any more. Where a connection needs attention, its last word still holds."""
    reached = Access.objects.live().filter(business=business).exclude(**{kind.target: None}).values(kind.target)
    lost = list(kind.model.objects.filter(business=business, missing_since=None).exclude(pk__in=reached))
    with transaction.atomic():
        kind.model.objects.filter(pk__in=[row.pk for row in lost]).update(missing_since=clock.now())
        for row in lost:
            if row.is_used:
                _tell_lost(business, row)


def _tell_lost(business: Business, row) -> None:
    said = f"no connection reaches the {row._meta.verbose_name} {row} any more"
    record(business=business, verb="access.lost", subject=row, within=business, text=f"found that {said}")
    text = f"{said[0].upper()}{said[1:]}."
    notices.tell_admins(business=business, kind=Notice.Kind.ACCESS_LOST, subject=row, text=text)


def _business(row: dict, businesses: dict) -> dict:
    return {"name": (row.get("name") or row["id"])[:200]}


def _ad_account(row: dict, businesses: dict) -> dict:
    return {
        "name": (row.get("name") or row["id"])[:200],
        "currency": row.get("currency", "USD"),
        "timezone_name": row.get("timezone_name") or "UTC",
        "account_status": int(row.get("account_status") or 1),
        "meta_business": _business_of(row, businesses),
    }


def _page(row: dict, businesses: dict) -> dict:
    picture = ((row.get("picture") or {}).get("data") or {}).get("url", "")
    return {
        "name": (row.get("name") or row["id"])[:200],
        "picture_url": picture[:1000],
        "tasks": row.get("tasks") or [],
    }


def _instagram(row: dict, businesses: dict) -> dict:
    name = row.get("username") or row.get("name") or row["id"]
    return {
        "name": name[:200],
        "picture_url": (row.get("profile_picture_url") or "")[:1000],
        "meta_business": _business_of(row, businesses),
    }


def _business_of(row: dict, businesses: dict) -> MetaBusiness | None:
    return businesses.get(str((row.get("business") or {}).get("id", "")))


# How a row of Graph becomes the columns of each table, given the businesses by Graph's id.
COLUMNS: dict[Any, Callable[[dict, dict], dict]] = {
    MetaBusiness: _business,
    AdAccount: _ad_account,
    Page: _page,
    InstagramAccount: _instagram,
}


def remember(business: Business, reaches: list[Reach], *, is_whole: bool = True) -> None:
    """Where folders are kept, the account to begin with; and what waited for a connection is due again.

    The row is read anew: while Meta was asked, somebody may have chosen another account or home of the folders.
    """
    with transaction.atomic():
        now = Business.objects.select_for_update().get(pk=business.pk)
        had_folders = now.has_folders_at_meta
        if not now.graph_id:
            _keep_folders_in(now, next((one.folder_home for one in reaches if one.folder_home), ""))
        now.has_folders_at_meta = any(one.has_folders for one in reaches) or (
            had_folders and (not is_whole or _only_sick(now))
        )
        if now.default_ad_account_id is None:
            _begin_somewhere(now)
        now.save(update_fields=["graph_id", "has_folders_at_meta", "default_ad_account"])
        if now.has_folders_at_meta != had_folders:
            _folders_follow(now)
    business.refresh_from_db()
    for model in WAITS_FOR_CONNECTION:
        model.objects.open().filter(business=business, next_at__gt=clock.now(), claim=None).update(next_at=None)


def _keep_folders_in(business: Business, graph_id: str) -> None:
    home = MetaBusiness.objects.filter(business=business, graph_id=graph_id).first()
    business.graph_id = graph_id
    if home is not None:
        text = f"took {home} as the Meta business that keeps the folders"
        record(business=business, verb="reach.folders", subject=business, text=text, after={"folders_in": str(home)})


def _begin_somewhere(business: Business) -> None:
    usable = AdAccount.objects.in_use().filter(business=business).order_by("account_status", "pk")
    account = business.default_ad_account = usable.first()
    if account is not None:
        text = f"took {account} as the account in which new work begins"
        told = {"within": business, "after": {"default_ad_account": str(account)}}
        record(business=business, verb="reach.default", subject=account, text=text, **told)


def _only_sick(business: Business) -> bool:
    """The connection that keeps the folders needs attention: its right is not gone, only its token."""
    sick = Access.objects.live().filter(business=business, connection__state=Connection.State.NEEDS_ATTENTION)
    holders = sick.filter(meta_business__graph_id=business.graph_id)
    return any(FOLDERS in one.scopes for one in holders)


def _folders_follow(business: Business) -> None:
    """Partner access came: what was kept here goes to Meta. It went: what waits to go stays here."""
    kept = Folder.objects.kept().filter(business=business, graph_id=None)
    went = (
        "keeps folders for this business now" if business.has_folders_at_meta else "keeps no more folders from now on"
    )
    record(business=business, verb="reach.folders", subject=business, text=f"found that Meta {went}")
    if business.has_folders_at_meta:
        kept.update(state=Folder.State.QUEUED, next_at=None, attempts=0, reason="")
    else:
        kept.update(state=Folder.State.LOCAL, next_at=None, reason="")
