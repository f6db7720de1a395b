"""Pages of the watch: what they show to whom, how many statements they take, what they refuse."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.register import close_account
from assessments.actions import watch as actions
from assessments.models import SilenceFlag, Suspension
from filings.models import Filing
from tests.world import build

from .making import account, every, night, publish, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def world():
    return build("soe")


def silent(world, today, name="示例发布", days=20, unit=None):
    """Return an account whose last item is so many days old, judged today."""
    one = account(unit or world.owner, name, opened_on=today - timedelta(days=400))
    yesterday = today - timedelta(days=1)
    publish(one, yesterday - timedelta(days=days), known=(today - timedelta(days=400), yesterday), at=today)
    night(today)
    return one


def page(client, world, role, name, *args, **params):
    client.force_login(world.person(role))
    return client.get(reverse(name, args=args), params)


def send(client, world, role, name, *args, **data):
    client.force_login(world.person(role))
    return client.post(reverse(name, args=args), data)


def test_the_list_shows_level_days_and_evidence_and_filters_them(client, world, today):
    silent(world, today, "示例静默")
    silent(world, today, "示例僵尸", days=120)
    text = page(client, world, "registrar", "assessments:watch").content.decode()
    assert "示例静默" in text
    assert "至今 120 天" in text
    assert "第十九条" in text
    found = page(client, world, "registrar", "assessments:watch", level="zombie").content.decode()
    assert "示例僵尸" in found
    assert "示例静默" not in found
    found = page(client, world, "registrar", "assessments:watch", days="30").content.decode()
    assert "示例僵尸" in found
    assert "示例静默" not in found


def test_a_unit_sees_its_own_accounts_only(client, world, today):
    silent(world, today, "示例本单位")
    other = silent(world, today, "示例外单位", unit=world.foreign)
    text = page(client, world, "operator", "assessments:watch").content.decode()
    assert "示例本单位" in text
    assert "示例外单位" not in text
    assert page(client, world, "operator", "assessments:watch-account", other.pk).status_code == 404
    board = page(client, world, "operator", "assessments:activity").content.decode()
    assert 'data-testid="watched">1<' in board


@pytest.mark.parametrize("name", ["assessments:watch", "assessments:missed", "assessments:pauses"])
def test_lists_take_a_fixed_number_of_statements(client, world, today, name):
    def statements():
        client.force_login(world.person("registrar"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(name)).status_code == 200
        return len(caught)

    def add(mark):
        one = silent(world, today, mark)
        days = {"first_on": today, "last_on": today + timedelta(days=3)}
        actions.ask_pause(one, reason="示例升级", **days, by=world.person("operator"), at=timezone.now())

    add("示例一")
    statements()
    first = statements()
    for number in range(2):
        add(f"示例{number}")
    assert statements() == first <= 10


def test_the_board_counts_from_stored_values_in_few_statements(client, world, today):
    for number in range(2):
        silent(world, today, f"示例{number}")
    silent(world, today, "示例僵尸", days=120)
    page(client, world, "registrar", "assessments:activity")
    client.force_login(world.person("registrar"))
    with CaptureQueriesContext(connection) as caught:
        text = client.get(reverse("assessments:activity")).content.decode()
    assert len(caught) <= 10
    assert not any("assessments_publisheditem" in query["sql"] for query in caught)
    for level, count in (("silent", 2), ("zombie", 1), ("active", 0)):
        assert f'data-testid="level-{level}">{count}<' in text
    assert 'data-testid="silent">3<' in text
    assert 'data-testid="closing">1<' in text


def test_the_page_of_an_account_explains_each_week(client, world):
    today = timezone.localdate()
    one = account(world.owner, opened_on=today - timedelta(days=200))
    yesterday = today - timedelta(days=1)
    publish(one, *every(5, today - timedelta(days=190), yesterday), known=(today - timedelta(days=200), yesterday),
            at=today)  # fmt: skip
    night(today)
    text = page(client, world, "operator", "assessments:watch-account", one.pk).content.decode()
    assert "怎么算的" in text
    assert "实发 1 条" in text
    assert text.count("起的一周") >= 13
    assert "最后一条的数据来源:后台导出" in text


def test_from_a_zombie_to_a_prefilled_closing_filing_and_the_answer_of_the_unit(client, world, today):
    one = silent(world, today, days=120)
    flag = SilenceFlag.objects.get(cleared_on=None)
    assert send(client, world, "operator", "assessments:flag-propose", flag.pk).status_code == 404
    sent = send(client, world, "registrar", "assessments:flag-propose", flag.pk, words="长期没有更新。")
    assert sent.status_code == 302
    filing = Filing.objects.get(account=one)
    assert (filing.kind, filing.state, filing.unit) == ("close", "draft", world.owner)
    assert filing.created_by == world.cast["operator"]
    assert "关闭备案 · " not in page(client, world, "registrar", "workbench").content.decode()
    assert "至今 120 天" in filing.data["close_reason"]
    assert "长期没有更新。" in filing.data["close_reason"]
    desk = page(client, world, "operator", "workbench").content.decode()
    assert "宣传部门提出关闭建议" in desk
    assert page(client, world, "operator", "filings:detail", filing.pk).status_code == 200
    assert send(client, world, "registrar", "assessments:flag-propose", flag.pk).status_code == 409
    empty = send(client, world, "operator", "assessments:flag-keep", flag.pk, words=" ")
    assert empty.status_code == 409
    assert "请写明保留账号的理由" in empty.content.decode()
    send(client, world, "operator", "assessments:flag-keep", flag.pk, words="下月恢复更新。")
    text = page(client, world, "registrar", "assessments:watch-account", one.pk).content.decode()
    assert 'data-testid="kept">下月恢复更新。' in text
    flag.refresh_from_db()
    assert (flag.closing, flag.cleared_on) == (filing, None)


def test_a_pause_is_asked_agreed_and_ended_early(client, world, today):
    one = silent(world, today)
    url = reverse("assessments:pause-ask", args=[one.pk])
    client.force_login(world.person("operator"))
    token = client.get(url).context["form"]["token"].value()
    data = {"first_on": str(today - timedelta(days=1)), "last_on": str(today + timedelta(days=9)), "reason": "示例升级"}
    assert client.post(url, {**data, "token": token}).status_code == 302
    pause = Suspension.objects.get()
    assert send(client, world, "operator", "assessments:pause-decide", pause.pk, verdict="approve").status_code == 404
    assert "待批准" in page(client, world, "registrar", "workbench").content.decode()
    send(client, world, "registrar", "assessments:pause-decide", pause.pk, verdict="approve")
    assert standing(one).level == "paused"
    send(client, world, "registrar", "assessments:pause-end", pause.pk, words="提前恢复")
    pause.refresh_from_db()
    assert (pause.state, pause.ended_on) == ("ended", today)


def test_a_refusal_without_a_reason_is_said_beside_what_was_typed(client, world, today):
    one = silent(world, today)
    days = {"first_on": today, "last_on": today + timedelta(days=3)}
    pause = actions.ask_pause(one, reason="示例升级", **days, by=world.person("operator"), at=timezone.now())
    answer = send(client, world, "registrar", "assessments:pause-decide", pause.pk, verdict="refuse", opinion=" ")
    assert answer.status_code == 409
    assert "不同意的,请写明理由。" in answer.content.decode()


def test_the_closed_account_that_published_is_settled_by_the_department(client, world, today):
    one = account(world.owner, opened_on=today - timedelta(days=300))
    close_account(one, closed_on=today - timedelta(days=30), by=None, at=timezone.now(), source_filing=None)
    publish(one, today - timedelta(days=2), at=today)
    night(today)
    flag = SilenceFlag.objects.get()
    assert (flag.level, standing(one).level) == ("revived", "revived")
    assert send(client, world, "registrar", "assessments:flag-settle", flag.pk, words="").status_code == 409
    send(client, world, "registrar", "assessments:flag-settle", flag.pk, words="已联系平台收回。")
    night(today + timedelta(days=1))
    assert SilenceFlag.objects.open().count() == 0
    publish(one, today, at=today, mark="又")
    night(today + timedelta(days=1))
    assert SilenceFlag.objects.open().get().evidence["last_item_on"] == str(today)


def test_the_account_page_and_the_workbench_show_where_it_stands(client, world, today):
    one = silent(world, today)
    assert "至今 20 天" in page(client, world, "operator", "accounts:detail", one.pk).content.decode()
    assert "需要更新的账号" in page(client, world, "operator", "workbench").content.decode()
    desk = page(client, world, "registrar", "workbench").content.decode()
    assert "静默监测" in desk
    assert "示例发布" in desk


def test_a_list_exports_what_it_shows(client, world, today):
    silent(world, today)
    answer = page(client, world, "registrar", "assessments:watch", export="xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_looking_again_at_once_follows_new_data(client, world, today):
    one = silent(world, today)
    publish(one, today, at=today, mark="新")
    send(client, world, "operator", "assessments:watch-look", one.pk)
    assert standing(one).level in ("active", "reminder")
    assert date.fromisoformat(standing(one).evidence["last_item_on"]) == today
