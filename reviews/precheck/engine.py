"""The pre-check of a draft (稿件预审): a pure function from text, edition, lexicon and facts to hits.

It never approves anything: an empty answer means that nothing was found, not that nothing is there.
"""

from newmedia_portal.regimes.schema import Edition

from . import dates, figures, links, names, personal, secrecy, sources
from .entries import Kind
from .facts import Facts
from .hits import Hit
from .lexicon import LETTERS, SOUND, SPLIT, CompiledLexicon
from .reading import MOST_CHARACTERS, DraftText, Reading
from .report import Report
from .terms import Finds, Found, find

# A draft with more hits than this shows the first ones and says so.
MOST_HITS = 500

_TERM = Kind.TERM.value
_HOW = {SOUND: "以谐音写成", SPLIT: "以拆字写成", LETTERS: "以拼音写成"}


def check(draft: DraftText, *, edition: Edition, lexicon: CompiledLexicon, facts: Facts) -> list[Hit]:
    """Return every hit of a draft, in the order of its fields and of the places in them.

    Time and memory grow with the length up to `MOST_CHARACTERS`; a longer draft, and one with too many hits, says so
    in a hit of its own. Links are judged by their form only; nothing is fetched.
    """
    reading = Reading(draft)
    report = Report(reading, edition)
    finds = find(reading, lexicon)
    _report_words(report, finds, lexicon, facts)
    names.check(report, finds, lexicon.label)
    personal.check(report)
    secrecy.check(report)
    dates.check(report, facts)
    figures.check(report)
    links.check(report, facts, lexicon)
    sources.check(report, edition, facts, draft)
    return _bounded(report, finds)


def _report_words(report: Report, finds: Finds, lexicon: CompiledLexicon, facts: Facts) -> None:
    for item in finds.found:
        entry = item.entry
        if entry.kind not in _ADVISED or (facts.licensed and entry.category == "P19"):
            continue
        report.add(
            _rule(item),
            item.start,
            item.end,
            _advice(item, report.reading.text[item.start : item.end]),
            category=entry.category,
            grade=entry.weight,
            basis=lexicon.label,
        )


def _rule(item: Found) -> str:
    return "homophone" if item.way == SOUND and item.entry.kind == _TERM else str(item.entry.kind)


_ADVISED = {
    Kind.TERM.value: "“{text}”属不宜发布的用语，请删除或改写；确属误报的说明理由。",
    Kind.DENY.value: "“{text}”任何语境下都须处理，请删除。",
    Kind.TYPO.value: "“{text}”应为“{right}”。",
    Kind.NAME.value: "“{text}”应为“{right}”。",
    Kind.AD.value: "“{text}”是广告绝对化用语，请改为有依据的客观表述。",
}


def _advice(item: Found, written: str) -> str:
    entry = item.entry
    advice = entry.advice or _ADVISED[entry.kind].format(text=entry.text, right=entry.right)
    if written == entry.text:
        return advice
    return f"原文“{written[:40]}”{_HOW.get(item.way, '是变体写法')}，对应“{entry.text}”。{advice}"


def _bounded(report: Report, finds: Finds) -> list[Hit]:
    hits = report.merged()
    reading = report.reading
    if not (finds.complete and report.complete) or len(hits) > MOST_HITS:
        name = reading.fields[0][0]
        report.hits.clear()
        report.add_for_field("too_many", name, f"命中过多，最多列出 {MOST_HITS} 处，请改正后再次检查。")
        hits = report.hits + hits[:MOST_HITS]
    if reading.total > MOST_CHARACTERS:
        unread = [field for field, first, last in reading.fields if last - first < 1] or [reading.fields[-1][0]]
        report.hits.clear()
        advice = f"全文 {reading.total} 字，只检查了前 {MOST_CHARACTERS} 字，请分篇后再检查。"
        report.add_for_field("too_long", unread[-1], advice)
        hits = report.hits + hits
    return hits
