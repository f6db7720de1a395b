"""A repost task from issue to progress: the department at the desk, the unit on the phone (转发任务)."""

import pytest
from django.utils import timezone

from duties.models import RepostTask

from .walk import Look

pytestmark = pytest.mark.browser
ORIGINAL = "https://www.example.com/news/journey.html"
POSTED = "https://www.example.com/posts/journey-{}"


@pytest.mark.clause("S2-13.2")
def test_an_item_is_issued_reposted_on_the_phone_and_seen_in_the_progress(desk):
    registrar, look, wrong = desk("gejiu-registrar"), Look(), []
    registrar.go("/duties/reposts/").press("new-repost")
    wrong += look.at(registrar.page, "issue")
    registrar.press("check")
    wrong += look.at(registrar.page, "issue with errors")
    for name, value in {"issuer": "网管部门", "title": "示例旅程信息", "link": ORIGINAL, "workdays": "3"}.items():
        if name == "issuer":
            registrar.page.check(f"[name=issuer][value='{value}']")
        else:
            registrar.answer(name, value)
    registrar.page.get_by_label("示例市文化和旅游局").check()
    registrar.press("check")
    wrong += look.at(registrar.page, "check")
    accounts = int(registrar.text("account-count"))
    registrar.press("issue")
    task = RepostTask.objects.get(title="示例旅程信息")
    assert (registrar.address, registrar.text("progress")) == (f"/duties/reposts/{task.pk}/", f"0/{accounts} 0%")

    operator = desk("gejiu-operator", phone=True)
    operator.go("/")
    operator.follow(operator.page.get_by_role("link", name="示例旅程信息", exact=True).first)
    own = operator.page.locator("[data-testid=confirm]").count()
    assert own >= 2
    operator.press("confirm")
    for number in range(own - 1):
        wrong += look.at(operator.page, "confirm") if number == 0 else []
        operator.page.set_viewport_size({"width": 375, "height": 812})
        operator.answer("link", POSTED.format(number))
        operator.press("submit-phone")
        assert operator.sees("按期")
    operator.press("excuse").press("submit")
    wrong += look.at(operator.page, "excuse with errors")
    operator.answer("reason", "账号只发布办事指南")
    operator.press("submit")
    wrong += look.at(operator.page, "task of a unit")

    registrar.go(f"/duties/reposts/{task.pk}/")
    assert registrar.text("progress").startswith(f"{own - 1}/{accounts} ")
    wrong += look.at(registrar.page, "task of the department")
    registrar.press("agree")
    assert registrar.text("progress").startswith(f"{own - 1}/{accounts - 1} ")
    registrar.press("accounts")
    wrong += look.at(registrar.page, "accounts")
    registrar.go(f"/duties/reposts/{task.pk}/").press("close")
    assert (registrar.text("status"), registrar.sees("转发任务只面向登记在册的单位账号")) == ("已结束", True)
    assert task.targets.filter(confirmed_at__lte=timezone.now(), state="done").count() == own - 1
    assert wrong == []
