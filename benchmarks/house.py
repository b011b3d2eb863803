"""Galley's processes on free ports and an empty GALLEY_DATA, for as long as a benchmark runs."""

import os
import socket
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from demo import stack

READY = {"sandbox": stack.sandbox_is_ready, "web": stack.web_is_ready}


@contextmanager
def running(*names, **variables):
    """House with the named processes of the Procfile; this process is set up for the same database.

    The environment's own database, storage and broker are left alone: only `variables` may name others.
    """
    with ExitStack() as exits:
        folder = exits.enter_context(tempfile.TemporaryDirectory(prefix="galley-bench-", ignore_cleanup_errors=True))
        ports = {name: str(free_port()) for name in stack.PORTS}
        for name in ("DATABASE_URL", "BROKER_URL", "STORAGE_URL", "UPLOAD_DIR"):
            os.environ.pop(name, None)
        env = stack.environment({**os.environ, **ports, "GALLEY_DATA": folder, "LOG_LEVEL": "ERROR", **variables})
        house = House(env)
        _set_up(env)
        for name in names:
            exits.enter_context(house.process(name))
        yield house


class House:
    """`.env`, `.web` and `.sandbox` (addresses), `.pids` by name."""

    def __init__(self, env):
        self.env, self.pids = env, {}
        self.data = Path(env["GALLEY_DATA"])
        self.web = f"http://127.0.0.1:{env['PORT']}"
        self.sandbox = f"http://127.0.0.1:{env['SANDBOX_PORT']}"

    @contextmanager
    def process(self, name, command=None, ready=None):
        """One process of the Procfile, or another command with a check that says when it answers."""
        command, ready = command or stack.commands()[name], ready or READY.get(name)
        with (self.data / f"{name}.log").open("wb") as log:
            started = subprocess.Popen(
                ["bash", "-c", command], cwd=stack.ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self.pids[name] = started.pid
            if ready:
                stack.wait_until(lambda: ready(self.env), 60, f"{name} does not answer; see {log.name}.")
            yield started
        finally:
            started.terminate()
            started.wait(timeout=30)

    def memory(self, name) -> "Memory":
        return Memory(self.pids[name])


class Memory:
    """Peak resident memory of gunicorn's worker process, from a moment on. MiB."""

    def __init__(self, master: int):
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        self.process = Path("/proc") / (children[0] if children else str(master))
        (self.process / "clear_refs").write_text("5")
        self.before = self.peak()

    def peak(self) -> float:
        lines = (self.process / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

    def rise(self) -> float:
        return self.peak() - self.before


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _set_up(env) -> None:
    """Migrate, and make this process one of the house."""
    import django

    os.environ.update(env)
    stack.prepare(env)
    django.setup()


def business():
    """A business that is connected to the sandbox, with its account, Page and a marketer: (account, marketer)."""
    from tests import factories

    identity = stack.sandbox_identity()
    made = factories.make_business("Bench", slug="bench", graph_id=identity["business_id"])
    made.default_ad_account = factories.make_ad_account(made, identity["ad_account_id"])
    made.save()
    factories.make_connection(made, identity)
    factories.make_page(made, identity["page_id"])
    return made.default_ad_account, factories.make_member(made, "marketer")


def cookies(member) -> dict:
    """What a browser has after signing in."""
    from django.test import Client

    client = Client()
    client.force_login(member.user, backend="assets_app.sign_in.PasswordBackend")
    return {name: morsel.value for name, morsel in client.cookies.items()}
