"""`compose`: every picture and clip of the demo as files, made once."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.clips import CLIPS, Clip, write_clip
from demo.drawing import drawn
from demo.still import Still
from demo.stills import STILLS

FORMATS: dict[str, dict[str, Any]] = {
    ".jpg": {"quality": 88},
    ".png": {"compress_level": 4},
    ".webp": {"quality": 84},
    ".avif": {"speed": 9},
}


@dataclass(frozen=True)
class DemoFile:
    path: Path
    folder: str  # such as "Spring 26/Glow lamp"
    name: str


def compose(target_dir: Path) -> list[DemoFile]:
    """Writes what is missing below `target_dir` and gives all files, stills first, in a fixed order.

    A folder for each state of the code and pictures, so that a second run finds everything made.
    """
    folder = Path(target_dir) / _state()
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        clips = [pool.submit(_make, clip, folder) for clip in CLIPS]
        stills = [pool.submit(_make, still, folder) for still in STILLS]
        return [made.result() for made in [*stills, *clips]]


def _make(work: Still | Clip, folder: Path) -> DemoFile:
    path = folder / work.name
    if not path.exists():
        unfinished = path.with_stem(f"{path.stem}.part")
        if isinstance(work, Clip):
            write_clip(work, unfinished)
        else:
            _write_still(work, unfinished)
        unfinished.replace(path)
    return DemoFile(path, work.folder, work.name)


def _write_still(work: Still, path: Path) -> None:
    image = drawn(work.ratio, work.layers)
    if path.suffix == ".gif":
        image = image.quantize(256)
    image.save(path, **FORMATS.get(path.suffix, {}))


def _state() -> str:
    here = Path(__file__).parent
    drawn_by = [here / f"{name}.py" for name in ("clips", "drawing", "files", "spring_stills", "still", "stills")]
    parts = sorted([*drawn_by, *here.glob("scenes/*"), *here.glob("fonts/*.woff")])
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes())
    return digest.hexdigest()[:12]
