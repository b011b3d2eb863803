"""Where a creative stands with its reviewers: what lists, the creative's page and the inbox say."""

from dataclasses import dataclass, field

from campaigns_app.models import ReviewRound
from campaigns_app.reviews import staleness

WORDS = {
    "none": "Not reviewed",
    "open": "In review",
    "approved": "Approved",
    "changes_needed": "Changes needed",
    "stale": "Approval is stale",
}


@dataclass(frozen=True)
class Standing:
    """state: none, open, approved, changes_needed or stale. `changes` says in sentences what made it stale."""

    state: str
    round: ReviewRound | None = None
    changes: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        if self.state == "stale" and self.round is not None and not self.was_approved:
            return "Review is stale"
        return WORDS[self.state]

    @property
    def was_approved(self) -> bool:
        return self.round is not None and self.round.approved_at is not None


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
