"""Where bytes lie: upload parts in UPLOAD_DIR, originals and renditions in Django's storage."""

import errno
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

BLOCK = 1024 * 1024


def part_path(upload_id) -> Path:
    return settings.UPLOAD_DIR / str(upload_id)


def original_name(business_id: int, key, extension: str) -> str:
    """The storage name of an original; `key` (an upload's id, or Meta's) makes it unique and finds it again."""
    return f"originals/{business_id}/{str(key)[:2]}/{key}.{extension}"


def move_in(path: Path, name: str) -> None:
    """Put a file into storage under this name: a rename where both lie on one file system. Twice does no harm."""
    if not path.exists():
        if default_storage.exists(name):
            return
        raise FileNotFoundError(path)
    if not is_local():
        _copy_to_storage(path, name)
        return
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    try:
        os.replace(path, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_across(path, target)


def is_local() -> bool:
    """Storage is a folder of this machine."""
    try:
        default_storage.path("x")
    except NotImplementedError:
        return False
    return True


def _copy_across(path: Path, target: Path) -> None:
    """To another file system: beside the target first, so that a reader never sees half of it."""
    beside = target.with_name(f"{target.name}.part")
    shutil.copyfile(path, beside)
    os.replace(beside, target)
    path.unlink()


def _copy_to_storage(path: Path, name: str) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    with open(path, "rb") as file:
        default_storage.save(name, File(file))
    path.unlink()


@contextmanager
def on_disk(name: str):
    """A path to read a stored file from; a copy for the time being where storage is elsewhere."""
    if is_local():
        yield Path(default_storage.path(name))
        return
    with scratch() as copy, default_storage.open(name, "rb") as source, open(copy, "wb") as into:
        shutil.copyfileobj(source, into, BLOCK)
        into.flush()
        yield copy


@contextmanager
def scratch(suffix: str = ""):
    """A path in UPLOAD_DIR for a file that is made and then moved in; gone afterwards."""
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=settings.UPLOAD_DIR, prefix="scratch-", suffix=suffix, delete=False) as file:
        path = Path(file.name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def free_bytes() -> int:
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(settings.UPLOAD_DIR).free
