"""Attempts at an upload, each in a process of its own that may die by SIGKILL: python -m tests.graph_client.forked

A child is forked for each line of JSON on stdin; how it ended goes to stdout. A fork is cheap where a start is not.
"""

import io
import json
import os
import signal
import subprocess
import sys
import traceback
from functools import partial
from pathlib import Path

from graph_client import GraphClient, GraphError, SessionLost

from . import uploader

DONE, AGAIN, WRONG, KILLED = 0, 75, 1, -signal.SIGKILL
SIP = 8192
ROOT = Path(__file__).resolve().parents[2]


class Children:
    """The other side of `serve`: `run` carries one attempt and tells how it ended."""

    def __init__(self):
        arguments = [sys.executable, "-m", "tests.graph_client.forked"]
        self._process = subprocess.Popen(
            arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def run(self, **job):
        """job: kind, state, source, url, facts, patience, and perhaps dies_at_save or dies_at_byte."""
        self._process.stdin.write(json.dumps(job, default=str) + "\n")
        return int(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def serve():
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(carried(json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def carried(job):
    state = Path(job["state"])
    client = GraphClient(
        job["facts"]["access_token"],
        api_url=job["url"],
        retries=1,
        sleep=lambda _: None,
        timeout=tuple(job["patience"]),
    )
    life = Life(job.get("dies_at_save"), job.get("dies_at_byte"))
    place = job["kind"], state, Path(job["source"]), job["facts"]
    try:
        uploader.bring(client, *place, opened=partial(Mortal, life), keep=life.keep)
    except SessionLost:
        state.unlink()
        return AGAIN
    except GraphError as error:
        return AGAIN if error.transient else told(WRONG)
    except BaseException:
        return told(WRONG)
    return DONE


def told(status):
    traceback.print_exc()
    sys.stderr.flush()
    return status


class Life:
    """Ends at the nth save, before it is kept, or when so many bytes of files have left."""

    def __init__(self, saves, bytes_left):
        self._saves, self._bytes = saves, bytes_left

    def keep(self, state, value):
        if self._saves is not None:
            self._saves -= 1
            if self._saves <= 0:
                self.end()
        uploader.keep(state, value)

    def left(self, count):
        if self._bytes is not None:
            self._bytes -= count
            if self._bytes <= 0:
                self.end()

    def end(self):
        os.kill(os.getpid(), signal.SIGKILL)


class Mortal(io.FileIO):
    """A file that is read in sips, and with which a life may end."""

    def __init__(self, life, path):
        super().__init__(path)
        self._life = life

    def read(self, size=-1):
        sip = super().read(SIP if size < 0 else min(size, SIP))
        self._life.left(len(sip))
        return sip


if __name__ == "__main__":
    serve()
