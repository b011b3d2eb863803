"""Is what Meta stores the creative that was sent? Pure. Meta adds keys and signs addresses anew, but changes no text."""

from campaigns_app.creatives.content_hash import NAMES_A_MEDIUM, SIGNED
from campaigns_app.creatives.features import switched_on


def looks_the_same(sent: dict, stored: dict) -> bool:
    """Everything that was sent stands in the stored copy. Features may have been taken out as not eligible, not added."""
    content = {key: value for key, value in sent.items() if key != "degrees_of_freedom_spec"}
    return contains(stored, content) and _on(stored) <= _on(sent)


def same_features(sent: dict, stored: dict) -> bool:
    return _on(stored) == _on(sent)


def contains(whole, part) -> bool:
    if isinstance(part, dict):
        skipped = SIGNED if any(part.get(key) for key in NAMES_A_MEDIUM) else set()
        return isinstance(whole, dict) and all(
            contains(whole.get(key), value) for key, value in part.items() if key not in skipped
        )
    if isinstance(part, list):
        return (
            isinstance(whole, list)
            and len(whole) == len(part)
            and all(contains(one, other) for one, other in zip(whole, part, strict=True))
        )
    if isinstance(part, bool) or isinstance(whole, bool):
        return _flag(whole) == _flag(part)
    return str(whole) == str(part)


def _flag(value) -> bool:
    return value in (True, "true", "True", "1", 1)


def _on(spec: dict) -> set[str]:
    return set(switched_on((spec.get("degrees_of_freedom_spec") or {}).get("creative_features_spec") or {}))
