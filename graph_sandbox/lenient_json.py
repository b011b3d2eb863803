"""JSON as people write it in Graph calls: single quotes, bare keys, commas too many.

All forms stand in samples of the Marketing API reference (lines 11532, 11950, 13552).
"""

import json
import math
import re
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<word>[A-Za-z_$][\w.$-]*)|(?P<number>-?\d[\d.eE+-]*)|(?P<mark>[{}\[\],:]))"""
)


def read_json(text: str) -> Any:
    """The value that `text` stands for. Raises ValueError when it is neither JSON nor one of the sloppy forms."""
    try:
        return strict(text)
    except ValueError:
        return strict(_tidy(text))


def strict(text: str | bytes) -> Any:
    """JSON alone: Python would take NaN, Infinity and 1e999 too, which no store of JSON keeps."""
    return json.loads(text, parse_constant=_finite, parse_float=_finite)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number of JSON")
    return number


def _tidy(text: str) -> str:
    pieces, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"unreadable at {position}")
        position = match.end()
        pieces.append(_piece(match))
    joined = "\x00".join(pieces)
    return re.sub(r",\x00(?=[}\]])", "", joined).replace("\x00", "")


def _piece(match: re.Match[str]) -> str:
    if word := match["word"]:
        return word if word in ("true", "false", "null") else json.dumps(word)
    if (quoted := match["text"]) and quoted[0] == "'":
        return json.dumps(quoted[1:-1].replace("\\'", "'"))
    return quoted or match["number"] or match["mark"]
