"""Choosing what of Meta a business works with: businesses, ad accounts, Pages, Instagram accounts."""

from django.db import transaction

from assets_app.models import AdAccount, Folder, MetaBusiness, SyncRun
from assets_app.models.access import REACHED
from assets_app.permissions import require
from assets_app.services.activity import record
from assets_app.services.refusal import Refused


def choose(*, kind: str, shown: set[int], used: set[int], by) -> tuple[int, int]:
    """Of the rows that were shown, these are used now; how many came and went. Raises Refused."""
    require(by, "connection.edit")
    business, model = by.business, REACHED[kind].model
    with transaction.atomic():
        rows = model.objects.select_for_update().filter(business=business, pk__in=shown)
        came = [row for row in rows if row.pk in used and not row.is_used]
        gone = [row for row in rows if row.pk not in used and row.is_used]
        left_out = gone + _inside(business, gone if model is MetaBusiness else [])
        if any(row.pk == business.default_ad_account_id for row in left_out if isinstance(row, AdAccount)):
            name = business.default_ad_account
            raise Refused(f"New creatives begin in {name}. Choose another account for that first.")
        _set(came, by, is_used=True)
        _set(left_out, by, is_used=False)
        if came and model is MetaBusiness:
            SyncRun.request(business=business, kind=SyncRun.Kind.ACCOUNTS, by=by)
    return len(came), len(left_out)


def _inside(business, businesses: list) -> list:
    """What lies in a Meta business goes with it."""
    inside = {"business": business, "is_used": True, "meta_business__in": businesses}
    models = [kind.model for kind in REACHED.values() if kind.in_business]
    return [row for model in models for row in model.objects.filter(**inside)]


def _set(rows: list, by, *, is_used: bool) -> None:
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(is_used=is_used)
        text = f"{'chose' if is_used else 'stopped using'} the {row._meta.verbose_name} {row}"
        record(business=by.business, verb="reach.choose", subject=row, within=by.business, text=text, by=by)


def begin_in(*, ad_account: AdAccount, by) -> None:
    """New creatives and media go to this account unless somebody chooses another."""
    require(by, "connection.edit")
    business = ad_account.business
    if ad_account.missing_since:
        raise Refused(f"No connection reaches {ad_account} any more. Choose another account.")
    with transaction.atomic():
        before = business.default_ad_account
        AdAccount.objects.filter(pk=ad_account.pk).update(is_used=True)
        business.default_ad_account = ad_account
        business.save(update_fields=["default_ad_account"])
        record(
            business=business,
            verb="reach.default",
            subject=ad_account,
            text=f"made {ad_account} the account in which new work begins",
            by=by,
            within=business,
            before={"default_ad_account": str(before or "")},
            after={"default_ad_account": str(ad_account)},
        )


def keep_folders_in(*, meta_business: MetaBusiness, by) -> None:
    """The Meta business that keeps the creative folders. Folders cannot move at Meta, so only before the first is there."""
    require(by, "connection.edit")
    business = meta_business.business
    if Folder.objects.filter(business=business).exclude(graph_id=None).exists():
        raise Refused("Folders are kept at Meta already, and Meta has no way to move them to another business.")
    with transaction.atomic():
        before = home_of(business)
        MetaBusiness.objects.filter(pk=meta_business.pk).update(is_used=True)
        business.graph_id = meta_business.graph_id
        business.save(update_fields=["graph_id"])
        SyncRun.request(business=business, kind=SyncRun.Kind.ACCOUNTS, by=by)
        record(
            business=business,
            verb="reach.folders",
            subject=business,
            text=f"made {meta_business} the Meta business that keeps the folders",
            by=by,
            before={"folders_in": before},
            after={"folders_in": str(meta_business)},
        )


def home_of(business) -> str:
    """The Meta business that keeps the folders, by its name."""
    return str(MetaBusiness.objects.filter(business=business, graph_id=business.graph_id).first() or business.graph_id)
