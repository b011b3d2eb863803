"""The room's map: features by placements, where each item stands, and which comes next."""

from dataclasses import dataclass

from campaigns_app.creatives.features import BY_NAME
from campaigns_app.models import ReviewItem
from campaigns_app.previews import formats
from campaigns_app.reviews import words

SHORT = {
    "INSTAGRAM_STANDARD": "Insta",
    "INSTAGRAM_STORY": "Insta story",
    "INSTAGRAM_REELS": "Insta reel",
    "INSTAGRAM_EXPLORE_GRID_HOME": "Explore",
    "MOBILE_FEED_STANDARD": "Feed",
    "DESKTOP_FEED_STANDARD": "Desktop",
    "FACEBOOK_STORY_MOBILE": "FB story",
    "FACEBOOK_REELS_MOBILE": "FB reel",
    "RIGHT_COLUMN_STANDARD": "Column",
    "MARKETPLACE_MOBILE": "Market",
    "MESSENGER_MOBILE_INBOX_MEDIA": "Inbox",
    "MOBILE_INTERSTITIAL": "Full screen",
}
TONES = {"approved": "ok", "changes_needed": "critical", "pending": "caution", "open": "wait", "waiting": "caution"}


@dataclass(frozen=True)
class Cell:
    """One item as the map shows it; `state` is a word of the status table."""

    item: ReviewItem
    state: str
    is_current: bool = False

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def name(self) -> str:
        return formats.placement_name(self.item.placement)


def state_of(item) -> str:
    """What to show of an item: its outcome once there is one, else what can be seen."""
    if item.outcome != ReviewItem.Outcome.OPEN:
        return item.outcome
    return {"ready": "open", "no_preview": "open", "waiting": "new"}.get(item.seen, item.seen)


def is_decidable(item) -> bool:
    return item.seen != ReviewItem.Seen.NOT_ELIGIBLE


def is_open(item) -> bool:
    return is_decidable(item) and item.outcome == ReviewItem.Outcome.OPEN


def rows(items, placements, current=None) -> list[dict]:
    """[{"feature", "name", "generative", "cells"}]; a cell is None where nothing was asked."""
    by_place = {(item.feature, item.placement): item for item in items}
    features = list(dict.fromkeys(item.feature for item in items))
    return [
        {
            "feature": feature,
            "name": words.row_name(feature),
            "generative": feature in BY_NAME and BY_NAME[feature].generative,
            "cells": [_cell(by_place.get((feature, placement)), current) for placement in placements],
        }
        for feature in features
    ]


def _cell(item, current):
    return item and Cell(item, state_of(item), current is not None and item.pk == current.pk)


def heads(placements) -> list[dict]:
    return [{"short": SHORT.get(name, name), "name": formats.placement_name(name)} for name in placements]


def counts(items) -> dict:
    """For the gauge: how many can be decided and are; for the legend: how many of each state."""
    decidable = [item for item in items if is_decidable(item)]
    states = [state_of(item) for item in items]
    return {
        "total": len(decidable),
        "decided": sum(not is_open(item) for item in decidable),
        "approved": states.count("approved") + states.count("not_relevant"),
        "changes": states.count("changes_needed"),
        "states": [{"state": state, "count": states.count(state)} for state in dict.fromkeys(states)],
    }


def chosen(items, asked: str):
    """The item that was asked for, else the first open one, else the first that can be decided."""
    by_number = {str(item.pk): item for item in items}
    ordered = by_number.get(asked), next(filter(is_open, items), None), next(filter(is_decidable, items), None)
    return next((item for item in ordered if item is not None), items[0])


def neighbours(items, current) -> tuple:
    """The items before and after, among those that can be decided, going round."""
    ring = [item for item in items if is_decidable(item) or item.pk == current.pk]
    at = [item.pk for item in ring].index(current.pk)
    return ring[at - 1], ring[(at + 1) % len(ring)]


def next_open(items, current):
    """The next item to decide after `current`, going round; `current` itself when none is left."""
    at = [item.pk for item in items].index(current.pk)
    return next(filter(is_open, [*items[at + 1 :], *items[:at]]), current)
