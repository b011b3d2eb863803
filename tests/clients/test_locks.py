"""The locks of the clients of others: nothing unchecked comes in, and no place that packages come from stands in them."""

import json
import re
import sys

import pytest

from tests.source_files import ROOT, tracked

CLIENTS = ROOT / ".ci/clients"
sys.path.insert(0, str(CLIENTS))

import environments  # noqa: E402

PYTHON = sorted(name for name, version in environments.CLIENTS.items() if version)
NODE = sorted(set(environments.CLIENTS) - set(PYTHON))


def locked(name):
    """The packages of a lock, each with its hashes."""
    return re.split(r"\n(?=\S)", (CLIENTS / name / "requirements.lock").read_text().strip())


@pytest.mark.parametrize("name", PYTHON)
def test_each_python_package_has_its_version_and_hashes(name):
    wrong = [one for one in locked(name) if not re.match(r"[\w.\[\]-]+==\S+", one) or "--hash=sha256:" not in one]

    assert wrong == []


@pytest.mark.parametrize("name", PYTHON)
def test_what_is_wanted_is_locked(name):
    wanted = [path for path in (CLIENTS / name).glob("*.in")]
    lines = [line for path in wanted for line in path.read_text().splitlines() if line and not line.startswith("#")]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in lines}

    assert names <= {re.match(r"[\w.-]+", one)[0].lower() for one in locked(name)}


@pytest.mark.parametrize("name", NODE)
def test_each_node_package_has_its_checksum(name):
    packages = json.loads((CLIENTS / name / "package-lock.json").read_text())["packages"]

    assert [path for path, one in packages.items() if path and not one.get("integrity")] == []


def test_no_lock_says_where_packages_come_from():
    locks = [path for path in tracked() if path.suffix == ".lock" or path.name == "package-lock.json"]

    assert [
        str(path) for path in locks if re.search(r'index-url|find-links|"resolved"|https?://', _addresses(path))
    ] == []
    assert len(locks) >= 2 + len(environments.CLIENTS)


def _addresses(path):
    """A lock of npm may name the homes of people to thank for a package."""
    return re.sub(r'"funding": (\{[^}]*\}|\[[^\]]*\]|"[^"]*")|"url": "[^"]*"', "", (ROOT / path).read_text())


def test_each_client_has_a_driver():
    assert [name for name in environments.CLIENTS if not list((CLIENTS / name).glob("drive.*"))] == []
