"""Old beside new: people are compared role by role, and by what their masked numbers hide."""

from typing import Any

import pytest

from filings import actions
from filings.compare import changes_of, differences, people_changes
from newmedia_portal.core.access.secrets import seal
from tests.filings.making import approved, draft, submitted, team
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


def person(role: str, name: str, mobile: str = "13800000001", **more: Any) -> dict[str, Any]:
    return {
        "role": role,
        "name": name,
        "title": "",
        "office_phone": "",
        "email": "",
        "mobile_sealed": seal(mobile),
        **more,
    }


def said(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(change.label, change.old, change.new) for change in people_changes(old, new)]


def test_only_the_role_whose_people_changed_is_named() -> None:
    chief = person("chief", "李某一")
    old, new = [chief, person("editor", "王某三")], [chief, person("editor", "赵某四")]
    assert said(old, new) == [("总编辑", "王某三 138****0001", "赵某四 138****0001")]


def test_the_same_people_sealed_anew_are_no_change() -> None:
    assert said([person("chief", "李某一")], [person("chief", "李某一")]) == []


def test_a_number_that_looks_the_same_when_masked_is_named_as_changed() -> None:
    old, new = [person("chief", "李某一", "13800000001")], [person("chief", "李某一", "13811110001")]
    assert said(old, new) == [("主要领导", "李某一 138****0001", "李某一 138****0001(联系方式已更改)")]


def test_somebody_new_and_somebody_gone_are_told() -> None:
    assert said([], [person("editor", "赵某四", "")]) == [("总编辑", "", "赵某四")]
    assert said([person("editor", "赵某四", "")], []) == [("总编辑", "赵某四", "")]


def test_a_correction_of_one_person_is_a_difference_of_the_resubmission() -> None:
    world = build("gejiu")
    filing = world.decide(submitted(world), "return", opinion="总编辑有误")
    by = world.person("operator")
    people = [{**m, "name": "赵某四"} if m["role"] == "editor" else m for m in filing.team]
    filing = actions.save_task(filing, answers={}, team=people, version=filing.version, by=by, at=NOON)
    filing = actions.submit(filing, version=filing.version, by=by, at=NOON)
    older, newer = filing.submissions.order_by("number")
    assert [(c.label, c.old, c.new) for c in differences(older, newer)] == [("总编辑", "李某0 科员", "赵某四 科员")]


def test_a_change_filing_tells_which_people_it_changes() -> None:
    world = build("gejiu")
    account = approved(world).account
    filing = draft(world, "change", account=account)
    by = world.person("operator")
    people = [{**m, "name": "赵某四"} if m["role"] == "editor" else m for m in team(filing)]
    filing = actions.save_task(filing, answers={}, team=people, version=filing.version, by=by, at=NOON)
    assert [(c.label, c.new) for c in changes_of(filing) if c.code.startswith("team")] == [("总编辑", "赵某四 科员")]
