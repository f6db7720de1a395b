"""The examples of docs/api.md do what the page says, against a running portal."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newmedia_portal.core.tokens.scopes import Scope
from tests.accounts.entries import enter
from tests.world import build

from .calling import program

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """Return the example in a language."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_examples_in_python_and_curl_run_as_they_stand(live_server: Any) -> None:
    world = build("gejiu")
    account = enter(world)
    caller = program(world.person("operator"))
    surroundings = {**os.environ, "PORTAL": live_server.url, "TOKEN": caller.key, "NO_PROXY": "*", "no_proxy": "*"}

    run = [sys.executable, "-c", example("python")]
    said = subprocess.run(run, env=surroundings, capture_output=True, text=True, timeout=60, check=True)

    told = json.loads(said.stdout)
    assert told["accounts"] == [{"id": account.pk, "name": account.name}]
    assert told["result"]["counts"] == {"created": 1}
    lines = subprocess.run(["sh", "-c", example("sh")], env=surroundings, capture_output=True, text=True, timeout=60)
    assert lines.stderr == ""
    assert lines.stdout.count("{") >= 4
    assert '"due": "2026-09-24"' in lines.stdout


@pytest.mark.once
def test_the_guide_names_every_scope() -> None:
    assert [code for code in Scope.values if f"`{code}`" not in GUIDE] == []
