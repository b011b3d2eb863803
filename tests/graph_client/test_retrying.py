"""What is sent again at once, and after how long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_client import (
    ConnectionFailed,
    RateLimited,
    TemporarilyUnavailable,
    TokenRejected,
    TooMuchData,
    UnreadableResponse,
    retrying,
)

NEVER_LEFT, LOST = ConnectionFailed("x", sent=False), ConnectionFailed("x", sent=True)
BUSY, GATEWAY = TemporarilyUnavailable("x", transient=True), UnreadableResponse("x", status=502)


@pytest.mark.parametrize(
    ("error", "read", "write"),
    [
        (NEVER_LEFT, True, True),
        (LOST, True, False),
        (BUSY, True, False),
        (GATEWAY, True, False),
        (UnreadableResponse("x", status=200), False, False),
        (RateLimited("x", transient=True), False, False),
        (TooMuchData("x", transient=True), False, False),
        (TokenRejected("x"), False, False),
    ],
)
def test_write_is_repeated_only_when_nothing_of_it_can_have_arrived(error, read, write):
    assert retrying.should_retry(error, repeatable=True) is read
    assert retrying.should_retry(error, repeatable=False) is write


@given(st.integers(1, 60), st.floats(0, 1, exclude_max=True))
def test_pause_is_somewhere_below_a_ceiling_of_seconds(attempt, chance):
    pause = retrying.delay(attempt, lambda: chance)
    assert 0 <= pause < min(retrying.CAP, retrying.BASE * 2 ** (attempt - 1))


def test_ceiling_doubles_until_it_stands():
    assert [retrying.delay(attempt, lambda: 1.0) for attempt in range(1, 8)] == [0.5, 1, 2, 4, 8, 8, 8]
