"""What depends on the version that a call names; everything else is the same in all of them."""

NO_IDS = "26.0"  # `?ids=a,b` is refused from here on
STANDARD_ENDED = "22.0"  # standard_enhancements can be neither chosen nor previewed from here on
USE_CASES = "4.0"  # limits by business use case; calls of older versions are refused with 17/2446079


def at_least(version: str, other: str) -> bool:
    return _number(version) >= _number(other)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
