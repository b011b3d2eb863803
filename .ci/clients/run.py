"""Runs the unchanged clients of others against the sandbox: all, or those that are named.

    .venv/bin/python .ci/clients/run.py [NAME ...]

Each gets a fresh sandbox. A client that this machine cannot install is told of and passed over; one that is installed
and fails makes the whole run fail.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

import environments  # noqa: E402
from forward import forward, make_certificates  # noqa: E402

from graph_sandbox import Sandbox, serve  # noqa: E402

META = "https://graph.facebook.com"
MOST = 600  # seconds for a driver; a tenth of it is enough on a machine that does nothing else


def main(names: list[str]) -> int:
    unknown = set(names) - set(environments.CLIENTS)
    if unknown:
        print(f"No such client: {', '.join(sorted(unknown))}. There are {', '.join(environments.CLIENTS)}.")
        return 2
    passed, failed, skipped = [], [], []
    with ThreadPoolExecutor(1) as installer:  # one after the other, while those that are there run
        made = {name: installer.submit(environments.make, name) for name in names or environments.CLIENTS}
        for name, making in made.items():
            try:
                command = making.result()
            except environments.NotInstalled as error:
                print(f"{name}: could not be installed, so it was not run: {error}", flush=True)
                skipped.append(name)
                continue
            print(f"{name}:", flush=True)
            began = time.monotonic()
            (passed if drive(name, command) else failed).append(name)
            print(f"    {time.monotonic() - began:.0f} s", flush=True)
    print(f"foreign clients that ran: {', '.join([*passed, *failed]) or 'none'}")
    if failed:
        print(f"foreign clients that failed: {', '.join(failed)}")
    print(f"{len(passed)} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed else 0


def drive(name: str, command: list[str]) -> bool:
    with tempfile.TemporaryDirectory(prefix=f"foreign-{name}-") as home, sandbox(Path(home)) as surroundings:
        try:
            done = subprocess.run(command, cwd=home, env=surroundings, stdin=subprocess.DEVNULL, timeout=MOST)
        except subprocess.TimeoutExpired:
            print(f"    not done after {MOST} seconds")
            return False
        return done.returncode == 0


@contextlib.contextmanager
def sandbox(home: Path) -> Iterator[dict[str, str]]:
    """A fresh sandbox behind the names of Meta's hosts; gives the environment in which a client finds it there."""
    authority = make_certificates(home)
    pretended = Sandbox(seed="demo", public_url=META, control=True)
    try:
        with serve(pretended) as server, forward(server.url, home / "host.pem") as proxy:
            yield {
                **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
                "HOME": str(home),
                "PYTHONPATH": str(HERE),
                "PYTHONDONTWRITEBYTECODE": "1",
                "SANDBOX_URL": server.url,
                **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy.url),
                **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
                **dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), str(authority)),
            }
            if proxy.refused:
                print(f"    asked for other hosts and was refused: {', '.join(sorted(proxy.refused))}")
    finally:
        pretended.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
