"""Real processes and SIGKILL: uploader and server die in the middle, the video arrives whole and once, by each protocol."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from . import arrived
from .conftest import make_clip

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60


def started(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", *map(str, arguments)], cwd=ROOT, **options)


class Stage:
    """A server and an uploader, each a process that can die and come back to what it had stored."""

    slow = {"chunk_bytes": 12_000, "latency_ms": {"advideos": 20}}

    def __init__(self, folder, kind):
        self.kind, self.folder = kind, folder
        self.clip, self.state = folder / "clip.mp4", folder / "state.json"
        self.clip.write_bytes(make_clip(frames=30))
        self.port = 0
        self.start_server()
        self.facts = requests.get(f"{self.url}/_control/facts", timeout=5).json()
        self.start_uploader()

    def start_server(self):
        arguments = (
            "graph_sandbox",
            "--data",
            self.folder / "meta",
            "--seed",
            "empty",
            "--control",
            "--port",
            self.port,
        )
        self.server = started(*arguments, stdout=subprocess.PIPE, text=True)
        self.url = self.server.stdout.readline().split()[1]
        self.port = int(self.url.rpartition(":")[2])
        requests.post(f"{self.url}/_control/settings", json=self.slow, timeout=5)

    def start_uploader(self):
        known = (self.kind, self.state, self.clip, self.url, json.dumps(self.facts))
        self.uploader = started("tests.graph_client.uploader", *known)

    def kill_server(self):
        end(self.server)
        self.start_server()

    def kill_uploader(self):
        end(self.uploader)
        self.start_uploader()

    def run_until(self, condition, seconds=DEADLINE):
        """Let it work; True when the condition came before the end of the upload."""
        last = time.monotonic() + seconds
        while time.monotonic() < last and self.uploader.poll() is None:
            if condition():
                return True
            time.sleep(0.002)
        return False

    def kept(self):
        return self.state.read_text() if self.state.exists() else ""

    def until_it_got_on(self, then):
        """Until the uploader kept a further step, and some milliseconds into the next one."""
        before = self.kept()
        if self.run_until(lambda: self.kept() != before):
            self.run_until(lambda: False, then)


def end(process):
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


@pytest.mark.parametrize("kind", ["advideos", "video_ads", "uploads"])
def test_uploader_and_server_killed_in_the_middle_still_give_one_equal_video(tmp_path, kind):
    chance = random.Random(kind)
    stage = Stage(tmp_path, kind)
    try:
        for kill in (stage.kill_uploader, stage.kill_server, stage.kill_uploader):
            stage.until_it_got_on(chance.uniform(0, 0.06))
            kill()
        stage.run_until(lambda: False)
        assert stage.uploader.poll() == 0
        done = json.loads(stage.kept())
        video_id, content = arrived.only(kind, stage.url, stage.facts, done)
        assert content == stage.clip.read_bytes()
        assert kind == "uploads" or done["video_id"] == video_id
    finally:
        end(stage.uploader)
        end(stage.server)
