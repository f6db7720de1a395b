"""The matrix: units by platforms with their states, and what moved (新媒体矩阵)."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.circle import enter_circle
from accounts.models import MediaAccount
from assessments.matrix import activity_chart, circle_figures, coming_and_going, grid_of, tiles
from assessments.models import AccountActivity, MonthTally
from assessments.states import Level
from newmedia_portal.core.access.models import Unit
from tests.accounts.entries import enter
from tests.world import NOON, World, build

TODAY = date(2026, 9, 18)


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


def account(world: World, number: int, level: str = "", unit: Unit | None = None, **data: object) -> MediaAccount:
    facts = {"handle": f"100{number}", "name": f"示例号{number}", "exception_reason": "示例事由", **data}
    entered = enter(world, unit=unit, **facts)
    if level:
        AccountActivity.objects.update_or_create(
            account=entered, defaults={"unit": entered.unit, "root": entered.root, "level": level}
        )
    return entered


def numbers(world: World, role: str, top: Unit | None = None) -> list[tuple[str, list[int], str]]:
    grid = grid_of(world.person(role), top)
    return [(row.label, [cell.total for cell in row.cells], row.whole.says) for row in grid.rows]


def test_accounts_stand_in_the_row_of_their_unit_and_in_the_column_of_their_platform(world: World) -> None:
    account(world, 1, Level.ZOMBIE)
    account(world, 2, Level.ACTIVE, platform="douyin")
    account(world, 3, Level.ACTIVE, world.child)
    account(world, 4, "", world.foreign)

    assert numbers(world, "registrar") == [
        (world.owner.name, [2, 1], "僵尸号 1"),
        (world.foreign.name, [1, 0], "数据缺失 1"),
    ]
    assert numbers(world, "registrar", world.owner) == [
        (f"{world.owner.name}(本级)", [1, 1], "僵尸号 1"),
        (world.child.name, [1, 0], ""),
    ]


def test_a_number_opens_exactly_its_accounts(world: World) -> None:
    account(world, 1, Level.ZOMBIE)
    account(world, 2, Level.ACTIVE, platform="douyin")
    account(world, 3, Level.ACTIVE, world.child)
    client = Client()
    client.force_login(world.person("registrar"), backend="django.contrib.auth.backends.ModelBackend")
    grid = grid_of(world.person("registrar"), None)

    for cell in [*grid.rows[0].cells, grid.rows[0].whole, *grid.columns]:
        page = client.get(cell.url).content.decode()
        assert f'data-testid="list-count">{cell.total}<' in page


def test_a_unit_sees_its_own_part_and_a_foreign_unit_is_not_found(world: World) -> None:
    account(world, 1)
    account(world, 2, "", world.foreign)
    client = Client()
    client.force_login(world.person("operator"), backend="django.contrib.auth.backends.ModelBackend")

    assert [row[1] for row in numbers(world, "operator")] == [[1]]
    assert client.get(f"/assessments/matrix/?unit={world.foreign.code}").status_code == 404
    assert client.get(f"/assessments/matrix/?unit={world.owner.code}").status_code == 200


def test_the_page_takes_as_many_queries_for_three_units_as_for_one(world: World) -> None:
    client = Client()
    client.force_login(world.person("registrar"), backend="django.contrib.auth.backends.ModelBackend")
    account(world, 1, Level.ACTIVE)

    def queries() -> int:
        client.get("/assessments/matrix/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/assessments/matrix/").status_code == 200
        return len(asked)

    one = queries()
    account(world, 2, Level.SILENT, world.child)
    account(world, 3, Level.SILENT, world.foreign, platform="douyin")

    assert queries() == one


def test_months_without_any_sum_are_unknown_and_the_others_add_up(world: World) -> None:
    for number, (month, items) in enumerate(((8, 4), (8, 6), (9, 1))):
        MonthTally.objects.create(account=account(world, number), start_on=date(2026, month, 1), items=items)
    hidden = account(world, 9, "", world.foreign)
    MonthTally.objects.create(account=hidden, start_on=date(2026, 9, 1), items=70)

    chart = activity_chart(world.person("operator"), None, TODAY)

    assert list(chart.labels)[-3:] == ["2026-07", "2026-08", "2026-09"]
    assert [list(series.values)[-3:] for series in chart.series] == [[None, 10, 1], [None, 2, 1]]


def test_newcomers_and_closures_stand_in_the_month_of_their_day(world: World) -> None:
    account(world, 1, opened_on="2026-08-31")
    account(world, 2, opened_on="2026-09-01")
    gone = account(world, 3, opened_on="2025-01-02")
    MediaAccount.objects.filter(pk=gone.pk).update(closed_on=date(2025, 10, 31))

    opened, closed = coming_and_going(world.person("registrar"), None, TODAY).series

    assert (list(opened.values)[-2:], sum(opened.values)) == ([1, 1], 2)
    assert (closed.values[0], sum(closed.values)) == (1, 1)


def test_tiles_are_as_large_as_the_accounts_and_say_the_worst(world: World) -> None:
    account(world, 1, Level.ACTIVE)
    account(world, 2, Level.SHELL, platform="douyin")
    account(world, 3, Level.ACTIVE, world.foreign)

    branches = tiles(grid_of(world.person("registrar"), None)).branches

    assert [(one.label, one.size, one.tone, one.says) for one in branches] == [
        (world.owner.name, 2, "red", "空壳号 1"),
        (world.foreign.name, 1, "green", "正常"),
    ]


@pytest.mark.clause("S1-3.3.5a")
def test_the_circle_is_counted_by_who_follows_whom_and_each_number_opens_its_list(db: None) -> None:
    company = build("corp")
    for number, (follows, back) in enumerate(((True, True), (True, False), (False, False))):
        enter_circle(
            account(company, number), joined_on=TODAY, follows_us=follows, followed_by_us=back,
            by=company.person("registrar"), at=NOON,
        )  # fmt: skip
    client = Client()
    client.force_login(company.person("registrar"), backend="django.contrib.auth.backends.ModelBackend")

    figures = circle_figures(company.person("registrar"), None)

    assert [(one.label, one.number) for one in figures] == [("成员", 3), ("互相关注", 1), ("单方关注", 1)]
    for one in figures:
        assert f'data-testid="list-count">{one.number}<' in client.get(one.url).content.decode()
