"""What every test has: the cast, the sandbox in a thread, no network but loopback, guards that let a flush through."""

import ipaddress
import socket

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


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Refuses every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if self.family in {socket.AF_INET, socket.AF_INET6} else "127.0.0.1"
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"A test tried to reach {host}.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
