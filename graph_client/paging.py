"""One generator for all paging. Sources: Marketing API reference, lines 12619-12712."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import protocol
from .errors import TooMuchData, UnreadableResponse

if TYPE_CHECKING:
    from .client import GraphClient
    from .protocol import Answer


def pages(
    client: GraphClient,
    path: str,
    params: Mapping[str, Any] | None = None,
    *,
    page_size: int = 100,
    use_case: str | None = None,
    subject: str | None = None,
) -> Iterator[Answer]:
    """Whole pages (Answer with `data`, `paging`, perhaps `summary`), in order; an empty page may be followed by more.

    Cursor, offset and time paging alike. When Graph asks to reduce the amount of data, `limit` is halved for
    the same page and stays small; at 1 the error is raised. Give `after` in params to go on from a kept cursor.
    """
    asked = dict(params or {})
    limit = page_size
    while asked is not None:
        try:
            page = client.get(path, {**asked, "limit": limit}, use_case=use_case, subject=subject)
        except TooMuchData:
            if limit <= 1:
                raise
            limit //= 2
            continue
        yield page
        following = _following(asked, page)
        if following is not None and _position(following) == _position(asked):
            raise UnreadableResponse("The list points to the same page again.", status=200)
        asked = following


def rows(
    client: GraphClient, path: str, params: Mapping[str, Any] | None = None, **options: Any
) -> Iterator[dict[str, Any]]:
    """Every row of every page."""
    for page in pages(client, path, params, **options):
        yield from page.get("data") or []


def _following(asked, page):
    following = protocol.next_page(page)
    if following is None:
        return None
    kept = {name: value for name, value in asked.items() if name not in POSITION}
    range_asked = {name: value for name, value in asked.items() if name in ("since", "until")}
    return {**range_asked, **following, **kept}


POSITION = frozenset({"after", "before", "offset", "since", "until", "__paging_token", "__previous"})


def _position(params):
    return {name: str(value) for name, value in params.items() if name in POSITION and value is not None}
