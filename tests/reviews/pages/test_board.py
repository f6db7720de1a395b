"""The board, the reviewer's queue on the workbench and in 待办."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.board import board_for
from reviews.desk import queue_of, waiting_posts
from tests.filings.pages import client_of, words
from tests.reviews.making import account, appoint, approve_all, decide, draft, handed_in, staffed
from tests.world import World, build, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def ago(hours: int):
    return timezone.now() - timedelta(hours=hours)


def furnish(world: World, mark: str = "") -> None:
    """Put a post into each column; one of those under review is over its time."""
    handed_in(world, at=ago(1), title=f"示例新稿{mark}")
    handed_in(world, at=ago(40), title=f"示例超时稿{mark}")
    approve_all(handed_in(world, at=ago(3), title=f"示例可发布{mark}"), at=ago(2))
    decide(handed_in(world, at=ago(3), title=f"示例退回{mark}"), "return", opinion="示例", at=ago(2))
    draft(world, at=ago(1), title=f"示例草稿{mark}")


def test_posts_stand_in_columns_by_state_and_those_over_their_time_come_first(world: World) -> None:
    furnish(world)
    board = board_for(world.person("editor"), timezone.now())
    assert {
        column.lane.code: (column.count, [tile.post.title for tile in column.tiles]) for column in board.columns
    } == {
        "review": (2, ["示例超时稿", "示例新稿"]),
        "ready": (1, ["示例可发布"]),
        "author": (1, ["示例退回"]),
        "published": (0, []),
    }
    assert (board.late, board.drafts, board.refused) == (1, 1, 0)


def test_every_number_opens_its_list(world: World) -> None:
    furnish(world)
    decide(handed_in(world, accounts=[account(world, name="示例第二号").pk]), "reject", opinion="示例")
    reader = client_of(world.person("editor"))
    html = reader.get("/reviews/board/").content.decode()
    links = re.findall(r'<a[^>]*href="(/reviews/\?[^"]+)"[^>]*>(?:[^<]*?)(\d+)(?: 篇[^<]*)?</a>', html)
    assert len(links) >= 14
    for address, number in links:
        listed = reader.get(address.replace("&amp;", "&")).content.decode()
        assert re.search(r'data-testid="list-count">(\d+)<', listed)[1] == number, address  # type: ignore[index]


def test_the_board_of_the_department_holds_the_units_below_without_their_drafts(world: World) -> None:
    furnish(world)
    board = board_for(world.person("director"), timezone.now())
    assert [(column.lane.code, column.count) for column in board.columns] == [
        ("review", 2), ("ready", 1), ("author", 1), ("published", 0),
    ]  # fmt: skip
    assert board.drafts == 0
    assert [column.count for column in board_for(world.person("outsider"), timezone.now()).columns] == [0, 0, 0, 0]


@pytest.mark.parametrize("address", ["/reviews/board/", "/", "/todo/", "/reviews/?mine=todo"])
def test_one_and_many_posts_take_the_same_number_of_queries(world: World, address: str) -> None:
    reader, seen = client_of(world.person("staff")), []
    for mark in ("甲", "乙", "丙"):
        furnish(world, mark)
        account(world, name=f"示例号{mark}")
        reader.get(address)
        with CaptureQueriesContext(connection) as asked:
            reader.get(address)
        seen.append(len(asked))
    assert seen[1:] == seen[:1] * 2


def test_the_queue_holds_what_the_person_may_decide_the_most_urgent_first(world: World) -> None:
    furnish(world)
    rows = queue_of(world.person("staff"), timezone.now(), limit=10)
    assert [(row.post.title, row.left.colour if row.left else "") for row in rows] == [
        ("示例超时稿", "red"), ("示例新稿", "grey"),
    ]  # fmt: skip
    assert queue_of(world.person("chief"), timezone.now(), limit=10) == []


def test_neither_the_author_nor_who_signed_already_is_asked(world: World) -> None:
    both = user("gejiu-both", world.owner, "staff")
    appoint(both, world.owner, "editor")
    appoint(world.person("operator"), world.owner, "staff")
    post = handed_in(world)
    assert [row.post for row in queue_of(both, timezone.now(), limit=5)] == [post]
    assert queue_of(world.person("operator"), timezone.now(), limit=5) == []
    decide(post, by=both)
    assert queue_of(both, timezone.now(), limit=5) == []
    assert list(waiting_posts(both)) == []


def test_the_card_and_todo_lead_to_the_posts_that_wait(world: World) -> None:
    furnish(world)
    reader = client_of(world.person("staff"))
    bench = reader.get("/").content.decode()
    assert ["待审稿件" in bench, "示例超时稿" in bench, 'data-testid="todo-figure">2<' in bench] == [True] * 3
    todo = words(reader.get("/todo/"))
    assert ["示例超时稿" in todo, "示例新稿" in todo, "没有待办" in todo] == [True, True, False]


def test_the_other_tabs_hold_what_one_decided_and_wrote(world: World) -> None:
    furnish(world)
    assert "示例退回" in words(client_of(world.person("operator")).get("/todo/?tab=sent"))
    decided = words(client_of(world.person("staff")).get("/todo/?tab=done"))
    assert ["示例可发布" in decided, "示例新稿" in decided] == [True, False]
    assert "没有待办" in words(client_of(world.person("chief")).get("/todo/"))


def test_who_has_nothing_to_review_has_no_card(world: World) -> None:
    furnish(world)
    assert "待审稿件" not in words(client_of(world.person("chief")).get("/"))
