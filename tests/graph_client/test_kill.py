"""Real processes and SIGKILL: uploader and server die in the middle, the video arrives whole and once, by each protocol."""

import hashlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from graph_client import images

from . import arrived
from .conftest import make_clip, new_client, png

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60
LATENCY_MS = 80  # of every call: long enough for a death in its middle


def started(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", *map(str, arguments)], cwd=ROOT, **options)


class Stage:
    """A server and an uploader, each a process that can die and come back to what it had stored."""

    slow = {"chunk_bytes": 12_000, "latency_ms": {"*": LATENCY_MS}}

    def __init__(self, folder, kind):
        self.kind, self.folder, self.state = kind, folder, folder / "state.json"
        self.clip = folder / "pictures" if kind == "images" else folder / "clip.mp4"
        if kind == "images":
            self.clip.mkdir()
            for number in range(8):
                (self.clip / f"{number}.png").write_bytes(png(colour=f"#{number}a7f62")[0].getvalue())
        else:
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

    def attempts(self):
        told = self.state.with_suffix(".begun")
        return told.read_text().count("one") if told.exists() else 0

    def survived_three_deaths(self):
        """What the uploader kept at its end."""
        chance, known = random.Random(self.kind), 0
        for kill in (self.kill_uploader, self.kill_server, self.kill_uploader):
            self.run_until(lambda before=known: self.attempts() > before)
            self.run_until(lambda: False, chance.uniform(0, LATENCY_MS / 1000))
            assert self.uploader.poll() is None, "it was done before it could be killed"
            known = self.attempts()
            kill()
        self.run_until(lambda: False)
        assert self.uploader.poll() == 0
        return self.kept()


def end(process):
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


@pytest.mark.parametrize("kind", ["advideos", "video_ads", "uploads"])
def test_uploader_and_server_killed_in_the_middle_still_give_one_equal_video(tmp_path, kind):
    stage = Stage(tmp_path, kind)
    try:
        done = json.loads(stage.survived_three_deaths())
        video_id, content = arrived.only(kind, stage.url, stage.facts, done)
        assert content == stage.clip.read_bytes()
        assert kind == "uploads" or done["video_id"] == video_id
    finally:
        end(stage.uploader)
        end(stage.server)


def test_uploader_and_server_killed_in_the_middle_still_give_each_image_once(tmp_path):
    stage = Stage(tmp_path, "images")
    try:
        assert len(json.loads(stage.survived_three_deaths())) == 8
        client = new_client(SimpleNamespace(facts=stage.facts, url=stage.url))
        found = sorted(row["hash"] for row in images.list_images(client, stage.facts["ad_account_id"]))
        assert found == sorted(hashlib.md5(path.read_bytes()).hexdigest() for path in stage.clip.iterdir())
    finally:
        end(stage.uploader)
        end(stage.server)
