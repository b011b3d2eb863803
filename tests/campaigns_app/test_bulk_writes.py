"""The bulk writer leaves room for people: two processes, one SQLite file."""

import json
import os
import subprocess
import sys

import pytest

from tests.campaigns_app.bulk_write_race import SAVES


@pytest.mark.stack
def test_200_page_saves_succeed_within_a_second_each_beside_200000_upserts(tmp_path):
    environment = {**os.environ, "GALLEY_DATA": str(tmp_path), "GALLEY_ENV": "demo"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.campaigns_app.bulk_write_race"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    facts = json.loads(done.stdout.splitlines()[-1])
    assert facts["rows"] == 200_000 and facts["writer"] == 0
    assert facts["saves"] >= SAVES and facts["beside"] > 50, facts
    assert facts["slowest_s"] < 1.0, facts
