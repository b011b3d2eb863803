"""What is said before Meta is asked."""

import pytest

from campaigns_app.creatives.spec.check import ADVISE, BLOCK, check, check_field
from campaigns_app.creatives.spec.value import Card, Value

TABLE = [
    # field, text, type, level, a word of the sentence
    ("name", "x" * 101, "link", BLOCK, "101 characters"),
    ("headline", "x " * 13, "photo", ADVISE, "25"),
    ("message", "word " * 20, "link", ADVISE, "90"),
    ("message", "Sixty days!!", "link", BLOCK, "repeats punctuation"),
    ("message", "!Now", "link", BLOCK, "Starts with"),
    ("headline", "50 % off | today", "link", BLOCK, "Holds |"),
    ("headline", "50 % off | today", "photo", ADVISE, "Holds |"),
    ("message", "e\u0301te\u0301", "link", BLOCK, "Holds"),
    ("message", "x\u00b2", "link", BLOCK, "Holds"),
    ("message", "Donaudampfschifffahrtsgesellschaftskapitän", "link", ADVISE, "at most 30"),
    ("message", "a b c d", "link", ADVISE, "one character"),
    ("link", "odafenn.example", "link", BLOCK, "web address"),
    ("link", "https://odafenn.example/" + "x" * 1000, "link", BLOCK, "at most 1000"),
    ("cards-1-headline", "x" * 36, "carousel", ADVISE, "35"),
]


@pytest.mark.parametrize(("field", "text", "kind", "level", "word"), TABLE)
def test_a_rule_speaks(field, text, kind, level, word):
    found = check_field(field, text, kind)
    assert any(row.level == level and word in row.sentence for row in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Warm light, early nights.",
        "Wait for it...",
        "Café ™ für 20 €",
        "It’s 50 % off today",
        "Two 👩‍👩‍👧 families",
        "A & B",
    ],
)
def test_plain_text_passes(text):
    assert [row for row in check_field("message", text, "link") if row.level == BLOCK] == []


def test_a_fix_takes_the_trouble_out_and_nothing_else():
    found = check_field("message", "Sixty days!! Now??", "link")
    assert [row.fix for row in found if row.level == BLOCK] == ["Sixty days! Now?"]
    assert check_field("message", found[0].fix, "link") == []


def test_cards_are_named_by_their_number():
    value = Value(message="Hello", cards=(Card(headline="Fine"), Card(headline="Oh!!", link="nowhere")))
    found = check("carousel", value, "Lamp")
    assert [(row.field, row.level) for row in found] == [("cards-1-headline", BLOCK), ("cards-1-link", BLOCK)]


def test_a_fix_for_a_link_without_a_scheme():
    assert check_field("link", "odafenn.example/glow", "link")[0].fix == "https://odafenn.example/glow"
