"""Any two versions of a post side by side."""

import re

import pytest

from reviews import actions
from reviews.models import Post
from tests.filings.pages import client_of, words
from tests.reviews.making import account, decide, handed_in, staffed, waiting
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


@pytest.fixture
def post(world: World) -> Post:
    """Return a post with three versions: handed in, corrected by a reviewer, altered by its author."""
    by = world.person("operator")
    post = handed_in(world, body="<p>示例活动周六举行。</p><p>欢迎参加。</p>")
    step = waiting(post)
    values = {"title": "读书活动安排", "summary": "", "body": post.body}
    actions.revise(post, step_id=step.pk, values=values, note="标题更短", by=world.person("staff"), at=NOON)
    decide(post, "return", opinion="改时间", by=world.person("staff"))
    second = account(world, name="示例文旅第二号")
    changes = {"body": "<p>示例活动周日举行。</p><p>欢迎参加。</p>", "accounts": [second.pk], "topics": ["emergency"]}
    post = actions.save(post, values=changes, version=post.row_version, by=by, at=NOON)
    return actions.submit(post, version=post.row_version, by=by, at=NOON)


def test_without_a_choice_the_last_two_stand_side_by_side(world: World, post: Post) -> None:
    page = client_of(world.person("staff")).get(f"/reviews/{post.pk}/versions/")
    html, text = page.content.decode(), words(page)
    changed = re.findall(r"<(del|ins)>(.*?)</(?:del|ins)>", html)
    assert [(kind, re.sub("<[^>]+>", "", part)) for kind, part in changed] == [
        ("del", "删六"), ("ins", "增日"), ("ins", "突发事件"),
        ("del", "示例文旅发布(微信订阅号)"), ("ins", "示例文旅第二号(微信订阅号)"),
    ]  # fmt: skip
    assert ["第 2 版" in text, "第 3 版" in text, "作者重新提交" in text, "2 项有改动" in text] == [True] * 4


def test_any_two_are_compared_whoever_comes_first_and_each_change_has_its_name_and_reason(
    world: World, post: Post
) -> None:
    reader = client_of(world.person("director"))
    forth, back = (
        reader.get(f"/reviews/{post.pk}/versions/?a=1&b=3"),
        reader.get(f"/reviews/{post.pk}/versions/?a=3&b=1"),
    )
    assert words(forth) == words(back)
    text = words(forth)
    assert [f"第 2 版 {world.person('staff')}" in text, "标题更短" in text, "3 项有改动" in text] == [True] * 3


@pytest.mark.parametrize("query", ["", "?a=9&b=9", "?a=x&b=-1", "?a=2&b=2", "?a=1"])
def test_nonsense_in_the_address_is_no_fault(world: World, post: Post, query: str) -> None:
    assert client_of(world.person("staff")).get(f"/reviews/{post.pk}/versions/{query}").status_code == 200


def test_a_single_version_has_nothing_to_be_compared_with(world: World) -> None:
    page = client_of(world.person("staff")).get(f"/reviews/{handed_in(world).pk}/versions/")
    assert "只有一个版本" in words(page)
