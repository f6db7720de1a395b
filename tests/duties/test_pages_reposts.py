"""Pages of repost tasks: issue by form, list, task, telling, answering; who finds what, with how many queries."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from duties.actions import reposts as actions
from duties.models import RepostTarget, RepostTask
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.making import ORIGINAL, POST, account, done, furnished, issued, target_of
from tests.filings.pages import client_of, words
from tests.world import NOON, World, admin

pytestmark = pytest.mark.django_db
LIST = "/duties/reposts/"
NEW = "/duties/reposts/new/"
LIST_LIMIT = 12
TASK_LIMIT = 24


@pytest.fixture
def world() -> World:
    """An organisation with three accounts in three units."""
    seed_calendar(by=None, at=NOON)
    return furnished()


def filled(**own: Any) -> dict[str, Any]:
    """Return what the form sends."""
    return {"issuer": "网管部门", "title": "示例重要信息", "link": ORIGINAL, "workdays": "3", "do": "check", **own}


def hidden(page: Any) -> dict[str, str]:
    """Return the hidden fields of the check page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_task_is_written_checked_with_its_accounts_and_issued_once(world: World) -> None:
    client = client_of(world.person("registrar"))
    token = hidden(client.get(NEW))["token"]
    checked = client.post(NEW, filled(token=token))
    assert 'data-testid="account-count">3<' in checked.content.decode()
    assert RepostTask.objects.count() == 0

    sent = {**hidden(checked), "do": "issue"}
    first, second = client.post(NEW, sent), client.post(NEW, sent)

    task = RepostTask.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"{LIST}{task.pk}/"
    assert (task.title, task.link, task.targets.count()) == ("示例重要信息", ORIGINAL, 3)


def test_accounts_that_changed_meanwhile_are_shown_again_before_issuing(world: World) -> None:
    client = client_of(world.person("registrar"))
    sent = {**hidden(client.post(NEW, filled())), "do": "issue"}
    account(world.foreign, "示例新号")
    answer = client.post(NEW, sent)
    assert (answer.status_code, RepostTask.objects.count()) == (409, 0)
    assert 'data-testid="account-count">4<' in answer.content.decode()
    client.post(NEW, {**hidden(answer), "do": "issue"})
    assert RepostTask.objects.get().targets.count() == 4


def test_going_back_keeps_what_was_written(world: World) -> None:
    client = client_of(world.person("registrar"))
    page = client.post(NEW, {**hidden(client.post(NEW, filled(note="注明来源"))), "do": "change"})
    assert (page.status_code, "注明来源" in page.content.decode()) == (200, True)


def test_a_faulty_form_says_at_the_field_what_to_do(world: World) -> None:
    client = client_of(world.person("registrar"))
    for own, said in (
        ({"title": ""}, "请填写标题"),
        ({"workdays": ""}, "请填写转发期限"),
        ({"note": "转发到朋友圈"}, "涉及个人"),
        ({"link": "https://user.qzone.qq.com/1"}, "个人空间"),
        ({"units": [str(world.child.pk)]}, "选"),
    ):
        answer = client.post(NEW, filled(**own))
        assert (answer.status_code, said in words(answer)) == (422, True)


def test_the_form_says_why_only_institutions_are_counted(world: World) -> None:
    page = words(client_of(world.person("registrar")).get(NEW))
    assert "不收集也不统计个人的点赞、转发、评论和关注" in page


def test_only_the_department_finds_the_form_and_without_the_duty_it_says_so(world: World) -> None:
    answers = {role: client_of(world.person(role)).get(NEW).status_code for role in world.cast}
    assert {role for role, status in answers.items() if status == 200} == {"registrar", "director"}
    without = furnished("taibai")
    assert "没有规定转发任务" in words(client_of(without.person("registrar")).get(NEW))


def test_everybody_finds_the_tasks_of_the_own_scope_only(world: World) -> None:
    task = issued(world)
    elsewhere = furnished("soe")
    found = {role: client_of(world.person(role)).get(f"{LIST}{task.pk}/").status_code for role in world.cast}
    # 上级宣传部门 stands beside the units of this organisation: no account of its own, no task
    assert {role for role, status in found.items() if status == 404} == {"superior"}
    for stranger in (elsewhere.person("registrar"), admin("sysadmin"), admin("auditor")):
        assert client_of(stranger).get(f"{LIST}{task.pk}/").status_code == 404


def test_the_list_shows_progress_and_exports_it(world: World) -> None:
    done(world, issued(world))
    client = client_of(world.person("registrar"))
    assert "1/3(33%)" in words(client.get(LIST))
    book = load_workbook(BytesIO(b"".join(client.get(f"{LIST}?export=xlsx").streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert {"示例重要信息", "1/3(33%)", "进行中"} <= set(cells)


def test_words_state_and_what_waits_narrow_the_list(world: World) -> None:
    kept, ended = issued(world, title="示例防汛"), issued(world, title="示例节水")
    actions.close(ended, by=world.person("registrar"), at=NOON)
    client = client_of(world.person("operator"))
    for question in ("q=防汛", "state=issued", "mine=todo", "due_from=2026-09-01&state=issued"):
        html = client.get(f"{LIST}?{question}").content.decode()
        assert (f"{LIST}{kept.pk}/" in html, f"{LIST}{ended.pk}/" in html) == (True, False)


def test_the_accounts_of_a_task_are_a_list_with_filters_and_export(world: World) -> None:
    task = issued(world)
    done(world, task)
    client = client_of(world.person("registrar"))
    assert [client.get(f"{LIST}{task.pk}/accounts/{question}").status_code for question in ("", "?unit=0")] == [200] * 2
    only = words(client.get(f"{LIST}{task.pk}/accounts/?unit={world.owner.pk}"))
    assert ("示例文旅" in only, "示例水务" in only) == (True, False)
    book = load_workbook(
        BytesIO(b"".join(client.get(f"{LIST}{task.pk}/accounts/?state=done&export=xlsx").streaming_content))
    )
    rows = [[str(cell.value) for cell in row] for row in book.active.iter_rows()]
    assert [POST in row for row in rows].count(True) == 1


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_take_as_many_queries_for_many_rows_as_for_one(world: World) -> None:
    task = issued(world)
    done(world, task)
    issued(world, title="示例待办")
    pages = [(role, url) for role in ("registrar", "operator") for url in (LIST, f"{LIST}{task.pk}/", "/")]
    clients = {role: client_of(world.person(role)) for role in ("registrar", "operator")}
    few = []
    for role, url in pages:
        clients[role].get(url)
        few.append(queries(clients[role], url))
    for n in range(6):
        account(world.owner, f"示例第{n}号")
    for n in range(4):
        issued(world, title=f"示例信息{n}")
    names = [RepostTarget(task=task, account=one, unit=one.unit, root=one.root) for one in _new_accounts(world)]
    RepostTarget.objects.bulk_create(names)
    many = [queries(clients[role], url) for role, url in pages]
    assert many == few
    assert max(many[0], many[3]) <= LIST_LIMIT
    assert max(many[1], many[4]) <= TASK_LIMIT


def _new_accounts(world: World) -> list[Any]:
    return [account(world.owner, f"示例补{n}号") for n in range(6)]


def test_the_writer_tells_account_by_account_and_is_led_to_the_next(world: World) -> None:
    account(world.owner, "示例第二号")
    task = issued(world)
    first, second = task.targets.filter(unit=world.owner).order_by("pk")
    client = client_of(world.person("operator"))
    assert f"/duties/reposts/accounts/{first.pk}/confirm/" in client.get(f"{LIST}{task.pk}/").content.decode()

    sent = {"link": POST, "posted_on": "2026-09-18", "posted_time": "09:30"}
    answer = client.post(f"/duties/reposts/accounts/{first.pk}/confirm/", sent)
    assert answer.headers["Location"] == f"/duties/reposts/accounts/{second.pk}/confirm/"
    sent |= {"link": f"{POST}-2"}
    answer = client.post(f"/duties/reposts/accounts/{second.pk}/confirm/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"{LIST}{task.pk}/"
    first.refresh_from_db()
    assert (first.state, first.posted_at.isoformat()) == ("done", "2026-09-18T01:30:00+00:00")


def test_a_refused_link_is_said_at_its_field_and_keeps_what_was_typed(world: World) -> None:
    target = target_of(issued(world), world.owner)
    sent = {"link": ORIGINAL, "posted_on": "2026-09-18", "posted_time": "09:30"}
    page = client_of(world.person("operator")).post(f"/duties/reposts/accounts/{target.pk}/confirm/", sent)
    assert (page.status_code, "这是原文的链接" in words(page), "有错误" in words(page)) == (422, True, True)
    assert f'value="{ORIGINAL}"' in page.content.decode()


def test_only_the_own_writer_finds_the_forms_and_only_the_department_answers(world: World) -> None:
    target = target_of(issued(world), world.owner)
    for page in ("confirm", "excuse"):
        url = f"/duties/reposts/accounts/{target.pk}/{page}/"
        found = {role: client_of(world.person(role)).get(url).status_code for role in world.cast}
        assert {role for role, status in found.items() if status == 200} == {"operator"}
    actions.declare(target, reason="与服务对象无关", by=world.person("operator"), at=NOON)
    url, answers = f"/duties/reposts/accounts/{target.pk}/answer/", {}
    for role in set(world.cast) - {"registrar", "director"}:
        answers[role] = client_of(world.person(role)).post(url, {"verdict": "agree"}).status_code
    assert set(answers.values()) == {404}
    client_of(world.person("director")).post(url, {"verdict": "agree"})
    target.refresh_from_db()
    assert target.state == "exempt"


def test_an_excuse_goes_to_the_department_whose_no_needs_a_reason(world: World) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    client_of(world.person("operator")).post(
        f"/duties/reposts/accounts/{target.pk}/excuse/", {"reason": "账号只发布办事指南"}
    )
    department = client_of(world.person("registrar"))
    assert "账号只发布办事指南" in words(department.get(f"{LIST}{task.pk}/"))
    refused = department.post(f"/duties/reposts/accounts/{target.pk}/answer/", {"verdict": "insist", "reason": ""})
    assert (refused.status_code, "请写明理由" in words(refused)) == (409, True)
    department.post(f"/duties/reposts/accounts/{target.pk}/answer/", {"verdict": "insist", "reason": "可以加按语"})
    assert "可以加按语" in words(client_of(world.person("operator")).get(f"{LIST}{task.pk}/"))


def test_the_department_ends_a_task_on_its_page_and_afterwards_no_form_is_found(world: World) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    client_of(world.person("operator")).post(f"{LIST}{task.pk}/close/")
    task.refresh_from_db()
    assert task.state == "issued"
    client_of(world.person("registrar")).post(f"{LIST}{task.pk}/withdraw/", {"reason": "原文更正"})
    task.refresh_from_db()
    assert (task.state, task.end_reason) == ("withdrawn", "原文更正")
    operator = client_of(world.person("operator"))
    assert "原文更正" in words(operator.get(f"{LIST}{task.pk}/"))
    assert operator.get(f"/duties/reposts/accounts/{target.pk}/confirm/").status_code == 404


def test_the_desk_and_the_navigation_say_what_waits(world: World) -> None:
    task = issued(world)
    desk = client_of(world.person("operator")).get("/")
    assert "待转发" in words(desk)
    assert 'data-testid="reposts-count">1<' in desk.content.decode()
    done(world, task)
    desk = client_of(world.person("operator")).get("/")
    assert ("待转发" in words(desk), "reposts-count" in desk.content.decode()) == (False, False)
    assert "1/3(33%)" in words(client_of(world.person("registrar")).get("/"))
    assert "转发任务" in words(client_of(world.person("chief")).get("/"))


def test_the_page_shows_nothing_that_a_script_could_run_in(world: World) -> None:
    task = issued(world, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>", note="<b>注明</b>")
    for role in ("registrar", "operator"):
        for url in (LIST, f"{LIST}{task.pk}/", "/"):
            html = client_of(world.person(role)).get(url).content.decode()
            assert [bad for bad in ("<script>alert", "<img src=x", "<b>注明") if bad in html] == []
