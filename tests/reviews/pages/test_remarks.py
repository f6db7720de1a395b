"""Remarks on passages: said on a selection or a line, answered, settled, found again in a later version."""

import re

import pytest

from reviews import actions
from reviews.casework.anchoring import anchored
from reviews.content import last_version
from reviews.models import Comment, Post, Version
from tests.filings.pages import client_of, words
from tests.reviews.making import decide, handed_in, staffed
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def version_of(post: Post) -> Version:
    version = last_version(post)
    assert version is not None
    return version


def say(world: World, role: str, post: Post, **sent: object):
    data = {"version": version_of(post).pk, "text": "请写全称", **sent}
    return client_of(world.person(role)).post(f"/reviews/{post.pk}/comments/", data, follow=True)


def test_a_selected_passage_is_remarked_on_and_marked_in_the_text(world: World) -> None:
    post = handed_in(world, body="<p>示例😀文旅局举办活动。</p>")
    text = version_of(post).text
    start = text.index("文旅局")
    page = say(world, "staff", post, start=start, end=start + 3)
    row = Comment.objects.get(post=post)
    assert (row.quote, row.by, row.state) == ("文旅局", world.person("staff"), "open")
    html = page.content.decode()
    assert f'<mark id="mark-remark-{row.pk}" class="remark" data-mark="remark-{row.pk}"' in html
    assert re.search(r'title="段落意见:请写全称">文旅局</mark>', html)
    assert "段落意见 1 条待处理" in words(page)


def test_a_line_is_chosen_where_nothing_can_be_selected(world: World) -> None:
    post = handed_in(world)
    html = client_of(world.person("staff")).get(f"/reviews/{post.pk}/").content.decode()
    options = re.findall(r'<option value="(\d+-\d+)"[^>]*>([^<]+)<', html)
    say(world, "staff", post, line=options[1][0])
    assert Comment.objects.get(post=post).quote == options[1][1] == "示例文旅局于周末举办读书活动。"
    say(world, "staff", post, line=options[0][0])
    assert Comment.objects.latest("pk").quote == post.title


@pytest.mark.parametrize(
    "sent", [{"line": "0-4", "text": " "}, {"line": ""}, {"line": "5-9999"}, {"start": 3, "end": 2}, {"line": "x"}]
)
def test_a_remark_without_passage_or_words_is_refused_and_what_was_typed_stays(
    world: World, sent: dict[str, object]
) -> None:
    post = handed_in(world)
    page = say(world, "staff", post, **sent)
    html = page.content.decode()
    assert page.status_code == 422
    assert Comment.objects.filter(post=post).count() == 0
    assert '<details class="more" id="new-remark" open>' in html
    assert f'aria-describedby="remark-error">{sent.get("text", "请写全称")}</textarea>' in html


def test_a_version_of_another_post_is_not_found(world: World) -> None:
    post, other = handed_in(world), handed_in(world, title="示例另一篇")
    assert say(world, "staff", post, version=version_of(other).pk, line="0-2").status_code == 404


SPEAKERS = {"operator": True, "staff": True, "chief": False, "director": False, "observer": False}


@pytest.mark.parametrize("role", list(SPEAKERS))
def test_writers_and_reviewers_speak_others_read(world: World, role: str) -> None:
    post = handed_in(world)
    page = client_of(world.person(role)).get(f"/reviews/{post.pk}/")
    assert ('id="remark-form"' in page.content.decode()) is SPEAKERS[role]
    answered = say(world, role, post, line="0-2")
    assert (Comment.objects.filter(post=post).exists(), answered.status_code) == (
        SPEAKERS[role],
        200 if SPEAKERS[role] else 422,
    )


def test_a_remark_is_answered_settled_and_taken_up_again(world: World) -> None:
    post = handed_in(world)
    say(world, "staff", post, line="0-2")
    row = Comment.objects.get(post=post)
    author, home = client_of(world.person("operator")), f"/reviews/{post.pk}/comments/{row.pk}"
    page = author.post(f"{home}/reply/", {"text": "已经改好"})
    assert page["Location"] == f"/reviews/{post.pk}/#note-remark-{row.pk}"
    author.post(f"{home}/resolve/")
    row.refresh_from_db()
    text = words(author.get(f"/reviews/{post.pk}/"))
    assert (row.state, "已解决 1 条" in text, "已经改好" in text) == ("resolved", True, True)
    assert "当前状态为“已解决”" in words(author.post(f"{home}/resolve/", follow=True))
    author.post(f"{home}/take-up/")
    row.refresh_from_db()
    assert row.state == "open"


def test_strangers_answer_and_settle_nothing(world: World) -> None:
    post = handed_in(world)
    say(world, "staff", post, line="0-2")
    row = Comment.objects.get(post=post)
    for move in ("reply", "resolve"):
        page = client_of(world.person("director")).post(
            f"/reviews/{post.pk}/comments/{row.pk}/{move}/", {"text": "x"}, follow=True
        )
        assert "只有本稿件的作者和审核人可以写意见。" in words(page)
    row.refresh_from_db()
    assert (row.state, row.replies.count()) == ("open", 0)


def test_in_a_later_version_a_remark_stands_at_its_words_or_says_that_they_are_gone(world: World) -> None:
    post, by = handed_in(world, body="<p>示例甲。</p><p>示例乙。</p>"), world.person("operator")
    first = version_of(post)
    for words_of_it in ("示例甲", "示例乙"):
        start = first.text.index(words_of_it)
        say(world, "staff", post, start=start, end=start + 3)
    decide(post, "return", opinion="请修改", by=world.person("staff"))
    post = actions.save(
        post, values={"body": "<p>前言。</p><p>示例甲。</p><p>示例丙。</p>"}, version=post.row_version, by=by, at=NOON
    )
    post = actions.submit(post, version=post.row_version, by=by, at=NOON)
    kept, gone = Comment.objects.filter(post=post).order_by("pk")
    second = version_of(post)
    assert anchored(kept, second).parts == (("body", 4, 7),)
    assert anchored(gone, second).parts == ()
    html = client_of(world.person("staff")).get(f"/reviews/{post.pk}/").content.decode()
    assert re.search(rf'<mark id="mark-remark-{kept.pk}"[^>]*>示例甲</mark>', html)
    assert f"mark-remark-{gone.pk}" not in html
    assert "写在第 1 版,原文已改" in html


def test_a_remark_over_title_and_body_is_marked_in_both(world: World) -> None:
    post = handed_in(world, title="示例标题", body="<p>正文开头。</p>")
    say(world, "staff", post, start=2, end=7)
    row = Comment.objects.get(post=post)
    assert anchored(row, version_of(post)).parts == (("title", 2, 4), ("body", 0, 2))
