"""`make semgrep`: every rule has an example that it must find and one that it must leave alone; findings are told."""

import re

import pytest
import yaml

from scripts import semgrep

FOLDER = semgrep.ROOT / semgrep.RULES
RULES = [
    (path, rule["id"]) for path in sorted(FOLDER.glob("*.yml")) for rule in yaml.safe_load(path.read_text())["rules"]
]
NO_SOUND_FORM = {"request-into-address", "message-from-anywhere", "protection-switched-off"}


@pytest.mark.parametrize(("path", "rule"), RULES, ids=[rule for _, rule in RULES])
def test_each_rule_has_an_example_of_either_kind(path, rule):
    examples = "".join(one.read_text() for one in FOLDER.glob(f"{path.stem}.*") if one != path)

    assert re.search(rf"ruleid: {rule}\b", examples)
    assert rule in NO_SOUND_FORM or re.search(rf"\bok: {rule}\b", examples)


def test_an_exception_names_a_rule_that_there_is():
    files = [
        path for part in semgrep.PARTS for path in (semgrep.ROOT / part).rglob("*.*") if path.suffix in {".py", ".js"}
    ]
    named = {rule for path in files for rule in re.findall(r"(?:#|//) nosemgrep: (\S+)", path.read_text("utf-8"))}

    assert named <= {f"tests.semgrep.{rule}" for _, rule in RULES}
    assert named


def test_what_was_found_and_what_could_not_be_read_are_both_told():
    row = {"check_id": "tests.semgrep.some-rule", "path": "a.py", "start": {"line": 7}, "extra": {"message": "bad"}}

    assert semgrep.findings({"results": [row], "errors": []}) == ["a.py:7: some-rule: bad"]
    assert semgrep.findings({"results": [], "errors": [{"path": "b.py", "message": "torn"}]}) == [
        "b.py: could not be read: torn"
    ]
