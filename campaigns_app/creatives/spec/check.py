"""What Meta will refuse, and what it advises against, said before Meta is asked. Pure.

Sources: limits.py.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from campaigns_app.creatives import limits
from campaigns_app.creatives.spec.value import Value

BLOCK, ADVISE = "block", "advise"
REPEATED = re.compile(r"([^\w\s])\1+")
TEXTS = ("message", "headline", "description")


@dataclass(frozen=True)
class Finding:
    """`fix` is the text with the trouble taken out, or '' where a person must decide; `fix_label` names the act."""

    field: str
    level: str
    sentence: str
    fix: str = ""
    fix_label: str = ""


def check(creative_type: str, value: Value, name: str = "") -> list[Finding]:
    """Everything that is wrong or unwise with a whole form. Fields of cards are `cards-N-FIELD`."""
    found = [*check_field("name", name, creative_type)]
    for field in ("message", "headline", "description", "display_link", "link", "url_tags"):
        found += check_field(field, getattr(value, field), creative_type)
    for number, card in enumerate(value.cards):
        for field in ("headline", "description", "link"):
            found += check_field(f"cards-{number}-{field}", getattr(card, field), creative_type)
    return found


def check_field(field: str, text: str, creative_type: str) -> list[Finding]:
    """Findings for one field as it stands. An empty text has none: whether it may be empty is the form's matter."""
    kind = kind_of(field)
    if not text:
        return []
    if kind in ("link", "card_link"):
        return [*too_long(field, kind, text), *bad_link(field, text)]
    rules = [*too_long(field, kind, text)]
    if kind.removeprefix("card_") in TEXTS:
        rules += [*starts_badly(field, text), *repeats(field, text), *forbidden(field, text, creative_type)]
        rules += [*long_words(field, text), *lonely_letters(field, text)]
    return rules


def kind_of(field: str) -> str:
    """`cards-3-headline` -> `card_headline`."""
    parts = field.split("-")
    return f"card_{parts[2]}" if parts[0] == "cards" and len(parts) == 3 else field


def too_long(field, kind, text):
    limit = limits.LIMITS.get(kind)
    length = len(text)
    if limit and limit.hard and length > limit.hard:
        yield Finding(field, BLOCK, f"{length} characters. Meta takes at most {limit.hard}.")
    elif limit and limit.soft and length > limit.soft:
        yield Finding(field, ADVISE, limit.cut)


def starts_badly(field, text):
    first = text[0]
    if first in limits.STARTS_FORBIDDEN and not text.startswith("..."):
        better = text.lstrip(limits.STARTS_FORBIDDEN + " ")
        yield Finding(field, BLOCK, f"Starts with “{first}”. Meta refuses that.", better, f"Remove “{first}”")


def repeats(field, text):
    hit = next((match for match in REPEATED.finditer(text) if _is_repetition(match[0])), None)
    if hit:
        fixed = REPEATED.sub(lambda match: match[1] if _is_repetition(match[0]) else match[0], text)
        yield Finding(field, BLOCK, f"“{hit[0]}” repeats punctuation. Meta refuses that.", fixed, "Use one")


def _is_repetition(run: str) -> bool:
    """Only punctuation counts, and three full stops are allowed; emoji and joined signs are no punctuation."""
    return run != "..." and unicodedata.category(run[0]).startswith("P")


def forbidden(field, text, creative_type):
    bad = sorted({sign for sign in text if _is_forbidden(sign)})
    if not bad:
        return
    shown = " ".join(bad[:6])
    fixed = "".join(sign for sign in text if sign not in bad)
    # Link ads must not hold them; ads made as a Page post may (Ad Creative reference, Exceptions).
    level = BLOCK if creative_type == "link" else ADVISE
    words = "Meta refuses that in a link ad." if level == BLOCK else "Some placements of Meta refuse that."
    yield Finding(field, level, f"Holds {shown}. {words}", fixed, "Remove")


def _is_forbidden(sign: str) -> bool:
    if sign in limits.CHARACTERS_FORBIDDEN:
        return True
    if "\u0250" <= sign <= "\u02af":
        return sign not in limits.IPA_ALLOWED
    if unicodedata.category(sign) == "Mn" and sign not in "\ufe0f\ufe0e":
        return True
    decomposition = unicodedata.decomposition(sign)
    return decomposition.startswith(("<super>", "<sub>")) and sign not in limits.RAISED_ALLOWED


def long_words(field, text):
    word = next((word for word in text.split() if len(word) > limits.WORD_SOFT and "://" not in word), None)
    if word:
        yield Finding(field, ADVISE, f"“{word[:20]}…” has {len(word)} characters. Meta recommends at most 30 a word.")


def lonely_letters(field, text):
    lonely = [word for word in text.split() if len(word) == 1 and word.isalnum()]
    if len(lonely) > limits.ONE_CHARACTER_WORDS:
        yield Finding(field, ADVISE, f"{len(lonely)} words of one character. Meta recommends at most 3.")


def bad_link(field, text):
    if not is_web_address(text):
        fixed = f"https://{text}" if "://" not in text and "." in text and " " not in text else ""
        yield Finding(
            field, BLOCK, "Not a web address. It begins with https://.", fixed, "Add https://" if fixed else ""
        )


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


def blocking(findings) -> list[Finding]:
    return [finding for finding in findings if finding.level == BLOCK]
