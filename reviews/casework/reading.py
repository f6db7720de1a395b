"""The text as a reviewer reads it (审读): hits and remarks marked in place, and a note beside each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from newmedia_portal.core.ui.vocabulary import Tone
from newmedia_portal.regimes.vocabulary import PROHIBITED, SOURCE_FIELDS

from ..content import FIELDS
from ..models import Comment, Disposition, Version
from ..precheck.hits import WEIGHT, Grade
from ..precheck.rules import RULES
from ..richtext import Mark, mark
from ..richtext.model import Line, Text
from ..richtext.writing import Writer
from .anchoring import Anchor, anchored

#: The parts of the page that carry marks, in the order of reading.
MARKED = ("title", "summary", "body")
GRADES = {str(grade): grade for grade in Grade}


@dataclass(frozen=True)
class HitNote:
    """One find of the pre-check, wherever it occurs, with what its author says of it."""

    id: str
    grade: str
    label: str
    category: str
    ground: str
    found: str
    advice: str
    where: str
    marks: tuple[str, ...]
    said: Disposition | None

    @property
    def word(self) -> str:
        """The grade in a word."""
        return str(GRADES[self.grade].label)

    @property
    def colour(self) -> Tone:
        """The colour of the grade."""
        return GRADES[self.grade].tone

    @property
    def asks(self) -> bool:
        """Whether it asks for a correction or a word, and its author has said none."""
        return self.grade != Grade.HINT and self.said is None


@dataclass(frozen=True)
class Remark:
    """A remark on a passage with its replies; `marks` is empty where the passage is no longer in the text."""

    comment: Comment
    replies: list[Comment]
    marks: tuple[str, ...]
    moved: bool


@dataclass
class Reading:
    """The marked text and its notes."""

    title: SafeString
    summary: SafeString
    body: SafeString
    hits: list[HitNote] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    settled: list[Remark] = field(default_factory=list)

    @property
    def unexplained(self) -> int:
        """How many hits ask for a word that is not there."""
        return sum(note.asks for note in self.hits)

    @property
    def counts(self) -> list[tuple[str, Tone, int]]:
        """How many hits there are of each grade, the heaviest first."""
        grades = sorted(Grade, key=lambda grade: -grade.weight)
        tallies = [(str(grade.label), grade.tone, sum(note.grade == grade for note in self.hits)) for grade in grades]
        return [row for row in tallies if row[2]]


def read_version(version: Version, *, said: Iterable[Disposition], comments: Sequence[Comment]) -> Reading:
    """Return a version marked for reading; `comments` are all of the post's, oldest first."""
    marks: dict[str, list[Mark]] = {name: [] for name in MARKED}
    hits = _hit_notes(version.hits, {row.key: row for row in said}, marks)
    threads = [comment for comment in comments if comment.parent_id is None]
    remarks = [_remark(comment, comments, anchored(comment, version), marks) for comment in threads]
    content = version.content
    return Reading(
        title=_plain(content.get("title", ""), marks["title"]),
        summary=_plain(content.get("summary", ""), marks["summary"]),
        body=mark(content.get("body", ""), marks["body"]),
        hits=hits,
        remarks=[remark for remark in remarks if remark.comment.state == "open"],
        settled=[remark for remark in remarks if remark.comment.state != "open"],
    )


def _hit_notes(rows: list[dict[str, Any]], said: dict[str, Disposition], marks: dict[str, list[Mark]]) -> list[HitNote]:
    """Return one note per find, the heaviest grade first, and add its marks."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["key"], []).append(row)
    ordered = sorted(groups.items(), key=lambda item: -WEIGHT[item[1][0]["grade"]])
    return [_hit_note(number, key, group, said.get(key), marks) for number, (key, group) in enumerate(ordered, 1)]


def _hit_note(
    number: int, key: str, group: list[dict[str, Any]], said: Disposition | None, marks: dict[str, list[Mark]]
) -> HitNote:
    hit, rule = group[0], RULES.get(group[0]["rule"])
    label = rule.label if rule else hit["rule"]
    ground = hit["article"] or hit["basis"]
    parts = [GRADES[hit["grade"]].label, label, PROHIBITED.get(hit["category"], ""), ground, hit["advice"]]
    if said is not None:
        parts.append(f"作者说明:{said.reason}")
    title = " · ".join(str(part) for part in parts if part)
    placed = [row for row in group if row["end"] > row["start"] and row["field"] in marks]
    names = tuple(f"hit-{number}" if place == 0 else f"hit-{number}-{place + 1}" for place in range(len(placed)))
    for name, row in zip(names, placed, strict=True):
        marks[row["field"]].append(Mark(row["start"], row["end"], f"hit hit-{hit['grade']}", name, title))
    where = FIELDS.get(hit["field"]) or SOURCE_FIELDS.get(hit["field"], "来源")
    return HitNote(
        f"hit-{number}", hit["grade"], label, PROHIBITED.get(hit["category"], ""), ground, hit["found"],
        hit["advice"], "" if names else where, names, said,
    )  # fmt: skip


def _remark(comment: Comment, all_comments: Sequence[Comment], anchor: Anchor, marks: dict[str, list[Mark]]) -> Remark:
    replies = [other for other in all_comments if other.parent_id == comment.pk]
    names = []
    if comment.state == "open":
        for place, (name, start, end) in enumerate(anchor.parts):
            mark_id = f"remark-{comment.pk}" if place == 0 else f"remark-{comment.pk}-{place + 1}"
            marks[name].append(Mark(start, end, "remark", mark_id, f"段落意见:{comment.text}"))
            names.append(mark_id)
    return Remark(comment, replies, tuple(names), anchor.moved)


def _plain(text: str, marks: list[Mark]) -> SafeString:
    written = Writer(marks).write([Line("span", [Text(text)])])
    return mark_safe(written)  # noqa: S308 - the writer escapes every text and attribute  # nosec B308 B703
