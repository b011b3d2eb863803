"""A process that carries one upload, keeps its state in a file: python -m tests.graph_client.uploader KIND STATE CLIP URL

The bytes leave slowly, so that a death falls between them.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from graph_client import GraphClient, GraphError, Upload, carry, resumable, videos

PAUSE_S = 0.01


def main(kind, state, clip, url, facts):
    def save(upload):
        fresh = state.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(upload)))
        os.replace(fresh, state)

    client = GraphClient(facts["access_token"], api_url=url, retries=1, sleep=lambda _: time.sleep(PAUSE_S))
    bring = carry if kind == "advideos" else resumable.carry
    while True:
        try:
            with clip.open("rb") as file:
                kept = stored(kind, state, clip, facts)
                save(bring(client, kept, file, save=save, on_progress=lambda *_: time.sleep(PAUSE_S)))
                return
        except GraphError as error:
            if not error.transient:
                raise
            time.sleep(PAUSE_S)


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
