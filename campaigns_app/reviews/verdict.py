"""From decisions to outcomes, from outcomes to the state of a round. Pure, and the same in whatever order they came.

An item's outcome follows from the latest decision of each person: one "changes needed" outweighs approvals, a decision
taken back counts as none. A round is approved when every row of the matrix (the original, each feature) is.
"""

from collections import defaultdict
from dataclasses import dataclass

OPEN, APPROVED, CHANGES_NEEDED, NOT_RELEVANT = "open", "approved", "changes_needed", "not_relevant"
UNSETTLED = ("waiting", "pending")
NOT_ELIGIBLE = "not_eligible"
OUTCOMES = {"approve": APPROVED, "changes_needed": CHANGES_NEEDED, "not_relevant": NOT_RELEVANT}


@dataclass(frozen=True)
class Cell:
    """What the state of a round depends on: the row it stands in ('' = original), what was seen, what was decided."""

    feature: str
    seen: str
    outcome: str


def outcome(decisions) -> str:
    """`decisions` are (author, verdict) in the order in which they were made."""
    standing = {author: OUTCOMES.get(verdict) for author, verdict in decisions}
    return next((word for word in (CHANGES_NEEDED, APPROVED, NOT_RELEVANT) if word in standing.values()), OPEN)


def round_state(cells) -> str:
    """open, approved or changes_needed."""
    rows = defaultdict(list)
    for cell in cells:
        rows[cell.feature].append(cell)
    states = [_row_state(row) for row in rows.values()]
    if CHANGES_NEEDED in states:
        return CHANGES_NEEDED
    return APPROVED if states and all(state == APPROVED for state in states) else OPEN


def _row_state(cells) -> str:
    """A row that Meta shows nowhere is settled; else one cell must be approved and none may be open."""
    outcomes = [cell.outcome for cell in cells if cell.seen != NOT_ELIGIBLE or cell.outcome == CHANGES_NEEDED]
    if CHANGES_NEEDED in outcomes:
        return CHANGES_NEEDED
    if any(cell.seen in UNSETTLED and cell.outcome == OPEN for cell in cells) or OPEN in outcomes:
        return OPEN
    return APPROVED if not outcomes or APPROVED in outcomes else OPEN


def may_approve(seen: str) -> bool:
    """Nobody approves what nobody saw; a feature without a preview is decided by its description."""
    return seen in ("ready", "no_preview")
