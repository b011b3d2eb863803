"""How a placement cuts a picture: the middle stays, the sides or top and bottom go."""

from dataclasses import dataclass

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Crop:
    """The part of a picture that is seen (left, top, right, bottom in its own pixels)."""

    box: Box
    width: int
    height: int

    @property
    def ratio(self) -> float:
        return self.width / self.height


def crop(width: int, height: int, bounds: tuple[float, float]) -> Crop:
    """Width/height is kept when it lies in `bounds`; otherwise the centre of the picture in the nearest ratio that does."""
    low, high = bounds
    ratio = width / height
    if ratio < low:
        return _centre(width, height, width, max(1, round(width / low)))
    if ratio > high:
        return _centre(width, height, max(1, round(height * high)), height)
    return Crop((0, 0, width, height), width, height)


def _centre(width: int, height: int, new_width: int, new_height: int) -> Crop:
    left, top = (width - new_width) // 2, (height - new_height) // 2
    return Crop((left, top, left + new_width, top + new_height), new_width, new_height)
