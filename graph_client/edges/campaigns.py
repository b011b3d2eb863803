"""Campaigns, ad sets and ads: reading, making (paused), pausing.

Sources: Marketing API reference, lines 14926-15273, 15567-15722 and 16814-16936.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .. import batch, fields

if TYPE_CHECKING:
    from ..batch import Result
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Rows


PAGE_SIZE = 100


def list_campaigns(client: GraphClient, ad_account: str, **params: Mapping[str, Any]) -> Rows:
    """All but deleted ones, archived included."""
    return _list(client, ad_account, "campaigns", fields.CAMPAIGN, params)


def list_ad_sets(client: GraphClient, ad_account: str, **params: Mapping[str, Any]) -> Rows:
    return _list(client, ad_account, "adsets", fields.AD_SET, params)


def list_ads(client: GraphClient, ad_account: str, **params: Mapping[str, Any]) -> Rows:
    return _list(client, ad_account, "ads", fields.AD, params)


def get(client: GraphClient, object_id: str, names: Sequence[str], *, etag: str | None = None) -> Answer:
    """One campaign, ad set or ad; `names` are fields, for instance `fields.AD`."""
    return client.get(object_id, {"fields": names}, etag=etag)


def get_many(client: GraphClient, object_ids: Sequence[str], names: Sequence[str]) -> dict[str, Result]:
    """Results by id, in batches of reads."""
    results = batch.run(client, [batch.Call("GET", id, {"fields": names}) for id in object_ids])
    return dict(zip(object_ids, results, strict=True))


def create(client: GraphClient, ad_account: str, edge: str, params: Mapping[str, Any]) -> str:
    """Make one of `campaigns`, `adsets` or `ads`: its id. It is made PAUSED unless the caller says otherwise.

    After a lost answer ask `find_made`; never make it twice.
    """
    return client.post(f"{ad_account}/{edge}", {"status": "PAUSED", **params})["id"]


PARENTS = {"campaigns": (), "adsets": ("campaign_id",), "ads": ("adset_id", "creative")}
CLOCKS_DIFFER_S = 300  # how far Meta's clock may be behind the caller's


def find_made(
    client: GraphClient,
    ad_account: str,
    edge: str,
    params: Mapping[str, Any],
    *,
    sent_at: float,
    claimed: Collection[str],
) -> str | None:
    """The id of what a `create` with these params made, if its answer was lost; None when nothing was made.

    Known by name, parent, creative and the time it was made at, as nothing else may mark it. `claimed`: ids that other
    work of the caller already holds. `sent_at`: seconds, of the caller's clock. The oldest that fits is taken.
    """
    names = ("id", "name", "created_time", *("creative{id}" if one == "creative" else one for one in PARENTS[edge]))
    fitting = [
        row
        for row in _list(client, ad_account, edge, names, {})
        if str(row["id"]) not in claimed
        and row.get("name") == params.get("name")
        and _moment(row["created_time"]) >= sent_at - CLOCKS_DIFFER_S
        and all(_id(row.get(one)) == _id(params.get(one)) for one in PARENTS[edge])
    ]
    return str(min(fitting, key=lambda row: (_moment(row["created_time"]), int(row["id"])))["id"]) if fitting else None


def _moment(text):
    return datetime.fromisoformat(text).timestamp()


def _id(value):
    """The id in a parent's number, or in {"id": …} and {"creative_id": …}."""
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("creative_id")
    return str(value)


def update(client: GraphClient, object_id: str, values: Mapping[str, Any]) -> None:
    """Set absolute values: the same call again changes nothing."""
    client.post(object_id, values, repeatable=True)


def pause(client: GraphClient, object_id: str) -> None:
    update(client, object_id, {"status": "PAUSED"})


def delete(client: GraphClient, object_id: str) -> None:
    client.delete(object_id)


def _list(client, ad_account, edge, names, params):
    wanted = {"fields": names, "effective_status": list(fields.EVERY_STATUS_BUT_DELETED), **params}
    return client.iterate(f"{ad_account}/{edge}", wanted, page_size=PAGE_SIZE)
