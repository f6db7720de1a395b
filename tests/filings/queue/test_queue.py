"""The queue: what waits, nearest first, checked at once; the next one after a decision without going back."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import MediaAccount, Platform
from assessments.models import Finding
from filings import actions
from filings.checks import checks_of
from filings.known import know
from filings.models import Filing
from filings.queue.checks import verdicts
from filings.queue.comparison import against_register
from filings.queue.listing import SIZE, page_of
from filings.queue.registry import register_look, registered_looks
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

from .piling import pile, waiting, with_department

pytestmark = pytest.mark.django_db


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("unit__parent", "root", "account__platform", "edition").get(pk=filing.pk)


def line(filing: Filing, code: str) -> tuple[str, str, str]:
    """Return status, detail and article of one check, as the queue has it."""
    found = next(check for check in verdicts([fresh(filing)], at=NOON)[filing.pk].checks if check.code == code)
    return found.status, found.detail, found.article


def test_what_waits_stands_with_the_nearest_due_date_first_and_what_has_none_last():
    world = build("gejiu")
    days = [date(2026, 11, 2), None, date(2026, 9, 21), date(2026, 10, 9)]
    for number, due_on in enumerate(days):
        filing = pile(world, number)
        Filing.objects.filter(pk=filing.pk).update(due_on=due_on)
    pile(world, 9, role="chief")
    page = page_of(world.person("registrar"), number=1, at=NOON)

    assert [row.filing.due_on for row in page.rows] == [days[2], days[3], days[0], None]
    assert (page.rows[0].left, page.total) == (2, 4)  # the Sunday is worked


def test_thirty_stand_on_a_page_and_a_number_past_the_end_gives_the_last():
    world = build("gejiu")
    for number in range(SIZE + 1):
        pile(world, number)
    first, last, beyond = (page_of(world.person("registrar"), number=n, at=NOON) for n in (1, 2, 99))

    assert [len(page.rows) for page in (first, last, beyond)] == [30, 1, 1]
    assert (first.pages, beyond.number) == (2, 2)
    client = client_of(world.person("registrar"))
    assert [client.get("/filings/queue/", {"page": page}).status_code for page in ("2", "x", "-1", "9" * 30)] == [
        200
    ] * 4


def test_the_page_asks_the_database_as_often_for_thirty_rows_as_for_one():
    world = build("gejiu")
    client, counts = client_of(world.person("registrar")), {}
    made = [pile(world, 0)]
    client.get("/filings/queue/")
    for many in (1, 3, 30):
        made += [pile(world, number) for number in range(len(made), many)]
        with CaptureQueriesContext(connection) as seen:
            client.get("/filings/queue/")
        counts[many] = len(seen)

    assert len(set(counts.values())) == 1, counts


def test_what_is_read_at_once_for_many_checks_alike_as_what_is_read_for_one():
    """Openings with and without faults, changes, closings and annual reports, of several editions."""
    for regime in ("gejiu", "soe", "jiusan"):
        world = build(regime)
        registered = approved(world).account
        filings = [pile(world, number) for number in range(2)]
        filings += [
            pile(world, 2, platform_id="shili_wenlv"),
            pile(world, 3, platform="weibo", link="https://v.douyin.com/a"),
        ]
        filings.append(submitted(world, name="九三学社示例发布二", platform_id="shili_2", platform="weibo"))
        for kind in ("change", "close"):
            filings.append(draft(world, kind, account=registered))
        one_by_one = {filing.pk: checks_of(fresh(filing)) for filing in filings}
        at_once = [fresh(filing) for filing in filings]
        know(at_once)

        assert {filing.pk: checks_of(filing) for filing in at_once} == one_by_one


def test_the_checks_say_roles_papers_name_platform_dates_and_time_each_with_its_article():
    world = build("gejiu")
    filing = with_department(world)
    verdict = verdicts([fresh(filing)], at=NOON)[filing.pk]
    found = {check.code: check for check in verdict.checks}

    wanted = {
        "roles_filled",
        "papers_present",
        "name_rules",
        "platform_approved",
        "nothing_twice",
        "open_findings",
        "in_time",
    }
    assert wanted <= set(found)
    assert {found[code].status for code in wanted} == {"ok"}
    assert [code for code in wanted - {"open_findings", "papers_present"} if not found[code].article] == []


@pytest.mark.clause("S2-05.1c")
def test_a_late_one_is_marked_with_its_days():
    world = build("gejiu")
    filing = pile(world, 1)
    Filing.objects.filter(pk=filing.pk).update(late_workdays=3)

    status, detail, article = line(filing, "in_time")
    assert (status, detail) == ("fail", "逾期 3 个工作日提交，法定期限 2026-10-09。")
    assert article == filing.edition.edition.filing_kind("open", "standard").limit.article


def test_the_same_id_in_another_filing_under_way_or_in_the_register_is_a_fault():
    world = build("gejiu")
    filing, rival = pile(world, 1), pile(world, 2, platform_id="shili_gejiu_1")
    status, detail, _ = line(filing, "nothing_twice")
    assert (status, rival.title in detail) == ("fail", True)

    platform = Platform.objects.get(code="wechat_subscription")
    MediaAccount.objects.create(
        unit=world.foreign, root=world.root, platform=platform, name="示例水务", handle="shili_gejiu_1",
        created_at=NOON, updated_at=NOON,
    )  # fmt: skip
    status, detail, _ = line(filing, "nothing_twice")
    assert (status, "台账已有同一账号标识" in detail, "示例水务" in detail) == ("fail", True, True)


def finding(world: World, account: MediaAccount, **more: object) -> Finding:
    return Finding.objects.create(
        account=account, unit=account.unit, root=account.root, edition=world.edition, kind="stale", label="长期未更新",
        found_at=NOON, finder=world.cast["registrar"], words="示例", number=5, article="第十九条", **more,
    )  # fmt: skip


def test_open_findings_against_the_account_are_a_fault_and_late_ones_of_its_unit_to_be_looked_at():
    world = build("gejiu")
    account = approved(world).account
    opening, change = pile(world, 1), draft(world, "change", account=account)
    assert line(opening, "open_findings")[:2] == ("ok", "")
    found = finding(world, account)

    words_of_it = "本账号：1 项未了结，“示例文旅发布”长期未更新（待通知）。"
    assert line(change, "open_findings") == ("fail", words_of_it, "第十九条")
    assert line(opening, "open_findings")[:2] == ("ok", "本单位其他账号有 1 项正在整改。")
    Finding.objects.filter(pk=found.pk).update(due_on=NOON.date() - timedelta(days=1))
    assert line(opening, "open_findings")[0] == "look"
    Finding.objects.filter(pk=found.pk).delete()
    finding(world, account, settled_at=NOON, settled_by=world.cast["registrar"], state="withdrawn")
    assert line(change, "open_findings")[:2] == ("ok", "")


def test_a_look_is_registered_once():
    before = registered_looks()
    register_look(before[0])
    assert registered_looks() == before


def test_a_change_is_compared_with_the_register_as_it_stands_today():
    world = build("gejiu")
    account = approved(world).account
    change = draft(world, "change", account=account, name="示例文旅之声")
    assert ("name", "示例文旅发布", "示例文旅之声", "") in [
        (one.code, one.old, one.new, one.begun) for one in against_register(fresh(change))
    ]
    MediaAccount.objects.filter(pk=account.pk).update(name="示例文旅在线")

    moved = next(one for one in against_register(fresh(change)) if one.code == "name")
    assert (moved.old, moved.new, moved.begun) == ("示例文旅在线", "示例文旅之声", "示例文旅发布")
    assert against_register(pile(world, 7)) == []


def test_after_a_decision_the_next_one_stands_there_and_after_the_last_the_queue():
    world = build("gejiu")
    first, second = pile(world, 1), pile(world, 2)
    client = client_of(world.person("registrar"))
    steps = {filing.pk: waiting(filing).pk for filing in (first, second)}
    after = client.post(f"/filings/queue/{first.pk}/decide/", {"step": steps[first.pk], "verb": "approve", "page": 1})
    assert after["Location"] == f"/filings/queue/{second.pk}/?page=1&done=1"
    assert "data-arrived" in client.get(after["Location"]).content.decode()
    last = client.post(
        f"/filings/queue/{second.pk}/decide/", {"step": steps[second.pk], "verb": "return", "opinion": "请补正"}
    )
    assert (last["Location"], "没有待办" in words(client.get("/filings/queue/"))) == ("/filings/queue/", True)


def test_a_refused_decision_keeps_what_was_typed_beside_the_reason():
    world = build("gejiu")
    filing = pile(world, 1)
    client = client_of(world.person("registrar"))
    sent = {"step": waiting(filing).pk, "verb": "return", "opinion": " "}
    bare = client.post(f"/filings/queue/{filing.pk}/decide/", sent)
    assert (bare.status_code, "请写明理由" in words(bare)) == (409, True)

    actions.decide(filing, step_id=sent["step"], verb="approve", by=world.person("registrar"), at=NOON)
    late = client.post(f"/filings/queue/{filing.pk}/decide/", sent | {"opinion": "电话有误"})
    assert (late.status_code, "电话有误" in words(late), "没有办理成功" in words(late)) == (409, True, True)
    assert client.post(f"/filings/queue/{filing.pk}/decide/", {"verb": "x"}).status_code == 302


def test_the_case_alone_is_what_the_page_holds_on_its_right_side():
    world = build("gejiu")
    filing = pile(world, 1)
    client = client_of(world.person("registrar"))
    alone = client.get(f"/filings/queue/{filing.pk}/", headers={"HX-Request": "true"}).content.decode()
    whole = client.get(f"/filings/queue/{filing.pk}/").content.decode()

    assert (alone.count("data-queue-case"), "data-queue-rows" in alone, "<html" in alone) == (1, False, False)
    bare = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html) for html in (alone.strip(), whole)]
    assert bare[0] in bare[1]


def test_only_the_department_has_a_queue():
    world = build("gejiu")
    seen = {role: client_of(world.person(role)).get("/filings/queue/").status_code for role in world.cast}
    assert {role for role, status in seen.items() if status == 200} == {"registrar", "director"}


def test_a_case_that_waits_for_nobody_here_is_shown_without_a_decision():
    world = build("gejiu")
    filing = pile(world, 1, role="chief")
    page = words(client_of(world.person("registrar")).get(f"/filings/queue/{filing.pk}/"))
    assert ("不由您办理" in page, "同意 退回补正" in page) == (True, False)


def test_the_claim_of_yesterday_is_not_shown_any_more():
    world = build("gejiu")
    filing = pile(world, 1)
    from filings.queue.actions import claim

    claim(filing, step_id=waiting(filing).pk, by=world.person("registrar"), at=NOON)
    page = page_of(world.person("registrar"), number=1, at=NOON + timedelta(days=1))
    assert page.rows[0].claim is None
