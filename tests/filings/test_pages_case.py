"""The case page for everybody who may see it, and decisions taken on it."""

import re
from datetime import date, timedelta

import pytest

from filings import actions
from filings.models import Filing
from filings.states import FilingState
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.workflow.models import Decision
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, waiting_step, words
from tests.world import NOON, START, World, admin, build, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("gejiu")


@pytest.fixture
def filing(world: World) -> Filing:
    return submitted(world)


def shown(html: str) -> set[str]:
    hooks = ("approve", "return", "reject", "urge", "withdraw", "current-holder", "timeline")
    return {hook for hook in hooks if f'data-testid="{hook}"' in html}


SEEN = {
    "operator": {"withdraw", "urge", "current-holder", "timeline"},
    "chief": {"approve", "return", "reject", "current-holder", "timeline"},
    "registrar": {"urge", "current-holder", "timeline"},
    "director": {"urge", "current-holder", "timeline"},
    "observer": {"current-holder", "timeline"},
}


@pytest.mark.parametrize("role", list(SEEN))
def test_each_role_is_offered_what_it_may_do_while_the_chief_holds_the_case(
    world: World, filing: Filing, role: str
) -> None:
    page = client_of(world.person(role)).get(f"/filings/{filing.pk}/")
    assert shown(page.content.decode()) == SEEN[role]
    assert f"当前在 {world.person('chief').full_name}（{world.owner} 主要领导） 处，已 " in words(page)


@pytest.mark.parametrize("path", ["", "receipt/", "print/", "check/", "papers/"])
def test_outsiders_of_the_same_organisation_and_of_another_find_nothing(
    world: World, filing: Filing, path: str
) -> None:
    other = build("soe")
    for person in (world.person("outsider"), other.person("registrar"), other.person("operator")):
        assert client_of(person).get(f"/filings/{filing.pk}/{path}").status_code == 404


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_administrators_of_the_instance_see_no_business(filing: Filing, role: str) -> None:
    client = client_of(admin(role))
    assert client.get(f"/filings/{filing.pk}/").status_code == 404
    assert client.get("/filings/").status_code == 404
    assert client.get("/todo/").status_code == 404


def test_a_draft_stays_with_its_unit(world: World) -> None:
    started = draft(world)
    assert client_of(world.person("registrar")).get(f"/filings/{started.pk}/").status_code == 404
    assert client_of(world.person("operator")).get(f"/filings/{started.pk}/").status_code == 200


def test_the_case_says_due_date_article_and_how_it_was_counted(world: World, filing: Filing) -> None:
    page = client_of(world.person("registrar")).get(f"/filings/{filing.pk}/")
    html = page.content.decode()
    assert 'data-testid="due-date">2026-10-09(周五)' in html
    assert "第五条第一款" in words(page)
    assert 'id="due-how"' in html


def decide(world: World, role: str, filing: Filing, verb: str, **more: object):
    sent = {"step": more.pop("step", None) or waiting_step(filing), "verb": verb, **more}
    return client_of(world.person(role)).post(f"/filings/{filing.pk}/decide/", sent, follow=True)


def test_the_chief_agrees_without_writing_an_opinion(world: World, filing: Filing) -> None:
    page = decide(world, "chief", filing, "approve", opinion="")
    filing.refresh_from_db()
    assert filing.state == FilingState.AUTHORITY
    assert "已同意" in words(page)


@pytest.mark.parametrize(
    ("verb", "state", "said"),
    [("return", FilingState.RETURNED, "已退回补正"), ("reject", FilingState.REJECTED, "已不予备案")],
)
def test_a_return_and_a_refusal_move_the_case_and_keep_their_reason(
    world: World, filing: Filing, verb: str, state: str, said: str
) -> None:
    page = decide(world, "chief", filing, verb, opinion="缺少会议纪要,请补充。")
    filing.refresh_from_db()
    assert filing.state == state
    assert said in words(page)
    assert Decision.objects.latest("pk").opinion == "缺少会议纪要,请补充。"
    seen = client_of(world.person("operator")).get(f"/filings/{filing.pk}/")
    assert "缺少会议纪要,请补充。" in words(seen)


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_a_return_or_refusal_without_reason_is_refused_at_the_opinion(world: World, filing: Filing, verb: str) -> None:
    page = decide(world, "chief", filing, verb, opinion="  ")
    filing.refresh_from_db()
    assert page.status_code == 409
    assert filing.state == FilingState.UNIT
    assert 'aria-describedby="opinion-error"' in page.content.decode()
    assert "<title>有错误" in page.content.decode()


def test_the_second_decider_is_told_who_was_first_and_keeps_the_typed_opinion(world: World, filing: Filing) -> None:
    step = waiting_step(filing)
    decide(world, "chief", filing, "approve", opinion="同意")
    second = user("gejiu-chief2", world.owner, "chief")
    world.cast["second"] = second
    page = decide(world, "second", filing, "return", step=step, opinion="还要看看方案")
    assert page.status_code == 409
    assert world.person("chief").full_name in words(page).split("没有办理成功")[1][:80]
    assert "还要看看方案" in words(page)


def test_people_without_the_post_decide_nothing(world: World, filing: Filing) -> None:
    for role in ("operator", "registrar", "observer"):
        page = decide(world, role, filing, "approve", opinion="同意")
        assert page.status_code == 409
    assert client_of(world.person("outsider")).post(f"/filings/{filing.pk}/decide/").status_code == 404
    filing.refresh_from_db()
    assert filing.state == FilingState.UNIT


@pytest.mark.parametrize(
    "sent", [{}, {"verb": "approve"}, {"step": "x", "verb": "approve"}, {"step": "1", "verb": "file"}]
)
def test_a_malformed_decision_changes_nothing_and_says_so(world: World, filing: Filing, sent: dict[str, str]) -> None:
    page = client_of(world.person("chief")).post(f"/filings/{filing.pk}/decide/", sent, follow=True)
    filing.refresh_from_db()
    assert filing.state == FilingState.UNIT
    assert "请选择办理意见后再提交。" in words(page)


def test_a_step_is_handed_to_another_holder_of_the_same_post(world: World, filing: Filing) -> None:
    other = user("gejiu-chief2", world.owner, "chief")
    sent = {"step": waiting_step(filing), "to": other.pk, "reason": "出差"}
    page = client_of(world.person("chief")).post(f"/filings/{filing.pk}/move/transfer/", sent, follow=True)
    assert f"已转交给{other}" in words(page)
    assert 'data-testid="approve"' not in page.content.decode()
    assert 'data-testid="approve"' in client_of(other).get(f"/filings/{filing.pk}/").content.decode()


def test_a_step_is_not_handed_to_somebody_without_the_post(world: World, filing: Filing) -> None:
    user("gejiu-chief2", world.owner, "chief")
    sent = {"step": waiting_step(filing), "to": world.person("outsider").pk}
    page = client_of(world.person("chief")).post(f"/filings/{filing.pk}/move/transfer/", sent)
    assert page.status_code == 422
    assert "选择一个有效的选项" in words(page)
    assert 'data-testid="approve"' in page.content.decode()
    assert not Decision.objects.filter(verb="transfer").exists()


def test_the_unit_withdraws_with_a_reason_until_the_first_decision(world: World, filing: Filing) -> None:
    operator = client_of(world.person("operator"))
    assert "请写明撤回原因" in words(operator.post(f"/filings/{filing.pk}/withdraw/", {"reason": ""}, follow=True))
    page = operator.post(f"/filings/{filing.pk}/withdraw/", {"reason": "名称写错"}, follow=True)
    filing.refresh_from_db()
    assert filing.state == FilingState.WITHDRAWN
    assert "已撤回" in words(page)


def test_after_the_first_decision_withdrawing_is_not_offered_and_refused(world: World, filing: Filing) -> None:
    world.decide(filing, "approve")
    operator = client_of(world.person("operator"))
    assert 'data-testid="withdraw"' not in operator.get(f"/filings/{filing.pk}/").content.decode()
    operator.post(f"/filings/{filing.pk}/withdraw/", {"reason": "名称写错"})
    filing.refresh_from_db()
    assert filing.state == FilingState.AUTHORITY


def test_urging_is_on_record_and_goes_once_a_day(world: World, filing: Filing) -> None:
    operator = client_of(world.person("operator"))
    first, second = (operator.post(f"/filings/{filing.pk}/urge/", follow=True) for _ in range(2))
    assert "已催办,对方会收到消息。" in words(first)
    assert "已经催办过" in words(second)
    assert AuditEvent.objects.filter(action="filing.urged", object_id=filing.pk).count() == 1


def test_what_was_mended_after_a_return_is_shown_old_beside_new(world: World, filing: Filing) -> None:
    returned = world.decide(filing, "return", opinion="名称有误")
    by = world.person("operator")
    mended = actions.save_task(
        returned, answers={"name": "示例文旅之声"}, team=None, version=returned.version, by=by, at=NOON
    )
    actions.submit(mended, version=mended.version, by=by, at=NOON + timedelta(hours=1))
    html = client_of(world.person("chief")).get(f"/filings/{filing.pk}/").content.decode()
    part = html.split('data-testid="corrected"')[1].split("</section>")[0]
    assert "<del>示例文旅发布</del> <ins>示例文旅之声</ins>" in part


def test_after_a_decision_the_next_waiting_case_opens_the_nearest_due_first(world: World, filing: Filing) -> None:
    submitted(world, platform_id="shili_three", name="示例文旅之声", event=date(2026, 9, 17))
    urgent = submitted(world, platform_id="shili_two", name="示例文旅之窗", event=date(2026, 9, 16))
    page = decide(world, "chief", filing, "approve")
    assert page.redirect_chain[-1][0] == f"/filings/{urgent.pk}/"
    assert "已同意:开通备案 · 示例文旅发布。本页是下一件待办。" in words(page)


def test_after_the_last_decision_the_decided_case_stays_in_view(world: World, filing: Filing) -> None:
    page = decide(world, "chief", filing, "approve")
    assert page.redirect_chain[-1][0] == f"/filings/{filing.pk}/"
    assert 'data-testid="next"' not in page.content.decode()


def test_an_opening_before_the_approval_of_the_unit_is_told_on_the_case(world: World) -> None:
    filing = submitted(world, approved_on="2026-09-18", opened_on="2026-09-16")
    assert filing.facts
    page = client_of(world.person("registrar")).get(f"/filings/{filing.pk}/")
    assert 'data-testid="fact"' in page.content.decode()


def test_the_receipt_stays_at_its_address_until_and_after_the_end(world: World, filing: Filing) -> None:
    operator = client_of(world.person("operator"))
    before = operator.get(f"/filings/{filing.pk}/receipt/")
    assert f'data-testid="filing-no">{filing.number}<' in before.content.decode()
    assert 'data-testid="due-date"' in before.content.decode()
    done = world.approve_all(filing)
    after = operator.get(f"/filings/{filing.pk}/receipt/")
    assert done.certificate.number in words(after)


def test_there_is_no_receipt_before_the_hand_in(world: World) -> None:
    filing = draft(world, event=date(2026, 9, 17))
    assert client_of(world.person("operator")).get(f"/filings/{filing.pk}/receipt/").url == f"/filings/{filing.pk}/"


def test_somebody_whose_post_has_ended_sees_nothing_any_more(world: World, filing: Filing) -> None:
    chief = world.person("chief")
    Post.objects.filter(user=chief).update(until=START)
    assert client_of(world.person("chief")).get(f"/filings/{filing.pk}/").status_code == 404


def test_a_change_shows_old_and_new_on_top_and_folds_what_stays(world: World) -> None:
    account = approved(world).account
    filing = submitted(world, "change", account=account, name="示例文旅之声")
    html = client_of(world.person("registrar")).get(f"/filings/{filing.pk}/").content.decode()
    told, folded = html.split('data-testid="matter"')[1].split('data-testid="unchanged"')
    assert "<del>示例文旅发布</del> <ins>示例文旅之声</ins>" in told
    assert told.index("示例文旅之声") < told.index("变更原因")
    assert "shili_wenlv" not in told
    assert "shili_wenlv" in folded


def test_each_check_names_its_own_article_and_what_is_open_comes_first(world: World) -> None:
    filing = submitted(world, name="一个没有地名的名称")
    html = client_of(world.person("registrar")).get(f"/filings/{filing.pk}/").content.decode()
    lines = re.findall(r"<li class=\"(\w*)\">.*?</span>.*?</span>(.*?) <small>(.*?)<", html)
    articles = {text.strip(): article.split(" · ")[0] for _, text, article in lines}
    assert lines[0][0] == "ask"
    assert articles["账号名称与本地、本单位名称和职责相关联"] == "第七条"
    assert articles["责任人与管理队伍配备齐全"] != articles["账号名称符合规范"]
    assert [mark for mark, _, _ in lines] == sorted((mark for mark, _, _ in lines), key=["no", "ask", ""].index)
