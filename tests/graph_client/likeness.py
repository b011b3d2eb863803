"""Whether two answers are alike: the same names with the same kinds of values, whatever the values are."""


def shape(value):
    """The kinds of things in a value; numbers and texts with digits only are one kind, as Meta mixes them.

    A list has the shape of all its rows together, since a row leaves out what it has not.
    """
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [together([shape(inner) for inner in value])] if value else []
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "flag"
    return "number" if str(value).lstrip("-").isdigit() else "text"


def together(shapes):
    shapes = [one for one in shapes if one != "nothing"] or ["nothing"]
    if all(isinstance(one, dict) for one in shapes):
        keys = {key: None for one in shapes for key in one}
        return {key: together([one[key] for one in shapes if key in one]) for key in keys}
    if all(isinstance(one, list) for one in shapes):
        rows = [row for one in shapes for row in one]
        return [together(rows)] if rows else []
    return "text" if "text" in shapes else shapes[0]


def differences(wide, narrow, place="the answer"):
    """What `narrow` has that is not in `wide`, or is of another kind there, in words."""
    if isinstance(wide, dict) and isinstance(narrow, dict):
        lost = [f"{place}.{key} is not known" for key in sorted(narrow.keys() - wide.keys())]
        kept = [(key, wide[key]) for key in narrow if key in wide]
        return [*lost, *(line for key, inner in kept for line in differences(inner, narrow[key], f"{place}.{key}"))]
    if isinstance(wide, list) and isinstance(narrow, list):
        if narrow and not wide:
            return [f"{place} is empty"]
        return differences(wide[0], narrow[0], f"{place}[]") if narrow else []
    if wide == narrow or narrow == "nothing" or (word(wide) in PLAIN and word(narrow) in PLAIN):
        return []
    return [f"{place} is {word(wide)}, not {word(narrow)}"]


PLAIN = ("a number", "a text")


def word(kind):
    if isinstance(kind, (dict, list)):
        return "an object" if isinstance(kind, dict) else "a list"
    return f"a {kind}" if kind != "nothing" else kind
