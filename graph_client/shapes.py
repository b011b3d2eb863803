"""Names for the types that several modules speak of."""

from collections.abc import Iterator
from typing import Any, Protocol

from .errors import GraphError
from .usage import Usage

Rows = Iterator[dict[str, Any]]
Key = tuple[str, str]  # (use case, subject): against which quota a call counts
Frame = tuple[str, int | None, int | None]  # (src, width, height) of an iframe


class Pacer(Protocol):
    """What keeps calls within Meta's quota."""

    def reserve(self, use_case: str, subject: str, calls: int) -> Any:
        """None to go on, or the moment until which to wait."""

    def record(self, use_case: str, subject: str, usage: Usage, error: GraphError | None) -> None:
        """What the answer said about the quota."""
