"""Where a creative stands with its reviewers: what lists, the creative's page and the inbox say."""

from dataclasses import dataclass, field

from campaigns_app.models import ReviewRound
from campaigns_app.reviews import staleness, verdict

WORDS = {
    "none": "Not reviewed",
    "open": "In review",
    "approved": "Approved",
    "changes_needed": "Changes needed",
    "stale": "Stale",
}


@dataclass(frozen=True)
class Standing:
    """state: none, open, approved, changes_needed or stale. `changes` says in sentences what made it stale."""

    state: str
    round: ReviewRound | None = None
    changes: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def was_approved(self) -> bool:
        """For a stale one: whether it had been approved, or only been under review."""
        return self.round is not None and matrix_state(self.round) == ReviewRound.State.APPROVED


def matrix_state(one: ReviewRound) -> str:
    """What the decisions of a round say, whatever became of it afterwards."""
    cells = one.items.values_list("feature", "seen", "outcome")
    return verdict.round_state([verdict.Cell(*cell) for cell in cells])


def of(creative) -> Standing:
    """Of one creative. A newer version, even a draft, is not what was approved."""
    rounds = creative.rounds.exclude(state=ReviewRound.State.WITHDRAWN).select_related("version")
    last = rounds.order_by("-pk").first()
    if last is None:
        return Standing("none")
    if last.state == ReviewRound.State.STALE:
        return Standing("stale", last, last.stale_reason)
    if creative.latest and creative.latest.number > last.version.number:
        return Standing("stale", last, _edited(last, creative.latest))
    return Standing(last.state, last)


def _edited(last, latest) -> list[str]:
    return [f"Version {latest.number} is not what was reviewed.", *staleness.changes_to(last.version, latest)]
