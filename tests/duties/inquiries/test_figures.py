"""Figures of messages and samples of them: every number opens its list, every draw can be repeated."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from duties.actions import inquiries
from duties.actions.inquiries import draw
from duties.actions.inquiries.samples import is_repeatable
from duties.inquiries.statistics import figures_of
from duties.models import MessageSample, PublicMessage
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.watching import answered, furnished, message, on
from tests.filings.pages import client_of
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
CAME = date(2026, 9, 14)
FIRST, LAST, TODAY = date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 21)


@pytest.fixture
def world() -> World:
    """An organisation with messages in time, late, overdue, waiting, waived."""
    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    rows = [message(world, received_at=on(CAME, 9), text=f"示例留言{n}") for n in range(4)]
    answered(world, rows[0], on(CAME, 11))
    answered(world, rows[1], on(CAME, 13))
    answered(world, rows[2], on(CAME + timedelta(days=4), 9), text="迟了")
    waived = message(world, received_at=on(CAME, 10), text="示例重复", topic="advice")
    inquiries.waive(waived, reason="重复", by=world.person("operator"), at=on(CAME, 12))
    message(world, received_at=on(date(2026, 9, 20), 9), text="示例新留言", account=None, channel="phone")
    return world


@pytest.mark.clause("S3-11.3")
def test_figures_count_what_was_answered_in_time_late_and_not_at_all(world: World) -> None:
    whole, accounts, topics = figures_of(world.person("registrar"), FIRST, LAST, today=TODAY)
    found = (whole.received, whole.answered, whole.in_time, whole.late, whole.waiting, whole.overdue, whole.waived)
    assert found == (6, 3, 2, 1, 2, 1, 1)
    assert (whole.share, whole.median_hours) == ("50%", "4.0")
    assert [(group.name, group.figures.received) for group in accounts] == [
        ("示例文旅", 5),
        ("电话转办等(没有账号)", 1),
    ]
    assert {group.key: group.figures.received for group in topics} == {"consult": 5, "advice": 1}


def test_everybody_gets_the_figures_of_the_own_scope(world: World) -> None:
    seen = {role: figures_of(world.person(role), FIRST, LAST, today=TODAY)[0].received for role in world.cast}
    wide = {"operator", "head", "deputy", "chief", "editor", "secrecy", "registrar", "director", "observer", "line"}
    assert {role for role, number in seen.items() if number == 6} == wide
    assert {role for role, number in seen.items() if number == 0} == set(world.cast) - wide


def test_every_figure_opens_the_list_of_just_these_messages(world: World) -> None:
    client = client_of(world.person("registrar"))
    page = client.get("/duties/messages/statistics/", {"first": "2026-09-01", "last": "2026-09-30"}).content.decode()
    links = re.findall(r'href="([^"]*/duties/messages/\?[^"]*)"[^>]*>(.*?)</a>', page, flags=re.DOTALL)
    checked = 0
    for link, inside in links:
        number = re.search(r">(\d+)<", f">{inside}<")
        if "用时中位数" in inside or number is None:
            continue
        listed = client.get(link.replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r"/duties/messages/(\d+)/\"", listed))) == int(number[1]), link
        checked += 1
    assert checked >= 7 + 2 * 5


@pytest.mark.parametrize("seed", ["1", "20260918", "示例种子"])
def test_the_same_seed_draws_the_same_whatever_the_order(seed: str) -> None:
    pks = list(range(1, 500))
    assert draw(pks, 20, seed) == draw(reversed(pks), 20, seed)
    assert len(set(draw(pks, 20, seed))) == 20
    assert draw(pks, 20, seed) != draw(pks, 20, seed + "x")


def test_a_draw_favours_nobody() -> None:
    counts: dict[int, int] = dict.fromkeys(range(20), 0)
    for seed in range(4000):
        for pk in draw(range(20), 5, str(seed)):
            counts[pk] += 1
    assert all(abs(count - 1000) < 120 for count in counts.values())


def sample(world: World, by: str = "registrar", **own: Any) -> MessageSample:
    asked = {"first_on": FIRST, "last_on": LAST, "size": 3, "seed": "示例", **own}
    return inquiries.sample_messages(world.root, **asked, by=world.person(by), at=on(TODAY))


def test_a_sample_can_be_repeated_after_more_was_logged(world: World) -> None:
    kept = sample(world)
    assert (kept.population, len(kept.chosen), is_repeatable(kept)) == (6, 3, True)
    message(world, received_at=on(CAME, 8), text="示例后来登记的", at=on(TODAY))
    assert is_repeatable(kept)
    assert sample(world, size=200).population == 7
    PublicMessage.objects.filter(pk=kept.chosen[0]).delete()
    assert not is_repeatable(kept)


def test_only_leaders_and_the_department_draw_and_only_below_them(world: World) -> None:
    with pytest.raises(Forbidden):
        sample(world, by="operator")
    with pytest.raises(Forbidden):
        sample(world, by="chief")
    drawn = inquiries.sample_messages(
        world.owner, first_on=FIRST, last_on=LAST, size=2, seed="1", by=world.person("chief"), at=on(TODAY)
    )
    assert len(drawn.chosen) == 2
    with pytest.raises(Refused, match="没有留言可抽"):
        sample(world, first_on=date(2020, 1, 1), last_on=date(2020, 1, 2))


def test_the_sheet_of_a_sample_comes_as_page_and_word_file(world: World) -> None:
    kept, client = sample(world), client_of(world.person("registrar"))
    page = client.get(f"/duties/messages/samples/{kept.pk}/print/").content.decode()
    assert "留言答复抽查表" in page
    assert client.get(f"/duties/messages/samples/{kept.pk}/print/?as=docx").status_code == 200
