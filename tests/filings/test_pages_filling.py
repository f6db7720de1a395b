"""Filling in: task list, tasks, autosave, check page and hand-in, through the pages."""

import re

import pytest

from filings.models import Filing, Submission
from filings.states import FilingState
from tests.filings.making import approved, draft, kind_of, submitted
from tests.filings.pages import JSON, client_of, task_post, words
from tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build("gejiu")


@pytest.fixture
def operator(world):
    return client_of(world.person("operator"))


@pytest.fixture
def empty(world, operator):
    operator.post("/filings/new/open/", {"variant": "standard", "token": "t-1"})
    return Filing.objects.get()


def test_the_task_list_names_every_task_and_links_it(world, operator, empty):
    page = operator.get(f"/filings/{empty.pk}/")
    for task in kind_of(empty).tasks:
        assert f'href="/filings/{empty.pk}/task/{task.code}/"' in page.content.decode()
        assert task.label in words(page)
    assert f'href="/filings/{empty.pk}/papers/"' in page.content.decode()


def test_a_finished_task_says_so_and_an_open_one_stands_out(world, operator):
    filing = draft(world)
    first = kind_of(filing).tasks[0].code
    assert f"已完成 {len(kind_of(filing).tasks) + 1} /" in words(operator.get(f"/filings/{filing.pk}/"))
    operator.post(f"/filings/{filing.pk}/task/{first}/", task_post(filing, first, name=""))
    assert "待补充" in words(operator.get(f"/filings/{filing.pk}/"))


def test_every_task_opens_with_its_questions_as_labels(operator, empty):
    for task in kind_of(empty).tasks:
        page = operator.get(f"/filings/{empty.pk}/task/{task.code}/")
        assert page.status_code == 200
        for use in task.fields:
            if use.code not in ("team", "avatar", "qr_code"):
                assert use.text in words(page)


def test_a_task_that_the_edition_does_not_know_is_not_found(operator, empty):
    assert operator.get(f"/filings/{empty.pk}/task/nothing/").status_code == 404


def test_saving_a_task_leads_to_the_next_one(operator, empty):
    first, second = (task.code for task in kind_of(empty).tasks[:2])
    answer = operator.post(
        f"/filings/{empty.pk}/task/{first}/", task_post(empty, first, name="示例文旅发布", go="next")
    )
    assert answer.url == f"/filings/{empty.pk}/task/{second}/"
    empty.refresh_from_db()
    assert empty.data["name"] == "示例文旅发布"
    assert empty.title == "示例文旅发布"


@pytest.mark.parametrize(("go", "place"), [("list", ""), ("check", "check/")])
def test_saving_a_task_leads_where_the_button_says(operator, empty, go, place):
    first = kind_of(empty).tasks[0].code
    answer = operator.post(f"/filings/{empty.pk}/task/{first}/", task_post(empty, first, go=go))
    assert answer.url == f"/filings/{empty.pk}/{place}"


def test_an_error_stands_at_its_field_and_in_the_summary_in_the_same_words(operator, empty):
    first = kind_of(empty).tasks[0].code
    sent = task_post(empty, first, link="javascript:alert(1)", opened_on="前天")
    page = operator.post(f"/filings/{empty.pk}/task/{first}/", sent)
    said = "链接应以 http:// 或 https:// 开头,请从浏览器地址栏复制。"
    assert words(page).count(said) == 2
    assert 'href="#id_link"' in page.content.decode()
    assert 'href="#id_opened_on"' in page.content.decode()
    assert 'data-testid="error-summary"' in page.content.decode()
    assert "<title>有错误" in page.content.decode()
    empty.refresh_from_db()
    assert empty.data.get("link") is None


@pytest.mark.parametrize("typed", ["2026-9-1", "2026.9.1", "2026年9月1日", "20260901"])
def test_days_are_taken_as_they_are_written_on_paper(operator, empty, typed):
    first = kind_of(empty).tasks[0].code
    operator.post(f"/filings/{empty.pk}/task/{first}/", task_post(empty, first, opened_on=typed))
    empty.refresh_from_db()
    assert empty.data["opened_on"] == "2026-09-01"


def test_what_is_saved_while_typing_answers_with_time_and_the_new_version(operator, empty):
    first = kind_of(empty).tasks[0].code
    sent = task_post(empty, first, name="示例甲")
    answer = operator.post(f"/filings/{empty.pk}/task/{first}/", sent, headers=JSON)
    empty.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["fields"] == {"version": empty.version}
    assert answer.json()["message"].startswith("已自动保存 ")
    assert empty.data["name"] == "示例甲"


def test_a_stale_save_while_typing_is_refused_and_overwrites_nothing(operator, empty):
    first = kind_of(empty).tasks[0].code
    stale = task_post(empty, first, name="示例乙")
    operator.post(f"/filings/{empty.pk}/task/{first}/", task_post(empty, first, name="示例甲"), headers=JSON)
    answer = operator.post(f"/filings/{empty.pk}/task/{first}/", stale, headers=JSON)
    empty.refresh_from_db()
    assert answer.status_code == 409
    assert "刷新" in answer.json()["message"]
    assert empty.data["name"] == "示例甲"


def test_a_stale_save_by_hand_keeps_what_was_typed_on_the_page(operator, empty):
    first = kind_of(empty).tasks[0].code
    stale = task_post(empty, first, name="示例乙")
    operator.post(f"/filings/{empty.pk}/task/{first}/", task_post(empty, first, name="示例甲"))
    page = operator.post(f"/filings/{empty.pk}/task/{first}/", stale)
    assert 'value="示例乙"' in page.content.decode()
    assert "没有覆盖" in words(page)


def test_after_a_stale_save_both_versions_stand_side_by_side_and_the_next_save_is_a_knowing_one(operator, empty):
    first, address = kind_of(empty).tasks[0].code, f"/filings/{empty.pk}/task/{kind_of(empty).tasks[0].code}/"
    stale = task_post(empty, first, name="示例乙")
    operator.post(address, task_post(empty, first, name="示例甲"))
    page = operator.post(address, stale)
    beside = page.content.decode().split('data-testid="overtaken"')[1].split("</section>")[0]
    empty.refresh_from_db()
    told = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in beside.split("<tr>")[2:]]
    assert told == ["账号名称 示例甲 示例乙"]
    assert f'name="version" value="{empty.version}"' in page.content.decode()

    again = operator.post(address, {**stale, "version": empty.version})
    empty.refresh_from_db()
    assert (again.status_code, empty.data["name"]) == (302, "示例乙")


def test_a_stale_save_of_the_same_answers_says_so(operator, empty):
    first = kind_of(empty).tasks[0].code
    same = task_post(empty, first, name="示例甲")
    operator.post(f"/filings/{empty.pk}/task/{first}/", same)
    page = operator.post(f"/filings/{empty.pk}/task/{first}/", same)
    assert "与您填写的相同" in words(page)


def test_posting_state_unit_days_and_number_changes_none_of_them(world, operator, empty):
    first = kind_of(empty).tasks[0].code
    more = {"state": "approved", "unit": world.foreign.pk, "due_on": "2030-01-01", "late_workdays": "0", "number": "X"}
    operator.post(f"/filings/{empty.pk}/task/{first}/", task_post(empty, first, name="示例甲", **more))
    empty.refresh_from_db()
    assert empty.data["name"] == "示例甲"
    assert (empty.state, empty.unit, empty.due_on) == (FilingState.DRAFT, world.owner, None)
    assert (empty.late_workdays, empty.number) == (None, "")
    assert not {"state", "unit", "due_on", "late_workdays", "number"} & set(empty.data)


def test_people_are_saved_with_their_numbers_masked_ever_after(world, operator):
    filing = draft(world)
    code = next(task.code for task in kind_of(filing).tasks if any(use.code == "team" for use in task.fields))
    sent = task_post(filing, code, **{"team-0-mobile": "13800000009"})
    operator.post(f"/filings/{filing.pk}/task/{code}/", sent)
    page = operator.get(f"/filings/{filing.pk}/task/{code}/").content.decode()
    assert 'value="138****0009"' in page
    assert "13800000009" not in page


def test_a_wrong_mobile_number_is_said_at_the_person(world, operator):
    filing = draft(world)
    code = next(task.code for task in kind_of(filing).tasks if any(use.code == "team" for use in task.fields))
    page = operator.post(f"/filings/{filing.pk}/task/{code}/", task_post(filing, code, **{"team-0-mobile": "12345"}))
    assert words(page).count("手机号码应为 11 位数字,请核对。") == 2
    assert 'href="#id_team-0-mobile"' in page.content.decode()


@pytest.mark.clause("S2-05.5")
def test_the_check_page_names_what_is_missing_and_links_task_and_field(operator, empty):
    page = operator.get(f"/filings/{empty.pk}/check/")
    html = page.content.decode()
    assert f'href="/filings/{empty.pk}/task/{kind_of(empty).tasks[0].code}/?from=check#id_name"' in html
    assert f'href="/filings/{empty.pk}/papers/#paper-review_rules"' in html
    assert f'href="/filings/{empty.pk}/papers/#paper-security_measures"' in html
    assert "未填写" in words(page)


def test_an_incomplete_hand_in_is_refused_with_all_gaps_at_once(operator, empty):
    page = operator.post(f"/filings/{empty.pk}/check/", {"version": empty.version})
    empty.refresh_from_db()
    assert empty.state == FilingState.DRAFT
    assert "<title>有错误" in page.content.decode()
    assert page.content.decode().count("请填写“") > 3


def test_handing_in_leads_to_the_receipt_with_number_and_next_step(world, operator):
    filing = draft(world)
    answer = operator.post(f"/filings/{filing.pk}/check/", {"version": filing.version}, follow=True)
    filing.refresh_from_db()
    assert answer.redirect_chain[-1][0] == f"/filings/{filing.pk}/receipt/"
    assert filing.number in words(answer)
    assert str(world.authority) in words(answer)
    assert world.person("chief").full_name in words(answer)


def test_a_second_hand_in_finds_no_draft_and_makes_no_second_submission(world, operator):
    filing = draft(world)
    for _ in range(2):
        answer = operator.post(f"/filings/{filing.pk}/check/", {"version": filing.version}, follow=True)
    assert Submission.objects.filter(filing=filing).count() == 1
    assert answer.redirect_chain[-1][0] == f"/filings/{filing.pk}/receipt/"
    assert "已经提交" in words(answer)


@pytest.mark.parametrize("version", ["1", "", "９", "-1", "99999999999"])
def test_a_hand_in_of_another_version_is_refused(world, operator, version):
    filing = draft(world)
    page = operator.post(f"/filings/{filing.pk}/check/", {"version": version})
    filing.refresh_from_db()
    assert filing.state == FilingState.DRAFT
    assert "内容刚被修改" in words(page)


def test_only_writers_of_the_unit_reach_the_form(world):
    filing = draft(world)
    first = kind_of(filing).tasks[0].code
    for role in ("chief", "registrar", "outsider", "observer"):
        client = client_of(world.person(role))
        assert client.get(f"/filings/{filing.pk}/task/{first}/").status_code == 404
        assert client.get(f"/filings/{filing.pk}/check/").status_code == 404
        assert client.get(f"/filings/{filing.pk}/papers/").status_code == 404


def test_who_comes_back_to_a_task_after_the_hand_in_is_led_to_the_case_and_told_why(world, operator):
    filing = submitted(world)
    place = f"/filings/{filing.pk}/task/{kind_of(filing).tasks[0].code}/"
    for answer in (operator.get(place), operator.post(place, {"version": "1"})):
        assert answer.url == f"/filings/{filing.pk}/"
    assert "该备案已经提交，填报内容不能再改" in words(operator.get(f"/filings/{filing.pk}/"))
    typing = operator.post(place, {"version": "1"}, headers=JSON)
    assert (typing.status_code, typing.json()["message"][:7]) == (409, "该备案已经提交")
    assert client_of(world.person("chief")).get(place).status_code == 404


def test_a_draft_can_be_thrown_away_but_not_what_was_handed_in(world, operator):
    filing, kept = draft(world), submitted(world, platform_id="shili_two")
    assert operator.post(f"/filings/{filing.pk}/discard/").url == "/filings/"
    assert operator.post(f"/filings/{kept.pk}/discard/").status_code == 404
    assert list(Filing.objects.values_list("pk", flat=True)) == [kept.pk]


@pytest.mark.clause("S0-16.5")
def test_a_change_of_the_profile_goes_through_a_filing_that_shows_old_beside_new():
    world = build("soe")
    account = approved(world).account
    filing = draft(world, "change", account=account, name="示例新名")
    page = client_of(world.person("operator")).get(f"/filings/{filing.pk}/check/").content.decode()
    account.refresh_from_db()
    assert account.name == "示例文旅发布"
    assert "<del>示例文旅发布</del> <ins>示例新名</ins>" in page
