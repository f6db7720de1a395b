"""Importing people: what is written and on record, once; concurrent edits; first passwords; the round trip."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from openpyxl import load_workbook

from accounts.actions.people import change_person
from accounts.intake import actions
from accounts.intake.exporting import write_people
from accounts.intake.outcome import opened
from accounts.intake.passwords import Issued, _hashed, issue, new_password
from accounts.models import Handover, PeopleBatch
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.secrets import unseal
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.uploads.faults import UploadRefused
from tests.core.workbook.files import write_bomb
from tests.world import World

from ..conftest import events
from .books import HEAD, NOW, person, row, workbook

pytestmark = pytest.mark.django_db


def upload(rows: list[Any], by: User) -> PeopleBatch:
    return actions.upload(SimpleUploadedFile("名册.xlsx", workbook(rows).getvalue()), by=by, at=NOW)


def confirmed(rows: list[Any], by: User, mode: str = actions.ALL_OR_NONE) -> PeopleBatch:
    return actions.confirm(upload(rows, by), mode=mode, by=by, at=NOW)


def test_people_and_posts_are_written_in_one_go_and_on_record(world: World, sysadmin: User) -> None:
    rows = [
        person(1, world.foreign),
        person(2, world.authority, 岗位="宣传部门经办", 培训日期="2026-01-02"),
        row("taibai-observer", 手机号="13911112222"),
    ]
    batch = confirmed(rows, sysadmin)
    added = User.objects.get(username="person0001")
    assert (added.full_name, added.phone, added.has_usable_password(), added.instance_role) == (
        "示例人员1", "13900000001", False, "",
    )  # fmt: skip
    assert [(p.unit, p.role, p.since) for p in added.posts.all()] == [(world.foreign, "head", date(2026, 1, 5))]
    assert User.objects.get(username="person0002").has_perm("accounts.import_ledger", world.root)
    assert batch.people == list(User.objects.filter(username__startswith="person0").values_list("pk", flat=True))
    actions_on_record = ("person.added", "post.appointed", "person.changed", "people.imported")
    assert [len(events(action)) for action in actions_on_record] == [2, 2, 1, 1]
    changed = events("person.changed")[0]
    assert (changed.before, changed.after) == ({"phone": "138****0001"}, {"phone": "139****2222"})


def test_the_same_file_twice_and_a_second_click_change_nothing(world: World, sysadmin: User) -> None:
    rows = [person(1, world.foreign)]
    batch = confirmed(rows, sysadmin)
    with pytest.raises(Refused, match="已导入"):
        actions.confirm(batch, mode=actions.ALL_OR_NONE, by=sysadmin, at=NOW)
    again = upload(rows, sysadmin)
    assert (again.counts["unchanged"], again.counts["created"]) == (1, 0)
    with pytest.raises(Refused, match="没有要改动的内容"):
        actions.confirm(again, mode=actions.ALL_OR_NONE, by=sysadmin, at=NOW)
    assert len(events("person.added")) == len(events("people.imported")) == 1


def test_a_change_after_the_check_is_noticed_and_shown(world: World, sysadmin: User) -> None:
    batch = upload([row("taibai-head", 办公电话="0000-0000009")], sysadmin)
    change_person(world.cast["head"], by=sysadmin, at=NOW, office_phone="0000-0000008")
    with pytest.raises(Conflict, match="重新核对的结果"):
        actions.confirm(batch, mode=actions.ALL_OR_NONE, by=sysadmin, at=NOW)
    assert User.objects.get(pk=world.cast["head"].pk).office_phone == "0000-0000008"
    actions.confirm(batch, mode=actions.ALL_OR_NONE, by=sysadmin, at=NOW)
    assert User.objects.get(pk=world.cast["head"].pk).office_phone == "0000-0000009"


def test_with_errors_nothing_or_only_whole_people_without_any_are_imported(world: World, sysadmin: User) -> None:
    rows = [
        person(1, world.foreign),
        person(2, world.owner, 岗位="观察员"),
        person(2, world.child, 岗位="观察员", 任职日期=None),
    ]
    with pytest.raises(Refused, match="有 1 行存在错误，没有导入"):
        confirmed(rows, sysadmin)
    batch = confirmed(rows, sysadmin, actions.GOOD_ONES)
    assert list(User.objects.filter(pk__in=batch.people).values_list("username", flat=True)) == ["person0001"]
    assert batch.counts["held"] == 1


def test_a_leaver_goes_through_the_hand_over(world: World, sysadmin: User) -> None:
    confirmed([row("taibai-head", 单位=world.owner.code, 岗位="head", 离任日期="2026-09-10")], sysadmin)
    ended = Post.objects.get(user=world.cast["head"])
    assert ended.until == date(2026, 9, 10)
    assert Handover.objects.get(post=ended).left_on == date(2026, 9, 10)
    assert [event.reason for event in events("post.ended")] == ["人员名册导入"]


def test_titles_and_days_of_training_are_entered_with_posts_held(world: World, secadmin: User) -> None:
    confirmed([row("taibai-head", 单位=world.owner.name, 岗位="head", 职务="科长", 培训日期="2026-03-01")], secadmin)
    held = Post.objects.get(user=world.cast["head"])
    assert (held.title, held.trained_on) == ("科长", date(2026, 3, 1))
    assert (len(events("post.retitled")), len(events("post.trained"))) == (1, 1)


def test_only_those_who_manage_people_import_them(world: World, auditor: User) -> None:
    for by in (world.cast["registrar"], world.cast["head"], auditor):
        with pytest.raises(Forbidden):
            upload([person(1, world.foreign)], by)


def test_nothing_of_the_upload_is_kept_in_the_open_nor_longer_than_a_week(world: World, sysadmin: User) -> None:
    batch = upload([person(1, world.foreign)], sysadmin)
    stored = " ".join(str(value) for value in PeopleBatch.objects.values_list()[0])
    assert [text for text in ("13900000001", "示例人员1", "PK\x03\x04") if text in stored] == []
    assert opened(unseal(batch.found_sealed))[1][0][0] == "person0001"
    actions.forget_imports(on=NOW.date(), at=NOW + timedelta(days=6))
    assert PeopleBatch.objects.get().content_sealed
    actions.forget_imports(on=NOW.date(), at=NOW + timedelta(days=8))
    batch.refresh_from_db()
    assert (batch.content_sealed, batch.found_sealed, batch.status) == ("", "", "forgotten")


def test_bombs_and_strangers_are_refused_at_the_gate(world: World, sysadmin: User, tmp_path: Path) -> None:
    write_bomb(tmp_path / "bomb.xlsx", 120)
    bomb = (tmp_path / "bomb.xlsx").read_bytes()
    for name, content in (("名册.xlsx", bomb), ("名册.xlsx", b"a,b"), ("名册.pdf", b"%PDF-1.7\n")):
        with pytest.raises(UploadRefused):
            actions.upload(SimpleUploadedFile(name, content), by=sysadmin, at=NOW)
    assert PeopleBatch.objects.count() == 0


def test_first_passwords_are_handed_out_once_and_kept_only_as_hashes(world: World, sysadmin: User) -> None:
    batch = confirmed([person(1, world.foreign), person(2, world.owner, 岗位="观察员")], sysadmin)
    lines = issue(batch, issued=0, by=sysadmin, at=NOW)
    assert [line.person.username for line in lines] == ["person0001", "person0002"]
    fresh = User.objects.get(username="person0001")
    assert (fresh.check_password(lines[0].password), fresh.must_change_password) == (True, True)
    kept = [*PeopleBatch.objects.values(), *User.objects.values(), *AuditEvent.objects.values()]
    assert lines[0].password not in str(kept)
    with pytest.raises(Conflict):
        issue(batch, issued=0, by=sysadmin, at=NOW)
    assert len(events("people.passwords_issued")) == 1
    User.objects.filter(pk=fresh.pk).update(last_login=NOW)
    second = issue(batch, issued=1, by=sysadmin, at=NOW)
    assert [line.person.username for line in second] == ["person0002"]
    assert not User.objects.get(username="person0002").check_password(lines[1].password)


def test_first_passwords_go_to_the_importer_alone(world: World, sysadmin: User, secadmin: User) -> None:
    batch = confirmed([person(1, world.foreign)], sysadmin)
    with pytest.raises(Forbidden):
        issue(batch, issued=0, by=secadmin, at=NOW)
    with pytest.raises(Refused, match="都已登录"):
        issue(confirmed([row("taibai-head", 职务="", 办公电话="1")], sysadmin), issued=0, by=sysadmin, at=NOW)


@pytest.mark.once
def test_random_passwords_keep_every_rule_and_are_hashed_anew_at_the_first_log_in() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert [any(test(sign) for sign in password) for test in (str.isupper, str.islower, str.isdigit)] == [True] * 3
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        password = new_password()
        encoded = _hashed(password)
        assert [check_password(text, encoded) for text in (password, password[:-1])] == [True, False]
        assert identify_hasher(encoded).must_update(encoded)


def test_an_export_imported_again_changes_nothing_and_carries_no_formula(world: World, sysadmin: User) -> None:
    world.cast["head"].full_name = '=HYPERLINK("https://example.com/")'
    world.cast["head"].save()
    confirmed([person(1, world.foreign), row("idle", 姓名="没有岗位")], sysadmin)
    target = BytesIO()
    written = write_people(target, by=sysadmin, at=NOW)
    page = load_workbook(target)["人员"]
    assert [cell.value for cell in page[1]] == HEAD
    assert {cell.data_type for line in page.iter_rows(min_row=2) for cell in line} <= {"s", "n", "d", "inlineStr"}
    assert "sysadmin" not in [line[0].value for line in page.iter_rows(min_row=2)]
    target.seek(0)
    checked = actions.check_file(target, by=sysadmin, at=NOW)
    assert (checked.roster.faults, checked.changes(), len(checked.roster.rows)) == ([], [], written)
    second = BytesIO()
    write_people(second, by=sysadmin, at=NOW)
    cells = [[c.value for c in line] for line in load_workbook(second)["人员"].iter_rows()]
    assert cells == [[c.value for c in line] for line in page.iter_rows()]


def test_many_people_take_few_statements(world: World, sysadmin: User, django_assert_max_num_queries: Any) -> None:
    few, many = upload([person(1, world.foreign)], sysadmin), None
    actions.confirm(few, mode=actions.ALL_OR_NONE, by=sysadmin, at=NOW)
    many = upload([person(n, world.owner, 岗位="观察员") for n in range(10, 310)], sysadmin)
    with django_assert_max_num_queries(60):
        actions.confirm(many, mode=actions.ALL_OR_NONE, by=sysadmin, at=NOW)
    assert len(many.people or PeopleBatch.objects.get(pk=many.pk).people) == 300
    lines: list[Issued] = issue(many, issued=0, by=sysadmin, at=NOW)
    assert len({line.password for line in lines}) == 300
