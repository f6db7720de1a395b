"""Forms of a filing: questions from the edition, drafts that may be incomplete, numbers that stay masked."""

from typing import Any

import pytest

from filings import actions
from filings.forms import TaskForm, people_formset, read_people
from filings.models import Filing
from newmedia_portal.core.access.secrets import seal, unseal
from tests.filings.making import draft, kind_of
from tests.filings.pages import task_post
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
NUMBER = "13800000001"


def task_of(filing: Filing, code: str) -> Any:
    return next(task for task in kind_of(filing).tasks if task.code == code)


def begun(regime: str = "gejiu", variant: str = "standard") -> tuple[World, Filing]:
    world = build(regime)
    by = world.person("operator")
    return world, actions.start(world.owner, kind="open", variant=variant, by=by, at=NOON)


@pytest.mark.parametrize("regime", ["soe", "corp", "gejiu", "taibai", "jiusan"])
def test_every_question_of_the_edition_has_a_field_with_its_label_in_its_order(regime: str) -> None:
    _, filing = begun(regime)
    for task in kind_of(filing).tasks:
        shown = [(name, field.label) for name, field in TaskForm(filing, task).fields.items() if name != "version"]
        asked = [(use.code, use.text) for use in task.fields if use.code not in ("team", "avatar", "qr_code")]
        assert shown == asked


def test_only_platforms_that_the_edition_switched_on_can_be_chosen() -> None:
    _, filing = begun("jiusan")
    offered = [code for code, _ in TaskForm(filing, task_of(filing, "account")).fields["platform"].choices if code]
    assert offered == list(filing.edition.edition.platform_codes())


def test_an_empty_task_can_be_saved() -> None:
    _, filing = begun()
    for task in kind_of(filing).tasks:
        assert TaskForm(filing, task, {"version": "1"}).errors == {}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.com", "JavaScript:x"])
def test_a_link_that_a_browser_would_run_is_refused(link: str) -> None:
    _, filing = begun()
    form = TaskForm(filing, task_of(filing, "account"), {"version": "1", "link": link})
    assert form.errors == {"link": ["链接应以 http:// 或 https:// 开头,请从浏览器地址栏复制。"]}


@pytest.mark.parametrize("written", ["2026-9-5", "2026.9.5", "2026年9月5日", "20260905", "2026/9/5"])
def test_a_day_is_read_as_it_is_written_and_stored_one_way(written: str) -> None:
    _, filing = begun()
    form = TaskForm(filing, task_of(filing, "account"), {"version": "1", "opened_on": written})
    assert form.is_valid()
    assert form.answers()["opened_on"] == "2026-09-05"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("opened_on", "2026-02-30"),
        ("name", "甲" * 121),
        ("name", "示例\x00"),
        ("platform", "rubbish"),
        ("purpose", "甲" * 4001),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(field: str, typed: str) -> None:
    _, filing = begun()
    form = TaskForm(filing, task_of(filing, "account"), {"version": "1", field: typed})
    assert list(form.errors) == [field]


def test_yes_and_no_are_stored_as_such_and_shown_again() -> None:
    world, filing = begun()
    task = task_of(filing, "certification")
    form = TaskForm(filing, task, {"version": "1", "certified": "no"})
    assert form.is_valid()
    by = world.person("operator")
    actions.save_task(filing, answers=form.answers(), team=None, version=1, by=by, at=NOON)
    assert filing.data["certified"] is False
    assert TaskForm(filing, task)["certified"].value() == "no"


def team_form(filing: Filing, **changes: Any) -> Any:
    return people_formset(filing, task_post(filing, "team", **changes))


def with_person(number: str = NUMBER) -> Filing:
    world = build("gejiu")
    filing = draft(world)
    people = [
        {
            "role": "chief",
            "name": "李某一",
            "title": "局长",
            "office_phone": "",
            "email": "",
            "mobile_sealed": seal(number),
        }
    ]
    by = world.person("operator")
    return actions.save_task(filing, answers={}, team=people, version=filing.version, by=by, at=NOON)


def test_a_mobile_number_is_shown_masked_and_kept_when_it_is_left_alone() -> None:
    form = team_form(with_person())
    assert form[0]["mobile"].value() == "138****0001"
    assert form.is_valid()
    assert unseal(read_people(form)[0]["mobile_sealed"]) == NUMBER


def test_a_mobile_number_typed_anew_replaces_the_old_one() -> None:
    form = team_form(with_person(), **{"team-0-mobile": "138 0000 0009"})
    assert form.is_valid()
    assert unseal(read_people(form)[0]["mobile_sealed"]) == "13800000009"


def test_a_mobile_number_can_be_taken_away() -> None:
    form = team_form(with_person(), **{"team-0-mobile": ""})
    assert form.is_valid()
    assert read_people(form)[0]["mobile_sealed"] == ""


@pytest.mark.parametrize("typed", ["12345", "138****0002", "2380000000a", "１３８"])
def test_a_number_that_is_none_is_refused(typed: str) -> None:
    form = team_form(with_person(), **{"team-0-mobile": typed})
    assert form.errors[0] == {"mobile": ["手机号码应为 11 位数字,请核对。"]}


def test_the_number_stays_with_its_person_when_a_row_before_it_goes() -> None:
    filing = with_person()
    second = {
        "role": "editor",
        "name": "李某二",
        "title": "",
        "office_phone": "",
        "email": "",
        "mobile_sealed": seal("13800000002"),
    }
    filing.team = [*filing.team, second]
    form = team_form(filing, **{"team-0-name": "", "team-0-role": "", "team-0-mobile": ""})
    assert form.is_valid()
    assert [(p["name"], unseal(p["mobile_sealed"])) for p in read_people(form)] == [("李某二", "13800000002")]


def test_a_person_without_a_role_is_refused() -> None:
    form = team_form(with_person(), **{"team-0-role": ""})
    assert form.errors[0] == {"role": ["请选择这位人员的角色。"]}


@pytest.mark.parametrize("left", ["title", "office_phone", "mobile", "email"])
def test_a_row_that_says_something_about_nobody_asks_for_the_name(left: str) -> None:
    _, filing = begun()
    said = {"title": "科员", "office_phone": "0000-0000001", "mobile": NUMBER, "email": "a@example.com"}[left]
    sent = {"team-TOTAL_FORMS": 1, "team-INITIAL_FORMS": 0, "team-0-role": "editor", f"team-0-{left}": said}
    rows = people_formset(filing, sent)
    assert not rows.is_valid()
    assert rows[0].errors == {"name": ["请填写姓名；不再担任的，请清空本行或按“移除”。"]}
    assert 'class="errors" id="id_team-0-name_error"' in str(rows[0].errors["name"])


def test_a_row_with_its_role_alone_is_left_out() -> None:
    _, filing = begun()
    rows = people_formset(filing, {"team-TOTAL_FORMS": 1, "team-INITIAL_FORMS": 0, "team-0-role": "editor"})
    assert rows.is_valid()
    assert read_people(rows) == []
