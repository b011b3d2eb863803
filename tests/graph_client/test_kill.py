"""Real processes and SIGKILL: uploader and server die at random moments, the video arrives whole and once."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from graph_client import GraphClient, videos

from .conftest import make_clip

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60


def started(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", *map(str, arguments)], cwd=ROOT, **options)


class Stage:
    """A server and an uploader, each a process that can die and come back to what it had stored."""

    slow = {"chunk_bytes": 12_000, "latency_ms": {"advideos": 40}}

    def __init__(self, folder, seed):
        self.folder, self.clip, self.state = folder, folder / "clip.mp4", folder / "state.json"
        self.clip.write_bytes(make_clip(frames=30, seed=seed))
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
        known = (self.url, self.facts["access_token"], self.facts["ad_account_id"])
        self.uploader = started("tests.graph_client.uploader", self.state, self.clip, *known)

    def kill_server(self):
        end(self.server)
        self.start_server()

    def kill_uploader(self):
        end(self.uploader)
        self.start_uploader()

    def run_until(self, moment):
        """Let it work; True when the upload is complete."""
        while time.monotonic() < moment and self.uploader.poll() is None:
            time.sleep(0.005)
        return self.uploader.poll() == 0


def end(process):
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_uploader_and_server_killed_at_random_moments_still_give_one_equal_video(tmp_path, seed):
    chance = random.Random(seed)
    stage = Stage(tmp_path, seed)
    try:
        for death in range(8):
            stage.run_until(time.monotonic() + chance.uniform(0.15, 0.5))
            stage.kill_server() if death % 3 == 2 else stage.kill_uploader()
        assert stage.run_until(time.monotonic() + DEADLINE)
        client = GraphClient(stage.facts["access_token"], api_url=stage.url)
        [video] = list(videos.list_videos(client, stage.facts["ad_account_id"]))
        assert json.loads(stage.state.read_text())["video_id"] == video["id"]
        source = client.get(video["id"], {"fields": ("source",)})["source"]
        assert requests.get(source, timeout=5).content == stage.clip.read_bytes()
    finally:
        end(stage.uploader)
        end(stage.server)
