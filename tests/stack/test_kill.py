"""Worker, web and sandbox die by SIGKILL at random moments of chunked uploads; every video arrives once, byte by byte."""

import hashlib
import random
import threading
import time
from urllib.error import URLError
from urllib.request import urlopen

import requests

from tests.media_files import video_file
from tests.stack.people import Caller, accepted_ranges, calls, found_business, video_of_size

MOMENTS = 20
VIDEOS = 16
SIZE = 2_000_000
CHUNK = 64 * 1024
GOES_ON_WITHIN = 60
VICTIMS = ("worker",) * 5 + ("web",) * 7 + ("sandbox",) * 8


def test_twenty_deaths_lose_no_byte_and_send_none_twice(make_stack, tmp_path):
    dice = random.Random(7)
    running = make_stack()
    try:
        home = found_business(running, "kill")
        Caller(running, home, "admin@kill.example").connect()
        running.control("settings", chunk_bytes=CHUNK, latency_ms={"advideos": 40})
        known = {one["id"] for one in videos_at_meta(running)}
        files = [moving_file(tmp_path, dice, number) for number in range(VIDEOS)]
        sender = threading.Thread(target=send_all, args=(Caller(running, home, "marketer@kill.example"), files))
        sender.start()

        kill_at_moments(running, dice)

        sender.join(timeout=90)
        assert not sender.is_alive()
        until(lambda: arrived(running) == VIDEOS, lambda: accepted(running), "not every video has arrived")
        check_videos(running, known, files)
        log = calls(running, "advideos")
        check_ranges(accepted_ranges(log))
        assert not [call for call in log if call["code"] == 6001]  # the answer to bytes that Meta has already
    finally:
        running.stop()


def moving_file(folder, dice, number):
    base = video_file(folder / f"base{number}.mp4", seconds=1, seed=number + 1)
    size = SIZE + dice.randrange(100_000)
    return video_of_size(folder / f"Film_{number}.mp4", base, size, filling=dice.randbytes(SIZE - 100_000))


def send_all(marketer, files):
    """Sends one file after another; goes on where the server stands when it comes back."""
    for path in files:
        address = again(lambda path=path: marketer.open_upload(path))
        offset = 0
        while offset < path.stat().st_size:
            try:
                offset = marketer.send_part(address, path, offset, 512 * 1024)
            except (requests.RequestException, AssertionError):
                offset = again(lambda address=address: marketer.offset_of(address))


def again(call):
    """What `call` gives when the web process is there again."""
    deadline = time.monotonic() + GOES_ON_WITHIN
    while True:
        try:
            return call()
        except (requests.RequestException, KeyError):
            assert time.monotonic() < deadline, "the web process does not come back"
            threading.Event().wait(0.2)


def kill_at_moments(running, dice):
    """Each moment is a number of bytes that Meta has taken, so that every death falls into the sending."""
    victims = list(VICTIMS)
    dice.shuffle(victims)
    moments = sorted(dice.randrange(CHUNK, int(VIDEOS * SIZE * 0.9)) for _ in range(MOMENTS))
    for moment, victim in zip(moments, victims, strict=True):
        until(
            lambda moment=moment: accepted(running) >= moment, lambda: accepted(running), f"stands before {victim} dies"
        )
        running.restart(victim)


def sessions(running) -> list[dict]:
    """Upload sessions as the sandbox counts them; none while it is away."""
    try:
        return running.control("sessions")["data"]
    except (URLError, OSError):
        return []


def accepted(running) -> int:
    """Bytes that Meta holds of all uploads."""
    return sum(one["offset"] for one in sessions(running))


def until(is_so, progress, sentence):
    """Waits as long as there is progress within a minute."""
    seen, deadline = None, time.monotonic() + GOES_ON_WITHIN
    while not is_so():
        if (now := progress()) not in {seen, 0}:
            seen, deadline = now, time.monotonic() + GOES_ON_WITHIN
        assert time.monotonic() < deadline, f"{sentence}: {seen} bytes at Meta"
        threading.Event().wait(0.1)


def arrived(running) -> int:
    return sum(one["state"] == "finished" for one in sessions(running))


def videos_at_meta(running) -> list[dict]:
    env = running.env
    account = running.control("facts")["ad_account_id"]
    address = f"{running.sandbox}/v24.0/{account}/advideos?limit=500&access_token={env['GALLEY_DEMO_TOKEN']}"
    return requests.get(address, timeout=20).json()["data"]


def check_videos(running, known, files):
    new = [one["id"] for one in videos_at_meta(running) if one["id"] not in known]
    sent = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    there = sorted(hashlib.sha256(urlopen(f"{running.sandbox}/_control/media/{one}").read()).hexdigest() for one in new)
    assert there == sent


def check_ranges(ranges):
    assert len(ranges) >= VIDEOS
    for session, taken in ranges.items():
        ends = [end for _, end in taken]
        starts = [start for start, _ in taken]
        assert all(start >= end for start, end in zip(starts[1:], ends, strict=False)), session
