"""The sandbox as a process: its line, its seed, its survival."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import requests

from graph_sandbox.seeds import facts

from .media import clip


@pytest.fixture
def start():
    """start("--data", folder) -> (process, url) once it is ready."""
    running = []

    def begin(*options, **environment):
        command = [
            sys.executable,
            "-m",
            "graph_sandbox",
            "--port",
            "0",
            "--seed",
            "empty",
            "--control",
            *map(str, options),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
        running.append(process)
        line = process.stdout.readline().strip()
        assert line.startswith("ready http://127.0.0.1:"), line
        return process, line.removeprefix("ready ")

    yield begin
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def call(method, url, path, **more):
    params = {"access_token": facts()["access_token"], **more.pop("params", {})}
    return requests.request(method, f"{url}/v24.0/{path}", params=params, timeout=30, **more)


def test_show_prints_the_ids_of_the_seed():
    command = [sys.executable, "-m", "graph_sandbox", "--seed", "demo", "--show"]
    shown = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    needed = {
        "access_token",
        "app_id",
        "app_secret",
        "business_id",
        "ad_account_id",
        "page_id",
        "instagram_user_id",
        "product_set_id",
    }
    assert needed <= set(shown)
    assert shown["ad_account_id"].startswith("act_")


def test_it_ends_quietly_on_sigterm(start):
    process, _ = start()

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0


def test_a_taken_port_is_named(start):
    _, url = start()
    port = url.rpartition(":")[2]

    again = subprocess.run(
        [sys.executable, "-m", "graph_sandbox", "--port", port, "--seed", "empty"], capture_output=True, text=True
    )

    assert again.returncode == 1
    assert port in again.stderr


def test_what_was_acknowledged_survives_sigkill(start, tmp_path):
    process, url = start("--data", tmp_path)
    edge = f"{facts()['ad_account_id']}/advideos"
    begun = call("POST", url, edge, data={"upload_phase": "start", "file_size": len(clip())}).json()
    files = {"video_file_chunk": ("clip.mp4", clip()[:70_000])}
    session = {"upload_session_id": begun["upload_session_id"]}
    call("POST", url, edge, data={"upload_phase": "transfer", "start_offset": 0, **session}, files=files)

    process.kill()
    process.wait()
    _, url = start("--data", tmp_path)

    files = {"video_file_chunk": ("clip.mp4", clip()[70_000:])}
    call("POST", url, edge, data={"upload_phase": "transfer", "start_offset": 70_000, **session}, files=files)
    assert call("POST", url, edge, data={"upload_phase": "finish", **session}).json() == {"success": True}
    kept = requests.get(f"{url}/_control/media/{begun['video_id']}", timeout=30).content
    assert kept == clip()
    counts = requests.get(f"{url}/_control/counts", timeout=30).json()
    assert counts[f"POST /{edge}"] == 4


def test_a_turned_clock_goes_on_after_a_restart(start, tmp_path):
    process, url = start("--data", tmp_path)
    turned = requests.post(f"{url}/_control/clock", json={"advance": 40 * 86400, "rate": 2}, timeout=30).json()
    process.kill()
    process.wait()

    process, url = start("--data", tmp_path)

    shown = requests.get(f"{url}/_control/clock", timeout=30).json()
    assert shown["rate"] == 2
    assert 0 <= shown["now"] - turned["now"] < 120
    process.kill()
    process.wait()
    _, url = start("--data", tmp_path, GALLEY_CLOCK="0:3")
    assert requests.get(f"{url}/_control/clock", timeout=30).json()["rate"] == 3


def test_the_control_path_is_closed_unless_asked_for(start):
    _, url = start("--no-control")

    assert requests.get(f"{url}/_control/state", timeout=30).json()["error"]["code"] == 2500


def test_the_clock_starts_where_the_environment_says(start):
    _, url = start(GALLEY_CLOCK="86400:1")
    shown = requests.get(f"{url}/_control/clock", timeout=30).json()

    assert shown["now"] - time.time() > 86000


def test_a_clock_that_runs_since_a_moment_shows_what_other_processes_show(start):
    since = time.time() - 100
    _, url = start(GALLEY_CLOCK=f"86400:60:{since}")
    shown = requests.get(f"{url}/_control/clock", timeout=30).json()["now"]

    assert abs(shown - (since + 86400 + (time.time() - since) * 60)) < 120


def test_links_use_the_public_address(start):
    _, url = start("--public-url", "http://localhost:9999")
    folder = call("POST", url, f"{facts()['business_id']}/creative_folders", data={"name": "x"}).json()["id"]

    shown = call("GET", url, folder, params={"fields": "media_library_url"}).json()

    assert shown["media_library_url"].startswith("http://localhost:9999/")


def test_a_large_video_needs_little_memory(start, tmp_path):
    process, url = start("--data", tmp_path)
    before = memory_of(process.pid)
    edge = f"{facts()['ad_account_id']}/advideos"
    size = 300 * 1024 * 1024

    begun = call("POST", url, edge, data={"upload_phase": "start", "file_size": size}).json()
    fields = {"upload_phase": "transfer", "start_offset": "0", "upload_session_id": begun["upload_session_id"]}
    answer = call(
        "POST", url, edge, headers={"Content-Type": "multipart/form-data; boundary=cut"}, data=parts(fields, size)
    )

    assert answer.json()["start_offset"] == str(size)
    assert memory_of(process.pid) - before < 64 * 1024 * 1024


def parts(fields, size):
    """A multipart body of `size` file bytes, made as it is sent."""
    for name, value in fields.items():
        yield f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    yield b'--cut\r\nContent-Disposition: form-data; name="video_file_chunk"; filename="big.mp4"\r\nContent-Type: multipart/form-data\r\n\r\n'
    block = bytes(1024 * 1024)
    for _ in range(size // len(block)):
        yield block
    yield b"\r\n--cut--\r\n"


def memory_of(pid):
    """The most that the process has used, in bytes."""
    with open(f"/proc/{pid}/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
