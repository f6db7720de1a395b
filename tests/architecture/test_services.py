"""A missing service is a skip with a reason on a desk, and a failure where all services are required."""

import os
import re
import subprocess
import sys

import pytest

from .sources import ROOT

pytestmark = pytest.mark.slow


def run(**environment: str) -> tuple[int, dict[str, int], str]:
    """Run the browser's ground tests in a process without Chromium; return exit code, counts and the text."""
    env = {**os.environ, "CHROMIUM": "/missing/chromium", "REQUIRE_SERVICES": "", **environment}
    command = [sys.executable, "-m", "pytest", "tests/trips/test_ground.py", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    closing = done.stdout.strip().splitlines()[-1]
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", closing)}
    return done.returncode, counts, done.stdout


def test_without_the_service_the_tests_are_skipped_with_the_reason():
    code, counts, text = run()

    assert (code, counts) == (0, {"skipped": 2})
    assert "needs Chromium: /missing/chromium is missing" in text


def test_where_services_are_required_the_same_gap_is_a_failure():
    code, counts, text = run(REQUIRE_SERVICES="1")

    assert (code, counts) == (1, {"errors": 2})
    assert "REQUIRE_SERVICES=1, but this test needs Chromium" in text
