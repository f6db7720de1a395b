"""What the project takes from others: one state machine, files that are what the manifest says, closed texts."""

import hashlib
import json
import re
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement

from scripts import assets, audit, sbom
from scripts.checks import ROOT, insecure


def test_only_one_distribution_provides_the_state_machine():
    assert packages_distributions()["django_fsm"] == ["django-fsm-2"]


def test_every_front_end_file_is_the_one_of_the_manifest():
    entries = assets.load_manifest()

    assert [entry["file"] for entry in entries if set(entry) < {"version", "licence", "sha256"}] == []
    assert assets.stale(entries) == []


def test_an_altered_front_end_file_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    (tmp_path / "a.js").write_bytes(b"good")
    (tmp_path / "b.js").write_bytes(b"altered")
    entries = [{"file": name, "sha256": hashlib.sha256(b"good").hexdigest()} for name in ("a.js", "b.js", "c.js")]

    assert assets.stale(entries) == ["b.js", "c.js"]


def test_front_end_files_carry_no_source_map_address():
    files = [path for path in (ROOT / "static" / "vendor").rglob("*") if path.suffix in {".js", ".css"}]

    assert files != []
    assert [path.name for path in files if b"sourceMappingURL" in path.read_bytes()] == []


def test_the_manifest_names_the_versions_that_the_lock_holds():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = {entry["package"]: entry["version"] for entry in assets.load_manifest()}

    assert found == {name: lock[f"node_modules/{name}"]["version"] for name in found}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-sso.txt", "requirements-s3.txt", "requirements-dev.txt"]
)
def test_the_development_lock_holds_the_same_versions_as_the_run_time_lock(name):
    rows = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {row.split(" ")[0] for row in rows if "==" in row and not row.startswith((" ", "#"))}
    other = (ROOT / name).read_text(encoding="utf-8").splitlines()

    assert pinned - {row.split(" ")[0] for row in other if "==" in row} == set()


def test_every_run_time_package_is_listed_with_a_licence_that_binds_nobody():
    components = sbom.python_components()

    assert len(components) > 20
    # Packages for other systems are locked as well, but not installed here, so their licence cannot be read.
    assert [entry["name"] for entry in components if not entry["hashes"]] == []
    assert sbom.binding(components + sbom.front_end_components()) == []


@pytest.mark.parametrize(
    ("licence", "count"), [("AGPL-3.0", 1), ("GNU General Public License v3", 1), ("LGPL-3.0", 0), ("MIT", 0)]
)
def test_a_binding_licence_is_noticed(licence, count):
    assert len(sbom.binding([sbom.component("pypi", "x", "1", licence, [])])) == count


def test_only_allowed_licences_occur_and_only_packages_for_other_machines_state_none():
    components = sbom.python_components() + sbom.front_end_components()
    rows = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    wanted = [
        Requirement(row.partition(" --hash")[0]) for row in rows if "==" in row and not row.startswith((" ", "#"))
    ]
    here = {entry.name for entry in wanted if entry.marker is None or entry.marker.evaluate()}

    assert len(here) > 20
    assert sbom.not_allowed(components) == []
    assert [row["name"] for row in components if not row["licenses"] and row["name"] in here] == []


@pytest.mark.parametrize(
    ("licence", "count"),
    [("MIT", 0), ("Apache-2.0 OR BSD-3-Clause", 0), ("BSD-3-Clause AND Secret-1.0", 1), ("Proprietary", 1), ("GPL", 1)],
)
def test_a_licence_outside_the_list_is_noticed_also_as_a_part(licence, count):
    assert len(sbom.not_allowed([sbom.component("pypi", "x", "1", licence, [])])) == count


def test_bandit_finds_what_it_is_there_for(tmp_path):
    path = tmp_path / "weak.py"
    path.write_text("import subprocess\nsubprocess.run(input(), shell=True)\n", encoding="utf-8")

    found = insecure.findings([[str(path)]])

    assert [re.search(r":\d+: B\d+ \w+", row)[0] for row in found] == [":2: B602 high"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("run(x)  # nosec", [1]),
        ("run(x)  # nosec B608", [1]),
        ("run(x)  # noqa: S608  # nosec B608", [1]),
        ("run(x)  # noqa: S608 - names of ours  # nosec B608", []),
        ('"""  # constants of this file  # nosec B608', []),
        ("# names of ours\nrun(x)  # nosec B608\nrun(y)  # nosec B608", []),
        ("# names of ours\nrun(x)  # nosec", [2]),
    ],
)
def test_an_exception_from_bandit_names_its_test_and_its_reason(text, lines):
    assert insecure.unreasoned(text) == lines


def test_a_package_that_the_advisories_do_not_answer_for_is_no_clean_one():
    rows = [
        {"name": "a", "version": "1", "vulns": []},
        {"name": "b", "version": "2", "vulns": [{"id": "CVE-2026-0001"}]},
        {"name": "c", "version": "3", "skip_reason": "not found"},
    ]

    assert audit.read_python({"dependencies": rows}) == (["b 2: CVE-2026-0001"], ["c"], 2)
    assert audit.read_front_end({"message": "405"}) == ([], ["package-lock.json"])
    assert audit.read_front_end({"metadata": {}, "vulnerabilities": {"x": {"severity": "high"}}}) == (["x: high"], [])
