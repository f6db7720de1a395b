"""Silence at the time point (内容不更新) and quotas of the period (发布频次), from stored items and coverage."""

from datetime import date, timedelta

from django.urls import reverse

from newmedia_portal.core.workdays import working_days

from ...looking.facts import subject_of
from ...watch import History, Status, rules_of
from ...watch.periods import outcomes
from ...watch.sentences import asked_and_done, period_words
from ...watch.silence import silence_of
from ...watch.spans import clipped, days_within, span_of
from ..periods import ONE_DAY
from ..states import Outcome
from ..template import Item
from .basis import Fact, Looked


def silence(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say whether nothing was published in the days before the time point (S3-11.0c).

    A fail is said only where every one of these days is known; data with a hole, or data that ends before, is 未知.
    """
    day, found = looked.day, looked.histories(looked.day)
    facts = {}
    for account in looked.accounts:
        history = found.get(account.pk, History())
        url = reverse("assessments:account", args=[account.pk])
        fact = _silence(subject_of(account), history, day, item.days)
        facts[account.pk] = Fact(fact.outcome, fact.words, fact.hits, ((fact.words, url),))
    return facts


def _silence(subject, history: History, day: date, line: int) -> Fact:  # type: ignore[no-untyped-def]
    last, first = history.last_item_on, day - timedelta(days=line - 1)
    told = f"最后发布 {last}" if last is not None else "没有发布记录"
    if last is not None and last >= first:
        return Fact(Outcome.FINE, f"{told}，在检查时点前 {line} 天之内")
    if span_of(history.pauses, day) is not None:
        return Fact(Outcome.NONE, f"{told}；检查时点处在已批准的暂停更新期间")
    if subject.opened_on is not None and subject.opened_on > first:
        return Fact(Outcome.NONE, f"{subject.opened_on} 开通，到检查时点不满 {line} 天")
    known = span_of(clipped(history.runs, day), day)
    begin = min(first, last + ONE_DAY) if last is not None else first
    if known is None or known[0] > begin:
        until = history.runs[-1][1] if history.runs else last
        far = f"数据截至 {min(until, day)}" if until is not None else "没有发布数据"
        return Fact(Outcome.UNKNOWN, f"{told}；{far}，不能判断，请打开账号核对")
    counted = silence_of(subject, history, day)
    days = counted.days if counted is not None else 0
    if days < line:
        return Fact(Outcome.FINE, f"{told}；扣除暂停 {days_within(history.pauses, begin, day)} 天后未满 {line} 天")
    return Fact(Outcome.PROBLEM, f"{told}，到 {day} 已 {days} 天没有发布，超过 {line} 天", 1)


def quota(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say in which weeks or months of the period too little was published (S3-11.1, S0-10.1)."""
    rules = rules_of(looked.edition.edition).quotas
    until = looked.last + ONE_DAY
    found, days = looked.histories(until), working_days.current()
    facts = {}
    for account in looked.accounts:
        history, subject = found.get(account.pk, History()), subject_of(account)
        seen = [
            one
            for rule in rules
            for one in outcomes(subject, history, rule, days, until)
            if looked.first <= one.end <= looked.last
        ]
        counted = [one for one in seen if one.status in (Status.MET, Status.MISSED)]
        missed = [one for one in seen if one.status == Status.MISSED]
        unknown = [one for one in seen if one.status == Status.UNKNOWN]
        url = reverse("assessments:watch-account", args=[account.pk])
        rows = tuple(
            (
                f"{period_words(one.start, one.rule.period)}："
                f"{asked_and_done(one.rule.metric, one.required, one.actual)}",
                url,
            )
            for one in missed
        )
        facts[account.pk] = _quota(len(counted), len(missed), len(unknown), rows)
    return facts


def _quota(counted: int, missed: int, unknown: int, rows: tuple[tuple[str, str], ...]) -> Fact:
    gap = f"，另有 {unknown} 个周期数据不全、不下结论" if unknown else ""
    if missed:
        return Fact(Outcome.PROBLEM, f"考核 {counted} 个周期，{missed} 个未达到发布频次{gap}", missed, rows)
    if counted and not unknown:
        return Fact(Outcome.FINE, f"考核 {counted} 个周期，都达到发布频次")
    if unknown:
        return Fact(Outcome.UNKNOWN, f"{counted} 个周期达到发布频次{gap}")
    return Fact(Outcome.NONE, "检查周期内没有需要考核的完整周期")
