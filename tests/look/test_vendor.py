"""The vendored files are the ones that the manifest names, byte for byte, each with its licence."""

import base64
import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = json.loads((ROOT / "static/vendor/manifest.json").read_text())
FOLDERS = [ROOT / "static/vendor", ROOT / "tests/vendor"]


def test_every_vendored_file_is_the_one_in_the_manifest():
    for entry in MANIFEST:
        digest = hashlib.sha384((ROOT / entry["file"]).read_bytes()).digest()

        assert base64.b64encode(digest).decode() == entry["sha384"], entry["file"]


def test_nothing_is_vendored_beside_the_manifest():
    found = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in folder.rglob("*") if path.is_file()}

    assert found - {"static/vendor/manifest.json"} == {entry["file"] for entry in MANIFEST}


def test_every_library_comes_with_its_licence():
    for folder in {Path(entry["file"]).parent for entry in MANIFEST}:
        assert (ROOT / folder / "LICENSE").read_text().strip(), folder


def test_versions_are_exact_and_the_same_everywhere():
    package = json.loads((ROOT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]

    assert {entry["package"]: entry["version"] for entry in MANIFEST} == wanted


def test_no_vendored_script_points_at_a_map_that_is_not_there():
    for entry in MANIFEST:
        if entry["file"].endswith(".js"):
            assert not re.search(r"^//# sourceMappingURL", (ROOT / entry["file"]).read_text(), re.M), entry["file"]


def test_the_lock_names_no_host():
    assert "://" not in (ROOT / "package-lock.json").read_text()
