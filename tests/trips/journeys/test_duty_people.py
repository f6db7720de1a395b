"""People and custody in a real browser: an impostor from the public page to the letter; a leaver's handover."""

from datetime import date

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import MediaAccount
from duties.models import ImpostorCase, LeavingChecklist
from newmedia_portal.core.access.models import Post, User

from ...conftest import PHONE
from .desk import Desk
from .walk import Look

pytestmark = pytest.mark.browser
NAME = "示例旅程冒名号"


@pytest.mark.clause("S3-20")
def test_an_impostor_comes_from_the_public_page_to_the_letter(desk, site, open_page):
    cache.clear()
    look, wrong = Look(), []
    citizen = Desk(open_page(PHONE), site, "公众")
    citizen.go("/verify/")
    citizen.press("report-impostor")
    wrong += look.at(citizen.page, "public report")
    citizen.page.set_viewport_size(PHONE)
    citizen.press("submit")
    assert citizen.text("error-summary")
    citizen.page.locator("main select[name=department]").select_option(label="示例县政务公开办")
    citizen.page.locator("main select[name=platform]").select_option(label="微博")
    citizen.answer("name", NAME)
    citizen.answer("text", "头像与示例单位相同,私信收费。")
    citizen.press("submit")
    case = ImpostorCase.objects.get(name=NAME)
    assert citizen.text("receipt-no") == case.number
    wrong += look.at(citizen.page, "receipt")

    registrar = desk("taibai-registrar")
    registrar.go("/duties/impostors/")
    wrong += look.at(registrar.page, "impostors")
    registrar.go(f"/duties/impostors/{case.pk}/")
    assert registrar.text("status") == "待核实"
    wrong += look.at(registrar.page, "impostor")
    unit = User.objects.get(username="taibai-operator").posts.filter(until__isnull=True).first().unit
    registrar.press("name-unit")
    registrar.answer("unit", unit.pk)
    registrar.press("submit")
    registrar.press("confirm")
    registrar.answer("finding", "与台账比对,不是本单位账号。")
    registrar.press("submit")
    assert registrar.text("status") == "处置中"
    for partner in ("cyberspace", "police"):
        registrar.press("involve")
        registrar.answer("partner", partner)
        registrar.answer("moment", _now())
        registrar.press("submit")
    registrar.press("letter")
    wrong += look.at(registrar.page, "write the letter")
    registrar.answer("number", "示函〔2026〕77号")
    registrar.press("submit")
    letter = case.letters.get()
    registrar.go(f"/duties/impostors/letters/{letter.pk}/print/")
    assert registrar.sees(f"关于请求处置假冒账号“{NAME}”的函")
    wrong += look.at(registrar.page, "letter")
    for kind in ("pdf", "docx"):
        answer = registrar.page.request.get(f"{site}/duties/impostors/letters/{letter.pk}/print/?as={kind}")
        assert (kind, answer.status, len(answer.body()) > 2000) == (kind, 200, True)

    operator = desk("taibai-operator", phone=True)
    operator.go(f"/duties/impostors/{case.pk}/")
    assert operator.sees("示函〔2026〕77号")
    wrong += look.at(operator.page, "impostor on the phone")
    assert wrong == []


@pytest.mark.clause("S2-18.1")
def test_a_leaver_hands_over_and_the_unit_settles_the_checklist(desk):
    look, wrong, today = Look(), [], timezone.localdate()
    operator = desk("gejiu-operator")
    unit = User.objects.get(username="gejiu-operator").posts.filter(role="operator").first().unit
    account = MediaAccount.objects.filter(unit=unit, state="filed").order_by("-pk").first()
    leaver = User.objects.create_user("gejiu-leaver", full_name="张某离")
    post = Post.objects.create(user=leaver, unit=unit, role="staff", since=date(2024, 3, 1))
    operator.go(f"/accounts/{account.pk}/custody/")
    _new_keeper(operator, leaver.full_name)

    admin = desk("sysadmin")
    admin.go(f"/people/posts/{post.pk}/end/")
    admin.answer("until", today.isoformat())
    admin.press("submit")
    checklist = LeavingChecklist.objects.get(post=post)

    operator.go("/")
    assert operator.sees("离任清单未完成")
    operator.go("/duties/people/")
    wrong += look.at(operator.page, "people")
    operator.go(f"/duties/people/leaving/{checklist.pk}/")
    assert operator.text("status") == "办理中"
    wrong += look.at(operator.page, "checklist")
    passwords = checklist.items.filter(code="password")
    assert account in [item.account for item in passwords]
    for _ in passwords:
        operator.press("item-password")
        _new_keeper(operator, "示例新保管人")
        operator.go(f"/duties/people/leaving/{checklist.pk}/")
    operator.press("item-talk")
    wrong += look.at(operator.page, "record the talk")
    operator.answer("note", "当面谈话")
    operator.press("submit")
    operator.press("item-rights")
    operator.press("submit")
    assert operator.text("status") == "已完成"
    wrong += look.at(operator.page, "settled checklist")

    phone = desk("gejiu-head", phone=True)
    phone.go("/duties/people/checks/")
    wrong += look.at(phone.page, "checks on the phone")
    phone.go(f"/duties/people/entries/{account.pk}/")
    wrong += look.at(phone.page, "entry on the phone")
    phone.page.set_viewport_size(PHONE)
    phone.press("entry-same")
    assert phone.sees("登记信息无变化,已核实")
    assert wrong == []


def _new_keeper(person: Desk, name: str) -> None:
    today = timezone.localdate().isoformat()
    for field, value in (("keeper", name), ("on", today), ("changed_on", today), ("reason", "示例移交")):
        person.answer(field, value)
    person.press("submit")


def _now() -> str:
    return f"{timezone.localtime():%Y-%m-%dT%H:%M}"
