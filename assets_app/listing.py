"""Keyset paging: a page starts after the last row seen, so page 200 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q


@dataclass(frozen=True)
class Sort:
    """An order by one column and the id. `parse` reads the column's value back from an address."""

    label: str
    field: str
    descending: bool = False
    parse: type = str

    @property
    def order(self) -> tuple[str, str]:
        sign = "-" if self.descending else ""
        return f"{sign}{self.field}", f"{sign}id"

    def after(self, cursor: str) -> Q:
        """The rows that come after a cursor; all of them when it makes no sense."""
        text, _, pk = cursor.rpartition("~")
        try:
            value = datetime.fromisoformat(text).astimezone(UTC) if self.parse is datetime else self.parse(text)
            number = int(pk)
        except (ValueError, OverflowError):
            return Q()
        way = "lt" if self.descending else "gt"
        return Q(**{f"{self.field}__{way}": value}) | Q(**{self.field: value, f"id__{way}": number})

    def cursor(self, row) -> str:
        value = getattr(row, self.field)
        return f"{value.isoformat() if isinstance(value, datetime) else value}~{row.pk}"


@dataclass(frozen=True)
class Slice:
    rows: list
    next_cursor: str


def take(queryset, sort: Sort, cursor: str, size: int) -> Slice:
    """One page, and the cursor of the next ('' at the end)."""
    if cursor:
        queryset = queryset.filter(sort.after(cursor))
    rows = list(queryset.order_by(*sort.order)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Slice(rows, sort.cursor(rows[-1]) if more else "")


def query_with(request, **changes: str) -> str:
    """The query of the address with some values changed, an empty one taken out, from the first page on."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return query.urlencode()
