"""Pages that stand in a frame when the ad does not: Meta's texts, in our look."""

from html import escape


def notice(title: str, sentence: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title>"
        '<link rel="icon" href="/frame-style/mark.svg"><link rel="stylesheet" href="/frame-style/base.css"></head><body class="notice">'
        f'<main><h1>{escape(title)}</h1><p>{escape(sentence)}</p></main><span class="sandbox">sandbox</span></body></html>'
    )


def no_permission() -> str:
    return notice(
        "No permission",
        "No permission to access this profile. Sign in as a person who has a role on this ad account.",
    )


def expired() -> str:
    return notice(
        "This preview has expired",
        "A preview can be seen for 24 hours. Ask for a new one.",
    )


def missing(parameter: str) -> str:
    return notice("Error", f"The parameter {parameter} is required")


def broken() -> str:
    return notice(
        "This content isn't available right now",
        "The link you followed may be broken, or the preview may have been removed.",
    )


def viewer(name: str) -> str:
    return notice(
        f"You now look as {name}",
        "Frames that only people with a role may see open in this browser.",
    )
