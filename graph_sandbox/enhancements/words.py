"""Features that change texts. What they answer is the same for the same story."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .translation import translated

if TYPE_CHECKING:
    from ..story import Story

SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-Z0-9\"'“¿¡ÄÖÜÉ])")
OFFER = re.compile(
    r"(?<!\S)(\d+\s?%\s?off|free (?:shipping|returns|delivery)|\d+ days?|(?:from )?[€$£]\s?\d+(?:[.,]\d+)*)",
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
    """A key phrase of the texts beside the button; the texts themselves stay."""
    phrase = key_phrase(story)
    if not story.first.cta or story.first.cta == "NO_BUTTON" or not phrase or phrase == story.first.hint:
        return story
    return story.with_first(hint=phrase)


def key_phrase(story: "Story") -> str:
    """An offer if the texts name one, else the shortest sentence that fits beside a button."""
    for text in (story.message, story.first.description, story.first.title):
        if match := OFFER.search(text):
            return match.group(1)[:1].upper() + match.group(1)[1:]
    sentences = [part.strip(" .!") for part in SENTENCE.split(story.message) if part.strip()]
    short = [part for part in sentences if len(part) <= 30]
    return min(short, key=len) if short else ""


def describe(story: "Story") -> "Story":
    """description_automation: of catalogue cards what the catalogue knows, of other cards the description only where it adds
    something to the headline (line 9181)."""
    cards = tuple(
        replace(card, description=card.note or card.price)
        if story.catalogue
        else replace(card, description="" if card.description.lower() in card.title.lower() else card.description)
        for card in story.cards
    )
    if cards == story.cards and not story.catalogue and any(card.description for card in story.cards):
        cards = tuple(
            replace(card, description=card.description if index == 0 else "") for index, card in enumerate(cards)
        )
    return replace(story, cards=cards)


def translate(story: "Story", language: str) -> "Story":
    cards = tuple(
        replace(card, title=translated(card.title, language), description=translated(card.description, language))
        for card in story.cards
    )
    return replace(story, message=translated(story.message, language), cards=cards)


def say(story: "Story", language: str = "") -> "Story":
    """The first sentence as what a voice says."""
    first = SENTENCE.split(story.message.strip())[0] if story.message.strip() else story.first.title
    return replace(story, spoken=translated(first, language) if language else first)


def metadata(story: "Story") -> "Story":
    """product_metadata_automation: price beside the name of each item."""
    cards = tuple(replace(card, hint=card.price) for card in story.cards)
    return replace(story, cards=cards) if story.catalogue else story
