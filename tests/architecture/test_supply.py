"""What the project takes from others: one state machine, files that are what the manifest says, closed texts."""

import hashlib
import json
from importlib.metadata import packages_distributions

import pytest

from scripts import assets, sbom
from scripts.checks import ROOT


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


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-sso.txt", "requirements-s3.txt", "requirements-dev.txt"])
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
