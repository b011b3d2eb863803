"""What was answered is kept: eight writers at once, and fifty deaths at moments that nobody chose."""

import io
import json
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from PIL import Image

from graph_sandbox.seeds import facts

FACTS = facts()
DEATHS = 50
NO_LIMITS = {"account_limit": 10_000_000, "app_limit": 10_000_000}


class Server:
    """The sandbox as a process that can be killed and started again on the same data."""

    def __init__(self, data):
        self.data, self.process = data, None
        self.start()

    def start(self) -> None:
        options = ["--port", "0", "--seed", "empty", "--control", "--data", str(self.data)]
        command = [sys.executable, "-m", "graph_sandbox", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        self.url = self.process.stdout.readline().strip().removeprefix("ready ")
        requests.post(f"{self.url}/_control/settings", json=NO_LIMITS, timeout=30).raise_for_status()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path / "data")
    yield running
    running.kill()


class Writer:
    """One client that writes what comes to mind. `expected` is what was acknowledged: {id: {field: value}}, None is gone.

    An answer that never came may have been carried out or not: that object is taken out of what is expected.
    """

    def __init__(self, number: int):
        self.number, self.random, self.session = number, random.Random(number), requests.Session()
        self.expected: dict[str, dict | None] = {}
        self.ids: list[str] = []
        self.count = 0

    def write(self, url: str) -> None:
        """One write. Raises requests.RequestException when the server died under it."""
        self.count += 1
        kept = [one for one, fields in self.expected.items() if fields and "name" in fields]
        act = self.random.choice([self.campaign, self.folder, self.image, self.rename, self.rename, self.remove])
        act(url, self.random.choice(kept) if kept else "")

    def call(self, method, url, path, **more) -> dict:
        params = {"access_token": FACTS["access_token"]}
        answer = self.session.request(method, f"{url}/v24.0/{path}", params=params, timeout=30, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def made(self, object_id: str, **fields) -> None:
        self.ids.append(object_id)
        self.expected[object_id] = fields

    def campaign(self, url, _):
        name = f"{self.number}/{self.count}"
        data = {"name": name, "objective": "OUTCOME_SALES", "status": "PAUSED", "special_ad_categories": "[]"}
        self.made(
            self.call("POST", url, f"{FACTS['ad_account_id']}/campaigns", data=data)["id"], name=name, status="PAUSED"
        )

    def folder(self, url, _):
        name = f"F {self.number}/{self.count}"
        self.made(
            self.call("POST", url, f"{FACTS['business_id']}/creative_folders", data={"name": name})["id"], name=name
        )

    def image(self, url, _):
        out = io.BytesIO()
        colour = tuple(self.random.randbytes(3))
        Image.new("RGB", (600, 600), colour).save(out, "PNG")
        files = {"file": (f"{self.number}-{self.count}.png", out.getvalue())}
        answer = self.call("POST", url, f"{FACTS['ad_account_id']}/adimages", files=files)
        (found,) = answer["images"].values()
        self.made(f"{FACTS['ad_account_id'].removeprefix('act_')}:{found['hash']}", hash=found["hash"])

    def rename(self, url, one):
        if not one or ":" in one:
            return
        name = f"R {self.number}/{self.count}"
        before = self.expected.pop(one)
        self.call("POST", url, one, data={"name": name})
        self.expected[one] = {**before, "name": name}

    def remove(self, url, one):
        if not one or ":" in one or self.random.random() < 0.6:
            return
        is_campaign = "status" in self.expected.pop(one)
        self.call("DELETE", url, one)
        self.expected[one] = {"status": "DELETED"} if is_campaign else None


def stored(server, expected) -> dict[str, dict | None]:
    """What the server says of each id; None for one that is gone."""
    session, found = requests.Session(), {}
    ids = sorted(expected)
    for start in range(0, len(ids), 50):
        part = ids[start : start + 50]
        urls = [f"{one}?fields={','.join(expected[one] or {'id': 0})}" for one in part]
        batch = json.dumps([{"method": "GET", "relative_url": url} for url in urls])
        data = {"access_token": FACTS["access_token"], "batch": batch}
        answer = session.post(f"{server.url}/v24.0/", data=data, timeout=60)
        for one, result in zip(part, answer.json(), strict=True):
            found[one] = json.loads(result["body"]) if result["code"] == 200 else None
    return found


def everything(server) -> dict:
    """Every object of the three kinds, with all that lists show of them."""
    account, business = FACTS["ad_account_id"], FACTS["business_id"]
    edges = {
        f"{account}/campaigns": "id,name,status,created_time",
        f"{account}/adimages": "id,hash,name,created_time",
        f"{business}/creative_folders": "id,name,creation_time",
    }
    found = {}
    for edge, fields in edges.items():
        params = {"access_token": FACTS["access_token"], "fields": fields, "limit": 5000}
        found[edge] = requests.get(f"{server.url}/v24.0/{edge}", params=params, timeout=60).json()["data"]
    return found


def check(server, writers):
    expected = {one: fields for writer in writers for one, fields in writer.expected.items()}
    found = stored(server, expected)
    for one, fields in expected.items():
        shown = found[one]
        assert (shown is None) == (fields is None), f"{one} was answered as {fields} and is now {shown}"
        assert fields is None or {key: shown[key] for key in fields} == fields


def test_eight_writers_lose_nothing_and_share_no_id(server):
    writers = [Writer(number) for number in range(8)]

    def work(writer):
        for _ in range(250):
            writer.write(server.url)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, writers))

    assert sum(writer.count for writer in writers) == 2000
    ids = [one for writer in writers for one in writer.ids if ":" not in one]
    assert len(ids) == len(set(ids))
    check(server, writers)
    before = everything(server)
    assert sum(map(len, before.values())) > 500
    server.kill()
    server.start()
    assert everything(server) == before


def test_nothing_that_was_answered_is_lost_at_fifty_deaths(server):
    moments, writers = random.Random(50), [Writer(100 + number) for number in range(4)]
    for _ in range(DEATHS):
        url, stop = server.url, threading.Event()

        def work(writer, url=url, stop=stop):
            while not stop.is_set():
                try:
                    writer.write(url)
                except requests.RequestException:
                    writer.session = requests.Session()
                    return

        with ThreadPoolExecutor(len(writers)) as pool:
            running = [pool.submit(work, writer) for writer in writers]
            stop.wait(moments.uniform(0.005, 0.08))
            server.kill()
            stop.set()
            for one in running:
                one.result()
        server.start()
    assert sum(len(writer.ids) for writer in writers) > 100
    check(server, writers)
