"""bin/demo: starts every process of the Procfile, fills the demo, prints where it is; Ctrl-C stops all of it."""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from demo import stack

MARK = "made-by-bin-demo"  # a file in GALLEY_DATA: without it --reset removes nothing
STOPPED = {130, 143}  # by Ctrl-C or SIGTERM, as honcho tells


def main() -> int:
    options = _options()
    env = stack.environment(dict(os.environ), partner=not options.no_partner)
    if taken := taken_ports(env):
        print("\n".join(taken), file=sys.stderr)
        return 1
    data = Path(env["GALLEY_DATA"])
    try:
        own(data, reset=options.reset)
        stack.prepare(env)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"bin/demo cannot start: {error}", file=sys.stderr)
        return 1
    log = (data / "log.txt").open("w", buffering=1)
    print(f"Starting Galley. What its processes say goes to {log.name}", flush=True)
    manager = Manager(Printer(log))
    for name, command in stack.commands().items():
        manager.add_process(name, command, env=env, cwd=str(stack.ROOT))
    filling = Filling(env, manager)
    filling.start()
    manager.loop()
    if not filling.is_over and manager.returncode not in STOPPED:
        print(f"A process ended by itself; {log.name} says why. Everything was stopped.", file=sys.stderr)
    filling.stop()
    return 0 if manager.returncode in STOPPED else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Galley and a local stand-in for Meta, with a filled library.",
        epilog="By environment: PORT (8000), SANDBOX_PORT (8400), BROKER_PORT (8401), GALLEY_DATA (.data).",
    )
    parser.add_argument("--reset", action="store_true", help="forget everything in GALLEY_DATA and start anew")
    parser.add_argument("--no-partner", action="store_true", help="Meta grants no access to business folders")
    return parser.parse_args()


def taken_ports(env: dict[str, str]) -> list[str]:
    """A sentence for each port that something else listens on."""
    sentences = []
    for name in stack.PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(env[name])))
            except OSError:
                sentences.append(
                    f"Port {env[name]} is taken. Choose another one: {name}={int(env[name]) + 10} bin/demo"
                )
    return sentences


def own(data: Path, *, reset: bool) -> None:
    """Makes the data folder ours; empties it first if asked to, but never a folder that bin/demo did not make."""
    if data.exists() and any(data.iterdir()) and not (data / MARK).exists():
        raise OSError(f"{data} holds files that bin/demo did not make. Choose another folder by GALLEY_DATA.")
    if reset and data.exists():
        pictures = data / "demo"  # the same after a reset, and slow to draw
        for entry in data.iterdir():
            if entry != pictures:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    data.mkdir(parents=True, exist_ok=True)
    (data / MARK).touch()


class Filling(threading.Thread):
    """Waits until everything answers, then fills the demo and says where it is."""

    def __init__(self, env: dict[str, str], manager: Manager):
        super().__init__(daemon=True)
        self.env, self.manager = env, manager
        self.command: subprocess.Popen | None = None
        self.is_over = False

    def run(self) -> None:
        try:
            stack.wait_until(lambda: self.is_over or stack.sandbox_is_ready(self.env), 120, "The sandbox is silent.")
            stack.wait_until(lambda: self.is_over or stack.web_is_ready(self.env), 120, "The web process is silent.")
        except TimeoutError as error:
            self.fail(str(error))
        else:
            self.fill()

    def fill(self) -> None:
        if self.is_over:
            return
        address = f"http://127.0.0.1:{self.env['PORT']}/"
        print(f"\n  Galley answers at {address}\n", flush=True)
        self.command = subprocess.Popen([sys.executable, "manage.py", "galley_demo"], cwd=stack.ROOT, env=self.env)
        if self.command.wait() == 0:
            print(f"\n  Ready: {address}   Ctrl-C stops everything.\n", flush=True)
        else:
            self.fail("The demo could not be filled.")

    def fail(self, sentence: str) -> None:
        if not self.is_over:
            print(f"bin/demo: {sentence} The log in GALLEY_DATA says more.", file=sys.stderr, flush=True)
            self.manager.returncode = 1
            self.manager.terminate()

    def stop(self) -> None:
        self.is_over = True
        if self.command and self.command.poll() is None:
            self.command.terminate()


if __name__ == "__main__":
    sys.exit(main())
