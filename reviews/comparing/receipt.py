"""The published text against the approved one (回执比对): one verdict, the reason, and every difference."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from math import floor

from ..states import Verdict
from .alignment import Step, align
from .frame import Frame
from .normalising import Normal, normalise, normalised, text_hash

__all__ = ["Approved", "Difference", "Judgement", "Published", "judge", "normalise", "text_hash"]

_SENTENCE = re.compile(r"[^。!?;…\"]*[。!?;…\"]+|[^。!?;…\"]+")
LONGEST_SHOWN = 400
AROUND = 12


@dataclass(frozen=True, slots=True)
class Approved:
    """What was released for publication: text, period, accounts, and what the platform may show around it."""

    title: str
    text: str
    since: datetime
    until: datetime
    accounts: frozenset[int]
    byline: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: where, when and in which words; without text only a screenshot is known."""

    title: str
    text: str
    at: datetime
    account: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: kind (title, changed, dropped, added, moved), both wordings, the place in the approved text.

    `start` counts code points of the approved text; `before` and `after` are its words around the place.
    """

    kind: str
    old: str
    new: str
    start: int = 0
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with its reason; `share` is how much of the wording both have in common, 1.0 only where all is."""

    verdict: Verdict
    why: str
    differences: tuple[Difference, ...] = ()
    share: float = 1.0


def judge(approved: Approved | None, published: Published) -> Judgement:
    """Return what a publication is worth: without leave it is unreviewed, without text it is left to a person.

    The differences are named for an unreviewed publication too, where there is something to compare it with.
    """
    if approved is None:
        return Judgement(Verdict.UNREVIEWED, "发布时没有发布授权。", share=0.0)
    known = published.text.strip() != ""
    differences, share = compare(approved, published) if known else ((), 0.0)
    if reason := _without_leave(approved, published):
        return Judgement(Verdict.UNREVIEWED, reason, differences, share)
    if not known:
        return Judgement(Verdict.UNCHECKED, "只有截图,没有发布正文,请对照截图核对后登记结论。", share=0.0)
    if differences:
        return Judgement(Verdict.CHANGED, f"与审定稿有 {len(differences)} 处不同。", differences, share)
    return Judgement(Verdict.SAME, "与审定稿一致。")


def _without_leave(approved: Approved, published: Published) -> str:
    """Return why a publication had no leave; empty where it had."""
    if published.at < approved.since:
        return "发布时间早于发布授权时间。"
    if published.at > approved.until:
        return "发布时间晚于发布授权的有效期。"
    return "" if published.account in approved.accounts else "发布账号不在发布授权之列。"


def compare(approved: Approved, published: Published) -> tuple[tuple[Difference, ...], float]:
    """Return the differences of title and text, and the share of what both have in common."""
    title = _title(approved, published)
    old = normalised(approved.text)
    if old.text == normalise(published.text):
        return title, 1.0 if not title else 0.9999
    frame = Frame(approved.title, approved.byline, approved.names)
    inner, _ = frame.strip(published.text, approved.text)
    new = _unframed(normalised(inner), approved)
    if old.text == new.text:
        return title, 1.0 if not title else 0.9999
    steps = _steps(old.text, new.text)
    common = 2 * sum(step.old.stop - step.old.start for step in steps if step.same)
    share = floor(10_000 * common / max(1, len(old.text) + len(new.text))) / 10_000
    return (*title, *_differences(steps, old, new, approved.text, inner)), share


def _title(approved: Approved, published: Published) -> tuple[Difference, ...]:
    """Return a changed title; a platform that knows no titles sends none."""
    if not published.title.strip() or normalise(published.title) == normalise(approved.title):
        return ()
    return (Difference("title", approved.title, published.title),)


def _unframed(text: Normal, approved: Approved) -> Normal:
    """Return a text without title and line of names where the platform has run them into it."""
    start, end = 0, len(text.text)
    head, own = normalise(approved.title), normalise(approved.text)
    if head and text.text.startswith(head) and not own.startswith(head):
        start = len(head)
    for tail in (normalise("阅读原文"), normalise(approved.byline)):
        if tail and text.text[start:end].endswith(tail) and not own.endswith(tail):
            end -= len(tail)
    return Normal(text.text[start:end], text.places[start:end])


def _steps(old: str, new: str) -> list[Step]:
    """Align sentence by sentence, then character by character where sentences differ."""
    sentences = _SENTENCE.findall(old), _SENTENCE.findall(new)
    steps: list[Step] = []
    a = b = 0
    for step in align(*sentences):
        words = ["".join(sentences[0][step.old]), "".join(sentences[1][step.new])]
        c, d = a + len(words[0]), b + len(words[1])
        if step.same or not words[0] or not words[1]:
            steps.append(Step(step.same, slice(a, c), slice(b, d)))
        else:
            steps += [_shifted(inner, a, b) for inner in align(*words)]
        a, b = c, d
    return steps


def _shifted(step: Step, a: int, b: int) -> Step:
    return Step(step.same, slice(step.old.start + a, step.old.stop + a), slice(step.new.start + b, step.new.stop + b))


def _differences(steps: list[Step], old: Normal, new: Normal, approved: str, published: str) -> list[Difference]:
    found = []
    for step in steps:
        if step.same:
            continue
        was = old.original(approved, step.old.start, step.old.stop)
        now = new.original(published, step.new.start, step.new.stop)
        start = old.places[step.old.start] if step.old.start < len(old.places) else len(approved)
        found.append(
            Difference(
                "changed" if was and now else "dropped" if was else "added",
                was,
                now,
                start,
                approved[max(0, start - AROUND) : start],
                approved[start + len(was) : start + len(was) + AROUND],
            )
        )
    return _moved(found)


def _moved(found: list[Difference]) -> list[Difference]:
    """Make one difference of a passage that was dropped here and added there."""
    added = {normalise(one.new): one for one in found if one.kind == "added" and len(one.new) > 5}
    gone: set[int] = set()
    done = []
    for one in found:
        there = added.pop(normalise(one.old), None) if one.kind == "dropped" else None
        if there:
            gone.add(id(there))
        done.append(replace(one, kind="moved", new=there.new) if there else one)
    kept = [one for one in done if id(one) not in gone]
    return [replace(one, old=_shown(one.old), new=_shown(one.new)) for one in kept]


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}……(共 {len(text)} 字)"
