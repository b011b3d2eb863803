"""Features that change texts. What they answer is the same for the same story."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..story import Story

SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-Z0-9\"'“¿¡ÄÖÜÉ])")
OFFER = re.compile(
    r"(\d+\s?%\s?off|free (?:shipping|returns|delivery)|\d+ days?|from [€$£]\s?\d+|[€$£]\s?\d+(?:[.,]\d+)?)",
    re.IGNORECASE,
)


def optimize(story: "Story") -> "Story":
    """The texts in another order: the last sentence of the primary text leads; with one sentence, headline and description
    change places. Nothing is added, nothing lost: every link and every number stays."""
    sentences = [part for part in SENTENCE.split(story.message.strip()) if part]
    if len(sentences) > 1:
        return replace(story, message=" ".join([sentences[-1], *sentences[:-1]]))
    card = story.first
    if card.title and card.description:
        return story.with_first(title=card.description, description=card.title)
    return story


def enhance_cta(story: "Story") -> "Story":
    """A key phrase of the text, shown beside the button: it takes the place of the description."""
    phrase = key_phrase(story)
    if not story.first.cta or story.first.cta == "NO_BUTTON" or not phrase or phrase == story.first.description:
        return story
    return story.with_first(description=phrase)


def key_phrase(story: "Story") -> str:
    """An offer if the texts name one, else the shortest sentence."""
    for text in (story.message, story.first.description, story.first.title):
        if match := OFFER.search(text):
            return match.group(1)[:1].upper() + match.group(1)[1:]
    sentences = [part.strip(" .!") for part in SENTENCE.split(story.message) if part.strip()]
    return min(sentences, key=len)[:30] if sentences else ""
