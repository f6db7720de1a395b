"""What is still missing before a post may be handed in (提交前检查): fields, source, accounts, hits without a word."""

from collections.abc import Iterator
from dataclasses import dataclass

from newmedia_portal.regimes.vocabulary import SOURCE_FIELDS

from .content import edition_of
from .models import Post
from .precheck.hits import Grade
from .prechecking import Checked
from .richtext import plain_text
from .states import Lane


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the field it belongs to and what to do, with the article where there is one."""

    field: str
    message: str
    article: str = ""


def problems_of(post: Post, checked: Checked) -> list[Problem]:
    """Return everything that keeps the post from being handed in, in the order of the form."""
    return [*_basics(post), *_source(post), *_special(post), *_hits(post, checked)]


def _basics(post: Post) -> Iterator[Problem]:
    if not post.title.strip():
        yield Problem("title", "请填写标题。")
    if not plain_text(post.body).strip() and not post.attachments.filter(removed_at__isnull=True).exists():
        yield Problem("body", "请填写正文,或上传要发布的图片。")
    if not post.accounts.exists():
        yield Problem("accounts", "请选择至少一个发布账号。")
    if not post.content_class:
        yield Problem("content_class", "请选择内容类别。")


def _source(post: Post) -> Iterator[Problem]:
    fields = edition_of(post).source_fields
    if not fields:
        return
    original = post.source.get("is_original")
    if original is None:
        article = next((item.article for item in fields if item.code == "is_original"), fields[0].article)
        yield Problem("is_original", "请选择原创或转载。", article)
        return
    for item in fields:
        reprint_only = item.code not in ("is_original", "editor_name")
        if not item.required or (original and reprint_only):
            continue
        if item.code != "is_original" and not str(post.source.get(item.code, "")).strip():
            yield Problem(item.code, f"请填写{SOURCE_FIELDS[item.code]}。", item.article)


def _special(post: Post) -> Iterator[Problem]:
    if post.lane == Lane.FAST and not post.special_reason.strip():
        yield Problem("special_reason", "应急快审须写明事由。")
    if "outside_rules" in post.topics and not post.special_reason.strip():
        yield Problem("special_reason", "规定范围以外的信息须写明报批事由。")


def _hits(post: Post, checked: Checked) -> Iterator[Problem]:
    """A forbidden or doubtful passage is corrected, or the author says why it stays.

    What the source block lacks is asked for as a field already; a hit on a field has no passage to quote.
    """
    said = set(post.dispositions.values_list("key", flat=True))
    for key, hit in checked.by_key().items():
        if hit.grade in (Grade.BLOCK, Grade.WARN) and key not in said and hit.rule != "source":
            quoted = f"“{hit.found[:20]}”:" if hit.found else ""
            yield Problem(f"hit-{key}", f"{quoted}{hit.advice}请改正,或说明不改的理由。", hit.article)
