"""The whole stack as bin/demo starts it, in a folder and on ports of its own."""

import pytest

from tests.stack.running import Running


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/stack/" in item.path.as_posix():
            item.add_marker(pytest.mark.stack)


@pytest.fixture(scope="session")
def make_stack(tmp_path_factory):
    """`make_stack(partner=False, UPLOAD_MAX_BYTES="1000")` is a running stack; all are stopped at the end."""
    made = []

    def make(*, partner: bool = True, **variables: str) -> Running:
        running = Running(tmp_path_factory.mktemp("stack"), partner=partner, **variables)
        made.append(running)
        running.start()
        return running

    yield make
    for running in made:
        running.stop()


@pytest.fixture(scope="session")
def stack(make_stack):
    """One stack with the filled demo, shared by the tests that leave it as they found it."""
    running = make_stack()
    running.fill()
    return running
