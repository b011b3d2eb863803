"""A sandbox in a process of its own, for benchmarks."""

import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager


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
        command = [sys.executable, "-m", "graph_sandbox", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            yield process.stdout.readline().split()[1], facts(), process
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stdout.close()
