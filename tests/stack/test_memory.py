"""A video of one gigabyte passes through web and worker without being held in memory."""

from pathlib import Path

import psutil

from tests.media_files import video_file
from tests.stack.people import Caller, found_business, video_of_size

MB = 1024 * 1024
MOST = 64 * MB
PATIENCE = 150


def test_a_video_of_one_gigabyte_adds_under_64_megabytes_to_web_and_worker(make_stack, tmp_path):
    running = make_stack()
    try:
        home = found_business(running, "memory")
        Caller(running, home, "admin@memory.example").connect()
        marketer = Caller(running, home, "marketer@memory.example")
        small = [video_file(tmp_path / f"small{number}.mp4", seed=number + 1) for number in range(6)]
        for path in small:  # what every process loads once is there before anything is measured
            marketer.upload(path)
        running.wait_until(lambda: len(sent_sizes(running)) == len(small), 90, "The small videos do not arrive.")
        large = video_of_size(tmp_path / "Film.mp4", small[0], 1024 * MB)
        before = {one.pid: forget_peak(one) for one in family(running)}

        marketer.upload(large)
        running.wait_until(lambda: 1024 * MB in sent_sizes(running), PATIENCE, "The film does not arrive.")

        grown = {pid: peak(pid) - start for pid, start in before.items()}
        assert set(before) == {one.pid for one in family(running)}, "a process was replaced meanwhile"
        assert max(grown.values()) < MOST, {pid: growth // MB for pid, growth in grown.items()}
    finally:
        running.stop()


def family(running) -> list[psutil.Process]:
    """Web, worker and their children."""
    parents = [psutil.Process(running.pid(name)) for name in ("web", "worker")]
    return [one for parent in parents for one in (parent, *parent.children(recursive=True))]


def forget_peak(process) -> int:
    """Sets the peak back to what the process holds now, in bytes."""
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")
    return peak(process.pid)


def peak(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def sent_sizes(running) -> list[int]:
    """Sizes of the videos that Meta has whole."""
    return [one["file_size"] for one in running.control("sessions")["data"] if one["state"] == "finished"]
