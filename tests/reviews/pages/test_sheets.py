"""Review sheet and secrecy sheet: every field of the paper, as page, PDF and Word file."""

from io import BytesIO

import pytest
from docx import Document

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.paper import Checks, Grid, Opinion
from reviews.models import Post
from reviews.sheets import review_sheet, secrecy_sheet
from tests.filings.pages import client_of, words
from tests.reviews.making import approve_all, decide, handed_in, staffed
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
KINDS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "docx": (b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@pytest.fixture
def world() -> World:
    return staffed(build("gejiu"))


def cells(paper) -> dict[str, object]:
    """Return what stands beside each label of the grid."""
    found: dict[str, object] = {}
    for row in next(block for block in paper.blocks if isinstance(block, Grid)).rows:
        for label, value in zip(row[::2], row[1::2], strict=True):
            found[str(label.content).split("\n")[0]] = value.content
    return found


def test_the_review_sheet_holds_every_field_opinion_answer_and_the_outcome(world: World) -> None:
    post = approve_all(handed_in(world, source={"is_original": False, "source_name": "示例报", "author": "李某甲",
                                                "original_title": "示例原题", "editor_name": "张某甲"}))  # fmt: skip
    paper = review_sheet(post, by="张某", at=NOON)
    said = cells(paper)
    held = post.authorisations.get()
    assert (paper.title, paper.number) == ("信息发布审核表", f"编号 {post.number}")
    assert {name: said[name] for name in ("信息主题", "提交时间", "拟发布时间", "拟发平台", "拟稿人", "拟稿单位")} == {
        "信息主题": "周末读书活动安排",
        "提交时间": "2026-09-18 12:00",
        "拟发布时间": "审定后",
        "拟发平台": "微信订阅号:示例文旅发布",
        "拟稿人": str(world.person("operator")),
        "拟稿单位": str(world.owner),
    }
    assert {name: said[name] for name in ("内容类别", "重要程度", "话题标记", "图片和附件", "发布结果", "署名行")} == {
        "内容类别": "工作动态",
        "重要程度": "一般",
        "话题标记": "无",
        "图片和附件": "无",
        "发布结果": "(尚未发布)",
        "署名行": held.byline,
    }
    assert said["信息来源"] == "原创或转载:转载\n信息来源:示例报\n原作者:李某甲\n原标题:示例原题\n编辑真实姓名:张某甲"
    assert str(said["发布授权"]).split("\n")[0] == f"{held.number}(有效)"
    opinions = {label: value for label, value in said.items() if isinstance(value, Opinion)}
    assert {label: (value.signer, value.on) for label, value in opinions.items()} == {
        "一审（编辑）": (str(world.person("staff")), NOON),
        "二审（总编辑）": (str(world.person("editor")), NOON),
        "保密审查": (str(world.person("secrecy")), NOON),
        "三审（按重要程度签发） · 部门负责人审定签发": (str(world.person("head")), NOON),
    }
    assert {label: len(value.options) for label, value in said.items() if isinstance(value, Checks)} == {
        "七条底线": 7,
        "内容核对": 5,
    }


def test_what_is_not_signed_yet_leaves_room_for_the_hand(world: World) -> None:
    post = decide(handed_in(world))
    opinions = [value for value in cells(review_sheet(post, by="张某", at=NOON)).values() if isinstance(value, Opinion)]
    assert [bool(value.signer) for value in opinions] == [True, False, False, False]


def test_the_secrecy_sheet_shows_each_question_confirmed_or_open(world: World) -> None:
    post = handed_in(world)
    open_sheet, done = secrecy_sheet(post, by="张某", at=NOON), secrecy_sheet(approve_all(post), by="张某", at=NOON)
    for paper, confirmed in ((open_sheet, False), (done, True)):
        boxes = [value for value in cells(paper).values() if isinstance(value, Checks)]
        assert [[(option.label, option.on) for option in value.options] for value in boxes] == [
            [("已确认", confirmed), ("不能确认", False)]
        ] * 5
    signer = cells(done)["保密审查"]
    assert isinstance(signer, Opinion)
    assert signer.signer == str(world.person("secrecy"))


@pytest.mark.parametrize("path", ["sheet", "secrecy-sheet"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_the_file_is_a_download_and_its_taking_is_logged(world: World, path: str, kind: str) -> None:
    post = approve_all(handed_in(world))
    answer = client_of(world.person("director")).get(f"/reviews/{post.pk}/{path}/?as={kind}")
    start, media = KINDS[kind]
    assert (answer["Content-Type"], answer.content[: len(start)]) == (media, start)
    assert AuditEvent.objects.filter(action="post.sheet_taken", object_id=post.pk).count() == 1


def test_the_word_file_says_what_the_page_says(world: World) -> None:
    post = approve_all(handed_in(world))
    reader = client_of(world.person("operator"))
    page = words(reader.get(f"/reviews/{post.pk}/sheet/"))
    book = Document(BytesIO(reader.get(f"/reviews/{post.pk}/sheet/?as=docx").content))
    text = "\n".join(cell.text for table in book.tables for row in table.rows for cell in row.cells)
    for part in (
        "信息主题",
        "周末读书活动安排",
        post.authorisations.get().number,
        "注明来源、原作者、原标题、编辑真实姓名",
    ):
        assert [part in page, part in text] == [True, True]


def test_an_edition_without_questions_of_secrecy_has_no_such_sheet(world: World) -> None:
    other = staffed(build("jiusan"))
    post: Post = handed_in(other)
    asked = any(item.code == "secrecy" for item in post.edition.edition.review.checklists)
    answer = client_of(other.person("operator")).get(f"/reviews/{post.pk}/secrecy-sheet/")
    assert answer.status_code == (200 if asked else 404)
