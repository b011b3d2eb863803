"""Carries one upload and keeps its state in a file: python -m tests.graph_client.uploader KIND STATE SOURCE URL FACTS

The bytes leave slowly, so that a death falls between them.
"""

import io
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from graph_client import GraphClient, GraphError, Upload, carry, images, resumable, videos

PAUSE_S = 0.01


class Slow(io.FileIO):
    """A file that takes its time."""

    def read(self, size=-1):
        time.sleep(PAUSE_S)
        return super().read(size)


class NotDone(GraphError):
    """A part of a batch was answered with null."""

    transient = True


def keep(state, value):
    """All of it or nothing: a death leaves the state before."""
    fresh = state.with_suffix(".new")
    fresh.write_text(json.dumps(value))
    os.replace(fresh, state)


def bring(client, kind, state, source, facts, *, opened=Slow, keep=keep):
    """One attempt, from what was kept to the end or to a GraphError."""
    if kind == "images":
        return bring_images(client, facts["ad_account_id"], state, source, opened, keep)
    carried = carry if kind == "advideos" else resumable.carry
    with opened(source) as file:
        carried(client, stored(kind, state, source, facts), file, save=lambda upload: keep(state, asdict(upload)))


def bring_images(client, account, state, folder, opened, keep):
    """The pictures of a folder, the first half one by one, the others in batches of two; done ones are kept by name."""
    paths = sorted(folder.iterdir())
    half = len(paths) // 2
    groups = [[path] for path in paths[:half]] + [paths[n : n + 2] for n in range(half, len(paths), 2)]
    for group in groups:
        if group[0].name not in done(state):
            send_images(client, account, group, opened)
            keep(state, [*done(state), *(path.name for path in group)])


def send_images(client, account, paths, opened):
    files = [(opened(path), path.name, path.stat().st_size) for path in paths]
    try:
        if len(files) == 1:
            images.upload(client, account, *files[0])
            return
        for result in images.upload_many(client, account, files):
            if not result.ok:
                raise result.error or NotDone
    finally:
        for file, *_ in files:
            file.close()


def done(state):
    return json.loads(state.read_text()) if state.exists() else []


def stored(kind, state, source, facts):
    if state.exists():
        kept = json.loads(state.read_text())
        if kind != "advideos":
            return resumable.Stretch(**kept)
        return Upload(**{**kept, "extra": tuple(tuple(pair) for pair in kept["extra"])})
    return new(kind, facts, source.stat().st_size, source.name)


def new(kind, facts, size, name):
    if kind == "advideos":
        return videos.new_upload(facts["ad_account_id"], size, name)
    if kind == "video_ads":
        return resumable.new_video_ad(facts["ad_account_id"], size, name)
    return resumable.new_file_handle(facts["app_id"], size, name, "video/mp4")


def main(kind, state, source, url, facts):
    client = GraphClient(facts["access_token"], api_url=url, retries=1, sleep=lambda _: time.sleep(PAUSE_S))
    while True:
        with state.with_suffix(".begun").open("a") as told:  # whoever kills waits for the beginning of an attempt
            told.write("one\n")
        try:
            return bring(client, kind, state, source, facts)
        except GraphError as error:
            if not error.transient:
                raise
            time.sleep(PAUSE_S)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], json.loads(sys.argv[5]))
