"""The audit without a network (离线漏洞库): what the records say of the locked versions, and what silence means."""

import json
from pathlib import Path

import pytest
import yaml

from scripts import advisories, audit


def record(number: str, *, name: str = "shili-lib", kind: str = "PyPI", **affected: object) -> dict[str, object]:
    return {"id": number, "affected": [{"package": {"name": name, "ecosystem": kind}, **affected}]}


def spread(*events: tuple[str, str], kind: str = "ECOSYSTEM") -> dict[str, object]:
    return {"ranges": [{"type": kind, "events": [{key: value} for key, value in events]}]}


@pytest.mark.parametrize(
    ("version", "touched"),
    [("4.1.9", False), ("4.2", True), ("4.2.15", True), ("4.2.16", False), ("5.0", True), ("5.0.9", False),
     ("5.1rc1", False), ("5.1", True), ("5.1.1", False), ("6.0", False)],
)  # fmt: skip
def test_a_version_is_weak_between_introduced_and_fixed(version: str, touched: bool) -> None:
    three = spread(
        ("introduced", "5.1"), ("fixed", "5.1.1"), ("introduced", "5.0"), ("fixed", "5.0.9"),
        ("introduced", "4.2"), ("fixed", "4.2.16"),
    )  # fmt: skip
    assert advisories.concerns(three, version) is touched


def test_the_last_version_that_is_named_is_weak_and_the_next_is_not() -> None:
    one = spread(("introduced", "0"), ("last_affected", "2.3"))
    assert [advisories.concerns(one, version) for version in ("0.1", "2.3", "2.3.1")] == [True, True, False]


def test_without_an_end_every_later_version_is_weak() -> None:
    assert advisories.concerns(spread(("introduced", "1.0")), "9.9")


def test_a_list_of_versions_counts_beside_the_ranges_and_a_commit_is_no_version() -> None:
    listed = {"versions": ["1.2", "1.3"], **spread(("introduced", "0"), kind="GIT")}
    assert [advisories.concerns(listed, version) for version in ("1.3", "1.4")] == [True, False]


def test_what_cannot_be_ordered_is_asked_about() -> None:
    assert advisories.concerns(spread(("introduced", "banana")), "1.0")


def test_records_are_read_at_any_depth_and_withdrawn_ones_do_not_count(tmp_path: Path) -> None:
    deep = tmp_path / "vulns" / "shili-lib"
    deep.mkdir(parents=True)
    weak = record("SHILI-1", name="Shili_Lib", **spread(("introduced", "0")))
    (deep / "one.yaml").write_text(yaml.safe_dump(weak), "utf-8")
    (deep / "two.yaml").write_text(yaml.safe_dump({**weak, "id": "SHILI-2", "withdrawn": "2026-01-01"}), "utf-8")
    front = record("SHILI-3", name="@shili/core", kind="npm", **spread(("introduced", "2.0.0"), kind="SEMVER"))
    (tmp_path / "three.json").write_text(json.dumps(front), "utf-8")
    known = advisories.read(tmp_path)

    assert advisories.weaknesses(known, "PyPI", [("shili-lib", "1.0")]) == (["shili-lib 1.0: SHILI-1"], [])
    assert advisories.weaknesses(known, "npm", [("@shili/core", "2.11.8")]) == (["@shili/core 2.11.8: SHILI-3"], [])
    assert advisories.weaknesses(known, "npm", [("@shili/core", "1.9.9")]) == ([], [])


def test_a_folder_that_knows_nothing_of_an_ecosystem_answers_nothing_about_it() -> None:
    known = {("PyPI", "shili-lib"): []}
    assert advisories.weaknesses(known, "npm", [("bootstrap", "5.3.9")]) == ([], ["bootstrap"])


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record of both kinds that concerns nobody, named by the environment."""
    for kind in ("PyPI", "npm"):
        (tmp_path / f"{kind}.json").write_text(json.dumps(record("SHILI-0", kind=kind)), "utf-8")
    monkeypatch.setenv("ADVISORIES", str(tmp_path))
    return tmp_path


def test_the_audit_ends_well_only_where_all_was_answered_and_nothing_is_known(
    carried: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main() == 0
    (carried / "npm.json").unlink()
    assert audit.main() == 2
    assert "package-lock.json: 0 answered" in capsys.readouterr().out


def test_a_known_weakness_of_a_locked_package_is_told(carried: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weak = record("SHILI-9", name="Django", **spread(("introduced", "0")))
    (carried / "weak.json").write_text(json.dumps(weak), "utf-8")
    assert audit.main() == 1
    (version,) = (one for name, one in audit.locked(audit.ROOT / "requirements.txt") if name == "django")
    assert f"django {version}: SHILI-9" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISORIES", str(tmp_path / "nowhere"))
    assert audit.main() == 2


def test_every_lock_file_is_read_whole() -> None:
    lock = audit.ROOT / "requirements.txt"
    pinned = [line for line in lock.read_text("utf-8").splitlines() if "==" in line.partition(" ")[0]]
    assert len(audit.locked(lock)) == len(pinned) > 50
    assert "bootstrap" in dict(audit.locked(audit.FRONT_END))
