"""Issuing a repost task: who may, what is refused, which accounts are taken down, until when."""

from datetime import date
from typing import Any

import pytest

from accounts.states import AccountState
from duties.actions import reposts as actions
from duties.actions.reposts import NoDuty
from duties.aim import Aim, aimed_at, print_of
from duties.models import RepostTarget, RepostTask
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.regimes.loader import parse
from newmedia_portal.regimes.models import EditionRecord
from tests.duties.making import account, furnished, issued, item
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """An organisation with three accounts in three units."""
    seed_calendar(by=None, at=NOON)
    return furnished()


def names(task: RepostTask) -> list[str]:
    return list(task.targets.order_by("account_name").values_list("account_name", flat=True))


@pytest.mark.parametrize(
    ("regime", "issuer", "article"),
    [
        pytest.param("soe", "党群工作部", "第十三条", marks=pytest.mark.clause("S0-13.2")),
        pytest.param("soe", "上级新媒体", "第十三条", marks=pytest.mark.clause("S0-13.2")),
        pytest.param("corp", "公司官方新媒体", "3.3.5", marks=pytest.mark.clause("S1-3.3.5b")),
        pytest.param("gejiu", "网管部门", "第十三条", marks=pytest.mark.clause("S2-13.2")),
        pytest.param("gejiu", "上级政务新媒体", "第十三条", marks=pytest.mark.clause("S2-13.2")),
    ],
)
def test_a_task_names_its_issuer_article_due_day_and_accounts(regime: str, issuer: str, article: str) -> None:
    world = furnished(regime)
    task = issued(world, issuer=issuer)

    assert (task.issuer, task.article, task.due_on, task.basis) == (issuer, article, date(2026, 9, 22), "local")
    assert names(task) == ["示例图书", "示例文旅", "示例水务"]
    assert {target.word for target in task.targets.select_related("task")} == {"待转发"}


@pytest.mark.parametrize("regime", ["taibai", "jiusan"])
def test_a_regulation_without_the_duty_lets_nobody_issue(regime: str) -> None:
    world = furnished(regime)
    with pytest.raises(NoDuty, match="没有规定转发任务"):
        issued(world)


@pytest.mark.parametrize("role", ["registrar", "director"])
def test_the_department_issues(world: World, role: str) -> None:
    assert issued(world, by=role).issued_by == world.cast[role]


def test_nobody_else_issues(world: World) -> None:
    for role in set(world.cast) - {"registrar", "director"}:
        with pytest.raises(Forbidden):
            issued(world, by=role)
    assert RepostTask.objects.count() == 0


def test_another_organisations_department_issues_nothing_here(world: World) -> None:
    stranger = furnished("soe").person("registrar")
    with pytest.raises(Forbidden):
        actions.issue(world.authority, item(world), Aim(), by=stranger, at=NOON)


FAULTY: list[tuple[dict[str, Any], str]] = [
    ({"issuer": "示例媒体"}, "issuer"),
    ({"title": "  "}, "title"),
    ({"link": "", "text": " "}, "link"),
    ({"link": "不是链接 也不是地址"}, "link"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "https://a.example.cn/1 https://b.example.cn/2"}, "link"),
    ({"link": "https://user:secret@www.example.cn/"}, "link"),
    ({"workdays": None}, "workdays"),
    ({"workdays": -1}, "workdays"),
    ({"workdays": 61}, "workdays"),
]


def test_a_faulty_item_is_refused_at_its_field(world: World) -> None:
    for own, field in FAULTY:
        with pytest.raises(Refused) as refused:
            issued(world, **own)
        assert (own, refused.value.field) == (own, field)
    assert RepostTask.objects.count() == 0


PERSONAL: list[tuple[dict[str, Any], str]] = [
    ({"link": "https://user.qzone.qq.com/10001"}, "link"),
    ({"link": "https://u.wechat.com/abcdef"}, "link"),
    ({"link": "weixin://contacts/profile/abc"}, "link"),
    ({"note": "请全体职工转发并点赞"}, "note"),
    ({"note": "请转发到朋友圈"}, "note"),
    ({"note": "上报转发截图"}, "note"),
    ({"note": "统计点赞量"}, "note"),
    ({"note": "请员工个人微信一并转发"}, "note"),
    ({"note": "联系张某一13800000001"}, "note"),
    ({"text": "名单:13800000001、13800000002、13800000003"}, "text"),
    ({"text": "@示例甲 @示例乙 @示例丙"}, "text"),
]


def test_what_reaches_for_persons_is_refused_and_says_why(world: World) -> None:
    for own, field in PERSONAL:
        with pytest.raises(Refused, match="个人的点赞、转发、评论和关注") as refused:
            issued(world, **own)
        assert (own, refused.value.field) == (own, field)


def test_an_ordinary_requirement_and_an_ordinary_text_pass(world: World) -> None:
    text = "咨询电话 13800000001。市民可通过微信公众号转发评论。邮箱 a@example.cn。"
    task = issued(world, note="注明来源,保留原标题,由官方账号转发。", text=text)
    assert task.text == text


def test_accounts_of_persons_and_work_groups_are_never_taken(world: World) -> None:
    account(world.owner, "示例职务号", kind="staff")
    account(world.owner, "示例个人注册", registrant_kind="person")
    account(world.owner, "示例职务注册", registrant_kind="person_in_post")
    account(world.owner, "示例工作群", kind="work_group")
    account(world.owner, "示例微信群", platform="wechat_group")
    account(world.owner, "示例未备案", state=AccountState.UNFILED)
    account(world.owner, "示例已注销", state=AccountState.CLOSED)
    account(world.owner, "示例在册", state=AccountState.LISTED)

    assert names(issued(world)) == ["示例图书", "示例在册", "示例文旅", "示例水务"]


@pytest.mark.parametrize(
    ("aim", "found"),
    [
        (lambda w: Aim(units=(w.owner,)), ["示例图书", "示例抖音", "示例文旅"]),
        (lambda w: Aim(units=(w.child, w.foreign)), ["示例图书", "示例水务"]),
        (lambda w: Aim(platforms=("douyin",)), ["示例抖音"]),
        (lambda w: Aim(kinds=("inner_body",)), ["示例抖音"]),
        (lambda w: Aim(classes=("gov",)), ["示例抖音"]),
        (lambda w: Aim(units=(w.owner,), platforms=("weibo",)), ["示例图书", "示例文旅"]),
    ],
)
def test_the_filter_chooses_by_unit_platform_and_class(world: World, aim: Any, found: list[str]) -> None:
    account(world.owner, "示例抖音", platform="douyin", kind="inner_body", account_class="gov")
    assert names(issued(world, aim(world))) == found


def test_a_filter_that_finds_nothing_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="没有符合条件的账号"):
        issued(world, Aim(platforms=("douyin",)))


def test_the_accounts_are_those_of_the_moment_with_the_names_of_the_moment(world: World) -> None:
    task = issued(world)
    target = task.targets.get(unit=world.owner)
    account(world.owner, "示例后开")
    Unit.objects.filter(pk=world.owner.pk).update(name="示例改名局")
    target.account.name = "示例改名号"
    target.account.save()

    target.refresh_from_db()
    assert names(task) == ["示例图书", "示例文旅", "示例水务"]
    assert (target.account_name, target.unit_name) == ("示例文旅", "示例gejiu文旅局")


def test_what_is_issued_is_what_was_looked_at(world: World) -> None:
    seen = print_of(aimed_at(Aim(), world.root, world.person("registrar")))
    account(world.foreign, "示例新号")
    with pytest.raises(Conflict, match="再核对一次"):
        actions.issue(world.authority, item(world), Aim(), seen=seen, by=world.person("registrar"), at=NOON)


@pytest.mark.parametrize(("workdays", "due"), [(0, "2026-09-18"), (1, "2026-09-20"), (5, "2026-09-24")])
def test_the_departments_own_period_is_counted_in_working_days(world: World, workdays: int, due: str) -> None:
    """Sunday 20 September 2026 was worked."""
    assert issued(world, workdays=workdays).due_on.isoformat() == due


def test_a_period_of_the_edition_goes_before_that_of_the_department(world: World) -> None:
    text = world.edition.content
    limit = '[repost_tasks]\nlimit = {number = 2, unit = "wd", anchor = "received_on", article = "第十三条"}'
    limited = text.replace("[repost_tasks]", limit, 1)
    EditionRecord.objects.create(
        code="gejiu", version="9", title="示例", state="published", content=limited, digest="limited",
        effective_from=date(2026, 1, 1), created_at=NOON, published_at=NOON,
    )  # fmt: skip
    assert parse(limited).repost_tasks.limit.number == 2  # type: ignore[union-attr]

    task = issued(world, workdays=30)

    assert (task.number, task.basis, task.due_on) == (2, "stated", date(2026, 9, 21))


def test_issuing_tells_the_writers_of_the_units_once_and_is_on_record(world: World) -> None:
    task = issued(world)
    told = Notice.objects.filter(kind="repost.issued").values_list("user__username", flat=True)
    assert sorted(told) == ["gejiu-child", "gejiu-operator", "gejiu-outsider"]
    event = AuditEvent.objects.get(action="repost.issued", object_id=task.pk)
    assert (event.after["accounts"], event.after["issuer"], event.actor) == (3, "网管部门", world.cast["registrar"])


def test_nothing_of_a_task_counts_likes_forwards_or_persons() -> None:
    fields = {f.name for model in (RepostTask, RepostTarget) for f in model._meta.get_fields()}
    words = ("like", "forward", "view", "read", "comment", "follow", "share", "rank", "person")
    assert [name for name in fields if any(word in name for word in words)] == []
