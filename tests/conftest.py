"""What every test has: the cast, the sandbox in a thread, no network but loopback, guards that let a flush through."""

import pytest

from tests.cast import *  # noqa: F403


@pytest.fixture(scope="session")
def _sandbox_process():
    from graph_sandbox import Sandbox, serve
    from graph_sandbox.seeds import facts

    sandbox = Sandbox(seed="demo")
    with serve(sandbox, port=0) as server:
        server.sandbox, server.identity = sandbox, facts()
        yield server


@pytest.fixture
def sandbox_server(_sandbox_process):
    """A sandbox as it was seeded: `.url`, `.sandbox`, and `.identity` as --show prints it."""
    _sandbox_process.sandbox.reset()
    return _sandbox_process
