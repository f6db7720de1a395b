"""What the writing pages show beside the form (撰稿页内容): hits with their explanations, answers, who will sign."""

from dataclasses import dataclass
from typing import Any

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.vocabulary import Tone
from newmedia_portal.core.workflow.chain import StepPlan
from newmedia_portal.regimes.vocabulary import PROHIBITED, SOURCE_FIELDS, TOPICS

from .content import content_of, edition_of, procedure_of, text_of
from .models import Disposition, Post
from .plan import plan_of
from .precheck.hits import Grade, Hit
from .prechecking import Checked

#: What only a reprint says of its source.
REPRINT_ONLY = frozenset({"source_name", "source_url", "author", "original_title", "reprint_mark"})
FIELD_WORDS = {"title": "标题", "summary": "摘要", "body": "正文"}
NEXT_TO = 12


@dataclass(frozen=True)
class ToMend:
    """A hit as its author sees it: what, where, why, and what has been said of it."""

    key: str
    hit: Hit
    times: int
    where: str
    said: Disposition | None

    @property
    def word(self) -> str:
        """The grade in a word."""
        return next(grade.label for grade in Grade if grade == self.hit.grade)

    @property
    def tone(self) -> Tone:
        """The colour of the grade."""
        return next(grade.tone for grade in Grade if grade == self.hit.grade)

    @property
    def category(self) -> str:
        """The category in words."""
        return PROHIBITED.get(self.hit.category, "")

    @property
    def asks(self) -> bool:
        """Whether a correction or a word is still needed."""
        return self.hit.grade != Grade.HINT and self.said is None


def hits_to_mend(post: Post, checked: Checked) -> list[ToMend]:
    """Return the hits, each once, the gravest and unexplained first."""
    said = {row.key: row for row in post.dispositions.select_related("by")}
    times: dict[str, int] = {}
    for row in checked.as_data():
        times[row["key"]] = times.get(row["key"], 0) + 1
    found = [
        ToMend(key, hit, times[key], FIELD_WORDS.get(hit.field, "来源等要素"), said.get(key))
        for key, hit in checked.by_key().items()
    ]
    grades = [str(grade) for grade in Grade]
    return sorted(found, key=lambda item: (not item.asks, grades.index(str(item.hit.grade))))


def answers_of(post: Post) -> list[tuple[str, str]]:
    """Return what stands beside the text, as label and words; empty answers read 未填写."""
    rules = procedure_of(edition_of(post))
    classes = {item.code: item.label for item in rules.content_classes}
    accounts = [f"{a.name}({a.platform.name})" for a in post.accounts.select_related("platform")]
    rows: list[tuple[str, Any]] = [
        ("发布账号", "、".join(accounts)),
        ("内容类别", classes.get(post.content_class, "")),
        ("话题标记", "、".join(TOPICS[code] for code in post.topics) or "不涉及"),
        ("重要程度", post.get_importance_display()),
        ("办理方式", "应急快审" if post.lane == "fast" else "普通"),
        ("事由", post.special_reason),
        ("摘要", post.summary),
        ("视频等链接", "\n".join(post.links)),
    ]
    for item in edition_of(post).source_fields:
        value = post.source.get(item.code)
        if post.source.get("is_original") and item.code in REPRINT_ONLY:
            continue
        if item.code == "is_original":
            value = {True: "原创", False: "转载"}.get(value, "")  # type: ignore[arg-type]
        rows.append((SOURCE_FIELDS[item.code], "是" if value is True else value))
    return [(label, str(value) if value else "未填写") for label, value in rows]


def steps_ahead(post: Post) -> list[StepPlan]:
    """Return who will sign, in order; empty where the chain cannot be laid yet."""
    try:
        return plan_of(post, text=text_of(content_of(post)))
    except Refused:
        return []
