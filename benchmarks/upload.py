"""One large file from browser to server: Galley's tus parts, a plain Django upload, a plain copy.

python -m benchmarks.upload [--megabytes 1024] [--rounds 1]

Galley takes parts of 8 MiB and has each on the disk (fdatasync) before it answers. The plain view takes the file as one
form from request.FILES and keeps it in default storage, on the same gunicorn settings. The copy is shutil.copyfile and
an fsync. Best seconds of the rounds; memory is the greatest rise of the gunicorn worker over its state before.
"""

import argparse
import base64
import os
import shutil
import time
from urllib.request import urlopen

import requests

from benchmarks import house, table
from benchmarks.chunked_upload import MIB, make_video
from demo import stack

PART = 8 * MIB


def by_tus(one, browser, path):
    """As the page does it: create, then part after part, each from the offset that the last answer told."""
    size = path.stat().st_size
    name = base64.b64encode(path.name.encode()).decode()
    version = {"Tus-Resumable": "1.0.0"}
    made = browser.post(
        f"{one.web}/b/bench/uploads/",
        headers={**version, "Upload-Length": str(size), "Upload-Metadata": f"filename {name}"},
        timeout=60,
    )
    assert made.status_code == 201, made.text
    with path.open("rb") as file:
        offset = 0
        while offset < size:
            headers = {**version, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            answer = browser.patch(one.web + made.headers["Location"], file.read(PART), headers=headers, timeout=60)
            assert answer.status_code == 204, answer.text
            offset = int(answer.headers["Upload-Offset"])


def by_form(address, path):
    from graph_client.multipart import FilePart, MultipartBody

    with path.open("rb") as file:
        body = MultipartBody([], {"file": FilePart(path.name, file)})
        headers = {"Content-Type": body.content_type}
        requests.post(address, data=body, headers=headers, timeout=300).raise_for_status()


def by_copy(path):
    target = path.with_suffix(".copy")
    shutil.copyfile(path, target)
    on_disk(target)
    target.unlink()


def on_disk(path):
    with path.open("rb") as file:
        os.fsync(file.fileno())


def timed(act, *given):
    started = time.perf_counter()
    act(*given)
    return time.perf_counter() - started


def measured(act, *given, memory, rounds):
    """(best seconds, MiB that the worker rose at most, its peak)"""
    seconds = min(timed(act, *given) for _ in range(rounds))
    return seconds, memory.rise(), memory.peak()


def measure(megabytes, rounds):
    plain_port = str(house.free_port())
    with house.running("broker", "web", PLAIN_PORT=plain_port) as one:
        plain = f"http://127.0.0.1:{plain_port}/"
        path = one.data / "large.mp4"
        make_video(path, megabytes * MIB)
        on_disk(path)  # else its writing would go on beside what is measured
        _, marketer = house.business()
        browser = requests.Session()
        browser.cookies.update(house.cookies(marketer))
        with one.process("plain", plain_command(), lambda _: stack.answers(plain)):
            browser.get(f"{one.web}/b/bench/library/", timeout=60), urlopen(plain, timeout=60)
            copy = min(timed(by_copy, path) for _ in range(rounds))
            galley = measured(by_tus, one, browser, path, memory=one.memory("web"), rounds=rounds)
            form = measured(by_form, plain, path, memory=one.memory("plain"), rounds=rounds)
        return {"Galley, tus in 8 MiB parts": galley, "Django, one form": form, "copy and fsync": (copy, 0.0, 0.0)}


def plain_command():
    """The Procfile's web with another application on another port."""
    web = stack.commands()["web"]
    return web.replace("config.wsgi", "benchmarks.plain_upload").replace("$PORT", "$PLAIN_PORT")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    found = measure(options.megabytes, options.rounds)
    ours = next(iter(found.values()))[0]
    rows = [
        [name, seconds, options.megabytes / seconds, rise, peak, ours / seconds]
        for name, (seconds, rise, peak) in found.items()
    ]
    head = ["", "seconds", "MiB/s", "memory rose MiB", "peak MiB", "Galley / this"]
    table.show(f"Upload of {options.megabytes} MiB", head, rows)


if __name__ == "__main__":
    main()
