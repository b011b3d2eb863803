"""Slow work that advances: by polls (done after K reads) or by the sandbox's clock (done after S seconds)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .sandbox import Sandbox


@dataclass
class Progress:
    """What a read sees: `share` runs from 0 to 1, `done` when it is 1."""

    share: float

    @property
    def done(self) -> bool:
        return self.share >= 1

    @property
    def percent(self) -> int:
        return min(100, int(self.share * 100))


def begin(sandbox: "Sandbox", polls: int = 0, seconds: float = 0.0) -> dict[str, Any]:
    """The fields to keep on the object that is worked on: {"progress": {...}}."""
    return {"progress": {"polls": polls, "seconds": seconds, "seen": 0, "since": sandbox.clock.now()}}


def look(sandbox: "Sandbox", item: Any, *, counts: bool = True) -> Progress:
    """How far it is. `counts` False looks without being a poll (a list, a check inside)."""
    state = item.get("progress")
    if not state or "done" in state:
        return Progress(1.0)
    by_clock = (sandbox.clock.now() - state["since"]) / state["seconds"] if state["seconds"] else 1.0
    by_polls = state["seen"] / state["polls"] if state["polls"] else 1.0
    share = min(by_clock, by_polls)
    if counts and state["polls"] and state["seen"] < state["polls"]:
        sandbox.store.update(item.id, {"progress": {**state, "seen": state["seen"] + 1}})
    return Progress(share)
