"""Title and body of a link ad without a Page. Page posts may have special characters.

Ad Creative reference, "Title and Body Limits". Words of more than 30 characters are taken: elsewhere on that page their length is
a recommendation, as the lengths of the texts are.
"""

import re
import unicodedata
from itertools import chain

from .checks import refuse

PUNCTUATION = "\\/!.?-*(),;:"
FORBIDDEN = frozenset("^~_={}[]|<>")
IPA = range(0x250, 0x2B0)
MARKS = frozenset(chain(range(0x300, 0x370), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100)))
TAKEN = frozenset(map(chr, (*range(601, 608), 8482, 8480)))  # seven of the IPA's, and the two signs of trade marks
SINGLE_WORDS = 3


def check(text: str, name: str) -> None:
    if text[0] in PUNCTUATION:
        refuse(f"{name} cannot start with {text[0]}", name)
    for run in re.findall(rf"[{re.escape(PUNCTUATION)}]{{2,}}", text):
        if run != "...":
            refuse(f"{name} cannot have consecutive punctuation: {run}", name)
    if sum(len(word) == 1 for word in (part.strip(PUNCTUATION) for part in text.split())) > SINGLE_WORDS:
        refuse(f"{name} can have {SINGLE_WORDS} words of one character.", name)
    for character in text:
        if not _is_plain(character):
            refuse(f"{name} cannot have the character {character}", name)


def _is_plain(character: str) -> bool:
    if character in TAKEN:
        return True
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    return not (raised or character in FORBIDDEN or ord(character) in IPA or ord(character) in MARKS)
