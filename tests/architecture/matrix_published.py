"""Drafts, publications, lexicons, frozen topics and substitutes of the access matrix (访问矩阵的稿件前后)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.models import Substitution
from reviews import actions
from reviews.actions import lexicons
from reviews.models import Post
from reviews.precheck.entries import Entry
from reviews.prechecking import precheck
from reviews.wordlists.workbook import write as write_workbook
from tests.reviews.making import BODY, approve_all
from tests.reviews.pages.test_writing import PNG
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    **{f"reviews:{name}": {"pk": "review_draft"} for name in ("edit", "check", "explain", "lock", "discard")},
    "reviews:picture-upload": {"pk": "review_draft"},
    "reviews:picture": {"file_id": "review_file"},
    "reviews:upload-file": {"pk": "review_draft"},
    "reviews:file": {"pk": "review_draft", "file_id": "review_file"},
    "reviews:remove-file": {"pk": "review_draft", "file_id": "review_file"},
    **{f"reviews:{name}": {"pk": "review_published"} for name in ("publish", "retract", "correct", "report")},
    "reviews:receipt": {"pk": "review_receipt"},
    "reviews:screenshot": {"pk": "review_receipt"},
    "reviews:violation": {"pk": "review_violation"},
    "reviews:explain-violation": {"pk": "review_violation"},
    "reviews:settle": {"pk": "review_violation"},
    "reviews:release": {"pk": "review_topic"},
    "reviews:lexicon": {"pk": "lexicon", "upload_id": "lexicon_upload"},
    "reviews:lexicon-start": {"root_id": "lexicon_root"},
    "reviews:lexicon-alarm": {"pk": "lexicon_alarm"},
    "end-substitution": {"pk": "substitution"},
}
SENT: dict[str, dict[str, Any]] = {
    "reviews:lock": {"force": "yes"},
    "reviews:retract": {"reason": "示例原因", "done_at": "2026-09-18T12:00"},
    "reviews:correct": {"reason": "示例原因", "correction": "示例更正", "link": "", "done_at": "2026-09-18T12:00"},
    "reviews:report": {"report": "示例经过"},
    "reviews:explain-violation": {"explanation": "示例说明"},
    "reviews:settle": {"state": "mended", "outcome": "示例处理"},
    "reviews:release": {"reason": "示例说明"},
    "reviews:lexicon-alarm": {"verdict": "refuse", "reason": "示例说明"},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User) -> None:
    """Let a unit have a draft with a picture and a false alarm, and a publication that was altered."""
    account = MediaAccount.objects.get(unit=unit, handle=f"shili_post_{place}")
    draft = _draft(unit, account, writer, "<p>咨询电话13812345678。</p>")
    key = next(iter(precheck(draft).by_key()))
    alarm = actions.explain(draft, key=key, reason="公开电话", false_alarm=True, by=writer, at=NOON)
    picture = SimpleUploadedFile("示例.png", PNG, "image/png")
    file = actions.add_file(draft, kind="picture", upload=picture, by=writer, at=NOON)
    post = _draft(unit, account, writer, BODY, lane="fast", topics=["emergency"], special_reason="示例")
    post = approve_all(actions.submit(post, version=post.row_version, by=writer, at=NOON))
    receipt = actions.record_receipt(
        account, post=post, link=f"https://example.com/{place}", published_at=NOON, title=post.title,
        text="示例换过的正文。", screenshot=SimpleUploadedFile("示例.png", PNG, "image/png"), by=writer, at=NOON,
    )  # fmt: skip
    found = {
        "review_draft": draft, "review_file": file, "review_published": post, "review_receipt": receipt,
        "review_violation": receipt.violation, "lexicon_alarm": alarm,
    }  # fmt: skip
    for kind, value in found.items():
        stage.put(kind, place, value)
    row = Substitution.objects.create(
        absent=writer, substitute=unit.posts.exclude(user=writer).get(role="secrecy").user, starts_on=date(2026, 9, 18),
        ends_on=date(2026, 9, 20), reason="示例", made_by=writer, made_at=NOON,
    )  # fmt: skip
    stage.put("substitution", place, row)


def furnish_tree(stage: Any, place: str, world: World) -> None:
    """Let a department have a frozen topic and a lexicon that it is writing, with a workbook under check."""
    director, registrar = world.person("director"), world.person("registrar")
    topic = actions.freeze_topic(
        world.authority,
        name="示例话题",
        topic="",
        words=["示例词甲乙"],
        wording="",
        reason="示例",
        by=director,
        at=NOON,
    )
    entry = Entry(kind="term", text="示例敏感词", category="P06")
    lexicon = lexicons.start_draft(world.root, by=registrar, at=NOON)
    lexicons.add_term(lexicon, entry, by=registrar, at=NOON)
    book = BytesIO()
    write_workbook(book, [entry], by="", at=NOON)
    book.seek(0)
    upload = lexicons.check_workbook(lexicon, book, file_name="示例词库.xlsx", by=registrar, at=NOON)
    found = {"review_topic": topic, "lexicon": lexicon, "lexicon_upload": upload, "lexicon_root": world.root}
    for kind, value in found.items():
        stage.put(kind, place, value)


def _draft(unit: Unit, account: MediaAccount, writer: User, body: str, **own: Any) -> Post:
    post = actions.start(unit, by=writer, at=NOON)
    rules = post.edition.edition.review_procedure
    assert rules is not None
    filled = {
        "title": "示例稿件",
        "body": body,
        "content_class": rules.content_classes[0].code,
        "source": {"is_original": True, "editor_name": "张某甲"},
        "accounts": [account.pk],
    }
    return actions.save(post, values={**filled, **own}, version=post.row_version, by=writer, at=NOON)
