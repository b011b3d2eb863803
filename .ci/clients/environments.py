"""The environments of the foreign clients: made from their locks, kept in .made beside this file, never in git."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
MADE = HERE / ".made"

# What is run, in this order, and the oldest Python that it takes (None: a client for Node).
CLIENTS: dict[str, tuple[int, int] | None] = {
    "sdk": (3, 11),
    "sdk-node": None,
    "meta-cli": (3, 12),
    "oauth": (3, 11),
    "airbyte": (3, 11),
    "singer": (3, 11),
    "dlt": (3, 12),
    "dlt-verified": (3, 11),
}


class NotInstalled(Exception):
    """This machine cannot have the client; the text says why."""


def make(name: str) -> list[str]:
    """The command that runs the client's driver, in an environment that is made if the lock has changed."""
    folder, place, version = HERE / name, MADE / name, CLIENTS[name]
    lock = folder / ("package-lock.json" if version is None else "requirements.lock")
    state = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = place / "stamp"
    if not stamp.is_file() or stamp.read_text() != state:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        if version is None:
            _install_node(folder, place)
        else:
            _install_python(lock, place, version)
        stamp.write_text(state)
    if version is None:
        # Node looks for modules beside the driver's own folder, so the driver goes to the modules.
        for one in folder.glob("*.mjs"):
            shutil.copy(one, place)
        return ["node", str(place / "drive.mjs")]
    return [str(place / "bin/python"), str(folder / "drive.py")]


def _install_python(lock: Path, place: Path, version: tuple[int, int]) -> None:
    _run([python(version), "-m", "venv", str(place)])
    _run([str(place / "bin/pip"), "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(lock)])


def _install_node(folder: Path, place: Path) -> None:
    if not shutil.which("npm"):
        raise NotInstalled("there is no npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(folder / name, place / name)
    _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], place)


def python(version: tuple[int, int]) -> str:
    """An interpreter of at least this version: the one that runs this, those on the PATH, those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names = [f"python3.{minor}" for minor in range(version[1], version[1] + 3)]
    known = sorted(path for name in names for path in pyenv.glob(f"{version[0]}.*/bin/{name}"))
    for one in [*names, *map(str, known), "python3"]:
        done = subprocess.run(  # interpreters of this machine
            ["/usr/bin/env", one, "-c", f"import sys, ensurepip; sys.exit(sys.version_info < {version})"],
            capture_output=True,
        )
        if done.returncode == 0:
            return one
    raise NotInstalled(f"it needs Python {version[0]}.{version[1]} or newer, with venv")


def _run(command: list[str], place: Path | None = None) -> None:
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=420)
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"{Path(command[0]).name} did not end within 7 minutes") from None
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise NotInstalled(" / ".join(lines[-3:]) or f"{Path(command[0]).name} ended with {done.returncode}")
