"""A post ends in a real browser: what hangs on the leaver passes on in one go, the list is worked off and confirmed."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Handover
from newmedia_portal.core.access.models import Post, User
from reviews import actions as drafts
from reviews.models import Post as Draft

from ...conftest import PHONE
from .walk import Look

pytestmark = pytest.mark.browser
TITLE = "示例旅程稿件"


@pytest.mark.clause("S4-05.1")
def test_a_leaver_passes_everything_on_and_every_side_confirms(desk, site):
    look, wrong = Look(), []
    unit = User.objects.get(username="jiusan-operator").posts.filter(role="operator").first().unit
    leaver = User.objects.create_user("jiusan-leaver", full_name="张某走")
    post = Post.objects.create(
        user=leaver, unit=unit, role="staff", since=date(2024, 3, 1), trained_on=date(2024, 2, 1)
    )
    taker = User.objects.get(username="jiusan-operator")
    draft = drafts.start(unit, by=leaver, at=timezone.now())
    drafts.save(draft, values={"title": TITLE}, version=draft.row_version, by=leaver, at=timezone.now())

    admin = desk("sysadmin")
    admin.go(f"/people/posts/{post.pk}/end/")
    assert admin.sees("未完成的稿件")
    wrong += look.at(admin.page, "end a post")
    admin.press("submit")
    assert admin.text("error-summary")
    admin.answer("take_posts", taker.pk)
    admin.press("submit")
    case = Handover.objects.get(post=post)
    assert admin.address == f"/people/handovers/{case.pk}/"
    assert admin.sees(TITLE)
    assert Draft.objects.get(pk=draft.pk).created_by == taker
    admin.go("/people/left/")
    wrong += look.at(admin.page, "left over")

    operator = desk("jiusan-operator")
    operator.go("/people/handovers/")
    wrong += look.at(operator.page, "hand-overs")
    for _ in range(case.items.filter(done_on__isnull=True).count()):
        operator.go(f"/people/handovers/{case.pk}/")
        button = operator.page.locator("[data-testid^=item-]:visible").first
        operator.follow(button)
        operator.answer("evidence", "示例交接单 7 号")
        operator.press("submit")
    wrong += look.at(operator.page, "hand-over")
    assert case.items.filter(done_on__isnull=True).count() == 0
    for item in case.post.leaving.items.filter(done_on__isnull=True):
        operator.go(f"/duties/people/leaving/items/{item.pk}/")
        operator.answer("note", "示例")
        operator.press("submit")

    operator.go(f"/people/handovers/{case.pk}/")
    operator.press("sign-leaver")
    operator.answer("note", "本人已在纸质清单上签字。")
    operator.press("submit")
    head = desk("jiusan-head", phone=True)
    head.go(f"/people/handovers/{case.pk}/")
    wrong += look.at(head.page, "hand-over on the phone")
    head.page.set_viewport_size(PHONE)
    head.press("sign-successor")
    head.answer("note", "接手人已在纸质清单上签字。")
    head.press("submit")
    registrar = desk("jiusan-registrar")
    registrar.go(f"/people/handovers/{case.pk}/")
    registrar.press("sign-department")
    registrar.press("submit")
    assert registrar.text("status") == "已完成"
    registrar.press("print")
    assert registrar.sees("离任移交清单")
    wrong += look.at(registrar.page, "list on paper")
    for kind in ("pdf", "docx"):
        answer = registrar.page.request.get(f"{site}/people/handovers/{case.pk}/print/?as={kind}")
        assert (kind, answer.status, len(answer.body()) > 2000) == (kind, 200, True)
    assert wrong == []
