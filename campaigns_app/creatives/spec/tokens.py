"""Places in a spec that wait for Meta's id of a medium: `media:ROLE:POSITION`, and `poster:ROLE:POSITION` for the
address of the picture that Meta drew of a video.

A spec with tokens can be stored, compared and frozen before its media are at Meta; it is filled when it is sent.
"""

from dataclasses import dataclass

MEDIA, POSTER = "media:", "poster:"


@dataclass(frozen=True)
class Medium:
    """Meta's names of a medium; `poster` is an address, or a reference to another call of the same batch."""

    image_hash: str = ""
    video_id: str = ""
    poster: str = ""


def media(role: str, position: int = 0) -> str:
    return f"{MEDIA}{role}:{position}"


def poster(role: str, position: int = 0) -> str:
    return f"{POSTER}{role}:{position}"


def fill(spec, media_by_place: dict[tuple[str, int], Medium]):
    """The spec with every token replaced. KeyError names a place that has no medium."""
    if isinstance(spec, dict):
        return {key: fill(value, media_by_place) for key, value in spec.items()}
    if isinstance(spec, list):
        return [fill(value, media_by_place) for value in spec]
    place = place_of(spec)
    if place is None:
        return spec
    medium = media_by_place[place]
    return medium.poster if spec.startswith(POSTER) else medium.video_id or medium.image_hash


def posters(spec) -> list[tuple[str, int]]:
    """Places whose poster is asked for."""
    if isinstance(spec, dict):
        return [place for value in spec.values() for place in posters(value)]
    if isinstance(spec, list):
        return [place for value in spec for place in posters(value)]
    place = place_of(spec) if isinstance(spec, str) and spec.startswith(POSTER) else None
    return [place] if place else []


def place_of(value) -> tuple[str, int] | None:
    """(role, position) of a token; None for any other value, a text of a person included."""
    if not isinstance(value, str) or not value.startswith((MEDIA, POSTER)):
        return None
    parts = value.split(":")
    if len(parts) != 3 or parts[1] not in ROLES or not parts[2].isdigit():
        return None
    return parts[1], int(parts[2])


ROLES = ("image", "video", "thumbnail", "card")
