"""An incident from finding to summary: who is told, what must be done before it is over, who may do what."""

from datetime import timedelta
from typing import Any

import pytest

from duties.actions import incidents
from duties.actions.incidents import Step
from duties.actions.incidents.steps import measures_of
from duties.incidents.audience import sides_of
from duties.incidents.statistics import figures_of, minutes_text
from duties.models import Incident
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.duties.watching import NOON, furnished, incident
from tests.world import World

pytestmark = pytest.mark.django_db
#: incident() is entered five minutes after it was found.
ENTERED = NOON + timedelta(minutes=5)
LATER = NOON + timedelta(minutes=65)
SUMMARY = {"cause": "示例起因", "handling": "示例过程", "lessons": "示例教训"}


@pytest.fixture
def world() -> World:
    """A company whose regulation names whom to report to."""
    return furnished("corp")


def told(title: str = "") -> set[str]:
    rows = Notice.objects.filter(kind="incident", title__startswith=title)
    return {name.rpartition("-")[2] for name in rows.values_list("user__username", flat=True)}


def step(world: World, row: Incident, axis: str = "action", **own: Any) -> Any:
    made = Step(**{"axis": axis, "moment": LATER, "text": "已隐藏评论", **own})
    return incidents.log_step(row, made, by=world.person("operator"), at=LATER)


def closed(world: World, row: Incident, **own: Any) -> Incident:
    asked = {"handled_at": LATER, "by": world.person("operator"), "at": LATER, **own}
    return incidents.close(row, **asked)


@pytest.mark.clause("S1-3.3.2d")
def test_a_harmful_comment_is_told_at_once_to_unit_head_and_department(world: World) -> None:
    row = incident(world)
    assert (row.state, row.head_told_at, row.department_told_at) == ("reported", ENTERED, ENTERED)
    assert (told(), row.minutes_to_report) == ({"head", "registrar"}, 5)
    assert [(e.axis, e.code) for e in row.entries.all()] == [("report", "head"), ("report", "department")]


@pytest.mark.clause("S1-3.3.2d")
def test_it_counts_as_reported_only_when_both_know(world: World) -> None:
    row = incident(world, report_now=False)
    assert (row.state, told()) == ("found", set())
    moment, by = NOON + timedelta(minutes=2), world.person("operator")
    incidents.tell(row, side="head", moment=moment, channel="电话", by=by, at=ENTERED)
    assert (row.state, row.minutes_to_report, told()) == ("found", None, {"head"})
    incidents.tell(row, side="department", moment=NOON + timedelta(minutes=9), channel="电话", by=by, at=LATER)
    assert (row.state, row.minutes_to_report, told()) == ("reported", 9, {"head", "registrar"})


def test_the_first_report_counts_and_a_later_one_is_one_more_line(world: World) -> None:
    row = incident(world)
    incidents.tell(row, side="head", moment=LATER, channel="当面", by=world.person("operator"), at=LATER)
    assert (row.head_told_at, row.entries.count()) == (ENTERED, 3)
    assert Notice.objects.filter(kind="incident", user=world.cast["head"]).count() == 1


def test_a_report_before_the_finding_or_in_the_future_is_refused(world: World) -> None:
    row = incident(world, report_now=False)
    for moment in (NOON - timedelta(minutes=1), LATER + timedelta(minutes=1)):
        with pytest.raises(Refused, match="发现之后"):
            incidents.tell(row, side="head", moment=moment, by=world.person("operator"), at=LATER)


@pytest.mark.clause("S1-3.3.3b")
def test_a_grave_one_is_told_to_the_leaders_of_both_sides_too(world: World) -> None:
    incident(world, severity="major", kind="opinion")
    assert told() == {"head", "deputy", "chief", "registrar", "director"}


@pytest.mark.clause("S1-3.3.3b")
def test_raising_it_tells_those_who_were_not_told_before(world: World) -> None:
    row = incident(world)
    incidents.grade(row, severity="major", reason="转发量迅速上升", by=world.person("operator"), at=LATER)
    assert (row.severity, told("重大事件")) == ("major", {"deputy", "chief", "director"})
    with pytest.raises(Conflict, match="已经是这个等级"):
        incidents.grade(row, severity="major", reason="再次", by=world.person("operator"), at=LATER)
    incidents.grade(row, severity="general", reason="已平息", by=world.person("chief"), at=LATER)
    assert AuditEvent.objects.filter(action="incident.graded").count() == 2


@pytest.mark.parametrize("regime", ["soe", "gejiu", "taibai", "jiusan"])
def test_where_the_edition_names_nobody_head_and_department_are_told_all_the_same(regime: str) -> None:
    world = furnished(regime)
    sides = sides_of(world.owner, world.edition.edition, "general")
    people = {code: side.people for code, side in sides.items()}
    assert people == {"head": {world.cast["head"].pk}, "department": {world.cast["registrar"].pk}}
    assert {side.article for side in sides.values()} == {""}


@pytest.mark.clause("S1-3.3.2d")
def test_the_edition_of_the_company_names_both_with_its_article(world: World) -> None:
    sides = sides_of(world.owner, world.edition.edition, "general")
    assert {side.label: side.article for side in sides.values()} == {"单位负责人": "3.3.2", "宣传部门": "3.3.2"}


@pytest.mark.clause("S1-3.3.3a")
def test_the_first_step_shows_that_it_is_being_handled(world: World) -> None:
    row = incident(world)
    step(world, row, text="发布说明,回应关切")
    assert (row.state, row.handling_since) == ("handling", LATER)
    assert [e.text for e in row.entries.filter(axis="action")] == ["发布说明,回应关切"]


@pytest.mark.clause("S1-3.3.3b")
def test_contact_with_the_platform_keeps_whom_how_and_with_what_result(world: World) -> None:
    row = incident(world)
    step(world, row, "platform", who="示例平台客服", channel="举报入口", text="申请删除", result="已受理,编号 1")
    kept = row.entries.get(axis="platform")
    assert (kept.who, kept.channel, kept.text, kept.result) == ("示例平台客服", "举报入口", "申请删除", "已受理,编号 1")
    with pytest.raises(Refused, match="联系了哪个平台"):
        step(world, row, "platform", who=" ")


@pytest.mark.clause("S1-3.3.6")
def test_users_who_break_the_law_are_referred_to_the_authority_in_charge(world: World) -> None:
    row = incident(world)
    step(world, row, "referral", who="示例公安机关", channel="函〔2026〕1 号", text="涉嫌违法", result="已接收")
    kept = row.entries.get(axis="referral")
    assert (kept.who, kept.channel, kept.result, kept.moment) == ("示例公安机关", "函〔2026〕1 号", "已接收", LATER)


@pytest.mark.clause("S4-06.3")
def test_the_head_of_a_group_has_the_three_measures_of_the_edition_and_others_have_none() -> None:
    society, company = furnished("jiusan"), furnished("corp")
    row = incident(society, kind="group")
    offered = measures_of(row)
    assert list(offered.values()) == ["提醒删除", "移出群成员", "关闭工作群"]
    for code in offered:
        step(society, row, "measure", code=code, who="示例群成员")
    assert list(row.entries.filter(axis="measure").values_list("code", flat=True)) == list(offered)
    with pytest.raises(Refused, match="没有这项措施"):
        step(company, incident(company, kind="group"), "measure", code="group_remind")


@pytest.mark.clause("S4-06.5")
@pytest.mark.clause("S4-06.1")
def test_the_department_enters_and_handles_what_its_own_monitoring_finds() -> None:
    world = furnished("jiusan")
    row = incident(world, by="registrar", kind="opinion")
    assert (row.state, row.unit, row.entered_by) == ("reported", world.owner, world.cast["registrar"])
    assert told() == {"head"}
    made = Step(axis="action", moment=LATER, text="研判风险,统一回应")
    incidents.log_step(row, made, by=world.person("director"), at=LATER)
    assert row.state == "handling"


@pytest.mark.clause("S2-18.2")
def test_what_is_found_in_comment_areas_under_the_city_rules_is_an_incident_too() -> None:
    world = furnished("gejiu")
    row = incident(world, link="https://www.example.cn/post/1#comments", text="评论区出现不良信息")
    step(world, row)
    assert (closed(world, row).state, row.minutes_to_handle) == ("closed", 65)


def test_it_ends_only_when_both_were_told_and_something_was_done(world: World) -> None:
    row = incident(world, report_now=False)
    step(world, row)
    with pytest.raises(Refused, match="先补报"):
        closed(world, row)
    for side in ("head", "department"):
        incidents.tell(row, side=side, moment=LATER, by=world.person("operator"), at=LATER)
    done = closed(world, row)
    assert (done.state, done.handled_at, done.closed_by) == ("closed", LATER, world.cast["operator"])
    with pytest.raises(Conflict, match="已经办结"):
        step(world, row)
    idle = incident(world, title="示例另一起")
    with pytest.raises(Conflict):
        closed(world, idle)


def test_a_grave_one_is_summed_up_before_it_ends(world: World) -> None:
    row = incident(world, severity="major")
    step(world, row)
    with pytest.raises(Refused, match="先填写总结"):
        closed(world, row)
    with pytest.raises(Refused) as refused:
        incidents.sum_up(row, **{**SUMMARY, "lessons": " "}, by=world.person("head"), at=LATER)
    assert refused.value.field == "lessons"
    incidents.sum_up(row, **SUMMARY, by=world.person("head"), at=LATER)
    assert closed(world, row).state == "closed"


def test_it_is_taken_up_again_with_a_reason(world: World) -> None:
    row = incident(world)
    step(world, row)
    closed(world, row)
    with pytest.raises(Refused, match="为什么"):
        incidents.reopen(row, reason="", by=world.person("head"), at=LATER)
    again = incidents.reopen(row, reason="评论再次出现", by=world.person("head"), at=LATER)
    assert (again.state, again.handled_at, again.closed_at) == ("handling", None, None)
    assert AuditEvent.objects.get(action="incident.reopened").reason == "评论再次出现"


def test_who_may_report_end_and_remark(world: World) -> None:
    row = incident(world)
    rights = {
        right: {role for role in world.cast if world.person(role).has_perm(f"duties.{right}", row)}
        for right in ("report_incidents", "close_incident", "comment")
    }
    unit = {"operator", "head", "deputy", "chief", "editor", "secrecy"}
    leads = {"head", "deputy", "chief"}
    department = {"registrar", "director"}
    assert rights == {
        "report_incidents": unit | department,
        "close_incident": {"operator"} | leads | department,
        "comment": {"operator"} | leads | department,
    }
    with pytest.raises(Forbidden):
        incident(world, by="outsider")
    with pytest.raises(Forbidden):
        incidents.comment(row, text="意见", by=world.person("observer"), at=LATER)


def test_remarks_reach_whoever_entered_it_also_when_it_is_over(world: World) -> None:
    row = incident(world)
    step(world, row)
    closed(world, row)
    incidents.comment(row, text="处置及时", by=world.person("chief"), at=LATER)
    assert told("批示意见") == {"operator"}


@pytest.mark.clause("S1-3.3.2d")
def test_minutes_are_shown_and_no_limit_is_invented(world: World) -> None:
    first, second = incident(world), incident(world, title="示例第二起", report_now=False)
    step(world, first)
    closed(world, first)
    day = NOON.date()
    whole, kinds = figures_of(world.person("registrar"), day, day)
    assert (whole.found, whole.running, whole.unreported, whole.to_report, whole.to_handle) == (2, 1, 1, 5, 65)
    assert [(label, one.found) for _, label, one in kinds] == [("有害评论", 2)]
    assert [minutes_text(n) for n in (None, 0, 59, 65)] == ["", "0 分钟", "59 分钟", "1 小时 5 分钟"]
    assert not any(name for name in vars(type(second)) if "due" in name or "overdue" in name)


def test_persons_are_masked_in_what_is_written_down(world: World) -> None:
    row = incident(world, text="评论留下电话13812345678", title="示例:13812345678 被公开")
    assert (row.text, row.title) == ("评论留下电话138****5678", "示例:138****5678 被公开")
