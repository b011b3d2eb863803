"""Ad creatives: made once, never edited but for name and status.

Sources: Marketing API reference, lines 14669-14832; AdCreative reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from .. import batch, fields

if TYPE_CHECKING:
    from ..batch import Result
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Rows


@overload
def create(client: GraphClient, ad_account: str, spec: Mapping[str, Any]) -> str: ...


@overload
def create(client: GraphClient, ad_account: str, spec: Mapping[str, Any], validate_only: bool) -> str | None: ...


def create(client: GraphClient, ad_account: str, spec: Mapping[str, Any], validate_only: bool = False) -> str | None:
    """The id of the creative; None with `validate_only`, where Meta only checks and errors say what is wrong.

    An equal creative gives the existing id. After a lost answer look among `list_names` before making it again.
    """
    answer = client.post(f"{ad_account}/adcreatives", _params(spec, validate_only), repeatable=validate_only)
    return answer.get("id")


def get(
    client: GraphClient,
    creative_id: str,
    names: Sequence[str] = fields.CREATIVE,
    *,
    etag: str | None = None,
    thumbnail: tuple[int, int] | None = None,
) -> Answer:
    """The creative as Meta stores it. `thumbnail` = (width, height) asks for `thumbnail_url` at that size."""
    size = {"thumbnail_width": thumbnail[0], "thumbnail_height": thumbnail[1]} if thumbnail else {}
    return client.get(creative_id, {"fields": names, **size}, etag=etag)


def get_many(
    client: GraphClient, creative_ids: Sequence[str], names: Sequence[str] = fields.CREATIVE
) -> dict[str, Result]:
    """Results by id, in batches of reads."""
    results = batch.run(client, [batch.Call("GET", id, {"fields": names}) for id in creative_ids])
    return dict(zip(creative_ids, results, strict=True))


def list_creatives(
    client: GraphClient, ad_account: str, names: Sequence[str] = fields.CREATIVE, *, page_size: int = 25
) -> Rows:
    """Newest first; the list ends at 50,000."""
    return client.iterate(f"{ad_account}/adcreatives", {"fields": names}, page_size=page_size)


def list_names(client: GraphClient, ad_account: str) -> Rows:
    """Only id and name, for finding a creative whose creation was not answered."""
    return client.iterate(f"{ad_account}/adcreatives", {"fields": fields.CREATIVE_NAMES}, page_size=500)


def rename(client: GraphClient, creative_id: str, name: str) -> None:
    client.post(creative_id, {"name": name}, repeatable=True)


def delete(client: GraphClient, creative_id: str) -> None:
    client.delete(creative_id)


def _params(spec, validate_only):
    return {**spec, "execution_options": ["validate_only"]} if validate_only else dict(spec)
