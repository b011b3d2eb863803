"""Chunked upload of one large video, by this client and by the official SDK's uploader, on the same sandbox.

python -m benchmarks.chunked_upload [--megabytes 1024] [--port 8451] [--rounds 3]

Each upload runs in a process of its own. Prints one line of JSON: seconds (best of the rounds) and peak memory of both,
their ratio, and a plain copy of the same file for comparison.
"""

import argparse
import importlib
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.sandbox_process import facts, running

MIB = 1024 * 1024


def make_video(path, size):
    """A playable MP4 of exactly `size` bytes: a short clip and one free box behind it."""
    clip = _clip()
    with open(path, "wb") as file:
        file.write(clip)
        file.write(struct.pack(">I4sQ", 1, b"free", size - len(clip)))
        block = os.urandom(MIB)
        while (left := size - file.tell()) > 0:
            file.write(block[:left])


def _clip():
    import av
    from PIL import Image

    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(24):
            image = Image.new("RGB", (320, 240), (number * 10, 90, 160))
            for packet in stream.encode(av.VideoFrame.from_image(image)):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return target.getvalue()


def send_with_ours(address, facts, path):
    from graph_client import GraphClient, carry, videos

    client = GraphClient(facts["access_token"], app_secret=facts["app_secret"], api_url=address)
    with open(path, "rb") as file:
        upload = videos.new_upload(facts["ad_account_id"], path.stat().st_size, path.name)
        assert carry(client, upload, file, save=lambda _: None).done


def send_with_sdk(address, facts, path):
    from facebook_business.adobjects.advideo import AdVideo
    from facebook_business.api import FacebookAdsApi
    from facebook_business.session import FacebookSession

    class Session(FacebookSession):
        GRAPH = address

    class Api(FacebookAdsApi):
        def call(self, *args, **options):
            if options.get("url_override"):
                options["url_override"] = address
            return super().call(*args, **options)

    api = Api(Session(facts["app_id"], facts["app_secret"], facts["access_token"]))
    video = AdVideo(parent_id=facts["ad_account_id"], api=api)
    video[AdVideo.Field.filepath] = str(path)
    video.remote_create()


SENDERS = {"ours": send_with_ours, "sdk": send_with_sdk}


MODULES = {"ours": ("graph_client",), "sdk": ("facebook_business.adobjects.advideo",)}


def one(sender, address, path):
    """In a process of its own: seconds of the upload, and how far memory rose above what the imports took."""
    known = facts()
    for name in MODULES[sender]:
        importlib.import_module(name)
    before = peak_mib()
    started = time.perf_counter()
    SENDERS[sender](address, known, Path(path))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": round(seconds, 3), "peak_mib": peak_mib(), "rise_mib": round(peak_mib() - before, 1)}))


def peak_mib():
    """The highest resident memory of this process so far (VmHWM; getrusage would count the parent's fork too)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1)


def measured(sender, address, path):
    command = [sys.executable, "-m", "benchmarks.chunked_upload", "--one", sender, address, str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def best(rounds):
    return {
        "seconds": min(entry["seconds"] for entry in rounds),
        "peak_mib": max(entry["peak_mib"] for entry in rounds),
        "rise_mib": max(entry["rise_mib"] for entry in rounds),
    }


def copy_seconds(path):
    started = time.perf_counter()
    shutil.copyfile(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").unlink()
    return round(time.perf_counter() - started, 3)


def compare(megabytes, port, rounds):
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        path = Path(folder) / "large.mp4"
        make_video(path, megabytes * MIB)
        results = {name: [] for name in SENDERS}
        for _ in range(rounds):
            for name in SENDERS:
                with running(port) as (address, _, _):
                    results[name].append(measured(name, address, path))
        report = {"megabytes": megabytes, **{name: best(entries) for name, entries in results.items()}}
        report["wall_ratio"] = round(report["ours"]["seconds"] / report["sdk"]["seconds"], 2)
        return {**report, "copy_seconds": copy_seconds(path)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=3, metavar=("SENDER", "ADDRESS", "FILE"), help="one upload, for internal use")
    options = parser.parse_args()
    if options.one:
        one(*options.one)
    else:
        print(json.dumps(compare(options.megabytes, options.port, options.rounds)))


if __name__ == "__main__":
    main()
