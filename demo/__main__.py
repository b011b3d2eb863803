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

from demo import stack

MARK = "made-by-bin-demo"  # a file in GALLEY_DATA: without it --reset removes nothing


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
    manager = Manager()
    for name, command in stack.commands().items():
        manager.add_process(name, command, env=env, cwd=str(stack.ROOT))
    threading.Thread(target=fill, args=(env, manager), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in {0, None, 130, 143, -2, -15} else 1


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
                sentences.append(f"Port {env[name]} is taken. Choose another one: {name}={int(env[name]) + 10} bin/demo")
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


def fill(env: dict[str, str], manager: Manager) -> None:
    """Waits until everything answers, then fills the demo and says where it is."""
    try:
        stack.wait_until(lambda: stack.sandbox_is_ready(env), 30, "The sandbox does not answer.")
        stack.wait_until(lambda: stack.web_is_ready(env), 60, "The web process does not answer.")
        print(f"\n  Galley answers at http://127.0.0.1:{env['PORT']}/\n", flush=True)
        stack.manage(env, "galley_demo")
        print("\n  Everything is there. Ctrl-C stops it.\n", flush=True)
    except (TimeoutError, subprocess.CalledProcessError) as error:
        if not manager._terminating:
            print(f"bin/demo: {error}", file=sys.stderr, flush=True)
            manager.terminate()


if __name__ == "__main__":
    sys.exit(main())
