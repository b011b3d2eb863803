"""The official SDK against the sandbox."""

import subprocess
import sys
from pathlib import Path

from graph_sandbox import Sandbox, serve

SMOKE = Path(__file__).with_name("sdk_smoke.py")


def test_the_official_sdk_does_the_whole_job_unchanged():
    sandbox = Sandbox(seed="demo")
    with serve(sandbox) as server:
        done = subprocess.run([sys.executable, SMOKE, server.url], capture_output=True, text=True, timeout=120)
    sandbox.close()

    assert done.returncode == 0, done.stdout + done.stderr
    assert "25 calls done" in done.stdout
