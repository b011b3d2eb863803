"""A process that carries one upload and keeps its state in a file: python -m tests.graph_client.uploader STATE CLIP URL"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from graph_client import GraphClient, GraphError, Upload, carry, videos


def main(state, clip, url, token, account):
    def save(upload):
        fresh = state.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(upload)))
        os.replace(fresh, state)

    client = GraphClient(token, api_url=url, retries=1, sleep=lambda seconds: time.sleep(min(seconds, 0.05)))
    while True:
        try:
            with clip.open("rb") as file:
                upload = carry(client, stored(state, clip, account), file, save=save)
        except GraphError as error:
            if not error.transient:
                raise
            time.sleep(0.05)
        else:
            save(upload)
            return


def stored(state, clip, account):
    if not state.exists():
        return videos.new_upload(account, clip.stat().st_size, clip.name)
    kept = json.loads(state.read_text())
    return Upload(**{**kept, "extra": tuple(tuple(pair) for pair in kept["extra"])})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6])
