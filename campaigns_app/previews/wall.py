"""A wall as a page shows it: groups of placements with their cells, and the sum of their states."""

from dataclasses import dataclass

from assets_app import clock
from campaigns_app.previews import formats
from campaigns_app.previews.models import Preview

State = Preview.State
AT_WORK = (State.NEW, State.GENERATING, State.PENDING)
NEEDS_YOU = (State.FAILED, State.NO_PERMISSION, "blocked")


@dataclass
class Cell:
    """A placement and what is known of it; `row` is None where the placement does not fit the creative."""

    format: formats.Format
    row: Preview | None
    why: str = ""

    @property
    def platform(self) -> str:
        return self.format.platform

    @property
    def state(self) -> str:
        """What the page says; "renewing" is a dead frame that is being asked for again."""
        if self.row is None:
            return State.NOT_OFFERED
        if self.row.state == State.READY and self.row.frame_refusal:
            return "blocked"
        renewing = self.row.url and self.row.state in (State.NEW, State.GENERATING)
        return "renewing" if renewing else self.row.state

    @property
    def width(self) -> int:
        return (self.row and self.row.width) or self.format.width

    @property
    def height(self) -> int:
        return (self.row and self.row.height) or self.format.height


def cells(creative_type: str, rows) -> list[Cell]:
    by_name = {row.ad_format: row for row in rows}
    found = []
    for row in formats.FORMATS:
        if row.name in by_name:
            found.append(Cell(row, by_name[row.name], by_name[row.name].reason))
        elif creative_type not in row.fits:
            found.append(Cell(row, None, row.why_not))
    return found


def summary(found: list[Cell]) -> dict:
    """Counts for the head of the page, and whether the page should ask again (in how many seconds)."""
    states = [cell.state for cell in found]
    waiting = [cell.row for cell in found if cell.row and cell.state == State.WAITING]
    return {
        "ready": states.count(State.READY) + states.count("renewing"),
        "at_work": sum(state in AT_WORK for state in states),
        "waiting": len(waiting),
        "waits_until": min((row.next_at for row in waiting if row.next_at), default=None),
        "needs_you": sum(state in NEEDS_YOU for state in states),
        "not_offered": states.count(State.NOT_OFFERED),
    }


def due(rows) -> list[Preview]:
    """Rows that a page should ask Meta for now."""
    now = clock.now()
    return [
        row
        for row in rows
        if row.state in Preview.OPEN_STATES
        and (row.claim is None or (row.lease_until and row.lease_until < now))
        and (row.next_at is None or row.next_at <= now)
    ]


def asks_again_in(rows) -> int:
    """Seconds until the page should ask once more; 0 when everything is settled."""
    open_rows = [row for row in rows if row.state in Preview.OPEN_STATES]
    if not open_rows:
        return 0
    if due(rows) or any(row.claim for row in open_rows):
        return 1
    soonest = min(row.next_at for row in open_rows if row.next_at)
    return max(1, min(60, int((soonest - clock.now()).total_seconds()) + 1))
