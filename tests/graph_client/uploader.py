"""A process that carries one upload, keeps its state in a file: python -m tests.graph_client.uploader KIND STATE CLIP URL FACTS

The bytes leave slowly, so that a death falls between them.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from graph_client import GraphClient, GraphError, Upload, carry, images, resumable, videos

PAUSE_S = 0.01


def main(kind, state, clip, url, facts):
    def save(upload):
        fresh = state.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(upload)))
        os.replace(fresh, state)

    client = GraphClient(facts["access_token"], api_url=url, retries=1, sleep=lambda _: time.sleep(PAUSE_S))
    if kind == "images":
        return bring_images(client, facts["ad_account_id"], state, clip)
    bring = carry if kind == "advideos" else resumable.carry
    while True:
        begin(state)
        try:
            with clip.open("rb") as file:
                kept = stored(kind, state, clip, facts)
                save(bring(client, kept, file, save=save, on_progress=lambda *_: time.sleep(PAUSE_S)))
                return
        except GraphError as error:
            if not error.transient:
                raise
            time.sleep(PAUSE_S)


def bring_images(client, account, state, folder):
    """The pictures of a folder, the first half one by one, the others in batches of two; what is done is kept by its name."""
    paths = sorted(folder.iterdir())
    half = len(paths) // 2
    groups = [[path] for path in paths[:half]] + [paths[n : n + 2] for n in range(half, len(paths), 2)]
    while left := [group for group in groups if group[0].name not in done(state)]:
        begin(state)
        opened = [(path.open("rb"), path.name, path.stat().st_size) for path in left[0]]
        try:
            if len(opened) == 1:
                images.upload(client, account, *opened[0])
            else:
                images.upload_many(client, account, opened)
            fresh = state.with_suffix(".new")
            fresh.write_text(json.dumps([*done(state), *(path.name for path in left[0])]))
            os.replace(fresh, state)
        except GraphError as error:
            if not error.transient:
                raise
            time.sleep(PAUSE_S)
        finally:
            for file, *_ in opened:
                file.close()


def begin(state):
    """Tells that an attempt begins: whoever kills waits for that."""
    with state.with_suffix(".begun").open("a") as told:
        told.write("one\n")


def done(state):
    return json.loads(state.read_text()) if state.exists() else []


def stored(kind, state, clip, facts):
    size = clip.stat().st_size
    if state.exists():
        kept = json.loads(state.read_text())
        if kind != "advideos":
            return resumable.Stretch(**kept)
        return Upload(**{**kept, "extra": tuple(tuple(pair) for pair in kept["extra"])})
    if kind == "advideos":
        return videos.new_upload(facts["ad_account_id"], size, clip.name)
    if kind == "video_ads":
        return resumable.new_video_ad(facts["ad_account_id"], size, clip.name)
    return resumable.new_file_handle(facts["app_id"], size, clip.name, "video/mp4")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], json.loads(sys.argv[5]))
