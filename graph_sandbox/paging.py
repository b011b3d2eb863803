"""Cursors, `summary` and `filtering` of lists.

A cursor names the item at its page's edge, so that things added at the front between two pages repeat nothing.
"""

import base64
import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from . import debug, errors, moments
from .request import Request
from .store import Listing

DEFAULT_LIMIT = 25
MAX_LIMIT = 5000
MOVING = ("after", "before", "offset", "limit", "batch", "since", "until", "__previous")  # what links say anew


def cut(request: Request, items: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
    """(the items of this page, {"data": [], "paging": ..., "summary": ...})."""
    limit = request.number("limit", DEFAULT_LIMIT) or 0
    if limit < 1:
        raise errors.invalid("Param limit must be a number greater than or equal to 1", blame="limit")
    if limit > MAX_LIMIT:
        debug.say(request, "warning", f"The limit was lowered to {MAX_LIMIT}, the most that a page may have.")
        limit = MAX_LIMIT
    if "by_time" in request.notes:
        return by_time(request, list(items), limit)
    try:
        window, first, last, has_next, has_previous = _cut(request, items, limit)
    except ValueError:
        word = "After" if request.text("after") else "Before"
        message = f"(#100) The {word} Cursor specified exceeds the max limit supported by this endpoint"
        raise errors.GraphFault(100, message) from None
    page: dict[str, Any] = {"data": []}
    if window and "offset" in request.params and not (request.text("after") or request.text("before")):
        page["paging"] = _by_offset(request, limit, has_next)
    elif window:
        page["paging"] = _paging(request, first, last, limit, has_next, has_previous)
    if _wants_summary(request) or "summary" in request.notes:
        page["summary"] = {"total_count": len(items), **request.notes.get("summary", _nothing_more)(items)}
    return window, page


def _nothing_more(items: Sequence[Any]) -> dict[str, Any]:
    return {}


Window = tuple[
    list[Any], str, str, bool, bool
]  # items, keys of the first and the last, whether more follows, went before


def _cut(request: Request, items: Sequence[Any], limit: int) -> Window:
    return _cut_listing(request, items, limit) if isinstance(items, Listing) else _cut_list(request, items, limit)


def _cut_listing(request: Request, listing: Listing, limit: int) -> Window:
    after, before = _key_of(request.text("after")), _key_of(request.text("before"))
    window = listing.window(limit, after=after, before=before, offset=_offset(request))
    if not window:
        return [], "", "", False, False
    return window, window[0].id, window[-1].id, listing.goes_on(window[-1]), listing.goes_on(window[0], back=True)


def _cut_list(request: Request, items: Sequence[Any], limit: int) -> Window:
    keys = [_key(item, index) for index, item in enumerate(items)]
    after, before = _key_of(request.text("after")), _key_of(request.text("before"))
    if before:
        end = keys.index(before)
        start = max(0, end - limit)
    else:
        start = keys.index(after) + 1 if after else _offset(request)
        end = min(len(keys), start + limit)
    window = list(items[start:end])
    if not window:
        return [], "", "", False, False
    return window, keys[start], keys[end - 1], end < len(keys), start > 0


def _offset(request: Request) -> int:
    return max(0, request.number("offset", 0) or 0)


def _key_of(cursor: str | None) -> str:
    """The item's id inside a cursor; ValueError when it is none."""
    return base64.urlsafe_b64decode(cursor.encode() + b"==").decode() if cursor else ""


def _paging(request: Request, first: str, last: str, limit: int, has_next: bool, has_previous: bool) -> dict[str, Any]:
    cursors = {"before": _cursor(first), "after": _cursor(last)}
    paging: dict[str, Any] = {"cursors": cursors}
    if has_next:
        paging["next"] = link(request, after=cursors["after"], limit=limit)
    if has_previous:
        paging["previous"] = link(request, before=cursors["before"], limit=limit)
    return paging


def _by_offset(request: Request, limit: int, has_next: bool) -> dict[str, Any]:
    """Offset paging (line 12683): no cursors, links with `offset`."""
    offset = _offset(request)
    links = {"next": link(request, offset=offset + limit, limit=limit)} if has_next else {}
    if offset:
        links["previous"] = link(request, offset=max(0, offset - limit), limit=limit)
    return links


def by_time(request: Request, items: list[Any], limit: int) -> tuple[list[Any], dict[str, Any]]:
    """Time paging (line 12657), newest first: `since` and `until` are part of the list, links go on from there.

    A page never ends within a second, so that nothing is left out; a second with more than `limit` objects is one page.
    """
    since, until = (moments.read(request, name) for name in ("since", "until"))
    fits = [
        item
        for item in items
        if (since is None or int(item.created) >= since) and (until is None or int(item.created) <= until)
    ]
    back = "__previous" in request.params  # the page stands next to `since`, not next to `until`
    window = _whole_seconds(fits[::-1], limit)[::-1] if back else _whole_seconds(fits, limit)
    page: dict[str, Any] = {"data": []}
    if window:
        newest, oldest = int(window[0].created), int(window[-1].created)
        page["paging"] = {"previous": link(request, since=newest + 1, limit=limit, __previous=1)}
        if any(int(item.created) < oldest for item in (items if back else fits)):
            kept = {"since": since} if since is not None and not back else {}
            page["paging"]["next"] = link(request, **kept, until=oldest - 1, limit=limit)
    if _wants_summary(request):
        page["summary"] = {"total_count": len(fits)}
    return window, page


def _whole_seconds(items: list[Any], limit: int) -> list[Any]:
    if len(items) <= limit:
        return items
    seconds = [int(item.created) for item in items]
    end = limit
    while end and seconds[end - 1] == seconds[limit]:
        end -= 1
    return items[: end or seconds.count(seconds[0])]


def link(request: Request, **changes: Any) -> str:
    """This request's own address with other parameters, the token included as Graph does."""
    kept: dict[str, Any] = {
        name: request.text(name)
        for name in request.params
        if name not in (MOVING if "by_time" in request.notes else MOVING[:5])
    }
    if request.token:
        kept["access_token"] = request.token
    return f"http://{request.host}/v{request.version}{request.path}?{urlencode({**kept, **changes})}"


def _cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key(item: Any, index: int) -> str:
    return str(item.get("id", f"#{index}")) if isinstance(item, dict) else f"#{index}"


def _wants_summary(request: Request) -> bool:
    value = request.text("summary") or ""
    return value.lower() in ("true", "1") or "total_count" in value


OPERATORS = {
    "EQUAL": lambda found, value: _same(found, value),
    "NOT_EQUAL": lambda found, value: not _same(found, value),
    "IN": lambda found, value: any(_same(found, part) for part in _many(value)),
    "NOT_IN": lambda found, value: not any(_same(found, part) for part in _many(value)),
    "ANY": lambda found, value: any(_holds(found, wanted) for wanted in _many(value)),
    "ALL": lambda found, value: all(_holds(found, wanted) for wanted in _many(value)),
    "NONE": lambda found, value: not any(_holds(found, wanted) for wanted in _many(value)),
    "CONTAIN": lambda found, value: str(value).lower() in str(found).lower(),
    "NOT_CONTAIN": lambda found, value: str(value).lower() not in str(found).lower(),
    "STARTS_WITH": lambda found, value: str(found).lower().startswith(str(value).lower()),
    "GREATER_THAN": lambda found, value: _number(found) > _number(value),
    "GREATER_THAN_OR_EQUAL": lambda found, value: _number(found) >= _number(value),
    "LESS_THAN": lambda found, value: _number(found) < _number(value),
    "LESS_THAN_OR_EQUAL": lambda found, value: _number(found) <= _number(value),
    "IN_RANGE": lambda found, value: _number(value[0]) <= _number(found) <= _number(value[1]),
    "NOT_IN_RANGE": lambda found, value: not _number(value[0]) <= _number(found) <= _number(value[1]),
}


def filters(request: Request) -> list[dict[str, Any]]:
    """[{field, operator, value}, ...] of `filtering`; an operator that does not exist is an error 100."""
    found = request.json("filtering") or []
    for entry in found if isinstance(found, list) else [None]:
        if not isinstance(entry, dict) or "field" not in entry:
            raise errors.invalid("Param filtering must be an array of filter objects", blame="filtering")
        operator, value = str(entry.get("operator", "EQUAL")).upper(), entry.get("value")
        if operator not in OPERATORS:
            raise errors.invalid(
                f"Param filtering[0][operator] must be one of {{{', '.join(OPERATORS)}}}", blame="filtering"
            )
        if operator.endswith("IN_RANGE") and not (isinstance(value, list) and len(value) == 2):
            raise errors.invalid("Param filtering[0][value] must be the two ends of a range", blame="filtering")
    return found


def chooses(entry: dict[str, Any]) -> bool:
    """Whether a filter names the values that are wanted, not those that are not."""
    return str(entry.get("operator", "EQUAL")).upper() in ("EQUAL", "IN", "ANY", "ALL")


def passes(row: dict[str, Any], entry: dict[str, Any]) -> bool:
    """A field that the row does not have (delivery_info and the like) lets it pass."""
    name = str(entry["field"]).rsplit(".", 1)[-1]
    test = OPERATORS[str(entry.get("operator", "EQUAL")).upper()]
    if name in ("name_or_id", "name_or_content_filter"):
        return any(test(row.get(key, ""), entry.get("value")) for key in ("name", "id"))
    found = row.get(name)
    found = found() if callable(found) else found
    return True if found is None else test(found, entry.get("value"))


def _same(found: Any, value: Any) -> bool:
    return str(found).lower() == str(value).lower()


def _holds(found: Any, value: Any) -> bool:
    return any(_same(part, value) for part in _many(found))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _number(value: Any) -> float:
    """Numbers as they are, moments (text or number) as seconds."""
    try:
        return float(value)
    except (TypeError, ValueError):
        pass
    try:
        return dt.datetime.fromisoformat(str(value)).timestamp()
    except ValueError:
        return 0.0
