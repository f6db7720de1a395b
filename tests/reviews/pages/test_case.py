"""The case page of a post: what each reader sees and may do."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow.models import Substitution
from reviews import actions
from reviews.content import last_version
from reviews.models import FrozenTopic, Post
from tests.filings.pages import client_of, words
from tests.reviews.making import appoint, approve_all, decide, draft, handed_in, staffed, waiting
from tests.world import NOON, World, admin, build, user

pytestmark = pytest.mark.django_db

HOOKS = (
    "approve", "return", "send-back", "reject", "transfer", "grade", "revise-link", "remark", "withdraw", "urge",
    "reopen", "current-holder", "authorisation", "sheet",
)  # fmt: skip
PANEL = {"approve", "return", "reject", "grade", "revise-link", "remark", "current-holder", "sheet"}
PHONE = "<p>示例街道联系人13812345678,请勿外传。</p><p>示例段落二。</p>"


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def shown(html: str) -> set[str]:
    return {hook for hook in HOOKS if f'data-testid="{hook}"' in html}


def page_of(person: User, post: Post, **more: object) -> str:
    return client_of(person).get(f"/reviews/{post.pk}/", **more).content.decode()


AT_FIRST_TIER = {
    "operator": {"withdraw", "urge", "remark", "current-holder", "sheet"},
    "staff": PANEL,
    "editor": {"withdraw", "urge", "remark", "current-holder", "sheet"},
    "chief": {"grade", "current-holder", "sheet"},
    "deputy": {"grade", "current-holder", "sheet"},
    "secrecy": {"current-holder", "sheet"},
    "director": {"grade", "urge", "current-holder", "sheet"},
    "registrar": {"urge", "current-holder", "sheet"},
    "observer": {"current-holder", "sheet"},
}


@pytest.mark.parametrize("role", list(AT_FIRST_TIER))
def test_each_role_is_offered_what_it_may_do_while_the_first_tier_holds_an_important_post(
    world: World, role: str
) -> None:
    post = handed_in(world, importance="important")
    assert shown(page_of(world.person(role), post)) == AT_FIRST_TIER[role]


@pytest.mark.parametrize(
    "path", ["", "versions/", "sheet/", "secrecy-sheet/", "revise/"]
)  # fmt: skip
def test_other_units_and_other_organisations_find_nothing(world: World, path: str) -> None:
    post, other = handed_in(world), build("soe")
    for person in (world.person("outsider"), other.person("director"), other.person("operator"), admin("sysadmin")):
        assert client_of(person).get(f"/reviews/{post.pk}/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["decide/", "transfer/", "grade/", "withdraw/", "reopen/", "urge/", "revise/", "comments/", "comments/1/reply/",
     "comments/1/resolve/", "comments/1/take-up/"],
)  # fmt: skip
def test_nothing_is_done_to_a_post_that_the_person_may_not_see(world: World, path: str) -> None:
    post = handed_in(world)
    sent = {"verb": "approve", "step": waiting(post).pk, "reason": "x", "text": "x"}
    assert client_of(world.person("outsider")).post(f"/reviews/{post.pk}/{path}", sent).status_code == 404
    post.refresh_from_db()
    assert (post.state, waiting(post).code) == ("review", "first")


def test_a_draft_stays_with_its_unit_and_shows_what_is_saved(world: World) -> None:
    post = draft(world, title="示例草稿")
    assert client_of(world.person("director")).get(f"/reviews/{post.pk}/").status_code == 404
    page = client_of(world.person("chief")).get(f"/reviews/{post.pk}/")
    assert "草稿尚未提交" in words(page)
    assert shown(page.content.decode()) == set()


def test_the_head_names_state_grade_lane_holder_and_the_end_of_the_time_with_its_article(world: World) -> None:
    post = handed_in(world, at=NOON, importance="major", lane="fast", topics=["emergency"], special_reason="示例事由")
    html = page_of(world.person("staff"), post)
    assert re.findall(r'data-testid="(status|importance|lane)">([^<]+)<', html) == [
        ("status", "审核中"), ("importance", "重大"), ("lane", "应急"),
    ]  # fmt: skip
    assert 'data-testid="due-at">2026-09-18 14:00<' in html
    text = words(client_of(world.person("staff")).get(f"/reviews/{post.pk}/"))
    assert "依据:条文未规定(推定)" in text
    assert f"当前在 {world.person('staff').full_name}（{world.owner} 编辑团队成员） 处，已 " in text


def test_a_hit_stands_marked_in_the_text_and_beside_it_with_all_that_is_known_of_it(world: World) -> None:
    post = handed_in(world, body=PHONE)
    html = page_of(world.person("staff"), post)
    mark = re.search(
        r'<mark id="mark-hit-1" class="hit hit-warn" data-mark="hit-1" title="([^"]+)">([^<]+)</mark>', html
    )
    assert mark is not None
    assert mark[2] == "13812345678"
    assert mark[1].split(" · ")[:4] == ["警示", "手机号码", "个人隐私与超范围个人信息", "个人信息保护法律"]
    assert mark[1].endswith("作者说明:示例说明")
    note = re.search(r'<li id="note-hit-1".*?</li>', html, re.DOTALL)
    assert note is not None
    assert ['href="#mark-hit-1"' in note[0], "警示" in note[0], "作者说明:示例说明" in note[0]] == [True, True, True]
    assert "作者都已说明" in html


def test_the_title_is_marked_too_and_its_text_is_escaped(world: World) -> None:
    post = handed_in(world, title="联系<b>13812345678</b>")
    html = page_of(world.person("staff"), post)
    head = re.search(r"<h1>(.*?)</h1>", html)
    assert head is not None
    assert re.sub(r' title="[^"]*"', "", head[1]) == (
        '<span>联系&lt;b&gt;<mark id="mark-hit-1" class="hit hit-warn" data-mark="hit-1">'
        "13812345678</mark>&lt;/b&gt;</span>"
    )


def test_a_link_that_may_not_be_followed_is_shown_as_words(world: World) -> None:
    post = handed_in(world, links=["https://example.cn/v", "javascript:alert(1)"])
    html = page_of(world.person("staff"), post)
    assert '<a href="https://example.cn/v"' in html
    assert 'href="javascript' not in html
    assert "javascript:alert(1)" in html


def test_every_signature_says_by_whom_for_whom_when_and_on_which_version(world: World) -> None:
    post = handed_in(world)
    second = user("gejiu-stands-in", world.owner, "liaison")
    absent = world.person("staff")
    Substitution.objects.create(
        absent=absent, substitute=second, role="staff", starts_on=date(2026, 9, 1), ends_on=date(2099, 1, 1),
        reason="示例出差", made_by=absent, made_at=NOON, state="running",
    )  # fmt: skip
    html = page_of(second, post)
    assert f"代{absent}办理" in html
    decide(post, by=second, opinion="文字已核对")
    version = last_version(post)
    assert version is not None
    text = words(client_of(world.person("editor")).get(f"/reviews/{post.pk}/"))
    assert (
        f"一审(编辑) 同意 {second}(代{absent}) 2026-09-18 12:00 · 第 1 版 指纹 {version.content_hash[:8]} 文字已核对"
        in text.replace("（", "(").replace("）", ")")
    )


def test_the_author_and_who_signed_another_tier_are_told_why_they_may_not_decide(world: World) -> None:
    post = handed_in(world)
    held = world.person("staff")
    decide(post, by=held)
    appoint(held, world.owner, "editor")
    html = page_of(held, post)
    assert "同一人不得兼办两个环节" in re.sub(r"<[^>]+>", "", html)
    assert "approve" not in shown(html)


def test_a_frozen_topic_is_named_with_the_one_wording(world: World) -> None:
    FrozenTopic.objects.create(
        unit=world.authority, root=world.root, name="示例事件", words=["读书活动"], wording="以示例通报为准。",
        reason="示例原因", frozen_by=world.person("director"), frozen_at=NOON,
    )  # fmt: skip
    text = words(client_of(world.person("staff")).get(f"/reviews/{handed_in(world).pk}/"))
    assert "冻结话题“示例事件” :示例原因 统一口径: 以示例通报为准。" in text


def test_whoever_signed_an_earlier_version_is_led_to_what_changed_since(world: World) -> None:
    post = handed_in(world)
    decide(post, "return", opinion="请补充时间", by=world.person("staff"))
    by = world.person("operator")
    post = actions.save(post, values={"title": "周末读书活动公告"}, version=post.row_version, by=by, at=NOON)
    actions.submit(post, version=post.row_version, by=by, at=NOON)
    mine = page_of(world.person("staff"), post)
    assert re.sub(r"<[^>]+>", "", mine).count("您上次看的是第 1 版,现在是第 2 版:标题。") == 1
    assert f'href="/reviews/{post.pk}/versions/?a=1&amp;b=2"' in mine
    assert "第 2 版,比上一版有改动" in page_of(world.person("editor"), post)


def test_an_approved_post_shows_its_authorisation_to_all_and_its_recall_to_its_writers(world: World) -> None:
    post = approve_all(handed_in(world))
    held = post.authorisations.get()
    page = client_of(world.person("operator")).get(f"/reviews/{post.pk}/")
    html = page.content.decode()
    assert f'data-testid="authorisation-no">{held.number}<' in html
    assert f'data-testid="byline">{held.byline}<' in html
    assert [held.content_hash[:12] in html, "2026-09-25 12:00" in html] == [True, True]
    assert shown(html) == {"authorisation", "reopen", "remark", "sheet"}
    assert shown(page_of(world.person("director"), post)) == {"authorisation", "sheet"}


def test_the_number_of_queries_does_not_grow_with_what_was_said(world: World) -> None:
    post = handed_in(world, body=PHONE)
    reader = client_of(world.person("editor"))
    version = last_version(post)
    assert version is not None

    def say(count: int) -> int:
        for place in range(count):
            row = actions.comment(
                post, version=version, start=place, end=place + 1, text="示例意见", by=world.person("staff"), at=NOON
            )
            actions.reply(row, text="示例回复", by=world.person("operator"), at=NOON)
        reader.get(f"/reviews/{post.pk}/")
        with CaptureQueriesContext(connection) as asked:
            reader.get(f"/reviews/{post.pk}/")
        return len(asked)

    assert [say(1), say(6)] == [33, 33]  # seven for who may be asked, who got a copy and what may be taken back
