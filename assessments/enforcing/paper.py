"""The document of a decision (处置文书): one source for page, PDF and Word file, set as an official letter."""

from django.utils.timezone import localdate

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.paper import Layout, Paper, Paragraphs
from newmedia_portal.core.paper.model import Part
from newmedia_portal.core.paper.texts import day_text

from ..models import EnforcementBasis, EnforcementCase
from .facts import label_of
from .measures import measure_of
from .states import CaseKind

#: Words for measures that are verbs already and take no 予以 before them.
VERBS = ("责令", "限期", "督促", "提醒", "移出", "关闭", "主动", "考核")


def case_paper(case: EnforcementCase, bases: list[EnforcementBasis]) -> Paper:
    """Return the document: to whom, what happened, what was decided under which article, what is asked until when."""
    measure = measure_of(case.edition.edition, case.measure)
    word = measure.paper if measure else "处置决定书"
    decided = localdate(case.decided_at) if case.decided_at else None
    signer = (authority_of(case.unit) or case.root).name
    letter = Paragraphs(_body(case, bases), to=_to(case), signer=signer, on=decided)
    return Paper(word, (letter,), number=case.number, layout=Layout.LETTER)


def _to(case: EnforcementCase) -> str:
    return f"{case.partners if case.target == 'referral' else case.unit.name}："


def _body(case: EnforcementCase, bases: list[EnforcementBasis]) -> tuple[Part, ...]:
    edition = case.edition.edition
    parts: list[Part] = [case.facts]
    if bases:
        parts.append("主要事实：")
        parts += [f"{n}. {label_of(basis.code)}：{basis.text}" + _of(basis) for n, basis in enumerate(bases, start=1)]
    if case.link:
        parts.append(f"所涉信息：{case.link}" + (f"（{_category(case)}）" if case.category else ""))
    parts.append(f"依据《{edition.title}》{_article(case.article)}，{_decision(case)}")
    if case.demand:
        parts.append(case.demand)
    if case.due_on:
        parts.append(f"请于{day_text(case.due_on)}前办理完毕并反馈结果。")
    if case.closing_id or case.measure in ("order_close", "order_cancel"):
        parts.append("账号关闭后，请按规定办理关闭备案；系统已为你单位预填备案草稿。")
    return tuple(parts)


def _decision(case: EnforcementCase) -> str:
    about = f"“{case.account.name}”（{case.account.platform}）" if case.account else ""
    if case.kind == CaseKind.REWARD:
        return f"决定对{case.unit.name}{about}予以{case.label}（{case.year}年度）。"
    if case.target == "person":
        return f"建议对{case.persons}{case.label}，请按管理权限办理。"
    if case.target == "referral":
        return f"现将{case.unit.name}{about}有关情况{case.label}，请依法依规处理。"
    if case.year is not None:
        return f"决定{case.label}（{case.year}年度）。"
    if case.target == "publication":
        return f"对{case.unit.name}{about}予以通报。"
    return f"决定对你单位{about}{'' if case.label.startswith(VERBS) else '予以'}{case.label}。"


def _article(article: str) -> str:
    """Return the article as a letter names it: 第…条 stays, 3.1.2 becomes 第3.1.2条."""
    return article if not article[:1].isdigit() else f"第{article}条"


def _category(case: EnforcementCase) -> str:
    entry = next((one for one in case.edition.edition.prohibited if one.code == case.category), None)
    return f"{entry.article}：{entry.paraphrase}" if entry else case.category


def _of(basis: EnforcementBasis) -> str:
    words = [word for word in (basis.article, str(basis.on or "")) if word]
    return f"（{'，'.join(words)}）" if words else ""
