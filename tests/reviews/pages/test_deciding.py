"""Deciding on the case page: what is done, what is refused and why, and that nothing typed is lost."""

import re

import pytest

from newmedia_portal.core.workflow.models import Decision
from reviews import actions
from reviews.checklists import lists_at
from reviews.models import Answers, Post
from tests.filings.pages import client_of, words
from tests.reviews.making import approve_all, decide, handed_in, staffed, waiting
from tests.world import NOON, World, build, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def send(world: World, role: str, post: Post, verb: str, *, follow: bool = True, **more: object):
    sent = {"step": more.pop("step", None) or waiting(post).pk, "verb": verb, **more}
    return client_of(world.person(role)).post(f"/reviews/{post.pk}/decide/", sent, follow=follow)


def lines(post: Post) -> dict[str, list[str]]:
    """Return every line of the waiting step's checklists, as the page sends them."""
    lists = lists_at(post.edition.edition, waiting(post).code)
    return {f"list_{item.code}": [line.code for line in item.lines] for item in lists}


def stands(post: Post) -> tuple[str, str]:
    post.refresh_from_db()
    return post.state, waiting(post).code if post.state == "review" else ""


def test_the_first_tier_confirms_every_line_and_agrees(world: World) -> None:
    post = handed_in(world)
    page = send(world, "staff", post, "approve", opinion="", **lines(post))
    assert f"已同意:{post}。" in words(page)
    assert stands(post) == ("review", "second")
    assert [row.checklist for row in Answers.objects.filter(post=post)] == ["bottom_lines", "content"]


def test_an_open_line_is_refused_at_its_list_and_everything_typed_stays(world: World) -> None:
    post = handed_in(world)
    sent = {**lines(post), "list_content": ["content_1"], "opinion": "示例意见"}
    page = send(world, "staff", post, "approve", **sent)
    html = page.content.decode()
    assert page.status_code == 409
    assert stands(post) == ("review", "first")
    assert "“内容核对”还有 4 项没有确认" in words(page)
    assert '<a href="#agree_list_content"' in html or 'href="#agree_list_content_0"' in html
    assert len(re.findall(r'name="list_bottom_lines"[^>]*checked', html)) == 7
    assert ">\n示例意见</textarea>" in html
    assert html.startswith("<!doctype html>")
    assert "<title>有错误" in html


def test_the_last_signature_authorises_and_leads_to_the_next_post_that_waits(world: World) -> None:
    post, other = handed_in(world), handed_in(world, title="示例另一篇")
    for one in (post, other):
        decide(decide(decide(one)))
    page = send(world, "head", post, "approve", opinion="")
    assert page.redirect_chain[-1][0] == f"/reviews/{other.pk}/"
    assert f"已签发,可以发布:{post}。本页是下一件待审。" in words(page)
    assert stands(post) == ("ready", "")


def test_a_return_takes_the_reasons_of_the_edition_and_words(world: World) -> None:
    post = handed_in(world)
    reason = post.edition.edition.review_procedure.return_reasons[0].text  # type: ignore[union-attr]
    send(world, "staff", post, "return", reasons=[reason], opinion="请核对日期。")
    assert stands(post) == ("returned", "")
    made = Decision.objects.get(verb="return")
    assert (made.reasons, made.opinion) == ([reason], "请核对日期。")
    text = words(client_of(world.person("operator")).get(f"/reviews/{post.pk}/"))
    assert [reason in text, "请核对日期。" in text, "修改稿件" in text] == [True, True, True]


@pytest.mark.parametrize(
    ("verb", "sheet", "said"),
    [
        ("return", "sheet-return", "请选择一条退回理由,或写明要改什么。"),
        ("reject", "sheet-reject", "请填写理由。"),
        ("send_back", "sheet-back", "请填写理由。"),
    ],
)
def test_a_refusal_or_return_without_reason_opens_its_sheet_again(
    world: World, verb: str, sheet: str, said: str
) -> None:
    post = decide(handed_in(world))
    page = send(world, "editor", post, verb, to_code="first", opinion="  ")
    assert page.status_code == 422
    assert stands(post) == ("review", "second")
    assert said in words(page)
    assert f'id="{sheet}" open>' in page.content.decode()


@pytest.mark.parametrize(("straight", "following"), [("", "second"), ("yes", "final")])
def test_a_passed_tier_gets_the_post_back_and_it_comes_again_or_straight(
    world: World, straight: str, following: str
) -> None:
    post = decide(decide(decide(handed_in(world))))
    page = send(world, "head", post, "send_back", to_code="first", straight=straight, opinion="请再核对")
    assert f"已退回审次:{post}。" in words(page)
    assert stands(post) == ("review", "first")
    decide(post)
    assert stands(post)[1] == following


def test_a_tier_that_was_not_passed_cannot_be_chosen(world: World) -> None:
    post = decide(handed_in(world))
    page = send(world, "editor", post, "send_back", to_code="final", opinion="示例")
    assert page.status_code == 422
    assert stands(post) == ("review", "second")


def test_the_second_decider_reads_what_the_first_one_did_and_keeps_the_words(world: World) -> None:
    post, step = handed_in(world), None
    step = waiting(post).pk
    decide(post, by=world.person("staff"))
    world.cast["second"] = user("gejiu-second", world.owner, "staff")
    page = send(world, "second", post, "return", step=step, opinion="还要核对数字")
    assert page.status_code == 409
    text = words(page)
    assert f"{world.person('staff')}已于 2026-09-18 12:00 办理:同意。您的这次操作没有生效。" in text
    assert "还要核对数字" in text
    assert "<title>有错误" in page.content.decode()


def test_sending_the_same_decision_twice_is_no_conflict(world: World) -> None:
    post = decide(handed_in(world))
    step = waiting(post).pk
    send(world, "editor", post, "approve", opinion="")
    page = send(world, "editor", post, "approve", step=step, opinion="")
    assert page.status_code == 200
    assert "您已经办理过这一步(二审（总编辑）)。" in words(page)
    assert stands(post) == ("review", "secrecy")


@pytest.mark.parametrize("role", ["operator", "editor", "chief", "director", "observer"])
def test_whoever_does_not_hold_the_step_decides_nothing(world: World, role: str) -> None:
    post = handed_in(world)
    for verb in ("approve", "return", "reject", "send_back"):
        page = send(world, role, post, verb, opinion="示例", to_code="first", **lines(post))
        assert page.status_code == 409
        assert "编辑团队成员办理,您当前没有这个岗位。" in words(page)
    assert stands(post) == ("review", "first")


@pytest.mark.parametrize("sent", [{}, {"verb": "file"}, {"verb": "approve"}, {"verb": "approve", "step": "x"}])
def test_a_malformed_decision_changes_nothing(world: World, sent: dict[str, str]) -> None:
    post = handed_in(world)
    page = client_of(world.person("staff")).post(f"/reviews/{post.pk}/decide/", sent, follow=True)
    assert page.status_code in (200, 422)
    assert stands(post) == ("review", "first")


def test_a_step_is_handed_to_another_holder_of_the_post_but_never_to_the_author(world: World) -> None:
    post = handed_in(world)
    other = user("gejiu-other", world.owner, "staff")
    holder = client_of(world.person("staff"))
    sent = {"step": waiting(post).pk, "to": world.person("operator").pk}
    assert holder.post(f"/reviews/{post.pk}/transfer/", sent).status_code == 422
    page = holder.post(f"/reviews/{post.pk}/transfer/", {**sent, "to": other.pk, "reason": "示例"}, follow=True)
    assert f"已转交给{other}。" in words(page)
    assert waiting(post).holder == other


def test_the_holder_raises_the_importance_and_only_those_entitled_lower_it(world: World) -> None:
    post = handed_in(world, importance="important")
    raised = client_of(world.person("staff")).post(f"/reviews/{post.pk}/grade/", {"importance": "major"}, follow=True)
    post.refresh_from_db()
    assert (post.importance, "重要程度已改为“重大”" in words(raised)) == ("major", True)
    assert (
        client_of(world.person("staff")).post(f"/reviews/{post.pk}/grade/", {"importance": "ordinary"}).status_code
        == 409
    )
    director = client_of(world.person("director"))
    without = director.post(f"/reviews/{post.pk}/grade/", {"importance": "ordinary"})
    assert (without.status_code, "调低重要程度须写明理由。" in words(without)) == (409, True)
    director.post(f"/reviews/{post.pk}/grade/", {"importance": "ordinary", "reason": "示例理由"})
    post.refresh_from_db()
    assert post.importance == "ordinary"
    author = client_of(world.person("operator")).post(f"/reviews/{post.pk}/grade/", {"importance": "major"})
    assert author.status_code == 409


def test_a_correction_says_beforehand_which_signatures_it_voids_and_starts_the_chain_again(world: World) -> None:
    post = decide(decide(handed_in(world)))
    signer = client_of(world.person("secrecy"))
    page = signer.get(f"/reviews/{post.pk}/revise/")
    text = words(page)
    assert "保存后从第一个审次重新签署。" in text
    assert [str(world.person("editor")) in text, "一审（编辑）" in text] == [True, True]
    sent = {"step": waiting(post).pk, "title": "示例新标题", "summary": "", "body": post.body, "note": "标题更准确"}
    assert signer.post(f"/reviews/{post.pk}/revise/", {**sent, "note": ""}).status_code == 422
    unchanged = signer.post(f"/reviews/{post.pk}/revise/", {**sent, "title": post.title})
    assert (unchanged.status_code, "内容没有变化,不需要保存改稿。" in words(unchanged)) == (422, True)
    signer.post(f"/reviews/{post.pk}/revise/", sent)
    assert stands(post) == ("review", "first")
    assert (post.title, post.versions.count()) == ("示例新标题", 2)


def test_only_the_holder_opens_the_correction(world: World) -> None:
    post = handed_in(world)
    page = client_of(world.person("operator")).get(f"/reviews/{post.pk}/revise/", follow=True)
    assert page.redirect_chain == [(f"/reviews/{post.pk}/", 302)]
    sent = {"step": waiting(post).pk, "title": "x", "body": "<p>x</p>", "note": "x"}
    assert client_of(world.person("chief")).post(f"/reviews/{post.pk}/revise/", sent).status_code == 422
    assert stands(post) == ("review", "first")
    assert post.versions.count() == 1


def test_the_author_takes_back_until_the_first_signature(world: World) -> None:
    post = handed_in(world)
    author = client_of(world.person("operator"))
    empty = author.post(f"/reviews/{post.pk}/withdraw/", {"reason": ""})
    assert (empty.status_code, "请填写原因。" in words(empty)) == (409, True)
    author.post(f"/reviews/{post.pk}/withdraw/", {"reason": "示例原因"})
    assert stands(post) == ("withdrawn", "")
    signed = decide(handed_in(world))
    late = author.post(f"/reviews/{signed.pk}/withdraw/", {"reason": "想改标题"})
    assert late.status_code == 409
    assert ["已有环节办理，不能再撤回" in words(late), "想改标题" in words(late)] == [True, True]


def test_reviewers_and_others_take_nothing_back(world: World) -> None:
    post = handed_in(world)
    for role in ("chief", "director", "observer"):
        assert client_of(world.person(role)).post(f"/reviews/{post.pk}/withdraw/", {"reason": "x"}).status_code == 409
    assert stands(post) == ("review", "first")


def test_the_author_urges_once_in_two_hours(world: World) -> None:
    post = handed_in(world)
    author = client_of(world.person("operator"))
    assert "已催办,对方会收到消息。" in words(author.post(f"/reviews/{post.pk}/urge/", follow=True))
    again = author.post(f"/reviews/{post.pk}/urge/")
    assert (again.status_code, "2 小时内已经催办过" in words(again)) == (409, True)


def test_opening_an_approved_post_voids_its_authorisation(world: World) -> None:
    post = approve_all(handed_in(world))
    assert client_of(world.person("chief")).post(f"/reviews/{post.pk}/reopen/", {"reason": "x"}).status_code == 409
    page = client_of(world.person("operator")).post(f"/reviews/{post.pk}/reopen/", {"reason": "改时间"}, follow=True)
    assert "授权已收回,修改后须重新走完全部审次。" in words(page)
    assert stands(post) == ("returned", "")
    assert [row.state for row in post.authorisations.all()] == ["void"]


def test_a_decision_on_a_withdrawn_post_says_so(world: World) -> None:
    post = handed_in(world)
    step = waiting(post).pk
    actions.withdraw(post, reason="示例", by=world.person("operator"), at=NOON)
    page = send(world, "staff", post, "approve", step=step, opinion="已看过")
    assert page.status_code == 409
    assert [f"{world.person('operator')}已于 2026-09-18 12:00 办理:撤回。" in words(page), "已看过" in words(page)] == [
        True,
        True,
    ]


def test_a_malformed_decision_on_a_hidden_post_is_not_told_from_one_on_a_post_that_never_was(world: World) -> None:
    post = handed_in(world)
    stranger = client_of(world.person("outsider"))
    assert [stranger.post(f"/reviews/{pk}/decide/").status_code for pk in (post.pk, 99_999_999)] == [404, 404]
