"""A sandbox in a process of its own, for benchmarks, and the server that it stands on with answers that are ready."""

import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager

READY = """
import json, sys
from graph_sandbox import Sandbox
from graph_sandbox.response import Response
from graph_sandbox.server import Server
pages = json.load(sys.stdin)
sandbox = Sandbox(seed="empty")
sandbox.handle = lambda request: Response.json(pages.get(request.params.get("page"), {}))
server = Server(sandbox, "127.0.0.1", 0)
print("ready", server.url, flush=True)
server.serve_forever()
"""


def facts():
    shown = subprocess.run(
        [sys.executable, "-m", "graph_sandbox", "--show"], check=True, capture_output=True, text=True
    )
    return json.loads(shown.stdout)


@contextmanager
def running(port=0, seed="empty"):
    """(address, facts, process) of a fresh sandbox that is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        options = ["--port", str(port), "--data", folder, "--seed", seed, "--control"]
        with _started("-m", "graph_sandbox", *options) as (address, process):
            yield address, facts(), process


@contextmanager
def ready_answers(pages=None):
    """The address of the same server, which computes nothing: /?page=NAME has one of `pages`, all else is {}."""
    with _started("-c", READY, given=json.dumps(pages or {})) as (address, _):
        yield address


@contextmanager
def _started(*command, given=""):
    process = subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        process.stdin.write(given)
        process.stdin.close()
        yield process.stdout.readline().split()[1], process
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()
