"""Numbers of rows as they come in addresses and forms."""

LONGEST = 18


def is_number(text) -> bool:
    """Whether a text can be a row's number. `"²".isdigit()` is true and no number; a very long one fits no column."""
    return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= LONGEST
