"""Variants in a real browser: told upward, a school and its line department, a group to its end, a merger."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import MediaAccount, WorkGroup
from filings.deadlines.scan import scan_overdue
from filings.models import Obligation

from .filling import begin, current, decide, fill_in, hand_in, upload_papers
from .walk import Look

pytestmark = pytest.mark.browser


@pytest.mark.clause("S4-03.2")
def test_an_account_of_a_department_goes_up_to_its_acknowledgement(desk):
    look, wrong = Look(), []
    operator = desk("js-swzz-operator")
    filing = begin(operator, "open", "department")
    wrong += look.at(operator.page, "tasks")
    fill_in(operator, filing, name="九三学社示例之声", handle="js_journey_dept", collective_decision=False)
    upload_papers(operator)
    hand_in(operator)
    decide(desk("jiusan-deputy", phone=True), filing)
    decide(desk("jiusan-registrar"), filing)
    above = desk("jiusan-superior", phone=True)
    above.go("/filings/upward/")
    wrong += look.at(above.page, "what was told upward")
    above.follow(above.page.locator(f"main a[href='/filings/{filing.pk}/']").first)
    above.page.locator("summary", has_text="询问").click()
    above.page.fill("#id_question", "请说明编审人员。")
    above.press("ask-back")
    operator.go(f"/filings/{filing.pk}/")
    assert operator.text("upward-state") == "待说明"
    operator.page.fill("#id_text", "由办公室专人负责。")
    operator.press("answer-above")
    above.go(f"/filings/{filing.pk}/").page.fill("#id_note", "已备案。")
    above.press("acknowledge")
    operator.go(f"/filings/{filing.pk}/")
    wrong += look.at(operator.page, "the receipt")
    assert operator.text("upward-state") == "已知悉"
    assert operator.sees("已备案。")
    assert wrong == []


@pytest.mark.clause("S2-05.2")
def test_a_school_files_through_its_line_department(desk):
    look, wrong = Look(), []
    operator = desk("gj-yx-operator", phone=True)
    operator.go("/filings/new/").press("begin-open")
    assert operator.page.locator("[name=variant][value=standard]").count() == 0
    wrong += look.at(operator.page, "variants of a school")
    filing = begin(operator, "open", "line")
    fill_in(operator, filing, name="示例市小学之窗", handle="gj_journey_school")
    upload_papers(operator)
    hand_in(operator)
    decide(desk("gj-yx-chief"), filing)
    decide(desk("gejiu-line", phone=True), filing, opinion="同意，报网信科。")
    registrar = desk("gejiu-registrar")
    registrar.go(f"/filings/{filing.pk}/")
    assert "示例市教育体育局已于" in registrar.text("handed-on")
    decide(registrar, filing)
    decide(desk("gejiu-director"), filing)
    operator.go(f"/filings/{filing.pk}/")
    wrong += look.at(operator.page, "the case of the school")
    assert operator.text("certificate-no")
    assert wrong == []


@pytest.mark.clause("S4-03.4c")
@pytest.mark.clause("S4-06.4")
def test_a_temporary_group_runs_from_its_opening_to_a_late_dissolution(desk):
    look, wrong = Look(), []
    today = timezone.localdate()
    operator = desk("js-swzz-operator", phone=True)
    filing = begin(operator, "open", "group_temp_department")
    group = {"platform": "wechat_group", "group_term": "temporary", "group_owner": "卫某一"}
    fill_in(operator, filing, name="九三学社示例会务临时群", handle="", expected_end_on=f"{today:%Y-%m-%d}", **group)
    upload_papers(operator)
    hand_in(operator)
    head = desk("js-swzz-head")
    decide(head, filing)
    filing.refresh_from_db()
    home = f"/accounts/{filing.account_id}/group/"
    operator.go(home).press("group-enter")
    wrong += look.at(operator.page, "members are entered")
    operator.page.set_viewport_size({"width": 375, "height": 812})
    operator.answer("text", "李某一,示例大学,李某一,13900002009\n,示例医院")
    operator.press("submit")
    assert operator.sees("第 2 行：没有填写姓名，群成员须实名登记。")
    operator.answer("text", "李某一,示例大学,李某一,13900002009\n陈某二,示例医院,小陈")
    operator.press("submit")
    assert operator.text("group-number") == "3 人"
    assert operator.sees("139****2009")
    operator.press("group-end")
    operator.answer("on", f"{today - timedelta(days=10):%Y-%m-%d}")
    operator.press("submit")
    assert operator.text("status") == "逾期"
    wrong += look.at(operator.page, "late")
    scan_overdue(on=today, at=timezone.now())
    assert Obligation.objects.get(account=filing.account_id, kind="close").flag == "overdue"
    registrar = desk("jiusan-registrar")
    registrar.go("/accounts/groups/")
    assert registrar.sees("九三学社示例会务临时群")
    wrong += look.at(registrar.page, "groups of the organisation")
    operator.go(home).press("group-cleanup")
    for box in operator.page.locator("[name=codes]").all():
        box.check()
    operator.press("submit")
    operator.press("group-close")
    operator.press("start")
    closing = current(operator)
    fill_in(operator, closing, name=closing.title, handle="", group_dissolved_on=f"{today:%Y-%m-%d}")
    upload_papers(operator)
    hand_in(operator)
    decide(head, closing)
    assert operator.go(home).text("status") == "已撤销"
    assert WorkGroup.objects.get(account=filing.account_id).dissolved_on == today
    assert wrong == []


@pytest.mark.clause("S3-06.2")
def test_several_accounts_become_one_and_point_at_each_other(desk):
    look, wrong = Look(), []
    running = MediaAccount.objects.filter(unit__code="TB-WJ", state="filed").exclude(filings__state="draft")
    kept, gone = running.filter(name__in=["示例健康讲堂", "示例办公室窗口"]).order_by("pk")
    operator = desk("taibai-operator")
    filing = begin(operator, "merge", account=kept.name)
    fill_in(operator, filing, name=kept.name, handle="", merged_accounts=[str(gone.pk)], event=timezone.localdate())
    upload_papers(operator)
    wrong += look.at(operator.page, "check of the merger")
    hand_in(operator)
    for who in ("taibai-chief", "taibai-registrar", "taibai-director"):
        decide(desk(who, phone=who.endswith("chief")), filing)
    operator.go(f"/accounts/{gone.pk}/").press("merged-into")
    assert operator.address == f"/accounts/{kept.pk}/"
    assert gone.name in operator.text("merged-from")
    wrong += look.at(operator.page, "the account that stands")
    gone.refresh_from_db()
    assert (gone.state, gone.merged_into) == ("merged", kept)
    assert wrong == []
