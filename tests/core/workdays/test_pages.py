"""Pages of the calendar: who sees what, and entering a notice from paste or Excel to the saved year."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.core.workdays.models import CalendarDay, CalendarYear
from newmedia_portal.core.workdays.notice_text import read_notice
from newmedia_portal.core.workdays.states import YearStatus

from .conftest import MOMENT, Clocks, text_of
from .notices_for_tests import FILLED, NOTICE_2026, NOTICE_2027

pytestmark = pytest.mark.django_db


def test_everybody_who_is_signed_in_sees_the_year_and_the_calculator(operator_client: Client) -> None:
    pages = [operator_client.get(path) for path in ("/calendar/", "/calendar/2026/", "/calendar/count/")]

    assert [page.status_code for page in pages] == [200, 200, 200]


@pytest.mark.parametrize("path", ["/calendar/", "/calendar/count/", "/calendar/enter/"])
def test_a_stranger_is_sent_to_the_log_in(path: str) -> None:
    response = Client().get(path)

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/login/")


@pytest.mark.parametrize("path", ["/calendar/enter/", "/calendar/correct/", "/calendar/enter/template/"])
def test_what_the_administrator_alone_may_use_is_not_found_by_others(operator_client: Client, path: str) -> None:
    assert operator_client.get(path).status_code == 404
    assert operator_client.post(path, FILLED | {"step": "confirm"}).status_code == 404
    assert CalendarYear.objects.exists() is False


def test_only_the_administrator_is_offered_to_enter_a_year(admin_client: Client, operator_client: Client) -> None:
    offered = [
        'data-testid="enter-year"' in text_of(client.get("/calendar/2027/"))
        for client in (admin_client, operator_client)
    ]

    assert offered == [True, False]


def test_the_year_page_shows_holidays_worked_weekends_and_their_words(operator_client: Client) -> None:
    page = text_of(operator_client.get("/calendar/2026/"))

    assert "2026年共248个工作日" in page
    assert page.count('class="month"') == 12
    assert page.count('class="day-worked') == 6
    assert 'title="2026-09-20(周日) 调休上班(国庆节)"' in page
    assert "国办发明电〔2025〕7号" in page
    assert 'data-testid="provisional"' not in page


def test_a_year_without_a_notice_says_that_it_is_provisional(operator_client: Client) -> None:
    page = text_of(operator_client.get("/calendar/2027/"))

    assert 'data-testid="provisional"' in page
    assert "国务院还没有公布2027年的放假安排" in page


@pytest.mark.parametrize("year", [2003, 2047, 99999])
def test_a_year_outside_the_calendar_is_not_found(operator_client: Client, year: int) -> None:
    assert operator_client.get(f"/calendar/{year}/").status_code == 404


def test_the_calculator_answers_with_the_due_date_and_every_day(operator_client: Client) -> None:
    page = text_of(operator_client.get("/calendar/count/?day=2026-09-18&number=5&unit=wd"))

    assert 'data-testid="due-date">2026-09-24(周四)<' in page
    assert "计入5天,不计1天,其中1个周末调休上班" in page
    assert "第5个工作日是<strong>2026-09-24(周四)</strong>" in page


def test_the_calculator_marks_a_provisional_answer(operator_client: Client) -> None:
    page = text_of(operator_client.get("/calendar/count/?day=2026年11月20日&number=30&unit=wd"))

    assert 'data-testid="due-date">2027-01-04(周一)<' in page
    assert "期限跨入尚未公布放假安排的年份" in page


def test_the_calculator_says_when_the_last_day_was_moved(operator_client: Client) -> None:
    page = text_of(operator_client.get("/calendar/count/?day=2026-09-03&number=1&unit=month"))

    assert "满1个月是2026-10-03(周六),当天休息,顺延到<strong>2026-10-08(周四)</strong>" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("day=someday&number=5&unit=wd", "日期看不懂"),
        ("day=2026-09-18&number=-5&unit=wd", "期限不能为负数。"),
        ("day=1999-01-01&number=5&unit=wd", "工作日历只覆盖"),
        ("day=2026-09-18&number=2000&unit=month", "期限应在0至100个月之间。"),
    ],
)
def test_the_calculator_names_what_it_cannot_count(operator_client: Client, query: str, message: str) -> None:
    page = operator_client.get(f"/calendar/count/?{query}")

    assert page.status_code == 200
    assert message in text_of(page)
    assert 'data-testid="due-date"' not in text_of(page)


def test_a_pasted_notice_is_shown_for_checking_and_nothing_is_saved(admin_client: Client) -> None:
    page = admin_client.post("/calendar/enter/", FILLED)

    assert page.status_code == 200
    assert "2026-12-27(周日)" in text_of(page)
    assert "2027-02-05(周五) 至 2027-02-11(周四)" in text_of(page)
    assert "没有在办期限需要变动" in text_of(page)
    assert CalendarYear.objects.exists() is False


def confirmed(page: object) -> dict[str, str]:
    """Return what the confirmation form would send."""
    return page.context["hidden"] | {"step": "confirm"}  # type: ignore[attr-defined]


def test_the_confirmed_notice_is_saved_as_published(admin_client: Client, sysadmin: User) -> None:
    page = admin_client.post("/calendar/enter/", FILLED)

    saved = admin_client.post("/calendar/enter/", confirmed(page))

    year = CalendarYear.objects.get(year=2027)
    assert (saved.status_code, saved["Location"]) == (302, "/calendar/2027/")
    assert (year.status, year.document, year.entered_by) == (YearStatus.PUBLISHED, "示例通知〔2026〕1号", sysadmin)
    assert set(year.days.values_list("date", "is_workday", "name")) == {
        (row.day.date, row.day.is_workday, row.day.name) for row in read_notice(NOTICE_2027, 2027).rows
    }


def test_due_dates_that_come_forward_are_saved_only_with_the_tick(admin_client: Client, clocks: Clocks) -> None:
    clocks.open["甲"] = (date(2026, 11, 20), 30, date(2027, 1, 4))
    page = admin_client.post("/calendar/enter/", FILLED)
    clocks.open["甲"] = (date(2026, 11, 20), 30, date(2027, 1, 4))

    refused = admin_client.post("/calendar/enter/", confirmed(page))
    published = CalendarYear.objects.filter(year=2027).exists()
    clocks.open["甲"] = (date(2026, 11, 20), 30, date(2027, 1, 4))
    saved = admin_client.post("/calendar/enter/", confirmed(page) | {"confirm_earlier": "on"})

    assert "推后0个,提前1个,日期不变0个" in text_of(page)
    assert (refused.status_code, published, saved.status_code) == (422, False, 302)
    assert 'data-testid="error-summary"' in text_of(refused)


def test_going_back_from_the_check_keeps_what_was_filled_in(admin_client: Client) -> None:
    page = admin_client.post("/calendar/enter/", FILLED)

    back = admin_client.post("/calendar/enter/", confirmed(page) | {"step": "edit"})

    assert back.status_code == 200
    assert "示例通知〔2026〕1号" in text_of(back)
    assert "2026-12-27,调休上班(元旦),班" in text_of(back)


def test_the_number_is_taken_from_the_text_where_the_field_is_empty(admin_client: Client) -> None:
    page = admin_client.post("/calendar/enter/", {"year": "2026", "rows": NOTICE_2026, "step": "preview"})

    assert page.context["hidden"]["document"] == "国办发明电〔2025〕7号"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": ""}, "请粘贴通知内容"),
        ({"rows": "2027-01-01,元旦,休"}, "没有找到春节、清明、劳动、端午、中秋、国庆的放假日期"),
        ({"rows": "2027-01-05,元旦,班"}, "本来就上班"),
        ({"rows": "<script>alert(1)</script>"}, "应有日期、节日名称、休或班三项"),
        ({"document": ""}, "请填写通知的文号"),
        ({"year": "1999"}, "大于或等于"),
        ({"year": "2028"}, "2026-12-27不在2028年"),
    ],
)
def test_faults_come_back_to_the_form_by_name_and_nothing_is_saved(
    admin_client: Client, change: dict[str, str], message: str
) -> None:
    page = admin_client.post("/calendar/enter/", FILLED | change)

    assert page.status_code == 422
    assert message in text_of(page)
    assert "<script>alert" not in text_of(page)
    assert CalendarDay.objects.exists() is False


def test_a_day_is_corrected_after_a_look_at_what_it_moves(admin_client: Client, clocks: Clocks) -> None:
    clocks.open["丁"] = (date(2026, 11, 23), 5, date(2026, 11, 30))
    filled = {"day": "2026-11-25", "kind": "off", "name": "临时放假", "reason": "示例通知〔2026〕2号"}

    page = admin_client.post("/calendar/correct/", filled | {"step": "preview"})
    nothing_yet = CalendarDay.objects.exists()
    saved = admin_client.post("/calendar/correct/", confirmed(page))

    assert "推后1个,提前0个" in text_of(page)
    assert (nothing_yet, saved.status_code, saved["Location"]) == (False, 302, "/calendar/2026/")
    assert CalendarDay.objects.get(date=date(2026, 11, 25)).name == "临时放假"


def test_a_correction_with_a_fault_comes_back_to_its_field(admin_client: Client) -> None:
    filled = {"day": "2026-11-25", "kind": "work", "name": "调休", "reason": "依据", "step": "preview"}

    page = admin_client.post("/calendar/correct/", filled)

    assert page.status_code == 422
    assert "这一天本来就上班" in text_of(page)


@pytest.mark.parametrize("path", ["/calendar/2026/", "/calendar/count/?day=2026-09-18&number=30&unit=wd"])
def test_the_pages_have_no_inline_script_or_style(operator_client: Client, path: str) -> None:
    page = text_of(operator_client.get(path))

    assert "style=" not in page
    assert "<style" not in page
    assert "onclick=" not in page


@pytest.mark.parametrize("seeded", [False, True])
def test_two_year_pages_read_the_tables_of_days_once(operator_client: Client, seeded: bool) -> None:
    if seeded:
        seed_calendar(by=None, at=MOMENT)

    with CaptureQueriesContext(connection) as queries:
        operator_client.get("/calendar/2026/")
        operator_client.get("/calendar/2026/")

    reads = [query["sql"] for query in queries if "core_calendar" in query["sql"]]
    # digests and the year's row for each page; years and days once, where there are any
    assert len(reads) <= (6 if seeded else 4)
