"""Work groups: members under real name, end of work and dissolution, clean-up, succession of the owner."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions.people.posts import end_post
from accounts.groups import actions
from accounts.groups.reading import Row, read_text, read_workbook
from accounts.groups.scan import watch_groups
from accounts.models import GroupMember, WorkGroup
from filings.models import Obligation
from filings.problems import problems_of
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workbook.sheets import Column, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx
from tests.filings.making import approved, draft
from tests.filings.pages import client_of, words
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)
PHONE = "13900001234"


@pytest.fixture
def world() -> World:
    return build("jiusan")


def group_of(world: World, variant: str = "group_temp", **own: object) -> WorkGroup:
    said = {"group_owner": "王某一", "expected_end_on": "2026-09-30", **own}
    return WorkGroup.objects.get(account=approved(world, "open", variant, **said).account)


def at_noon(day: date) -> datetime:
    return NOON + timedelta(days=(day - TODAY).days)


@pytest.mark.clause("S4-04.2")
def test_a_registered_group_has_its_row_with_owner_term_and_head(world):
    group = group_of(world)
    assert (group.term, group.owner, group.expected_end_on) == ("temporary", "王某一", date(2026, 9, 30))
    assert [(m.name, m.part) for m in group.members.all()] == [("王某一", "head")]
    assert [(m.name, m.until) for m in group.account.team.filter(role="group_owner")] == [("王某一", None)]


LIST = (
    "姓名,单位及职务,群昵称,手机号码,身份\n李某一,示例大学,李某一,13900001234,审核小组\n\n陈某二,示例医院,小陈,,群成员"
)


@pytest.mark.clause("S4-06.4")
def test_members_are_entered_under_their_real_names_and_numbers_are_masked(world):
    group, by = group_of(world), world.person("operator")
    listed = read_text(LIST)
    assert listed.faults == ()
    assert actions.enter_members(group, listed.rows, whole=False, by=by, at=NOON) == (2, 0, 0)
    member = group.members.get(name="李某一")
    assert (member.part, member.phone_masked) == ("reviewer", "139****1234")
    assert PHONE not in member.phone_sealed
    assert [m.name for m in group.members.all() if not m.under_real_name] == ["陈某二"]
    page = client_of(by).get(f"/accounts/{group.account_id}/group/")
    assert "139****1234" in words(page)
    assert PHONE not in page.content.decode()
    assert "1 人的群昵称未用实名" in words(page)
    log = AuditEvent.objects.get(action="group.members_entered")
    assert PHONE not in str(log.after)


def test_a_whole_list_lets_those_leave_who_are_not_in_it_but_never_the_head(world):
    group, by = group_of(world), world.person("operator")
    actions.enter_members(group, read_text("李某一\n陈某二").rows, whole=True, by=by, at=NOON)
    assert actions.enter_members(group, read_text("陈某二,示例医院").rows, whole=True, by=by, at=NOON) == (0, 1, 1)
    here = {m.name: m.title for m in group.members.filter(until=None)}
    assert here == {"王某一": "", "陈某二": "示例医院"}
    assert group.members.get(name="李某一").until == TODAY


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("姓名,手机\n,13900001234", "第 2 行：没有填写姓名，群成员须实名登记。"),
        ("李某一,示例大学,,139", "第 1 行：手机号码应为 11 位数字。"),
        ("李某一,示例大学\n李某一,示例大学", "第 2 行：“李某一”与第 1 行重复，请删去其一，或写明不同的单位职务。"),
        ("李某一,,,,校长", "第 1 行：身份请填写群成员、审核小组或群负责人。"),
        ("姓名", "名单里没有人员。请至少填写一行姓名。"),
        ("\n".join(f"李某{n}" for n in range(501)), "一次最多导入 500 人，名单有 501 人。请分次导入。"),
        ("李" * 41, f"第 1 行：“{'李' * 10}…”超过 40 个字。"),
    ],
)
def test_every_fault_of_a_list_names_its_line(text, fault):
    assert fault in read_text(text).faults


def book(rows: list[list[object]]) -> io.BytesIO:
    stream = io.BytesIO()
    columns = [Column(title) for title in ("序号", "真实姓名", "手机")]
    write_xlsx(stream, [Sheet("名单", columns, rows)], by="示例", at=NOON)
    stream.seek(0)
    return stream


def test_a_workbook_with_other_columns_is_read_by_its_titles():
    listed = read_workbook(book([["1", "李某一", "13900001234"]]))
    assert listed.rows == (Row(2, "李某一", phone=PHONE),)


def test_the_page_takes_a_workbook_and_says_every_fault_of_it(world):
    group, client = group_of(world), client_of(world.person("operator"))
    address = f"/accounts/{group.account_id}/group/members/"
    wrong = SimpleUploadedFile("名单.xlsx", book([["1", "", "139"], ["2", "李某一", "12"]]).getvalue())
    refused = client.post(address, {"file": wrong, "how": "add"})
    assert refused.status_code == 422
    for said in ("第 2 行：没有填写姓名", "第 3 行：手机号码应为 11 位数字"):
        assert said in words(refused)
    right = SimpleUploadedFile("名单.xlsx", book([["1", "李某一", ""]]).getvalue())
    assert client.post(address, {"file": right, "how": "add"}).status_code == 302
    assert group.members.filter(name="李某一").exists()
    assert client.post(address, {"text": "甲", "how": "x"}).status_code == 422
    assert client.get("/accounts/groups/members.xlsx").status_code == 200


@pytest.mark.clause("S4-05.2")
def test_another_head_comes_by_a_filing_of_the_leader_and_not_by_a_list(world):
    group, by = group_of(world, "group_long"), world.person("operator")
    with pytest.raises(Refused, match="变更备案"):
        actions.enter_members(group, read_text("李某一,,,,群主").rows, whole=False, by=by, at=NOON)
    filing = approved(world, "change", account=group.account, group_owner="李某一", event=date(2026, 9, 17))
    assert filing.state == "approved"
    group.refresh_from_db()
    assert (group.owner, group.successor_due_since) == ("李某一", None)
    heads = group.account.team.filter(role="group_owner").order_by("pk")
    assert [(h.name, h.since, h.until) for h in heads][-1] == ("李某一", date(2026, 9, 17), None)
    assert heads.filter(until=None).count() == 1
    assert [m.name for m in group.members.filter(part="head")] == ["李某一"]


@pytest.mark.clause("S4-05.2")
def test_a_leaving_owner_and_a_leaving_member_are_to_be_dealt_with_and_the_unit_is_told(world):
    head = world.person("head")
    group = group_of(world, group_owner=head.full_name)
    other = group_of(world, "group_long", group_owner="李某一", name="九三学社示例另一群", platform_id="two")
    GroupMember.objects.create(group=other, name=head.full_name, since=date(2026, 9, 1))
    end_post(head.posts.get(), until=TODAY, by=admin("sysadmin"), at=NOON)
    group.refresh_from_db()
    assert group.successor_due_since == TODAY
    assert other.members.get(name=head.full_name).leave_due_since == TODAY
    told = Notice.objects.filter(user=world.person("operator"), kind="group").get()
    assert "落实继任群负责人" in told.body
    page = words(client_of(world.person("operator")).get(f"/accounts/{group.account_id}/group/"))
    assert "由主管领导批准继任" in page


def test_somebody_with_another_post_in_the_unit_stays(world):
    head = world.person("head")
    group = group_of(world, group_owner=head.full_name)
    from newmedia_portal.core.access.models import Post

    Post.objects.create(user=head, unit=world.owner, role="secrecy", since=date(2020, 1, 1))
    end_post(head.posts.get(role="head"), until=TODAY, by=admin("sysadmin"), at=NOON)
    group.refresh_from_db()
    assert group.successor_due_since is None


@pytest.mark.clause("S4-03.4c")
def test_the_end_of_the_work_starts_the_week_in_which_the_group_is_dissolved(world):
    group = group_of(world)
    actions.end_work(group, on=date(2026, 9, 14), by=world.person("operator"), at=NOON)
    assert (group.work_ended_on, group.dissolve_due_on) == (date(2026, 9, 14), date(2026, 9, 21))
    owed = Obligation.objects.get(account=group.account, kind="close")
    assert (owed.due_on, owed.anchor, owed.article, owed.basis) == (
        date(2026, 9, 21), "work_ended_on", "第三条第四款", "stated",
    )  # fmt: skip
    assert [group.word(day) for day in (date(2026, 9, 21), date(2026, 9, 22))] == ["待撤销", "逾期"]


@pytest.mark.clause("S4-03.4c")
def test_the_daily_job_flags_a_group_that_was_not_dissolved_in_time(world):
    from filings.deadlines.scan import scan_overdue

    group = group_of(world)
    actions.end_work(group, on=date(2026, 9, 14), by=world.person("operator"), at=NOON)
    flags = []
    for day in (date(2026, 9, 21), date(2026, 9, 22)):
        scan_overdue(on=day, at=at_noon(day))
        flags.append(Obligation.objects.get(account=group.account, kind="close").flag == "overdue")
    assert flags == [False, True]


@pytest.mark.clause("S4-03.4c")
@pytest.mark.clause("S4-03.5")
def test_dissolving_takes_the_clean_up_list_ends_the_entry_and_meets_what_was_owed(world):
    group, by = group_of(world), world.person("operator")
    actions.end_work(group, on=date(2026, 9, 14), by=by, at=NOON)
    filing = draft(world, "close", "group_temp", account=group.account, event=date(2026, 9, 14))
    assert Obligation.objects.filter(account=group.account, kind="close").count() == 1
    assert [p.field for p in problems_of(filing)] == ["cleaned_up"]
    lines = ["content", "archive", "members", "dissolved"]
    assert actions.clean(group, lines[:2], by=by, at=NOON) == 2
    assert "还有 2 项" in problems_of(filing)[0].message
    assert actions.clean(group, lines, by=by, at=NOON) == 2
    assert problems_of(filing) == []
    from filings.actions import submit

    world.approve_all(submit(filing, version=filing.version, by=by, at=NOON))
    group.refresh_from_db()
    assert (group.account.state, group.dissolved_on) == ("closed", date(2026, 9, 14))
    assert not group.members.filter(until=None).exists()
    assert Obligation.objects.get(account=group.account, kind="close").state == "met"


@pytest.mark.parametrize(
    ("do", "raised"),
    [
        (lambda g, by: actions.end_work(g, on=date(2026, 9, 19), by=by, at=NOON), Refused),
        (lambda g, by: actions.clean(g, [], by=by, at=NOON), Refused),
        (lambda g, by: actions.clean(g, ["unknown"], by=by, at=NOON), Refused),
        (lambda g, by: actions.leave(g.members.get(), on=TODAY, by=by, at=NOON), Refused),
    ],
)
def test_what_cannot_be_is_refused_aloud(world, do, raised):
    with pytest.raises(raised):
        do(group_of(world), world.person("operator"))


def test_a_long_group_has_no_end_of_work_and_a_temporary_one_has_it_once(world):
    by = world.person("operator")
    with pytest.raises(Refused, match="长期工作群"):
        actions.end_work(group_of(world, "group_long"), on=TODAY, by=by, at=NOON)
    group = group_of(world, name="九三学社示例临时群", platform_id="two")
    actions.end_work(group, on=TODAY, by=by, at=NOON)
    with pytest.raises(Conflict):
        actions.end_work(group, on=TODAY, by=by, at=NOON)


@pytest.mark.parametrize("who", ["outsider", "registrar", "superior", "observer", "child"])
def test_nobody_outside_the_unit_runs_its_group(world, who):
    group = group_of(world)
    for do in (
        lambda by: actions.end_work(group, on=TODAY, by=by, at=NOON),
        lambda by: actions.enter_members(group, (Row(1, "李某一"),), whole=True, by=by, at=NOON),
        lambda by: actions.clean(group, ["content"], by=by, at=NOON),
    ):
        with pytest.raises(Forbidden):
            do(world.person(who))


@pytest.mark.parametrize(("who", "status"), [("registrar", 200), ("observer", 200), ("outsider", 404)])
def test_who_sees_the_group_and_who_its_members(world, who, status):
    group = group_of(world)
    GroupMember.objects.create(group=group, name="李某乙", since=TODAY)
    page = client_of(world.person(who)).get(f"/accounts/{group.account_id}/group/")
    assert page.status_code == status
    assert ("李某乙" in page.content.decode()) is (who == "registrar")


def test_a_temporary_group_is_asked_after_its_expected_end_and_after_half_a_year_once_each(world):
    group = group_of(world)
    runs = [watch_groups(on=day, at=at_noon(day)).flagged for day in (
        date(2026, 9, 30), date(2026, 10, 1), date(2027, 3, 18), date(2027, 3, 19),
    )]  # fmt: skip
    titles = list(Notice.objects.filter(user=world.person("operator"), kind="group").values_list("title", flat=True))
    assert sorted(titles) == sorted([f"“{group}”的工作是否已结束", f"“{group}”运行已久，请考虑备案"])
    assert runs[0] == 0
    group.refresh_from_db()
    assert group.prompted_on == date(2027, 3, 18)


def test_the_list_of_groups_puts_what_is_late_first(world):
    group = group_of(world)
    actions.end_work(group, on=date(2026, 8, 3), by=world.person("operator"), at=NOON)
    page = words(client_of(world.person("registrar")).get("/accounts/groups/"))
    assert "逾期 1 个" in page


def test_the_pages_end_the_work_clean_up_and_let_members_leave(world):
    group, client = group_of(world), client_of(world.person("operator"))
    home = f"/accounts/{group.account_id}/group/"
    member = GroupMember.objects.create(group=group, name="李某乙", since=date(2026, 9, 1))
    assert "自然日" in words(client.get(f"{home}end/"))
    assert client.post(f"{home}end/", {"on": "2026-9-14", "note": "会议结束"}).status_code == 302
    assert client.post(f"{home}cleanup/", {"codes": ["content"]}).status_code == 302
    assert client.post(f"{home}members/{member.pk}/leave/", {"on": "2026-9-15"}).status_code == 302
    member.refresh_from_db()
    assert member.until == date(2026, 9, 15)
    assert "还有 3 项" in words(client.get(home))
    assert client_of(world.person("registrar")).get(f"{home}end/").status_code == 404
